//! Every body that crosses the wire, once: between widget and companion, and what the companion
//! tells a business's own systems.
//!
//! Amounts are integers in minor units plus a currency, percentages decimal strings, times
//! RFC 3339 in UTC. Unknown fields are refused on the way in.

mod appointment;
mod calendar;
mod colours;
mod coupon_check;
mod form;
mod guest;
mod member;
mod menu;
mod order;
pub mod owner;
mod passed;
mod problem;
mod slots;
mod theme;
mod webhook;

pub use appointment::{Appointment, calendar_file, calendar_links};
pub use calendar::{Business, CalendarInfo, CalendarPage, CancellationTerms, WidgetStyle};
pub use colours::colours;
pub use coupon_check::{CouponCheck, CouponCheckReply};
pub use form::{
    ANSWER_LENGTH_MAX, Answer, AnswerError, Attendee, AttendeeDetails, FORM_FIELDS_MAX,
    FORM_OPTIONS_MAX, FieldKind, FormField, LONG_ANSWER_LENGTH_MAX, PaymentTerms, PhoneUse,
};
pub use guest::{
    EmailAddress, EmailError, GUEST_NAME_LENGTH_MAX, Guest, GuestName, NOTES_LENGTH_MAX, NameError,
    Notes, NotesError, PHONE_LENGTH_MAX, PhoneError, PhoneNumber,
};
pub use member::{MEMBER_ID_LENGTH_MAX, MemberId, MemberIdError};
pub use menu::{
    AddOnInfo, CATEGORY_LENGTH_MAX, CategoryInfo, LocationInfo, ServiceInfo, StaffInfo,
    VariationInfo,
};
pub use order::{
    BookedItem, CancelOrder, Cancellation, HoldExtension, MoveOrder, OpenOrder, OrderOpened,
    OrderStatus, OrderView,
};
pub use passed::{PASSED_MAX, PASSED_NAME_LENGTH_MAX, PASSED_VALUE_LENGTH_MAX, Passed};
pub use problem::{Field, FieldProblem, FieldProblemCode, Problem, ProblemCode};
pub use slots::{
    Slot, SlotItem, SlotItems, SlotItemsError, SlotsPage, SlotsQuery, ZoneClock, ZoneOffset,
};
pub use theme::{Appearance, MenuLayout, MenuStart, StepOrder, Theme, ZonePolicy};
pub use webhook::{
    CancelReason, UnknownEventType, WEBHOOK_TEST, WEBHOOK_VERSION, WebhookCoupon, WebhookEvent,
    WebhookEventType, WebhookFact, WebhookGuest, WebhookOrder, WebhookPayment, WebhookService,
    WebhookTest, WebhookTestData,
};
