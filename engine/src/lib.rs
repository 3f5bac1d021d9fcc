//! The booking engine: what a booking costs, and what a coupon does to it.
//!
//! One pure function, [`price`], runs in the guest's browser (WebAssembly) and in the
//! companion (native). Both show the same number because both run this code. It has no
//! clock (`now` is an argument), no randomness, no floats and no input or output.
//!
//! Amounts are integers in minor units of one currency; percentages are exact decimals.
#![deny(
    // No float, clock or hash order: the lists are in `engine/clippy.toml`.
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    clippy::lossy_float_literal,
    // An amount that does not fit is an error value, never a wrap, a cut or a panic.
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::get_unwrap,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::unwrap_used,
    // No input or output.
    clippy::exit,
    clippy::print_stderr,
    clippy::print_stdout
)]

mod catalog;
mod changes;
mod code;
mod coupon;
mod eligibility;
mod id;
mod money;
mod price;
mod quote;
mod schedule;

pub use catalog::{ATTENDEES_MAX, FreeOrders, History, OversizeFixed, Policy, Service, Terms};
pub use changes::QuoteChange;
pub use code::{CODE_LENGTH_MAX, CodeError, CouponCode};
pub use coupon::{Benefit, Coupon, PromotionCode, Scope};
pub use eligibility::Rejection;
pub use id::{CalendarId, CouponId, IdError, PromotionCodeId, ServiceId};
pub use money::{AMOUNT_MAX_MINOR, Currency, CurrencyError, Percent, PercentError, allocate};
pub use price::{ITEMS_MAX, Item, PriceError, PriceRequest, price};
pub use quote::{AppliedCoupon, LawBroken, Payment, Quote, QuoteLine, RejectedCode};
pub use schedule::{
    DURATION_MONTHS_MAX, DiscountStart, Duration, INTERVAL_COUNT_MAX, INVOICES_MAX, Interval,
    IntervalUnit, ScheduleError, ScheduledInvoice, Subscription, discount_schedule,
};
