//! What comes after the steps: on the way to the payment page, held, booked, or over.

use booking_contract::WidgetStyle;
use booking_widget::flow::{BackTo, Body, Booked, Ended, Failed, Held, Leaving, Screen, Waiting};

use super::pieces::{row, screen};
use crate::fixtures::english;

/// A booking that is held for a payment.
pub(crate) fn held(style: WidgetStyle, releasing: bool) -> Screen {
    let body = Body::Held(Held {
        title: english().held(),
        until: "Your time is held until 14:32.".into(),
        countdown: "12 min left".into(),
        service: "Vinyasa flow".into(),
        when: "Tuesday 1 December 2026, 14:30 to 15:30".into(),
        amount: "€86.40".into(),
        checkout_url: Some("https://checkout.stripe.com/c/pay/cs_test_a1".into()),
        releasing,
    });
    screen(style, None, body)
}

/// A finished booking.
pub(crate) fn booked(style: WidgetStyle) -> Screen {
    let body = Body::Booked(Box::new(Booked {
        title: english().booked(),
        service: "Vinyasa flow".into(),
        when: "Tuesday 1 December 2026, 14:30 to 15:30".into(),
        business_time: Some("In Lisbon it is then 14:30.".into()),
        location: "Rua da Boavista 84, Lisbon".into(),
        lines: vec![
            row("€48.00 × 2", "€96.00"),
            row("WELCOME10 (10% off)", "−€9.60"),
        ],
        total: row("Total", "€86.40"),
        paid: "Paid €86.40".into(),
        reference: "K7MP-2QXD".into(),
        booked_for: "Test Guest, guest@example.com".into(),
        back_to: Some(BackTo {
            url: "https://harbour-yoga.example/".into(),
            label: "Back to Harbour Yoga".into(),
        }),
    }));
    screen(style, None, body)
}

/// On the way to the payment page.
pub(crate) fn leaving(style: WidgetStyle, link_visible: bool) -> Screen {
    let body = Body::Leaving(Leaving {
        title: english().leaving(),
        text: if link_visible {
            english().leaving_link_text()
        } else {
            english().leaving_text()
        }
        .into(),
        checkout_url: Some("https://checkout.stripe.com/c/pay/cs_test_a1?x=1&y=2".into()),
        link_visible,
    });
    screen(style, None, body)
}

/// Nothing can be done here.
pub(crate) fn failed(style: WidgetStyle) -> Screen {
    let body = Body::Failed(Failed {
        title: english().nothing_here().into(),
        text: english().failed_calendar().into(),
        retry: Some(english().retry()),
        again: Some(english().book_again()),
    });
    screen(style, None, body)
}

pub(super) fn waiting(style: WidgetStyle, slow: bool) -> Screen {
    let body = Body::Waiting(Waiting {
        title: english().waiting(),
        text: if slow {
            english().waiting_slow()
        } else {
            english().waiting_text()
        }
        .into(),
        slow,
        retry: slow.then_some(english().check_again()),
    });
    screen(style, None, body)
}

pub(super) fn ended(style: WidgetStyle) -> Screen {
    let body = Body::Ended(Ended {
        title: english().ended(),
        text: english().ended_text().into(),
        reference: "K7MP-2QXD".into(),
        again: Some(english().book_again()),
    });
    screen(style, None, body)
}
