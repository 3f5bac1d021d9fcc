//! The form and the payment terms as they are drawn.

use booking_contract::WidgetStyle;
use booking_widget::flow::Screen;

use super::{LOOKS, attribute, described, draw, hook, inside, tags};
use crate::fixtures::{english, screens};

fn reached(style: WidgetStyle, name: &str) -> Screen {
    let mut all = screens(style).into_iter();
    all.find(|(known, _)| *known == name).unwrap().1
}

/// The opening tag with an id.
#[track_caller]
fn of_id<'a>(html: &'a str, id: &str) -> &'a str {
    let found = tags(html, &format!("id=\"{id}\""));
    let found: Vec<_> = found
        .into_iter()
        .filter(|tag| attribute(tag, "id") == Some(id))
        .collect();
    assert_eq!(found.len(), 1, "{id}");
    found[0]
}

#[test]
fn every_kind_of_question_has_its_own_control() {
    for look in LOOKS {
        let html = draw(reached(look, "form"));
        let field = |place: usize| of_id(&html, &format!("booking-answer-{place}"));
        let kind = |place| attribute(field(place), "type");
        assert_eq!(kind(0), Some("text"));
        assert!(field(1).starts_with("textarea"));
        assert_eq!(attribute(field(2), "inputmode"), Some("numeric"));
        assert_eq!(kind(3), Some("radio"));
        assert!(field(5).starts_with("select"));
        assert_eq!(kind(6), Some("checkbox"));
        assert_eq!(kind(7), Some("date"));
        assert_eq!(kind(8), Some("checkbox"));
        assert_eq!(tags(&html, "name=\"booking-answer-3\"").len(), 3);
        assert_eq!(tags(&html, "role=\"radiogroup\"").len(), 2);
        for place in 0..9 {
            let autofill = attribute(field(place), "autocomplete");
            assert!(matches!(autofill, None | Some("off")), "{place}");
        }
        assert!(described(&html, field(0)).contains("If anybody did."));
        assert_eq!(attribute(field(1), "aria-describedby"), None);
    }
}

#[test]
fn what_has_to_be_answered_and_what_is_wrong_is_said_of_the_right_element() {
    for look in LOOKS {
        let html = draw(reached(look, "form wrong"));
        let group = tags(&html, "role=\"radiogroup\"");
        assert_eq!(attribute(group[0], "aria-required"), Some("true"));
        assert_eq!(attribute(group[0], "aria-invalid"), Some("true"));
        assert!(described(&html, group[0]).contains(english().answer_choose()));
        assert_eq!(attribute(group[1], "aria-required"), None);
        assert_eq!(attribute(group[1], "aria-invalid"), None);
        // One of several buttons is neither required nor wrong; the group is.
        for radio in tags(&html, "type=\"radio\"") {
            assert_eq!(attribute(radio, "aria-invalid"), None);
            assert_eq!(attribute(radio, "aria-required"), None);
        }
        for (place, error) in [
            (2, english().answer_number()),
            (5, english().answer_choose()),
            (7, english().answer_date()),
            (8, english().consent_missing()),
        ] {
            let tag = of_id(&html, &format!("booking-answer-{place}"));
            assert_eq!(attribute(tag, "aria-invalid"), Some("true"), "{place}");
            assert_eq!(attribute(tag, "aria-required"), Some("true"), "{place}");
            assert!(described(&html, tag).contains(error), "{place}");
        }
        let number = of_id(&html, "booking-answer-2");
        let said = described(&html, number);
        assert!(
            said.contains("From 0 to 10."),
            "what it is for stays in sight"
        );
        let chosen = tags(&html, "value=\"Left\"");
        assert!(chosen[0].contains(" checked"));
        let ticked = tags(&html, "value=\"Massage\"");
        assert!(ticked[0].contains(" checked"));
    }
}

#[test]
fn a_phone_number_has_its_country_beside_it_and_browsers_can_fill_in_both() {
    for look in LOOKS {
        let html = draw(reached(look, "form wrong"));
        let country = hook(&html, "field-country");
        assert_eq!(attribute(country, "aria-label"), Some(english().country()));
        assert_eq!(attribute(country, "autocomplete"), Some("tel-country-code"));
        let number = hook(&html, "field-phone");
        assert_eq!(attribute(number, "autocomplete"), Some("tel"));
        assert_eq!(attribute(number, "inputmode"), Some("tel"));
        assert_eq!(attribute(number, "value"), Some("20"));
        let list = inside(&html, "field-country");
        let chosen = tags(list, " selected");
        assert_eq!(chosen.len(), 1);
        assert_eq!(attribute(chosen[0], "value"), Some("GB"));
        assert!(list.contains("Portugal \u{2066}(+351)\u{2069}"));
    }
}

#[test]
fn everybody_who_takes_part_is_a_group_with_a_name() {
    for look in LOOKS {
        let html = draw(reached(look, "attendees wrong"));
        assert!(hook(&html, "field-booker").contains(" checked"));
        let groups = tags(&html, "class=\"person\"");
        assert_eq!(groups.len(), 2);
        for (group, title) in groups.iter().zip(["Person 2 of 3", "Person 3 of 3"]) {
            assert_eq!(attribute(group, "role"), Some("group"));
            let id = attribute(group, "aria-labelledby").unwrap();
            assert!(
                html.contains(&format!("id=\"{id}\">{title}</h3>")),
                "{title}"
            );
        }
        // Browsers know the guest's own name and address, which are not those of the others.
        for name in ["field-attendee-name", "field-attendee-email"] {
            let fields = tags(&html, &format!("data-test=\"{name}\""));
            assert_eq!(fields.len(), 2);
            for field in fields {
                assert_eq!(attribute(field, "autocomplete"), Some("off"));
                assert_eq!(attribute(field, "spellcheck"), Some("false"));
            }
        }
        let html = draw(reached(look, "attendees without booker"));
        assert!(!hook(&html, "field-booker").contains(" checked"));
        assert_eq!(tags(&html, "class=\"person\"").len(), 3);
    }
}

#[test]
fn payment_terms_can_be_read_by_keyboard_and_are_right_before_the_button() {
    for look in LOOKS {
        let html = draw(reached(look, "payment terms"));
        let text = hook(&html, "terms-text");
        assert_eq!(attribute(text, "tabindex"), Some("0"));
        assert_eq!(attribute(text, "role"), Some("region"));
        assert_eq!(attribute(text, "dir"), Some("auto"));
        assert!(inside(&html, "terms-text").contains("booked.\n\nUntil"));
        let accept = html.find("By paying you accept").unwrap();
        assert!(html.find("terms-text").unwrap() < accept);
        assert!(accept < html.find("data-test=\"confirm\"").unwrap());

        let html = draw(reached(look, "payment terms by link"));
        let link = hook(&html, "terms-link");
        assert_eq!(attribute(link, "target"), Some("_blank"));
        assert_eq!(attribute(link, "href"), Some("https://lume.example/terms"));
        assert!(inside(&html, "terms-link").contains("new tab"));
        assert!(html.find("terms-link").unwrap() < html.find("data-test=\"confirm\"").unwrap());
        assert_eq!(
            tags(&draw(reached(look, "payment")), "class=\"terms\"").len(),
            0
        );
    }
}
