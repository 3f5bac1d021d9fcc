//! Promises of the definition checks: one case for each thing that can be wrong with a coupon or a
//! code, and what holds whatever was defined.

mod appointment;
mod codes;
mod coupon;
mod guessing;
mod laws;
mod money;
mod overlap;
mod random;
mod reach;
mod scope;

use booking_engine::{
    Benefit, CalendarId, Coupon, CustomerKey, Definitions, Finding, Flaw, Hours, Policy,
    PromotionCode, Scope, Severity, Terms, findings,
};
use chrono::{NaiveDate, TimeDelta, Weekday};
use serde_json::json;

use crate::fixture::{code, coupon, fixed, noon, percent, service, studio};

/// What is found in one coupon with a random code, in the studio.
fn found(coupon: Coupon) -> Vec<(Severity, Flaw)> {
    found_in(&studio(), coupon)
}

fn found_in(terms: &Terms, coupon: Coupon) -> Vec<(Severity, Flaw)> {
    let terms = std::slice::from_ref(terms);
    flaws(&[coupon], &[code("K7QX2M9PTR")], terms)
}

/// What is found in a code of a coupon for 10 %.
fn found_in_code(code: PromotionCode) -> Vec<(Severity, Flaw)> {
    flaws(&[ten_percent()], &[code], &[studio()])
}

fn flaws(
    coupons: &[Coupon],
    promotion_codes: &[PromotionCode],
    calendars: &[Terms],
) -> Vec<(Severity, Flaw)> {
    all(coupons, promotion_codes, calendars)
        .into_iter()
        .map(|finding| (finding.severity, finding.flaw))
        .collect()
}

fn all(coupons: &[Coupon], promotion_codes: &[PromotionCode], calendars: &[Terms]) -> Vec<Finding> {
    let definitions = Definitions {
        coupons,
        promotion_codes,
        calendars,
    };
    findings(&definitions, noon())
}

fn ten_percent() -> Coupon {
    coupon(percent("10", None))
}

fn studio_in(currency: &str) -> Terms {
    Terms {
        services: studio().services,
        ..Terms::of("abroad".parse().unwrap(), currency.parse().unwrap())
    }
}

/// A studio that sells one thing.
fn selling(unit_price_minor: i64, attendees_max: u32) -> Terms {
    Terms {
        services: vec![service("class", unit_price_minor, attendees_max)],
        ..studio()
    }
}

fn under(policy: Policy) -> Terms {
    Terms { policy, ..studio() }
}

fn key(text: &str) -> CustomerKey {
    text.parse().unwrap()
}

/// A coupon with a code, both of this id.
fn second(id: &str, benefit: Benefit) -> (Coupon, PromotionCode) {
    let mut coupon = coupon(benefit);
    coupon.id = id.parse().unwrap();
    let mut code = code(&format!("{id}-code"));
    code.id = id.parse().unwrap();
    code.coupon_id = coupon.id.clone();
    (coupon, code)
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn calendar_id() -> CalendarId {
    "studio".parse().unwrap()
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const NOTICE: Severity = Severity::Notice;

#[test]
fn a_good_definition_has_no_finding() {
    let mut rich = coupon(percent("25", Some(5_000)));
    rich.starts_at = Some(noon() - TimeDelta::days(1));
    rich.ends_at = Some(noon() + TimeDelta::days(30));
    rich.minimum_amount_minor = Some(4_000);
    rich.max_redemptions = Some(500);
    rich.max_per_customer = Some(1);
    rich.scope = Scope::Only {
        calendars: vec![],
        services: vec!["class".parse().unwrap()],
    };
    rich.conditions.weekdays = vec![Weekday::Tue, Weekday::Wed];
    rich.conditions.hours = Some(Hours {
        from_minute: 540,
        to_minute: 720,
    });
    rich.conditions.lead_minutes_min = Some(60);
    rich.conditions.last_date = Some(date(12, 24));
    let mut own = code("TUESDAY-MORNINGS");
    own.expires_at = Some(noon() + TimeDelta::days(10));
    own.max_redemptions = Some(100);
    own.minimum_amount_minor = Some(9_000);
    assert_eq!(flaws(&[rich], &[own], &[studio()]), []);
    assert_eq!(found(ten_percent()), []);
    assert_eq!(found(coupon(fixed("EUR", 1_000))), []);
}

#[test]
fn a_business_that_sells_nothing_yet_is_not_the_coupon_s_mistake() {
    assert_eq!(flaws(&[ten_percent()], &[code("WELCOME")], &[]), []);
    let empty = Terms {
        services: vec![],
        ..studio()
    };
    assert_eq!(found_in(&empty, coupon(fixed("EUR", 1_000))), []);
}

#[test]
fn what_is_off_or_archived_is_not_judged() {
    let mut off = coupon(percent("10", Some(0)));
    off.active = false;
    assert_eq!(found(off), []);
    let mut archived = code("WELCOME");
    archived.max_redemptions = Some(0);
    archived.archived = true;
    let expected = [(WARNING, Flaw::NotObtainable)];
    assert_eq!(found_in_code(archived), expected, "only the coupon is");
}

#[test]
fn the_worst_comes_first_and_then_coupons_and_codes_by_id() {
    let (mut a, mut of_a) = second("a", percent("10", None));
    let (mut b, of_b) = second("b", percent("20", Some(0)));
    a.name.clear();
    b.name.clear();
    of_a.max_redemptions = Some(0);
    let found = all(&[b, a], &[of_b, of_a], &[studio()]);
    let order: Vec<_> = (found.iter())
        .map(|finding| {
            let subject = serde_json::to_value(&finding.subject).unwrap();
            (finding.severity, subject)
        })
        .collect();
    let coupon = |id: &str| json!({ "coupon": { "coupon_id": id } });
    let code = |id: &str| json!({ "promotion_code": { "promotion_code_id": id } });
    let expected = [
        (ERROR, coupon("b")),
        (ERROR, code("a")),
        (WARNING, coupon("a")),
        (WARNING, coupon("b")),
        (NOTICE, coupon("a")),
        (NOTICE, coupon("b")),
    ];
    assert_eq!(order, expected);
}

#[test]
fn a_finding_on_the_wire_is_pinned() {
    let found = all(
        &[coupon(fixed("EUR", 14_380))],
        &[code("K7QX2M9PTR")],
        &[selling(4_800, 8)],
    );
    let expected = json!([{
        "severity": "warning",
        "subject": { "coupon": { "coupon_id": "coupon" } },
        "flaw": { "sometimes_below_minimum_charge": {
            "calendar_id": "studio",
            "example": { "service_id": "class", "attendees": 3 },
            "minimum_minor": 50,
        } },
    }]);
    let value = serde_json::to_value(&found).unwrap();
    assert_eq!(value, expected);
    assert_eq!(
        serde_json::from_value::<Vec<Finding>>(value).unwrap(),
        found
    );
}
