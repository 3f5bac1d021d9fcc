//! Every body that crosses the wire between widget and companion, once.
//!
//! Amounts are integers in minor units plus a currency, percentages decimal strings, times
//! RFC 3339 in UTC. Unknown fields are refused on the way in.

mod calendar;
mod coupon_check;
mod guest;
mod order;
mod problem;
mod slots;

pub use calendar::{Business, CalendarInfo, CalendarPage, ServiceInfo, WidgetStyle};
pub use coupon_check::{CouponCheck, CouponCheckReply};
pub use guest::{
    EmailAddress, EmailError, GUEST_NAME_LENGTH_MAX, Guest, GuestName, NOTES_LENGTH_MAX, NameError,
    Notes, NotesError, PHONE_LENGTH_MAX, PhoneError, PhoneNumber,
};
pub use order::{
    CancelOrder, Cancellation, HoldExtension, OpenOrder, OrderOpened, OrderStatus, OrderView,
};
pub use problem::{Field, FieldProblem, FieldProblemCode, Problem, ProblemCode};
pub use slots::{Slot, SlotsPage, SlotsQuery, ZoneClock, ZoneOffset};
