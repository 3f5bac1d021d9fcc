//! What a guest may enter.

use booking_contract::{
    EmailAddress, EmailError, GuestName, NameError, Notes, NotesError, PhoneError, PhoneNumber,
};

#[test]
fn an_email_address_is_kept_as_typed_but_trimmed() {
    for text in [
        "guest@example.com",
        " Guest.One+spring@Example.co.uk ",
        "o'neil@example.com",
        "gäste@exämple.de",
    ] {
        assert_eq!(text.parse::<EmailAddress>().unwrap().as_str(), text.trim());
    }
}

#[test]
fn an_email_address_that_cannot_be_one_says_what_is_missing() {
    let long = format!("{}@example.com", "a".repeat(250));
    for (text, error) in [
        ("", EmailError::Empty),
        ("  ", EmailError::Empty),
        ("guest", EmailError::NoLocalPart),
        ("@example.com", EmailError::NoLocalPart),
        ("a@b@example.com", EmailError::NoLocalPart),
        ("guest@", EmailError::NoDomain),
        ("guest@example", EmailError::NoDomain),
        ("guest@.com", EmailError::NoDomain),
        ("guest@example.", EmailError::NoDomain),
        ("guest@-a.com", EmailError::NoDomain),
        ("gu est@example.com", EmailError::Character),
        ("guest@example.com\r\nBcc: x", EmailError::Character),
        ("<guest@example.com>", EmailError::Character),
        (&long, EmailError::TooLong),
    ] {
        assert_eq!(text.parse::<EmailAddress>(), Err(error), "{text:?}");
    }
}

#[test]
fn a_name_is_one_to_120_characters_of_any_script() {
    for text in ["A", "Zoë", "李小龍", "محمد", &"é".repeat(120)] {
        assert!(text.parse::<GuestName>().is_ok(), "{text}");
    }
    assert_eq!(" \t".parse::<GuestName>(), Err(NameError::Empty));
    assert_eq!(
        "é".repeat(121).parse::<GuestName>(),
        Err(NameError::TooLong)
    );
    assert_eq!("a\u{0}b".parse::<GuestName>(), Err(NameError::Control));
}

#[test]
fn a_phone_number_has_five_digits_and_the_usual_signs() {
    for text in ["12345", "+351 21 234 56 78", "(0049) 30/123-45.6"] {
        assert!(text.parse::<PhoneNumber>().is_ok(), "{text}");
    }
    assert_eq!("1234".parse::<PhoneNumber>(), Err(PhoneError::TooShort));
    assert_eq!(
        "12345 ext".parse::<PhoneNumber>(),
        Err(PhoneError::Character)
    );
    assert_eq!(
        "1".repeat(33).parse::<PhoneNumber>(),
        Err(PhoneError::TooLong)
    );
}

#[test]
fn notes_may_have_lines_but_no_other_control_characters() {
    assert_eq!(
        " two\nlines ".parse::<Notes>().unwrap().as_str(),
        "two\nlines"
    );
    assert_eq!("\n".parse::<Notes>(), Err(NotesError::Empty));
    assert_eq!("a\u{7}".parse::<Notes>(), Err(NotesError::Control));
    assert_eq!("a".repeat(1_001).parse::<Notes>(), Err(NotesError::TooLong));
}
