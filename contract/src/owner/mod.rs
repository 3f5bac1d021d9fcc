//! What crosses the wire between the dashboard and the companion: who is signed in, and what they
//! may do at which business.

mod log;
mod role;
mod session;

pub use log::{LOG_PAGE_MAX, LogEntry, LogPage, LogQuery};
pub use role::{Feature, Permission, Plan, Role};
pub use session::{BusinessDetails, Membership, Password, Session, SignIn, User};
