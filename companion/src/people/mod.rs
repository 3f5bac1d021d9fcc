//! The people of a business: who is signed in, and what their role and the plan allow.
//!
//! A route of the dashboard takes a [`Member`], or a [`SignedIn`] where it is about no business,
//! and asks [`Member::may`] before it does anything. Both refuse what does not come from a page of
//! our own, so no route can forget to.

mod accounts;
pub mod command;
mod cookie;
mod own_account;
mod own_page;
mod password;
pub mod roles;
mod signed_in;
pub(crate) mod signing_in;

pub(crate) use cookie::{Cookie, Token};
pub(crate) use own_account::{change_password, own_sessions};
pub(crate) use own_page::OwnPage;
pub use password::PasswordError;
pub(crate) use password::{NewPassword, Passwords};
pub(crate) use signed_in::{AGE_MAX_MS, IDLE_MAX_MS, Member, SignedIn};
