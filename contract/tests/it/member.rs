//! Which texts are ids of members.

use booking_contract::{MEMBER_ID_LENGTH_MAX, MemberId, MemberIdError};

#[test]
fn a_members_id_is_kept_to_the_letter() {
    for text in ["17", "Anna B.", " x ", "ü", "日本", "a:b/c"] {
        let id: MemberId = text.parse().expect("an id");
        assert_eq!(id.as_str(), text);
        let written = serde_json::to_string(&id).expect("JSON");
        let read: MemberId = serde_json::from_str(&written).expect("an id");
        assert_eq!(read, id);
    }
}

#[test]
fn what_is_empty_too_long_or_not_for_the_eye_is_no_id() {
    let long = "ü".repeat(MEMBER_ID_LENGTH_MAX);
    assert!(long.parse::<MemberId>().is_ok());
    for text in ["", "a\n", "\u{0}", "\u{85}", &format!("{long}x")] {
        assert_eq!(text.parse::<MemberId>(), Err(MemberIdError), "{text:?}");
    }
}
