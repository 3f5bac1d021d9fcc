//! What comes after the steps: on the way to the payment page, held, booked, or over.

use booking_contract::WidgetStyle;
use booking_widget::flow::{
    Body, Booked, DeedButton, Ended, Fact, Haste, Held, Leaving, Link, Manage, Mishap, Screen,
    Tone, Waiting,
};

use super::pieces::{row, screen};
use crate::fixtures::english;

/// A booking that is held for a payment.
pub(crate) fn held(style: WidgetStyle, releasing: bool) -> Screen {
    let body = Body::Held(Held {
        title: english().held(),
        until: "Your time is held until 14:32.".into(),
        countdown: "12 min left".into(),
        haste: Haste::Calm,
        extend: Some(DeedButton {
            label: "Hold it 10 minutes longer".into(),
            busy: false,
        }),
        note: "",
        trouble: no_trouble(),
        service: "Vinyasa flow".into(),
        when: "Tuesday, 1 December 2026, 14:30\u{a0}to\u{a0}15:30".into(),
        amount: "€86.40".into(),
        checkout_url: Some("https://checkout.stripe.com/c/pay/cs_test_a1".into()),
        releasing,
    });
    screen(style, None, body)
}

/// A finished booking.
pub(crate) fn booked(style: WidgetStyle) -> Screen {
    let text = english();
    let body = Body::Booked(Box::new(Booked {
        title: text.booked(),
        paid: "Paid €86.40".into(),
        news: String::new(),
        leaving: false,
        facts: vec![
            fact(text.what(), "Vinyasa flow", ""),
            fact(
                text.when(),
                "Tuesday, 1 December 2026, 14:30\u{a0}to\u{a0}15:30",
                "That is 13:30 in Lisbon.",
            ),
            fact(text.where_(), "Rua da Boavista 84, Lisbon", ""),
            fact(text.booked_for(), "Test Guest, guest@example.com", ""),
            fact(text.reference(), "K7MP-2QXD", ""),
        ],
        lines: vec![
            row("Vinyasa flow, €48.00 × 2", "€96.00"),
            row("WELCOME10, 10% off", "−€9.60"),
        ],
        total: row("Total", "€86.40"),
        rest: vec![row("Paid", "€86.40")],
        online: ["Google", "Outlook", "Yahoo"]
            .map(|label| Link {
                url: "https://calendar.example/".into(),
                label: label.into(),
            })
            .to_vec(),
        manage: Manage {
            text: "You can choose another time until Monday 30 November, 14:30.".into(),
            can_move: true,
            can_cancel: true,
            trouble: no_trouble(),
        },
        cancel: None,
        copied: String::new(),
        address: None,
        onward: None,
        back_to: Some(Link {
            url: "https://harbour-yoga.example/".into(),
            label: "Back to Harbour Yoga".into(),
        }),
    }));
    screen(style, None, body)
}

fn no_trouble() -> Mishap {
    Mishap {
        tone: Tone::Warning,
        text: String::new(),
    }
}

fn fact(label: &'static str, value: &str, detail: &str) -> Fact {
    Fact {
        label,
        value: value.into(),
        detail: detail.into(),
    }
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
        facts: vec![fact(english().reference(), "K7MP-2QXD", "")],
        same: Some("Take Tuesday 1 December, 14:30 again".into()),
        again: Some(english().release()),
    });
    screen(style, None, body)
}
