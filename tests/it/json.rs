//! The widget's own reader and writer of JSON against `serde_json`: the same values, and no more
//! texts.

use std::fmt::Debug;

use booking_contract::WidgetStyle::Neo;
use booking_contract::{
    CalendarPage, CouponCheck, CouponCheckReply, OrderOpened, OrderStatus, OrderView, Problem,
    ProblemCode, SlotsPage, SlotsQuery,
};
use booking_engine::{QuoteChange, Rejection, Terms};
use booking_widget::flow::{Event, OrderKey};
use booking_widget::json::{read, write};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::fixtures::{
    Script, date, free_slots, order_key, order_view, page, problem, whole_terms,
};

/// Reads a text both ways and answers whether both could.
#[track_caller]
fn both<T: DeserializeOwned + PartialEq + Debug + 'static>(text: &str) -> bool {
    let here = read::<T>(text);
    match serde_json::from_str::<T>(text) {
        Ok(there) => assert_eq!(here, Some(there), "{text}"),
        Err(why) if unknown_field(&why).is_some() => {
            assert_eq!(here, without_unknown_fields(text), "{why}: {text}");
        }
        Err(why) => assert_eq!(here, None, "{why}: {text}"),
    }
    here.is_some()
}

/// The field that a strict type does not know.
fn unknown_field(why: &serde_json::Error) -> Option<String> {
    let why = why.to_string();
    let (name, _) = why.strip_prefix("unknown field `")?.split_once("`, ")?;
    Some(name.to_owned())
}

/// What `serde_json` reads once every field is gone that a strict type does not know.
fn without_unknown_fields<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut body: serde_json::Value = serde_json::from_str(text).ok()?;
    loop {
        match serde_json::from_value(body.clone()) {
            Ok(value) => return Some(value),
            Err(why) => take_out(&mut body, &unknown_field(&why)?),
        }
    }
}

fn take_out(body: &mut serde_json::Value, name: &str) {
    match body {
        serde_json::Value::Object(fields) => {
            fields.remove(name);
            for value in fields.values_mut() {
                take_out(value, name);
            }
        }
        serde_json::Value::Array(values) => {
            for value in values {
                take_out(value, name);
            }
        }
        _ => {}
    }
}

