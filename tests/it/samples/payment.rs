//! The last step: what is paid, and what keeps it from being paid.

use booking_contract::WidgetStyle;
use booking_widget::flow::{Body, CouponField, PaymentStep, PriceChange, ReviewRow, Screen, Step};

use super::pieces::{applied, code, screen, summary};
use crate::fixtures::english;

/// The last step.
pub(crate) fn payment(style: WidgetStyle) -> Screen {
    payment_with(style, CouponField::Closed)
}

/// The last step with an applied code.
pub(crate) fn payment_applied(style: WidgetStyle) -> Screen {
    let mut screen = payment_with(style, applied(None, None));
    change_payment(&mut screen, |step| {
        step.confirm = "Pay €86.40".into();
        step.cancellation = step.cancellation.replace("96.00", "86.40");
    });
    screen
}

/// The last step while the confirmation is on its way.
pub(crate) fn payment_busy(style: WidgetStyle) -> Screen {
    let mut screen = payment(style);
    change_payment(&mut screen, |step| step.busy = true);
    screen
}

/// The last step after the companion answered with another price.
pub(crate) fn payment_changed(style: WidgetStyle) -> Screen {
    let mut screen = payment_with(style, CouponField::Closed);
    change_payment(&mut screen, |step| {
        step.price_change = Some(PriceChange {
            title: english().price_changed(),
            lower: false,
            was: "€86.40".into(),
            now: "€96.00".into(),
            reasons: vec![
                "WELCOME10 no longer applies. This code has expired. You can go on without it."
                    .into(),
            ],
            accept: "Accept and pay €96.00".into(),
        });
    });
    screen
}

/// The same with a price that fell.
pub(crate) fn payment_fell(style: WidgetStyle) -> Screen {
    let mut screen = payment_with(style, CouponField::Closed);
    change_payment(&mut screen, |step| {
        step.price_change = Some(PriceChange {
            title: english().price_lower(),
            lower: true,
            was: "€104.00".into(),
            now: "€96.00".into(),
            reasons: vec!["Vinyasa flow now costs €48.00 instead of €52.00.".into()],
            accept: "Pay €96.00".into(),
        });
    });
    screen
}

/// The last step with an amount that cannot be paid online.
pub(crate) fn payment_blocked(style: WidgetStyle) -> Screen {
    let mut screen = payment(style);
    change_payment(&mut screen, |step| {
        step.blocked = Some("Online payments start at €0.50, and this booking costs €0.30. Please choose another service or more people, or ask Harbour Yoga.".into());
    });
    screen
}

pub(super) fn payment_waits(style: WidgetStyle) -> Screen {
    let why = "This code needs a booking of at least €120.00. Add €24.00 to use it.";
    payment_with(style, applied(Some(why), Some(code("SPRING", None))))
}

pub(super) fn payment_with(style: WidgetStyle, coupon: CouponField) -> Screen {
    let row = |label, value: &str, detail: &str, change, change_name| ReviewRow {
        label,
        value: value.into(),
        detail: detail.into(),
        change,
        change_name,
    };
    let step = PaymentStep {
        rows: vec![
            row(
                english().what(),
                "Vinyasa flow",
                "2 people, 60 min",
                Step::Time,
                english().change_service(),
            ),
            row(
                english().when(),
                "Tuesday, 1 December 2026, 14:30\u{a0}to\u{a0}15:30",
                "That is 13:30 in Lisbon.",
                Step::Time,
                english().change_time(),
            ),
            row(
                english().who(),
                "Test Guest",
                "guest@example.com",
                Step::Details,
                english().change_details(),
            ),
        ],
        confirm: "Pay €96.00".into(),
        busy: false,
        offline: false,
        blocked: None,
        terms: None,
        legal: "You pay Harbour Yoga on Stripe's secure page. Your time is held while you pay."
            .into(),
        cancellation: "Cancel until Monday 30 November, 14:30 and get €96.00 back; later nothing."
            .into(),
        price_change: None,
    };
    let mut screen = screen(style, Some(Step::Payment), Body::Payment(Box::new(step)));
    screen.summary = Some(summary(style, Step::Payment, coupon));
    screen
}

fn change_payment(screen: &mut Screen, change: impl FnOnce(&mut PaymentStep)) {
    if let Body::Payment(step) = &mut screen.body {
        change(step);
    }
}
