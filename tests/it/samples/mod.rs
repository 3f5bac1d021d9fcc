//! Screens as data: one for every state of the widget, and some that are hard to draw.
//!
//! They are written out instead of reached by playing through the flow, so that the views can be
//! checked, and looked at in the gallery, in states that are rare.

mod after;
mod details;
mod payment;
mod pieces;
mod time;

use booking_contract::WidgetStyle;
use booking_widget::flow::{Screen, Slots};

use crate::fixtures::english;
use pieces::open_code;

pub(crate) use after::{booked, held, leaving};
pub(crate) use details::{details, details_with_errors};
pub(crate) use payment::{
    payment, payment_applied, payment_blocked, payment_busy, payment_changed, payment_fell,
};
pub(crate) use time::{long, taken, time};

use after::{ended, waiting};
use payment::{payment_waits, payment_with};
use time::{loading, none_in_month, slots_failed, time_with_coupon, with_slots};

/// The slot that is chosen in the samples.
pub(crate) const START: &str = "2026-12-01T14:30:00+00:00";

/// Every state with a name of its own.
pub(crate) fn all(style: WidgetStyle) -> Vec<(&'static str, Screen)> {
    vec![
        ("time-loading", loading(style)),
        ("time-no-day", with_slots(style, Slots::NoDay)),
        ("time", time(style)),
        ("time-coupon", time_with_coupon(style)),
        ("time-none", none_in_month(style)),
        ("time-offline", slots_failed(style)),
        ("time-taken", taken(style)),
        ("details", details(style)),
        ("details-errors", details_with_errors(style)),
        ("payment", payment(style)),
        (
            "payment-code",
            payment_with(style, open_code("", false, None)),
        ),
        (
            "payment-code-busy",
            payment_with(style, open_code("WELCOME10", true, None)),
        ),
        (
            "payment-code-error",
            payment_with(
                style,
                open_code("WELCOM", false, Some(english().code_not_found())),
            ),
        ),
        ("payment-applied", payment_applied(style)),
        ("payment-waits", payment_waits(style)),
        ("payment-busy", payment_busy(style)),
        ("payment-changed", payment_changed(style)),
        ("payment-fell", payment_fell(style)),
        ("payment-blocked", payment_blocked(style)),
        ("leaving", leaving(style, false)),
        ("leaving-link", leaving(style, true)),
        ("held", held(style, false)),
        ("held-releasing", held(style, true)),
        ("waiting", waiting(style, false)),
        ("waiting-slow", waiting(style, true)),
        ("booked", booked(style)),
        ("ended", ended(style)),
        ("long", long(style)),
    ]
}
