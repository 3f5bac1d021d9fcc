//! The second step: who books.

use booking_contract::WidgetStyle;
use booking_widget::flow::{Body, Consent, DetailsStep, GuestField, Screen, Step};

use super::pieces::{applied, field, phone, screen, summary};
use crate::fixtures::english;

/// The second step.
pub(crate) fn details(style: WidgetStyle) -> Screen {
    let step = DetailsStep {
        name: field(GuestField::Name, english().name(), "Test Guest", None, ""),
        email: field(
            GuestField::Email,
            english().email(),
            "",
            None,
            english().email_hint(),
        ),
        phone: Some(phone("", None)),
        attendees: None,
        questions: Vec::new(),
        notes: field(
            GuestField::Notes,
            english().notes(),
            "",
            None,
            english().notes_hint(),
        ),
        consent: Some(Consent {
            text: "I agree that Harbour Yoga keeps these details for my booking.".into(),
            checked: true,
            error: None,
        }),
    };
    screen(style, Some(Step::Details), Body::Details(Box::new(step)))
}

/// The second step after a premature "Continue".
pub(crate) fn details_with_errors(style: WidgetStyle) -> Screen {
    let step = DetailsStep {
        name: field(
            GuestField::Name,
            english().name(),
            "",
            Some(english().name_empty()),
            "",
        ),
        email: field(
            GuestField::Email,
            english().email(),
            "guest@example",
            Some(english().email_domain()),
            english().email_hint(),
        ),
        phone: Some(phone("21", Some(english().phone_short()))),
        attendees: None,
        questions: Vec::new(),
        notes: field(
            GuestField::Notes,
            english().notes(),
            "A mat, please.",
            None,
            english().notes_hint(),
        ),
        consent: Some(Consent {
            text: "I agree that Harbour Yoga keeps these details for my booking.".into(),
            checked: false,
            error: Some(english().consent_missing()),
        }),
    };
    let mut screen = screen(style, Some(Step::Details), Body::Details(Box::new(step)));
    screen.urgent = String::new();
    screen.announcement = english().details_wrong().into();
    screen.summary = Some(summary(style, Step::Details, applied(None, None)));
    screen
}
