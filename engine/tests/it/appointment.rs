//! Conditions on the appointment: weekdays, hours, dates, lead time, staff and location.

use booking_engine::{
    Condition, Conditions, Hours, Item, PriceRequest, Quote, Rejection, StaffOffer, Terms,
};
use chrono::Weekday;

use crate::fixture::{id, priced, reason, request, service, shares, ten_percent, ten_percent_if};

/// The condition that a class at this time does not meet. The booking is made at noon UTC on
/// Friday, 20 November 2026.
fn unmet(conditions: Conditions, starts_at: &str) -> Option<Condition> {
    let request = PriceRequest {
        starts_at: Some(id(starts_at)),
        ..request(&[("class", 1)], Some("WELCOME"))
    };
    condition(&priced(&ten_percent_if(conditions), &request))
}

/// The condition behind a rejection; a discount without one.
fn condition(quote: &Quote) -> Option<Condition> {
    match reason(quote) {
        None => {
            assert!(quote.discount_minor > 0);
            None
        }
        Some(Rejection::NotForThisAppointment { condition }) => Some(condition),
        Some(other) => panic!("{other:?}"),
    }
}

fn hours(from_minute: u32, to_minute: u32) -> Conditions {
    Conditions {
        hours: Some(Hours {
            from_minute,
            to_minute,
        }),
        ..Conditions::default()
    }
}

#[test]
fn a_coupon_without_conditions_is_for_any_appointment() {
    assert_eq!(unmet(Conditions::default(), "1999-01-01T03:00:00Z"), None);
}

#[test]
fn a_coupon_for_weekdays_looks_at_the_day_in_the_business_s_own_zone() {
    let mondays = || Conditions {
        weekdays: vec![Weekday::Mon, Weekday::Wed],
        ..Conditions::default()
    };
    assert_eq!(unmet(mondays(), "2026-11-23T10:00:00+01:00"), None);
    assert_eq!(unmet(mondays(), "2026-11-25T10:00:00+01:00"), None);
    let no = Some(Condition::Weekday);
    assert_eq!(unmet(mondays(), "2026-11-24T10:00:00+01:00"), no);
    // Late on Monday in New York it is Tuesday in UTC; early on Monday in Tokyo it is Sunday.
    assert_eq!(unmet(mondays(), "2026-11-23T23:30:00-05:00"), None);
    assert_eq!(unmet(mondays(), "2026-11-24T04:30:00Z"), no);
    assert_eq!(unmet(mondays(), "2026-11-23T05:00:00+09:00"), None);
    assert_eq!(unmet(mondays(), "2026-11-22T20:00:00Z"), no);
}

#[test]
fn a_coupon_for_hours_covers_the_first_minute_and_not_the_one_after_the_last() {
    let morning = || hours(9 * 60, 12 * 60);
    let no = Some(Condition::Hours);
    assert_eq!(unmet(morning(), "2026-11-24T08:59:59+01:00"), no);
    assert_eq!(unmet(morning(), "2026-11-24T09:00:00+01:00"), None);
    assert_eq!(unmet(morning(), "2026-11-24T11:59:59+01:00"), None);
    assert_eq!(unmet(morning(), "2026-11-24T12:00:00+01:00"), no);
    assert_eq!(
        unmet(morning(), "2026-11-24T09:00:00+02:00"),
        None,
        "wall-clock time in the business's zone"
    );
}

#[test]
fn hours_may_run_over_midnight() {
    let night = || hours(22 * 60, 2 * 60);
    let no = Some(Condition::Hours);
    assert_eq!(unmet(night(), "2026-11-24T21:59:00+01:00"), no);
    assert_eq!(unmet(night(), "2026-11-24T22:00:00+01:00"), None);
    assert_eq!(unmet(night(), "2026-11-25T00:00:00+01:00"), None);
    assert_eq!(unmet(night(), "2026-11-25T01:59:00+01:00"), None);
    assert_eq!(unmet(night(), "2026-11-25T02:00:00+01:00"), no);
}

#[test]
fn hours_from_midnight_to_midnight_are_the_whole_day() {
    for time in ["00:00", "12:00", "23:59"] {
        let starts_at = format!("2026-11-24T{time}:00+01:00");
        assert_eq!(unmet(hours(0, 24 * 60), &starts_at), None, "{time}");
        assert_eq!(unmet(hours(60, 60), &starts_at), None, "{time}");
    }
}

