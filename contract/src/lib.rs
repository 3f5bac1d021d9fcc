//! Every body that crosses the wire, once: between widget and companion, and what the companion
//! tells a business's own systems.
//!
//! Amounts are integers in minor units plus a currency, percentages decimal strings, times
//! RFC 3339 in UTC. Unknown fields are refused on the way in.

mod calendar;
mod coupon_check;
mod guest;
mod order;
mod problem;
mod slots;
mod webhook;

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
pub use webhook::{
    CancelReason, UnknownEventType, WEBHOOK_VERSION, WebhookCoupon, WebhookEvent, WebhookEventType,
    WebhookFact, WebhookGuest, WebhookOrder, WebhookPayment, WebhookService,
};
