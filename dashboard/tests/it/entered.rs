//! What is typed into the form of a coupon, and what is read from it.

use booking_contract::owner::CouponDraft;
use booking_dashboard::figures::{amount_minor, amount_text};
use booking_dashboard::pages::coupons::entered::{Entered, Entry, Lasts, OtherAmount};
use booking_engine::{Benefit, Currency};
use litemap::LiteMap;

pub(crate) fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

/// A form that can be saved.
pub(crate) fn filled() -> Entered {
    Entered {
        code: "SPRING".to_owned(),
        value: "15".to_owned(),
        ..Entered::default()
    }
}

fn blank() -> CouponDraft {
    CouponDraft::of(Benefit::Fixed {
        amounts_minor: LiteMap::new_vec(),
    })
}

fn read(entered: &Entered) -> CouponDraft {
    entered.draft(&blank(), currency("EUR")).unwrap()
}

fn wrong(entered: &Entered) -> Vec<Entry> {
    let mistakes = entered.draft(&blank(), currency("EUR")).unwrap_err();
    mistakes.into_keys().collect()
}

#[test]
fn amounts_are_read_with_point_or_comma_and_as_many_decimals_as_the_currency_has() {
    let cases = [
        ("25", "EUR", Some(2_500)),
        ("7.5", "EUR", Some(750)),
        ("7,50", "EUR", Some(750)),
        (".5", "EUR", Some(50)),
        ("1000", "JPY", Some(1_000)),
        ("10.5", "JPY", None),
        ("7.505", "EUR", None),
        ("1.234,50", "EUR", None),
        ("-5", "EUR", None),
        ("5 €", "EUR", None),
        ("", "EUR", None),
        (".", "EUR", None),
        ("99999999999999999999", "EUR", None),
    ];
    for (text, code, expected) in cases {
        assert_eq!(
            amount_minor(text, currency(code)),
            expected,
            "{text} {code}"
        );
    }
}

#[test]
fn the_simple_coupon_is_a_code_and_a_share() {
    let draft = read(&filled());
    assert_eq!(draft.code, Some("SPRING".parse().unwrap()));
    let expected = Benefit::Percent {
        percent: "15".parse().unwrap(),
        max_discount_minor: None,
    };
    assert_eq!(draft.benefit, expected);
    assert_eq!(draft, {
        let mut plain = CouponDraft::of(expected);
        plain.code = draft.code.clone();
        plain
    });
}

#[test]
fn a_share_is_above_zero_and_at_most_a_hundred() {
    for (text, fits) in [
        ("100", true),
        ("12.5", true),
        ("12,5", true),
        ("15 %", true),
        ("0", false),
        ("100.1", false),
        ("-1", false),
        ("ten", false),
        ("", false),
    ] {
        let entered = Entered {
            value: text.to_owned(),
            ..filled()
        };
        let read = entered.draft(&blank(), currency("EUR"));
        assert_eq!(read.is_ok(), fits, "{text}");
    }
}

/// A fixed amount with these in other currencies.
fn others(entered: &mut Entered, amounts: &[(&str, &str)]) {
    entered.fixed = true;
    let other = |(currency, amount): &(&str, &str)| OtherAmount {
        currency: (*currency).to_owned(),
        amount: (*amount).to_owned(),
    };
    entered.others = amounts.iter().map(other).collect();
}

/// Makes one answer wrong.
type Spoil = fn(&mut Entered);

#[test]
fn each_mistake_is_at_its_question() {
    let cases: [(Entry, Spoil); 17] = [
        (Entry::Code, |entered| entered.code.clear()),
        (Entry::Code, |entered| entered.code = "TWO WORDS".to_owned()),
        (Entry::Name, |entered| entered.name = "x".repeat(121)),
        (Entry::Cap, |entered| entered.cap = "much".to_owned()),
        (Entry::Limit, |entered| entered.limit = "0".to_owned()),
        (Entry::PerCustomer, |entered| {
            entered.per_customer = "1.5".to_owned();
        }),
        (Entry::Starts, |entered| {
            entered.starts_time = "09:00".to_owned();
        }),
        (Entry::Ends, |entered| {
            entered.starts_date = "2026-12-02".to_owned();
            entered.ends_date = "2026-12-01".to_owned();
        }),
        (Entry::Customers, |entered| {
            entered.customers = "guest@example.com, nobody".to_owned();
        }),
        (Entry::Hours, |entered| {
            entered.from_time = "09:00".to_owned();
            entered.to_time = "09:00".to_owned();
        }),
        (Entry::Lead, |entered| {
            entered.lead_least = "48".to_owned();
            entered.lead_most = "24".to_owned();
        }),
        (Entry::Months, |entered| entered.lasts = Lasts::Months),
        (Entry::Scope, |entered| entered.only = true),
        (Entry::Others, |entered| others(entered, &[("DOLLAR", "5")])),
        (Entry::Others, |entered| others(entered, &[("USD", "")])),
        (Entry::Others, |entered| others(entered, &[("EUR", "5")])),
        (Entry::Others, |entered| {
            others(entered, &[("USD", "5"), ("usd", "6")]);
        }),
    ];
    for (entry, spoil) in cases {
        let mut entered = filled();
        spoil(&mut entered);
        assert_eq!(wrong(&entered), [entry], "{entered:?}");
    }
}