#[test]
fn days_of_23_and_25_hours_keep_their_hours() {
    // Berlin puts its clocks forward at 2 and back at 3; the offset says which hour it is.
    let at_two = || hours(2 * 60, 3 * 60);
    let no = Some(Condition::Hours);
    assert_eq!(unmet(at_two(), "2027-03-28T01:59:00+01:00"), no);
    assert_eq!(unmet(at_two(), "2027-03-28T03:00:00+02:00"), no, "a gap");
    assert_eq!(unmet(at_two(), "2027-10-31T02:30:00+02:00"), None, "a fold");
    assert_eq!(unmet(at_two(), "2027-10-31T02:30:00+01:00"), None, "a fold");
}

#[test]
fn a_coupon_for_dates_covers_the_first_and_the_last_day_in_the_business_s_own_zone() {
    let dates = |first: Option<&str>, last: Option<&str>| Conditions {
        first_date: first.map(id),
        last_date: last.map(id),
        ..Conditions::default()
    };
    let december = || dates(Some("2026-12-01"), Some("2026-12-31"));
    let no = Some(Condition::Date);
    assert_eq!(unmet(december(), "2026-11-30T23:59:00-05:00"), no);
    assert_eq!(unmet(december(), "2026-12-01T00:00:00+01:00"), None);
    assert_eq!(unmet(december(), "2026-12-31T23:59:59-05:00"), None);
    assert_eq!(unmet(december(), "2027-01-01T00:00:00+01:00"), no);
    assert_eq!(
        unmet(dates(Some("2026-12-01"), None), "2099-01-01T00:00:00Z"),
        None
    );
    assert_eq!(
        unmet(dates(Some("2026-12-01"), None), "2026-11-30T00:00:00Z"),
        no
    );
    assert_eq!(
        unmet(dates(None, Some("2026-12-31")), "2026-01-01T00:00:00Z"),
        None
    );
    assert_eq!(
        unmet(dates(None, Some("2026-12-31")), "2027-01-01T00:00:00Z"),
        no
    );
}

#[test]
fn lead_time_counts_from_the_booking_to_the_start_with_inclusive_bounds() {
    let lead = |min, max| Conditions {
        lead_minutes_min: min,
        lead_minutes_max: max,
        ..Conditions::default()
    };
    let early = || lead(Some(24 * 60), None);
    assert_eq!(
        unmet(early(), "2026-11-21T12:59:59+01:00"),
        Some(Condition::LeadTooShort)
    );
    assert_eq!(unmet(early(), "2026-11-21T13:00:00+01:00"), None);
    let late = || lead(None, Some(60));
    assert_eq!(unmet(late(), "2026-11-20T14:00:00+01:00"), None);
    assert_eq!(
        unmet(late(), "2026-11-20T14:00:01+01:00"),
        Some(Condition::LeadTooLong)
    );
    assert_eq!(
        unmet(lead(Some(60), Some(60)), "2026-11-20T13:00:00Z"),
        None
    );
    assert_eq!(
        unmet(lead(Some(0), None), "2026-11-20T11:59:59Z"),
        Some(Condition::LeadTooShort),
        "an appointment in the past"
    );
    assert_eq!(
        unmet(lead(Some(u32::MAX), None), "9999-12-31T00:00:00Z"),
        Some(Condition::LeadTooShort),
        "8172 years are more than 7973"
    );
}

/// Anyone, Ana or Bo for each of the items of a class; the coupon is for Ana's.
fn with_staff(staff: &[Option<&str>], starts_at: Option<&str>) -> Quote {
    let mut terms = ten_percent(|coupon| coupon.conditions.staff = vec![id("ana")]);
    let mut class = service("class", 1_000, 8);
    class.staff = ["ana", "bo"]
        .map(|name| StaffOffer {
            staff_id: id(name),
            own_prices: vec![],
        })
        .into();
    terms.services = vec![class];
    let items = staff.iter().map(|staff| Item {
        staff_id: staff.map(id),
        ..Item::plain(id("class"), 1)
    });
    let request = PriceRequest {
        code: Some("WELCOME".to_owned()),
        starts_at: starts_at.map(id),
        ..PriceRequest::of(items.collect())
    };
    priced(&terms, &request)
}

const THEN: Option<&str> = Some("2026-11-24T10:00:00+01:00");

