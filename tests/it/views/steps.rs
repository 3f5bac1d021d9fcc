//! Choosing a time, and the form.

use booking_contract::WidgetStyle;
use booking_widget::flow::Body;

use super::{LOOKS, attribute, described, draw, hook, inside, tags};
use crate::fixtures::english;
use crate::samples;

#[test]
fn the_month_always_has_six_rows_and_one_tab_stop() {
    for look in LOOKS {
        let html = draw(samples::time(look));
        let (_, body) = html.split_once("<tbody>").unwrap();
        let body = body.split("</tbody>").next().unwrap();
        assert_eq!(body.matches("<tr>").count(), 6);
        assert_eq!(body.matches("<td").count(), 42);
        let days = tags(&html, "data-test=\"day\"");
        assert_eq!(days.len(), 31);
        let stops = days
            .iter()
            .filter(|day| attribute(day, "tabindex") == Some("0"));
        assert_eq!(stops.count(), 1);
        assert!(
            days.iter()
                .all(|day| attribute(day, "role") == Some("gridcell"))
        );
    }
}

#[test]
fn a_day_says_its_full_name_whether_it_is_chosen_and_why_it_cannot_be() {
    for look in LOOKS {
        let html = draw(samples::time(look));
        let day = |date: &str| tags(&html, &format!("data-date=\"{date}\""))[0].to_owned();
        let chosen = day("2026-12-01");
        assert_eq!(attribute(&chosen, "aria-selected"), Some("true"));
        assert_eq!(attribute(&chosen, "aria-disabled"), None);
        assert_eq!(
            attribute(&chosen, "aria-label"),
            Some("Tuesday 1 December, 8 free times")
        );
        assert_eq!(attribute(&chosen, "id"), Some("booking-day-2026-12-01"));
        let full = day("2026-12-09");
        assert_eq!(attribute(&full, "aria-disabled"), Some("true"));
        assert_eq!(
            attribute(&full, "aria-label"),
            Some("Wednesday 9 December, no free times")
        );
        assert_eq!(attribute(&full, "aria-selected"), Some("false"));
        assert_eq!(attribute(&day("2026-12-03"), "aria-current"), Some("date"));
        for day in english().weekdays() {
            let name = &day.long;
            assert!(
                html.contains(&format!("<span class=\"vh\">{name}</span>")),
                "{name}"
            );
        }
    }
}

#[test]
fn slots_are_one_choice_in_named_groups() {
    for look in LOOKS {
        let html = draw(samples::time(look));
        for label in [
            english().morning(),
            english().afternoon(),
            english().evening(),
        ] {
            assert!(
                html.contains(&format!("<legend>{label}</legend>")),
                "{label}"
            );
        }
        assert_eq!(tags(&html, "data-test=\"slot\"").len(), 14);
        let radios = tags(&html, "name=\"booking-slot\"");
        assert_eq!(radios.len(), 14);
        let chosen: Vec<_> = radios
            .iter()
            .filter(|tag| tag.contains(" checked"))
            .collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(
            attribute(chosen[0], "aria-label"),
            Some("14:30 to 15:30, 3 places left")
        );
        let label = tags(&html, &format!("data-start=\"{}\"", samples::START));
        assert_eq!(label.len(), 1);
        assert!(label[0].starts_with("label"));
    }
}

#[test]
fn the_stepper_speaks_its_number_and_its_ends() {
    let mut screen = samples::time(WidgetStyle::Neo);
    if let Body::Time(step) = &mut screen.body
        && let Some(stepper) = &mut step.attendees
    {
        stepper.can_less = false;
    }
    let html = draw(screen);
    assert_eq!(
        attribute(hook(&html, "attendees-less"), "aria-disabled"),
        Some("true")
    );
    assert_eq!(
        attribute(hook(&html, "attendees-more"), "aria-disabled"),
        None
    );
    assert_eq!(
        attribute(hook(&html, "attendees-more"), "aria-label"),
        Some(english().more())
    );
    assert!(inside(&html, "attendees").contains("2 people"));
}

#[test]
fn services_are_a_choice_and_a_single_one_is_not() {
    for look in LOOKS {
        let mut screen = samples::time(look);
        let html = draw(screen.clone());
        assert_eq!(tags(&html, "data-test=\"service\"").len(), 3);
        assert_eq!(tags(&html, "name=\"booking-service\"").len(), 3);
        assert_eq!(tags(&html, "data-service=\"deep\"").len(), 1);
        if let Body::Time(step) = &mut screen.body {
            step.services.truncate(1);
        }
        let html = draw(screen);
        assert_eq!(tags(&html, "name=\"booking-service\"").len(), 0);
        assert!(html.contains("Vinyasa flow"));
    }
}

#[test]
fn fields_help_the_browser_to_fill_them_in() {
    for look in LOOKS {
        let html = draw(samples::details(look));
        for (name, kind, fill) in [
            ("field-name", "text", "name"),
            ("field-email", "email", "email"),
            ("field-phone", "tel", "tel"),
        ] {
            let tag = hook(&html, name);
            assert_eq!(attribute(tag, "type"), Some(kind));
            assert_eq!(attribute(tag, "autocomplete"), Some(fill));
            assert_eq!(attribute(tag, "aria-invalid"), None);
        }
        let address = hook(&html, "field-email");
        assert_eq!(attribute(address, "autocapitalize"), Some("none"));
        assert_eq!(attribute(address, "spellcheck"), Some("false"));
        assert_eq!(
            attribute(hook(&html, "field-name"), "value"),
            Some("Test Guest")
        );
        assert_eq!(
            attribute(hook(&html, "field-name"), "aria-required"),
            Some("true")
        );
        assert_eq!(attribute(hook(&html, "field-phone"), "aria-required"), None);
        assert!(hook(&html, "field-consent").contains(" checked"));
        assert_eq!(attribute(hook(&html, "continue"), "type"), Some("submit"));
    }
}

#[test]
fn an_error_is_at_its_field_and_named_by_it() {
    for look in LOOKS {
        let html = draw(samples::details_with_errors(look));
        let fields = [
            ("field-name", english().name_empty()),
            ("field-email", english().email_domain()),
            ("field-phone", english().phone_short()),
            ("field-consent", english().consent_missing()),
        ];
        for (name, error) in fields {
            let tag = hook(&html, name);
            assert_eq!(attribute(tag, "aria-invalid"), Some("true"), "{name}");
            assert!(described(&html, tag).contains(error), "{name}");
        }
        assert!(html.contains("A mat, please."), "what was typed stays");
    }
}
