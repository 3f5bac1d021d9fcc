//! The lines that put a calendar on a site.

use booking_dashboard::pages::embed::snippet::{Choice, Place, Snippet, Way};

const PLACE: Place<'static> = Place {
    origin: "https://book.example",
    business: "kiln-clay",
    calendar: "kiln-studio",
};

fn lines(way: Way, chosen: &[(Choice, &str)]) -> String {
    snippet(way, chosen).lines(&PLACE)
}

fn snippet(way: Way, chosen: &[(Choice, &str)]) -> Snippet {
    let chosen = chosen
        .iter()
        .map(|(choice, value)| (*choice, (*value).to_owned()));
    Snippet {
        way,
        chosen: chosen.collect(),
    }
}

#[test]
fn the_plain_case_is_one_tag_and_a_link_for_pages_without_scripts() {
    assert_eq!(
        lines(Way::Tag, &[]),
        "<script async src=\"https://book.example/widget.js\" data-calendar=\"kiln-studio\"></script>\n\
         <noscript><a href=\"https://book.example/b/kiln-studio\">Book here</a></noscript>"
    );
}

#[test]
fn each_way_has_its_own_lines() {
    for (way, holds) in [
        (Way::Button, "data-mode=\"button\""),
        (Way::Inline, "data-mode=\"inline\""),
        (
            Way::Popup,
            "data-booking-popup=\"kiln-studio\">Book now</a>",
        ),
        (
            Way::Frame,
            "<iframe src=\"https://book.example/embed/kiln-studio\" title=\"Booking\"",
        ),
        (
            Way::Link,
            "<a href=\"https://book.example/b/kiln-clay/kiln-studio\">Book now</a>",
        ),
    ] {
        let lines = lines(way, &[]);
        assert!(lines.contains(holds), "{lines}");
    }
}

#[test]
fn options_are_attributes_where_they_mean_something() {
    let chosen = [
        (Choice::Theme, "dark"),
        (Choice::Coupon, "SPRING"),
        (Choice::MinHeight, "700"),
        (Choice::Color, "#2148a6"),
        (Choice::Look, " "),
    ];
    let tag = lines(Way::Tag, &chosen);
    assert!(
        tag.contains(
            " data-theme=\"dark\" data-coupon=\"SPRING\" data-min-height=\"700\"></script>"
        ),
        "{tag}"
    );
    assert!(
        !tag.contains("data-color") && !tag.contains("data-look"),
        "{tag}"
    );
    let button = lines(Way::Button, &chosen);
    assert!(button.contains("data-color=\"#2148a6\""), "{button}");
    let frame = lines(Way::Frame, &chosen);
    assert!(
        frame.contains("/embed/kiln-studio?theme=dark&amp;coupon=SPRING\""),
        "{frame}"
    );
    assert!(frame.contains("height=\"700\""), "{frame}");
}

#[test]
fn nothing_that_is_typed_leaves_its_place() {
    let hostile = "\"><script>alert(1)</script>&";
    for way in [
        Way::Tag,
        Way::Button,
        Way::Popup,
        Way::Inline,
        Way::Frame,
        Way::Link,
    ] {
        let all: Vec<_> = [
            Choice::Coupon,
            Choice::Title,
            Choice::Label,
            Choice::Prefill,
            Choice::Pass,
            Choice::Target,
            Choice::Member,
            Choice::Color,
            Choice::MinHeight,
        ]
        .into_iter()
        .map(|choice| (choice, hostile))
        .collect();
        let lines = lines(way, &all);
        assert!(!lines.contains("<script>alert"), "{lines}");
        assert!(!lines.contains("\"><script>"), "{lines}");
    }
    let address = snippet(Way::Link, &[(Choice::Coupon, "A&b=c d/é")]).hosted(&PLACE);
    assert_eq!(
        address,
        "https://book.example/b/kiln-clay/kiln-studio?coupon=A%26b%3Dc%20d%2F%C3%A9"
    );
}

#[test]
fn the_preview_is_the_frame_with_what_is_chosen() {
    let chosen = [
        (Choice::Language, "de"),
        (Choice::Prefill, "?name=Test%20Guest"),
        (Choice::Label, "Go"),
    ];
    let preview = snippet(Way::Button, &chosen).preview(&PLACE);
    assert_eq!(
        preview,
        "https://book.example/embed/kiln-studio?language=de&name=Test%20Guest"
    );
}
