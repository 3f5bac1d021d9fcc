//! Phone numbers and their countries.

use booking_contract::WidgetStyle::Neo;
use booking_contract::{AttendeeDetails, PhoneUse};
use booking_widget::flow::GuestField::{Country, Phone};
use booking_widget::flow::{Body, Event, FocusTarget};
use booking_widget::text::find_country;

use super::{at_form, details, focus, types};
use crate::fixtures::Script;

/// What is sent of a number that was typed for a country.
#[track_caller]
fn sent(typed: &str, country: &str) -> String {
    let mut script = Script::start(Neo);
    script.up_to_details().fill_details();
    types(&mut script, Country, country);
    script
        .type_in(Phone, typed)
        .go(Event::Continue)
        .go(Event::Confirmed);
    script.sent().1.guest.phone.unwrap().to_string()
}

#[test]
fn a_number_as_at_home_is_sent_with_its_calling_code_and_without_the_zero_before_it() {
    assert_eq!(sent("912 345 678", "PT"), "+351912345678");
    assert_eq!(sent("020 7946 0018", "GB"), "+442079460018");
    assert_eq!(sent("06 698 12345", "IT"), "+390669812345");
    assert_eq!(sent("8 (912) 345-67-89", "RU"), "+79123456789");
    assert_eq!(sent("(812) 345-67-89", "RU"), "+78123456789");
    assert_eq!(sent("1 (212) 555-0123", "US"), "+12125550123");
    assert_eq!(sent("06 1 234 5678", "HU"), "+3612345678");
}

#[test]
fn a_number_from_abroad_is_sent_as_it_is() {
    assert_eq!(sent("+44 (0)20 7946 0018", "PT"), "+442079460018");
    assert_eq!(sent("0049 30 123456", "PT"), "+4930123456");
    assert_eq!(sent("+683 4002", "PT"), "+6834002");
    assert_eq!(sent("+999 123 4567", "PT"), "+9991234567");
}

#[test]
fn digits_of_other_scripts_and_marks_of_direction_do_not_matter() {
    assert_eq!(sent("٠١٠ ١٢٣٤ ٥٦٧٨", "EG"), "+201012345678");
    assert_eq!(sent("０３－１２３４－５６７８", "JP"), "+81312345678");
    assert_eq!(
        sent("\u{202a}+351 912 345 678\u{202c}", "DE"),
        "+351912345678"
    );
}

#[test]
fn the_country_is_where_the_guest_is_until_a_number_or_the_guest_says_otherwise() {
    let mut script = Script::start(Neo);
    script.up_to_details();
    let phone = |script: &Script| details(script).phone.unwrap();
    assert_eq!(
        (phone(&script).country, phone(&script).calling_code),
        ("PT", "351")
    );
    types(&mut script, Country, "CA");
    let before = phone(&script).serial;
    types(&mut script, Phone, "+1 416");
    assert_eq!(phone(&script).country, "CA", "Canada shares the code");
    assert_eq!(phone(&script).serial, before);
    types(&mut script, Phone, "+4");
    assert_eq!(phone(&script).country, "CA");
    types(&mut script, Phone, "+49 30 123456");
    assert_eq!(phone(&script).country, "DE");
    assert_ne!(phone(&script).serial, before, "the choice is drawn anew");
    assert_eq!(
        phone(&script).number.value,
        "+49 30 123456",
        "as it is typed"
    );
    script.go(Event::FieldLeft(Phone));
    assert_eq!(phone(&script).number.value, "30 123456");
    assert_eq!(phone(&script).country, "DE");
}

#[test]
fn a_phone_number_is_asked_for_as_the_calendar_wants_it() {
    let at = |phone| {
        let mut script = at_form(|calendar| {
            calendar.phone = phone;
            calendar.form.clear();
            calendar.attendee_details = AttendeeDetails::None;
        });
        script.fill_details();
        script
    };
    let error = |script: &Script| details(script).phone.unwrap().number.error;

    assert_eq!(details(&at(PhoneUse::Hidden)).phone, None);

    let mut script = at(PhoneUse::Optional);
    assert!(!details(&script).phone.unwrap().number.required);
    script.type_in(Phone, "12");
    assert!(error(&script).unwrap().contains("leave the field empty"));
    script.type_in(Phone, " ").go(Event::Continue);
    assert!(matches!(script.screen().body, Body::Payment(_)));

    let mut script = at(PhoneUse::Required);
    script.go(Event::Continue);
    assert_eq!(focus(&script), FocusTarget::Field(Phone));
    assert_eq!(error(&script).unwrap(), "Please enter your phone number.");
    types(&mut script, Phone, "12");
    assert_eq!(
        error(&script).unwrap(),
        "Please enter the whole phone number."
    );
    types(&mut script, Phone, "call me");
    assert!(error(&script).unwrap().contains("only digits"));
    types(&mut script, Phone, "912 345 678");
    assert_eq!(error(&script), None);
}

#[test]
fn no_calling_code_begins_another_one_and_no_country_has_two() {
    let (mut codes, mut countries) = (vec![], vec![]);
    find_country(&mut |code, country| {
        codes.push(code);
        countries.push(country);
        false
    });
    let count = countries.len();
    assert!(count > 220);
    countries.sort_unstable();
    countries.dedup();
    assert_eq!(countries.len(), count);
    codes.dedup();
    for code in &codes {
        let begun = codes.iter().filter(|other| other.starts_with(code)).count();
        assert_eq!(begun, 1, "{code}");
    }
}