#[test]
fn a_day_is_the_same_as_start_and_end() {
    let entered = Entered {
        starts_date: "2026-12-01".to_owned(),
        ends_date: "2026-12-01".to_owned(),
        ..filled()
    };
    let draft = read(&entered);
    assert_eq!(draft.starts, draft.ends);
}

#[test]
fn what_was_read_is_shown_as_it_would_be_typed_and_read_as_the_same() {
    let full: CouponDraft = serde_json::from_value(serde_json::json!({
        "name": "Spring welcome",
        "code": "SPRING",
        "benefit": { "percent": { "percent": "12.5", "max_discount_minor": 3_050 } },
        "starts": "2026-12-01T09:30",
        "ends": "2026-12-31",
        "scope": { "only": { "calendars": ["c2", "c1"], "services": ["s1"] } },
        "minimum_amount_minor": 5_000,
        "max_redemptions": 100,
        "max_per_customer": 1,
        "first_purchase_only": true,
        "customers": [{ "email": "guest@example.com" }, { "email": "second@example.com" }, { "member": "potter, no. 17" }],
        "conditions": {
            "weekdays": ["Tue", "Sat"],
            "hours": { "from_minute": 540, "to_minute": 1_440 },
            "first_date": "2026-12-01",
            "last_date": "2027-01-31",
            "lead_minutes_min": 90,
            "lead_minutes_max": 20_000,
            "staff": ["t1"],
            "locations": ["l1", "l2"],
        },
        "duration": { "repeating": { "months": 3 } },
    }))
    .unwrap();
    for code in ["EUR", "JPY", "KWD"] {
        let entered = Entered::of(&full, currency(code));
        let read = entered.draft(&full, currency(code)).unwrap();
        assert_eq!(read, full, "{code}");
    }
}

#[test]
fn amounts_in_other_currencies_stay_and_can_be_changed() {
    let base: CouponDraft = serde_json::from_value(serde_json::json!({
        "code": "FIVE",
        "benefit": { "fixed": { "amounts_minor": { "EUR": 500, "USD": 600 } } },
    }))
    .unwrap();
    let mut entered = Entered::of(&base, currency("EUR"));
    assert_eq!((entered.fixed, entered.value.as_str()), (true, "5.00"));
    entered.value = "5.50".to_owned();
    let draft = entered.draft(&base, currency("EUR")).unwrap();
    let Benefit::Fixed { amounts_minor } = draft.benefit else {
        panic!("{draft:?}")
    };
    assert_eq!(amounts_minor.get(&currency("EUR")), Some(&550));
    assert_eq!(amounts_minor.get(&currency("USD")), Some(&600));
    others(&mut entered, &[("jpy", "700"), ("", "")]);
    let Benefit::Fixed { amounts_minor } = read(&entered).benefit else {
        panic!("{entered:?}")
    };
    assert_eq!(amounts_minor.get(&currency("JPY")), Some(&700));
    assert_eq!(amounts_minor.get(&currency("USD")), None);
}

#[test]
fn amounts_are_shown_with_all_the_digits_of_their_currency() {
    for (minor, code, text) in [
        (6_500, "EUR", "65.00"),
        (6_550, "EUR", "65.50"),
        (5, "EUR", "0.05"),
        (0, "EUR", "0.00"),
        (1_000, "JPY", "1000"),
        (1_500, "KWD", "1.500"),
    ] {
        assert_eq!(amount_text(minor, currency(code)), text);
        assert_eq!(amount_minor(text, currency(code)), Some(minor));
    }
}

#[test]
fn a_coupon_may_have_no_code_of_its_own() {
    let entered = Entered {
        codeless: true,
        ..filled()
    };
    let draft = read(&entered);
    assert_eq!(draft.code, None, "whatever was typed before");
    assert!(Entered::of(&draft, currency("EUR")).codeless);
}