#[test]
fn a_coupon_for_staff_takes_off_their_lines_only() {
    let quote = with_staff(&[Some("bo"), Some("ana"), None], THEN);
    assert_eq!(shares(&quote), [0, 100, 0]);
    assert_eq!(quote.coupon.unwrap().eligible_minor, 1_000);
}

#[test]
fn a_coupon_for_staff_is_not_for_an_appointment_with_others_or_anyone() {
    for staff in [Some("bo"), None] {
        let quote = with_staff(&[staff], THEN);
        assert_eq!(condition(&quote), Some(Condition::Staff), "{staff:?}");
    }
    assert_eq!(condition(&with_staff(&[Some("ana")], THEN)), None);
}

#[test]
fn while_no_time_is_chosen_anyone_may_still_become_someone() {
    assert_eq!(shares(&with_staff(&[None, Some("bo")], None)), [100, 0]);
    assert_eq!(
        condition(&with_staff(&[Some("bo")], None)),
        Some(Condition::Staff),
        "who was chosen is known"
    );
}

/// The condition that a class at a location does not meet; the coupon is for north and south.
fn at_location(location: Option<&str>, starts_at: Option<&str>) -> Option<Condition> {
    let terms = ten_percent(|coupon| coupon.conditions.locations = vec![id("north"), id("south")]);
    let request = PriceRequest {
        location_id: location.map(id),
        starts_at: starts_at.map(id),
        ..request(&[("class", 1)], Some("WELCOME"))
    };
    condition(&priced(&terms, &request))
}

#[test]
fn a_coupon_for_locations_is_for_those_only() {
    for starts_at in [None, THEN] {
        assert_eq!(at_location(Some("north"), starts_at), None);
        assert_eq!(at_location(Some("south"), starts_at), None);
        assert_eq!(
            at_location(Some("east"), starts_at),
            Some(Condition::Location)
        );
    }
}

#[test]
fn without_a_location_the_answer_is_provisional_until_a_time_is_chosen() {
    assert_eq!(at_location(None, None), None);
    assert_eq!(at_location(None, THEN), Some(Condition::Location));
}

/// Conditions that nothing at noon UTC on a Friday with lead time 0 meets.
fn impossible() -> Conditions {
    Conditions {
        weekdays: vec![Weekday::Mon],
        hours: hours(0, 1).hours,
        first_date: Some(id("2030-01-01")),
        last_date: None,
        lead_minutes_min: Some(1),
        lead_minutes_max: None,
        staff: vec![id("ana")],
        locations: vec![id("north")],
    }
}

#[test]
fn while_no_time_is_chosen_conditions_on_the_time_are_provisional() {
    let terms = ten_percent_if(Conditions {
        staff: vec![],
        locations: vec![],
        ..impossible()
    });
    assert_eq!(
        priced(&terms, &request(&[("class", 1)], Some("WELCOME"))).discount_minor,
        480
    );
}

/// A change that takes one condition away.
type Mend = fn(&mut Conditions);

#[test]
fn the_first_condition_that_is_not_met_is_named() {
    let mend: [(Condition, Mend); 6] = [
        (Condition::Weekday, |it| it.weekdays.clear()),
        (Condition::Hours, |it| it.hours = None),
        (Condition::Date, |it| it.first_date = None),
        (Condition::LeadTooShort, |it| it.lead_minutes_min = None),
        (Condition::Location, |it| it.locations.clear()),
        (Condition::Staff, |it| it.staff.clear()),
    ];
    let mut conditions = impossible();
    for (condition, mend) in mend {
        let named = unmet(conditions.clone(), "2026-11-20T12:00:00Z");
        assert_eq!(named, Some(condition));
        mend(&mut conditions);
    }
    assert_eq!(unmet(conditions.clone(), "2026-11-20T12:00:00Z"), None);
    assert!(conditions.is_none());
}

#[test]
fn the_minimum_counts_lines_that_the_staff_condition_leaves_out() {
    let mut terms: Terms = ten_percent(|coupon| coupon.conditions.staff = vec![id("ana")]);
    terms.services[0].staff = vec![StaffOffer {
        staff_id: id("ana"),
        own_prices: vec![],
    }];
    terms.coupons[0].minimum_amount_minor = Some(13_300);
    let mut request = request(&[("class", 1), ("lesson", 1)], Some("WELCOME"));
    request.items[0].staff_id = Some(id("ana"));
    request.starts_at = THEN.map(id);
    assert_eq!(shares(&priced(&terms, &request)), [480, 0]);
}
