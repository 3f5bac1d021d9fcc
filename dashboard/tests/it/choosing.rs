//! Choosing some of many by name, and what a coupon is for in words.

use booking_dashboard::choosing::{Choice, are_many, is_along, offered};
use booking_dashboard::pages::coupons::entered::Entered;
use booking_dashboard::pages::coupons::sold::{Good, Sold};
use booking_engine::Scope;
use serde_json::json;

/// A studio with two calendars, an archived one, two teachers and one place.
pub(crate) fn sold() -> Sold {
    let calendar = |id: &str, title: &str, archived: bool| {
        json!({ "id": id, "title": title, "style": "neo", "payments": true, "coupons": true,
            "test_mode": false, "archived": archived, "services": 2 })
    };
    let service = |id: &str, calendar: &str, name: &str, archived: bool| {
        json!({ "id": id, "calendar_id": calendar, "name": name, "duration_minutes": 60,
            "unit_price_minor": 5_000, "capacity": 1, "attendees_max": 1, "private": false,
            "archived": archived })
    };
    Sold::of(
        serde_json::from_value(json!({ "calendars": [
            calendar("kiln", "Kiln studio", false),
            calendar("menu", "Classes", false),
            calendar("old", "Old studio", true),
        ] }))
        .unwrap(),
        &serde_json::from_value(json!({ "services": [
            service("wheel", "kiln", "Wheel class", false),
            service("glaze", "kiln", "Glazing", true),
            service("table", "menu", "Table session", false),
            service("attic", "old", "Attic class", false),
        ] }))
        .unwrap(),
        serde_json::from_value(json!({ "staff": [
            { "id": "ines", "version": 1, "name": "Teacher One", "active": true },
            { "id": "tomas", "version": 1, "name": "Teacher Two", "active": false },
        ] }))
        .unwrap(),
        serde_json::from_value(json!({ "locations": [
            { "id": "annexe", "version": 1, "name": "Annexe", "active": true },
        ] }))
        .unwrap(),
    )
}

fn names(choices: &[&Choice]) -> Vec<String> {
    choices.iter().map(|it| it.name.clone()).collect()
}

fn chosen(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn services_are_offered_under_their_calendars_and_archived_ones_are_not() {
    let all = sold().goods(&[]);
    let offered = offered(&all, &[], "");
    let expected = ["Kiln studio", "Wheel class", "Classes", "Table session"];
    assert_eq!(names(&offered), expected);
}

#[test]
fn what_is_archived_stays_as_long_as_a_coupon_names_it() {
    let chosen = chosen(&["service:glaze", "service:attic"]);
    let all = sold().goods(&chosen);
    let shown = offered(&all, &chosen, "");
    let expected = [
        "Kiln studio",
        "Wheel class",
        "Glazing",
        "Classes",
        "Table session",
        "Old studio",
        "Attic class",
    ];
    assert_eq!(names(&shown), expected);
    let glazing = all.iter().find(|it| it.name == "Glazing").unwrap();
    assert_eq!(glazing.gone, Some("archived"));
}

#[test]
fn what_nobody_knows_any_more_can_be_seen_and_taken_out() {
    let chosen = chosen(&["service:lost"]);
    let all = sold().goods(&chosen);
    let lost = all.last().unwrap();
    assert_eq!(
        (lost.name.as_str(), lost.gone),
        ("Not there any more", Some("gone"))
    );
    assert!(offered(&all, &chosen, "").contains(&lost));
}

#[test]
fn a_search_finds_by_a_part_in_any_case_with_what_it_belongs_to() {
    let all = sold().goods(&[]);
    let found = |search: &str| names(&offered(&all, &[], search));
    assert_eq!(found("WHEEL"), ["Kiln studio", "Wheel class"]);
    assert_eq!(
        found(" class"),
        ["Kiln studio", "Wheel class", "Classes", "Table session"]
    );
    assert_eq!(
        found("classes"),
        ["Classes", "Table session"],
        "all of a calendar that fits"
    );
    assert!(found("attic").is_empty(), "archived");
    assert!(found("sauna").is_empty());
}

#[test]
fn one_searches_where_there_are_many() {
    assert!(!are_many(&sold().goods(&[])));
    let many: Vec<Choice> = (0..8)
        .map(|place| Choice::of(place.to_string(), "Teacher".to_owned()))
        .collect();
    assert!(are_many(&many));
}

#[test]
fn a_calendar_stands_for_all_that_it_sells() {
    let sold = sold();
    let mut entered = Entered::default();
    let toggle = |entered: &mut Entered, id: &str| {
        let good = Good::of(id).unwrap();
        let along = sold.along(&good);
        entered.toggle_good(good, &along);
    };
    toggle(&mut entered, "service:wheel");
    toggle(&mut entered, "service:table");
    toggle(&mut entered, "calendar:kiln");
    assert_eq!(entered.goods(), ["calendar:kiln", "service:table"]);
    let all = sold.goods(&entered.goods());
    let along: Vec<_> = all
        .iter()
        .filter(|it| is_along(it, &entered.goods()))
        .collect();
    assert_eq!(names(&along), ["Wheel class", "Glazing"]);
    toggle(&mut entered, "calendar:kiln");
    assert_eq!(entered.goods(), ["service:table"]);
}

#[test]
fn ids_that_are_alike_name_things_of_their_kind() {
    assert_eq!(
        Good::of("calendar:a"),
        Some(Good::Calendar("a".parse().unwrap()))
    );
    assert_eq!(
        Good::of("service:a"),
        Some(Good::Service("a".parse().unwrap()))
    );
    assert_eq!(Good::of("a"), None);
}

#[test]
fn what_a_coupon_is_for_is_told_in_a_line() {
    let line = |scope: serde_json::Value, staff: &[&str], locations: &[&str]| {
        let scope: Scope = serde_json::from_value(scope).unwrap();
        let staff: Vec<_> = staff.iter().map(|id| id.parse().unwrap()).collect();
        let locations: Vec<_> = locations.iter().map(|id| id.parse().unwrap()).collect();
        sold().line(&scope, &staff, &locations)
    };
    assert_eq!(line(json!("everything"), &[], &[]), None);
    let only = json!({ "only": { "calendars": ["kiln"], "services": ["table"] } });
    assert_eq!(
        line(only, &["tomas"], &["annexe"]).as_deref(),
        Some("Kiln studio, Table session · with Teacher Two · at Annexe")
    );
    let many = json!({ "only": { "services": ["wheel", "glaze", "table", "lost"] } });
    assert_eq!(
        line(many, &[], &[]).as_deref(),
        Some("Wheel class, Glazing and 2 more")
    );
    let none = json!({ "only": {} });
    assert_eq!(line(none, &[], &[]).as_deref(), Some("Nothing"));
    let staff = line(json!("everything"), &["ines"], &[]);
    assert_eq!(staff.as_deref(), Some("with Teacher One"));
    let lost = json!({ "only": { "services": ["lost"] } });
    assert_eq!(
        line(lost, &[], &[]).as_deref(),
        Some("something that is gone")
    );
}
