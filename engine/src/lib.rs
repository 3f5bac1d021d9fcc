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

mod changes;
mod code;
mod conditions;
mod coupon;
mod customer;
mod eligibility;
mod explain;
mod findings;
mod id;
mod laws;
mod lines;
pub mod moment;
mod money;
mod price;
mod quote;
mod remedy;
mod request;
mod rule;
mod schedule;
mod service;
mod tax;
mod terms;
mod trace;

pub use changes::QuoteChange;
pub use code::{CODE_LENGTH_MAX, CodeError, CouponCode, LOOK_ALIKES_MAX};
pub use conditions::{Condition, Conditions, Hours};
pub use coupon::{Benefit, Coupon, GrantedCoupon, PromotionCode, Scope};
pub use customer::{CustomerKey, CustomerKeyError};
pub use eligibility::Rejection;
pub use explain::{AmountDueReason, DiscountLimit, DiscountReason, Explanation, Step};
pub use findings::{
    Definitions, Extent, Finding, Flaw, Severity, Stake, Subject, Weakness, findings,
};
pub use id::{
    AddOnId, CalendarId, CouponId, GrantId, IdError, LocationId, PromotionCodeId, ServiceId,
    StaffId, VariationId,
};
pub use laws::LawBroken;
pub use money::{
    AMOUNT_MAX_MINOR, Currency, CurrencyError, Percent, PercentError, allocate, share_minor,
};
pub use price::price;
pub use quote::{
    AppliedCoupon, AppliedDeposit, AttendeeShare, CouponSource, LineAddOn, LineTax, Payment, Quote,
    QuoteLine, RejectedCode, RejectedGrant, TaxTotal,
};
pub use remedy::{Remedy, remedies};
pub use request::{ADD_ONS_MAX, ITEMS_MAX, Item, ItemAddOn, PriceError, PriceRequest};
pub use rule::RulePart;
pub use schedule::{
    DURATION_MONTHS_MAX, DiscountStart, Duration, INTERVAL_COUNT_MAX, INVOICES_MAX, Interval,
    IntervalUnit, ScheduleError, ScheduledInvoice, Subscription, discount_schedule,
};
pub use service::{
    ATTENDEES_MAX, AddOn, PriceSource, Service, StaffOffer, StaffPrice, Tax, TaxKind, Variation,
};
pub use terms::{
    Deposit, DepositBasis, FirstPurchaseScope, FreeOrders, History, OversizeFixed, Policy,
    Purchase, Terms,
};
pub use trace::{Check, Facts, Miss, Outcome, Trace, TracedCheck, Used, trace};
