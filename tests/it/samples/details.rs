//! The second step: who books.

use booking_contract::WidgetStyle;
use booking_widget::flow::{Body, Consent, DetailsStep, GuestField, Screen, Step};
use booking_widget::text::EN;

use super::pieces::{applied, field, screen, summary};

/// The second step.
pub(crate) fn details(style: WidgetStyle) -> Screen {
    let step = DetailsStep {
        name: field(GuestField::Name, EN.name, "Test Guest", None, ""),
        email: field(GuestField::Email, EN.email, "", None, EN.email_hint),
        phone: field(GuestField::Phone, EN.phone, "", None, ""),
        notes: field(GuestField::Notes, EN.notes, "", None, EN.notes_hint),
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
        name: field(GuestField::Name, EN.name, "", Some(EN.name_empty), ""),
        email: field(
            GuestField::Email,
            EN.email,
            "guest@example",
            Some(EN.email_domain),
            EN.email_hint,
        ),
        phone: field(
            GuestField::Phone,
            EN.phone,
            "+351 21",
            Some(EN.phone_short),
            "",
        ),
        notes: field(
            GuestField::Notes,
            EN.notes,
            "A mat, please.",
            None,
            EN.notes_hint,
        ),
        consent: Some(Consent {
            text: "I agree that Harbour Yoga keeps these details for my booking.".into(),
            checked: false,
            error: Some(EN.consent_missing),
        }),
    };
    let mut screen = screen(style, Some(Step::Details), Body::Details(Box::new(step)));
    screen.urgent = String::new();
    screen.announcement = EN.details_wrong.into();
    screen.summary = Some(summary(style, Step::Details, applied(None, None)));
    screen
}