/// What crosses the wire to the widget, one of each.
fn bodies() -> Bodies {
    let mut script = Script::start(Neo);
    script
        .up_to_payment()
        .apply("welcome10")
        .go(Event::Confirmed);
    let (_, order) = script.sent();
    let order = order_view(&order, OrderStatus::AwaitingPayment);
    let query = SlotsQuery {
        items: "yoga".parse().unwrap(),
        location: None,
        from: date("2026-11-21"),
        to: date("2026-11-30"),
        zone: "America/New_York".to_owned(),
    };
    let mut odd_page = page(Neo);
    "Tab\t, \"quote\", back\\slash, \u{1} é 𝄞 \u{2028}"
        .clone_into(&mut odd_page.calendar.description);
    Bodies {
        problem: Problem {
            fields: vec![],
            quote: Some(Box::new(order.quote.clone())),
            changes: vec![
                QuoteChange::Items,
                QuoteChange::CodeRejected {
                    reason: Rejection::MinimumAmount {
                        minimum_minor: 5,
                        missing_minor: -3,
                    },
                },
            ],
            alternatives: free_slots(&query).slots,
            retry_after_seconds: Some(u32::MAX),
            ..problem(ProblemCode::QuoteChanged, 409)
        },
        slots: free_slots(&query),
        opened: OrderOpened {
            order: order.clone(),
            token: "secret".to_owned(),
        },
        order,
        accepted: CouponCheckReply::Accepted {
            code: "WELCOME10".parse().unwrap(),
            terms: Box::new(whole_terms()),
        },
        rejected: CouponCheckReply::Rejected {
            reason: Rejection::NotFound,
        },
        terms: whole_terms(),
        page: odd_page,
        key: order_key(),
    }
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Bodies {
    page: CalendarPage,
    slots: SlotsPage,
    accepted: CouponCheckReply,
    rejected: CouponCheckReply,
    opened: OrderOpened,
    order: OrderView,
    problem: Problem,
    terms: Terms,
    key: OrderKey,
}

#[test]
fn every_body_reads_the_same() {
    let bodies = bodies();
    let text = serde_json::to_string(&bodies).unwrap();
    assert_eq!(read(&text), Some(bodies));
    assert!(both::<Bodies>(&text));
    let pretty: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(both::<Bodies>(
        &serde_json::to_string_pretty(&pretty).unwrap()
    ));
}

#[test]
fn a_body_of_a_newer_companion_is_read_past_what_is_not_known() {
    let more = r#","new":{"a":[1,-2.5e+3,0.5E-7,0,null,true,false,"\ud834\udd1e",{}],"b":[]}}"#;
    let text = r#"{"id":"a","token":"b""#.to_owned() + more;
    assert!(both::<OrderKey>(&text));
}

#[test]
fn a_field_that_comes_twice_is_refused() {
    assert!(!both::<OrderKey>(r#"{"id":"a","id":"b","token":"c"}"#));
}

#[test]
fn forms_of_values_are_those_of_json() {
    for (text, fits) in [
        (r#""""#, true),
        (r#" "plain" "#, true),
        (r#""\u0041\n\/\"\\\b\f\r\t""#, true),
        (r#""\ud834\udd1e and \uD83D\uDE00""#, true),
        (r#""\ud834""#, false),
        (r#""\ud834\u0041""#, false),
        (r#""\udd1e""#, false),
        (r#""\u00g1""#, false),
        (r#""\u00""#, false),
        (r#""\x41""#, false),
        ("\"line\nbreak\"", false),
        (r#""open"#, false),
        (r#""two" "texts""#, false),
        ("nul", false),
        ("", false),
    ] {
        assert_eq!(both::<String>(text), fits, "{text}");
    }
    for (text, fits) in [
        ("0", true),
        ("-7", true),
        (" 12 ", true),
        ("9223372036854775807", true),
        ("-9223372036854775808", true),
        ("9223372036854775808", false),
        ("01", false),
        ("-", false),
        ("-0", false),
        ("+1", false),
        ("1.0", false),
        ("1e3", false),
        ("\"1\"", false),
        ("1 2", false),
    ] {
        assert_eq!(both::<i64>(text), fits, "{text}");
    }
    for (text, fits) in [
        ("[]", true),
        ("[1,2]", true),
        ("[ 1 , 2 ]", true),
        ("[1,]", false),
        ("[,1]", false),
        ("[1 2]", false),
        ("[1", false),
        ("[1}", false),
        ("[256]", false),
        ("{}", false),
    ] {
        assert_eq!(both::<Vec<u8>>(text), fits, "{text}");
    }
    for (text, fits) in [
        ("true", true),
        ("false", true),
        ("null", true),
        ("truth", false),
    ] {
        assert_eq!(both::<Option<bool>>(text), fits, "{text}");
    }
    for (text, fits) in [
        (r#""everything""#, true),
        (r#"{"everything":null}"#, true),
        (r#"{"only":{"services":["a"]}}"#, true),
        (r#"{"only":{"services":["a"]},"everything":null}"#, false),
        (r#"{"only":{"services":["a"],"other":[1]}}"#, true),
        (r#"{"only":{"services":["a"],"services":["a"]}}"#, false),
        (r#""only""#, false),
        (r#""only" {"services":["a"]}"#, false),
        (r#""other""#, false),
        (r"{1:2}", false),
    ] {
        assert_eq!(both::<booking_engine::Scope>(text), fits, "{text}");
    }
}

#[test]
fn a_text_that_nests_without_end_is_refused_and_not_followed() {
    let deep = "[".repeat(100_000);
    assert_eq!(read::<OrderKey>(&format!("{{\"x\":{deep}")), None);
    let deep = "{\"x\":".repeat(100_000);
    assert_eq!(read::<OrderKey>(&deep), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A byte changed, taken out or put in: both readers take it or leave it alike.
    #[test]
    fn damaged_bodies_are_judged_alike(
        at in any::<prop::sample::Index>(),
        byte in prop::sample::select(br#"{}[]":,\0123456789.eE+-truefalsn x"#.to_vec()),
        kind in 0..3,
    ) {
        let mut text = serde_json::to_string(&bodies().opened).unwrap();
        let at = at.index(text.len());
        prop_assume!(text.is_char_boundary(at) && text.is_char_boundary(at + 1));
        match kind {
            0 => text.replace_range(at..=at, std::str::from_utf8(&[byte]).unwrap()),
            1 => text.replace_range(at..=at, ""),
            _ => text.insert(at, char::from(byte)),
        }
        both::<OrderOpened>(&text);
    }

    #[test]
    fn any_text_is_judged_alike(text in "[\\[\\]{}\":,a0\\-. ]{0,12}|\\PC*") {
        both::<Vec<Option<String>>>(&text);
        both::<std::collections::BTreeMap<String, i64>>(&text);
    }
}

/// Writes a value both ways; the texts may only differ in how a control character is written.
#[track_caller]
fn written<T: Serialize + ?Sized>(value: &T) {
    let there = serde_json::to_value(value).unwrap();
    let here = write(value).unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&here).unwrap(),
        there,
        "{here}"
    );
    assert_eq!(here.len(), here.trim().len());
}

#[test]
fn what_the_widget_sends_is_what_serde_json_would_send() {
    let mut script = Script::start(Neo);
    script
        .up_to_payment()
        .apply("welcome10")
        .go(Event::Confirmed);
    let (_, order) = script.sent();
    written(&order);
    written(&CouponCheck {
        email: None,
        member: None,
        request: order.request,
    });
    written(&order_key());
    written(&bodies());
}

#[test]
fn lists_objects_and_variants_are_written_with_their_commas() {
    #[derive(Serialize)]
    enum Kind {
        Plain,
        Wraps(i64),
        Holds { a: u8, b: Option<bool> },
    }
    #[derive(Serialize)]
    struct Pair(i8, u16);
    #[derive(Serialize)]
    struct All<'t> {
        kinds: Vec<Kind>,
        pair: Pair,
        nested: [Vec<i32>; 3],
        empty: [(); 0],
        texts: std::collections::BTreeMap<&'t str, &'t str>,
        ends: (&'t str, &'t str, &'t str),
    }
    written(&All {
        kinds: vec![
            Kind::Plain,
            Kind::Wraps(i64::MIN),
            Kind::Holds { a: 1, b: None },
            Kind::Holds {
                a: 255,
                b: Some(true),
            },
        ],
        pair: Pair(-1, 2),
        nested: [vec![], vec![1], vec![1, 2]],
        empty: [],
        texts: [("a", "1"), ("b", "2")].into(),
        ends: ("{", "[", ":"),
    });
}

#[test]
fn what_no_body_holds_is_not_written() {
    assert_eq!(write(&1.5), None);
    assert_eq!(
        write(
            &[(1, "a")]
                .into_iter()
                .collect::<std::collections::BTreeMap<_, _>>()
        ),
        None
    );
}

proptest! {
    #[test]
    fn any_text_is_written_so_that_it_is_read_again(text in "\\PC*|[\\x00-\\x7f]{0,20}") {
        written(&text);
        prop_assert_eq!(read::<String>(&write(&text).unwrap()), Some(text));
    }
}
