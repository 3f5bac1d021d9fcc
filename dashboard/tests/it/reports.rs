//! Reports and uses: what is asked for, and what of the answers counts.

use booking_contract::owner::{Report, ReportBy, UseTotals, UsesPage};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::coupons::uses::{self, Uses};
use booking_dashboard::pages::reports::shown::{Chosen, Effect, Event, Preset, Reports};
use chrono::NaiveDate;
use serde_json::json;

fn today() -> NaiveDate {
    // A Friday.
    "2026-11-20".parse().unwrap()
}

fn report() -> Report {
    let report = json!({ "currency": "EUR", "spans": [], "coupons": [], "other_currency": 0 });
    serde_json::from_value(report).unwrap()
}

#[track_caller]
fn asked(effects: &[Effect]) -> (u32, String) {
    match effects {
        [Effect::Load { ticket, query }] => {
            let by = query.by;
            (*ticket, format!("{} {} {by:?}", query.from, query.to))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn days_that_are_often_looked_at_are_one_press_away() {
    let mut reports = Reports::until(today());
    assert_eq!(
        asked(&reports.step(Event::Load)).1,
        "2026-10-22 2026-11-20 Day"
    );
    let quarter = reports.step(Event::Preset(Preset::Quarter, today()));
    assert_eq!(
        asked(&quarter).1,
        "2026-08-24 2026-11-20 Week",
        "from a Monday on"
    );
    let year = reports.step(Event::Preset(Preset::Year, today()));
    assert_eq!(asked(&year).1, "2025-12-01 2026-11-20 Month");
}

#[test]
fn only_the_answer_to_what_is_chosen_now_counts() {
    let mut reports = Reports::until(today());
    let (old, _) = asked(&reports.step(Event::Load));
    let (ticket, _) = asked(&reports.step(Event::Load));
    let result = Err(Failure::Unreachable);
    reports.step(Event::Came {
        ticket: old,
        result,
    });
    assert_eq!(reports.report, None);
    let result = Ok(report());
    reports.step(Event::Came { ticket, result });
    assert!(!reports.loading && reports.report == Some(Ok(report())));
    // It stays in sight while another one is asked for.
    reports.step(Event::Preset(Preset::Year, today()));
    assert!(reports.loading && reports.report.is_some());
    let (ticket, _) = asked(&reports.step(Event::Load));
    let result = Err(Failure::SignedOut);
    let ended = reports.step(Event::Came { ticket, result });
    assert_eq!(ended, [Effect::SignedOut]);
}

#[test]
fn days_that_make_no_span_are_said_and_nothing_is_asked() {
    let mut reports = Reports::until(today());
    for (from, to) in [("2026-11-20", "2026-11-19"), ("", "2026-11-19")] {
        let chosen = Chosen {
            from: from.to_owned(),
            to: to.to_owned(),
            by: ReportBy::Day,
            test_mode: false,
        };
        assert_eq!(reports.step(Event::Choose(chosen)), []);
        assert!(reports.mistake.is_some() && reports.query().is_err());
    }
}

fn page(orders: &[&str], next: Option<&str>) -> UsesPage {
    let one = |id: &&str| {
        json!({ "order_id": id, "state": "redeemed", "name": "Test Guest",
            "email": "guest@example.com", "service": "Class",
            "starts_at": "2026-11-24T10:00:00Z", "created_at": "2026-11-20T10:00:00Z",
            "discount_minor": 480, "total_minor": 4320, "currency": "EUR" })
    };
    let uses: Vec<_> = orders.iter().map(one).collect();
    serde_json::from_value(json!({ "uses": uses, "next": next })).unwrap()
}

#[test]
fn uses_come_page_by_page_with_their_totals_in_one_mode() {
    let mut uses = Uses::of(None);
    let effects = uses.step(uses::Event::Show { test_mode: true });
    let [
        uses::Effect::Load { ticket, query },
        uses::Effect::Total(totals),
    ] = &effects[..]
    else {
        panic!("{effects:?}")
    };
    assert!(query.test_mode && totals.test_mode && totals.limit.is_none());
    let result = Ok(page(&["b"], Some("b")));
    uses.step(uses::Event::Came {
        ticket: *ticket,
        result,
    });
    let effects = uses.step(uses::Event::More);
    let [uses::Effect::Load { ticket, query }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(query.after.as_deref(), Some("b"));
    let result = Ok(page(&["a"], None));
    uses.step(uses::Event::Came {
        ticket: *ticket,
        result,
    });
    assert_eq!(uses.list.rows.len(), 2);
    assert_eq!(uses.step(uses::Event::More), [], "this was the last page");
    // Totals of the other mode come too late.
    uses.step(uses::Event::Totals {
        test_mode: false,
        result: Ok(totals_of("Spring", None)),
    });
    assert_eq!(uses.totals, None);
    uses.step(uses::Event::Totals {
        test_mode: true,
        result: Ok(totals_of("Spring", None)),
    });
    assert_eq!(uses.totals, Some(totals_of("Spring", None)));
}

fn totals_of(name: &str, code: Option<&str>) -> UseTotals {
    serde_json::from_value(json!({ "name": name, "code": code, "totals": [] })).unwrap()
}

#[test]
fn the_totals_have_their_room_as_soon_as_uses_are_in_sight() {
    let mut uses = Uses::of(None);
    let effects = uses.step(uses::Event::Show { test_mode: true });
    let [uses::Effect::Load { ticket, .. }, _] = effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(uses.sums(), []);
    let result = Ok(page(&["b", "a"], None));
    uses.step(uses::Event::Came { ticket, result });
    let state = uses.list.rows[0].state;
    assert_eq!(uses.sums(), [(state, None)], "both are of one kind");
    let failed = Err(Failure::Unreachable);
    let result = uses.step(uses::Event::Totals {
        test_mode: true,
        result: failed,
    });
    assert!(matches!(&result[..], [uses::Effect::Say(_)]), "{result:?}");
    assert_eq!(uses.sums(), [(state, None)]);
    uses.step(uses::Event::Totals {
        test_mode: true,
        result: Ok(totals_of("Spring", None)),
    });
    assert_eq!(uses.sums(), []);
}

#[test]
fn the_page_of_uses_goes_on_saying_of_what_they_are() {
    for (name, code, subject) in [
        ("Spring", None, "Spring"),
        ("Spring", Some("PARTNER"), "Spring, with the code PARTNER"),
        ("", Some("PARTNER"), "With the code PARTNER"),
        ("", None, "Of a coupon without a name"),
    ] {
        let mut uses = Uses::of(None);
        uses.step(uses::Event::Show { test_mode: false });
        assert_eq!(uses.subject, None);
        uses.step(uses::Event::Totals {
            test_mode: false,
            result: Ok(totals_of(name, code)),
        });
        uses.step(uses::Event::Show { test_mode: true });
        assert_eq!(uses.subject.as_deref(), Some(subject));
    }
}

#[test]
fn uses_of_one_code_are_asked_for_by_it() {
    let mut uses = Uses::of(Some("code_1".parse().unwrap()));
    let effects = uses.step(uses::Event::Show { test_mode: false });
    let [
        uses::Effect::Load { query, .. },
        uses::Effect::Total(totals),
    ] = &effects[..]
    else {
        panic!("{effects:?}")
    };
    assert!(query.code.is_some() && query.code == totals.code);
}
