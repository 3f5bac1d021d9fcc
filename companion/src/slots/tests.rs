use super::*;

/// A business open from `opens` to `closes` o'clock on every day.
fn open_daily(zone: Tz, opens: u32, closes: u32) -> Schedule {
    let hours = Hours {
        opens_minute: opens * 60,
        closes_minute: closes * 60,
    };
    Schedule {
        zone,
        weekly: (1..=7).map(|day| (day, vec![hours])).collect(),
        overrides: BTreeMap::new(),
    }
}

const HOURLY: ServiceTimes = ServiceTimes {
    duration_minutes: 60,
    interval_minutes: 60,
    buffer_before_minutes: 0,
    buffer_after_minutes: 0,
    capacity: 1,
};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn service(id: &str) -> ServiceId {
    id.parse().expect("an id")
}

/// One service that occupies its calendar.
fn offer<'a>(
    schedule: &'a Schedule,
    service_id: &'a ServiceId,
    times: ServiceTimes,
    window: Window,
) -> Offer<'a> {
    Offer {
        schedule,
        place: None,
        legs: vec![Leg {
            service_id,
            times,
            takers: vec![Taker::calendar("studio")],
            seats: 1,
        }],
        window,
    }
}

/// The possible starts of a date as wall-clock time and UTC time.
fn starts(schedule: &Schedule, times: ServiceTimes, day: &str) -> Vec<(String, String)> {
    let id = service("class");
    let starts = offer(schedule, &id, times, WINDOW).starts(date(day));
    starts
        .iter()
        .map(|start| {
            let local = start.with_timezone(&schedule.zone).format("%H:%M");
            (local.to_string(), start.format("%H:%M").to_string())
        })
        .collect()
}

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(local, utc)| ((*local).to_owned(), (*utc).to_owned()))
        .collect()
}

/// The free slots from 2026-11-23 to 2026-11-24 in Lisbon, asked on the 20th.
fn free(times: ServiceTimes, window: Window, booked: &[BookedSession]) -> Vec<(String, u32)> {
    let schedule = open_daily(Tz::Europe__Lisbon, 9, 12);
    let id = service("class");
    let offer = offer(&schedule, &id, times, window);
    let range = at("2026-11-23T00:00:00Z")..at("2026-11-24T00:00:00Z");
    let slots = offer.free_slots(&range, booked);
    slots
        .iter()
        .map(|slot| (slot.starts_at.format("%H:%M").to_string(), slot.seats_left))
        .collect()
}

const WINDOW: Window = Window {
    now: DateTime::from_timestamp(1_795_165_200, 0).expect("a time"),
    notice_minutes: 60,
    days: 30,
};

fn booked(id: &str, starts_at: &str, times: ServiceTimes, taken: u32) -> BookedSession {
    let starts_at = at(starts_at);
    BookedSession {
        resource: "studio".into(),
        service_id: service(id),
        starts_at,
        ends_at: times.ends_at(starts_at),
        cells: times.cells(starts_at, Joints::default()),
        taken,
    }
}

#[test]
fn slots_begin_at_opening_and_end_by_closing() {
    let schedule = open_daily(Tz::Europe__Lisbon, 9, 12);
    let long = ServiceTimes {
        duration_minutes: 90,
        interval_minutes: 30,
        ..HOURLY
    };
    let expected = [
        ("09:00", "09:00"),
        ("09:30", "09:30"),
        ("10:00", "10:00"),
        ("10:30", "10:30"),
    ];
    assert_eq!(starts(&schedule, long, "2026-11-23"), texts(expected));
}

#[test]
fn opening_hours_keep_their_wall_clock_times_in_summer_and_winter() {
    let schedule = open_daily(Tz::America__New_York, 9, 11);
    let winter = [("09:00", "14:00"), ("10:00", "15:00")];
    let summer = [("09:00", "13:00"), ("10:00", "14:00")];
    assert_eq!(starts(&schedule, HOURLY, "2026-11-02"), texts(winter));
    assert_eq!(starts(&schedule, HOURLY, "2026-10-30"), texts(summer));
}

#[test]
fn a_day_of_23_hours_has_no_slot_in_the_gap_and_none_twice() {
    // In Lisbon one o'clock is skipped on 29 March 2026; the time falls on two o'clock.
    let schedule = open_daily(Tz::Europe__Lisbon, 0, 4);
    let expected = [("00:00", "00:00"), ("02:00", "01:00"), ("03:00", "02:00")];
    assert_eq!(starts(&schedule, HOURLY, "2026-03-29"), texts(expected));
}

#[test]
fn a_business_that_opens_in_the_gap_opens_later() {
    let schedule = open_daily(Tz::Europe__Lisbon, 1, 4);
    let expected = [("02:00", "01:00"), ("03:00", "02:00")];
    assert_eq!(starts(&schedule, HOURLY, "2026-03-29"), texts(expected));
}

#[test]
fn a_day_of_25_hours_offers_the_earlier_of_two_equal_times() {
    // One o'clock comes twice on 25 October 2026; opening hours end at three on the wall.
    let schedule = open_daily(Tz::Europe__Lisbon, 0, 3);
    let expected = [("00:00", "23:00"), ("01:00", "00:00"), ("02:00", "02:00")];
    assert_eq!(starts(&schedule, HOURLY, "2026-10-25"), texts(expected));
}

#[test]
fn a_business_day_of_office_hours_is_as_long_on_the_days_that_clocks_change() {
    let schedule = open_daily(Tz::Europe__Lisbon, 9, 17);
    for day in ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"] {
        let starts = starts(&schedule, HOURLY, day);
        assert_eq!(starts.len(), 8, "{day}");
        assert_eq!(
            starts.first().map(|(local, _)| local.as_str()),
            Some("09:00")
        );
    }
}

#[test]
fn an_override_replaces_the_weekly_hours_and_an_empty_one_closes() {
    let mut schedule = open_daily(Tz::Europe__Lisbon, 9, 17);
    let hours = |opens_minute, closes_minute| Hours {
        opens_minute,
        closes_minute,
    };
    schedule
        .overrides
        .insert(date("2026-12-24"), vec![hours(0, 0)]);
    schedule
        .overrides
        .insert(date("2026-12-31"), vec![hours(600, 720)]);
    assert!(starts(&schedule, HOURLY, "2026-12-24").is_empty());
    let eve = [("10:00", "10:00"), ("11:00", "11:00")];
    assert_eq!(starts(&schedule, HOURLY, "2026-12-31"), texts(eve));
}

#[test]
fn a_free_day_offers_every_start_with_all_seats() {
    let group = ServiceTimes {
        capacity: 8,
        ..HOURLY
    };
    let expected = ["09:00", "10:00", "11:00"].map(|start| (start.to_owned(), 8));
    assert_eq!(free(group, WINDOW, &[]), expected);
}

#[test]
fn a_booked_session_of_the_service_leaves_its_other_seats() {
    let group = ServiceTimes {
        capacity: 8,
        ..HOURLY
    };
    let session = booked("class", "2026-11-23T10:00:00Z", group, 3);
    let expected = [("09:00", 8), ("10:00", 5), ("11:00", 8)];
    assert_eq!(
        free(group, WINDOW, &[session]),
        expected.map(|(start, seats)| (start.to_owned(), seats))
    );
}

#[test]
fn a_full_session_is_gone() {
    let session = booked("class", "2026-11-23T10:00:00Z", HOURLY, 1);
    let expected = ["09:00", "11:00"].map(|start| (start.to_owned(), 1));
    assert_eq!(free(HOURLY, WINDOW, &[session]), expected);
}

#[test]
fn another_service_in_the_same_room_is_in_the_way_with_its_buffers() {
    let lesson = ServiceTimes {
        duration_minutes: 30,
        buffer_after_minutes: 40,
        ..HOURLY
    };
    // 09:00 to 09:30, and the buffer reaches ten minutes into the next hour.
    let session = booked("lesson", "2026-11-23T09:00:00Z", lesson, 1);
    let expected = ["11:00"].map(|start| (start.to_owned(), 1));
    assert_eq!(free(HOURLY, WINDOW, &[session]), expected);
}

#[test]
fn a_session_that_ends_when_the_next_begins_is_not_in_the_way() {
    let session = booked("lesson", "2026-11-23T09:00:00Z", HOURLY, 1);
    let expected = ["10:00", "11:00"].map(|start| (start.to_owned(), 1));
    assert_eq!(free(HOURLY, WINDOW, &[session]), expected);
}

#[test]
fn notice_hides_what_starts_too_soon_and_is_inclusive() {
    let window = Window {
        now: at("2026-11-23T08:00:00Z"),
        notice_minutes: 120,
        days: 30,
    };
    let expected = ["10:00", "11:00"].map(|start| (start.to_owned(), 1));
    assert_eq!(free(HOURLY, window, &[]), expected);
}

#[test]
fn the_window_hides_what_is_too_far_ahead() {
    assert_eq!(free(HOURLY, Window { days: 2, ..WINDOW }, &[]), []);
    assert_eq!(free(HOURLY, Window { days: 3, ..WINDOW }, &[]).len(), 3);
}

#[test]
fn only_starts_of_the_rhythm_are_offered() {
    let schedule = open_daily(Tz::Europe__Lisbon, 9, 12);
    let id = service("class");
    let offer = offer(&schedule, &id, HOURLY, WINDOW);
    assert!(offer.has_start(at("2026-11-23T09:00:00Z")));
    assert!(!offer.has_start(at("2026-11-23T09:05:00Z")));
    assert!(!offer.has_start(at("2026-11-23T12:00:00Z")));
    assert!(!offer.has_start(at("2026-11-20T09:00:00Z")));
}

#[test]
fn cells_cover_every_minute_and_no_more() {
    let start = at("2026-11-23T10:00:00Z");
    let first = start.timestamp_millis() / CELL_MS;
    assert_eq!(HOURLY.cells(start, Joints::default()), first..first + 12);
    let odd = ServiceTimes {
        duration_minutes: 32,
        buffer_before_minutes: 3,
        ..HOURLY
    };
    assert_eq!(odd.cells(start, Joints::default()), first - 1..first + 7);
}

/// The starts of two services of an hour, the second with somebody of these hours, in UTC.
fn two_with(schedule: &Schedule, hours: &Weekly, day: &str) -> Vec<String> {
    let (id, staff) = (service("class"), "ana".parse().expect("an id"));
    let leg = |taker| Leg {
        service_id: &id,
        times: HOURLY,
        takers: vec![taker],
        seats: 1,
    };
    let legs = vec![
        leg(Taker::calendar("studio")),
        leg(Taker::staff(&staff, Some(hours))),
    ];
    let offer = Offer {
        schedule,
        place: None,
        legs,
        window: Window {
            now: at("2026-01-01T00:00:00Z"),
            notice_minutes: 0,
            days: 365,
        },
    };
    let from = zones::start_of(schedule.zone, date(day));
    let slots = offer.free_slots(&(from..from + TimeDelta::hours(23)), &[]);
    let starts = slots.iter().map(|slot| slot.starts_at);
    starts.map(|at| at.format("%H:%M").to_string()).collect()
}

#[test]
fn a_service_for_one_beside_a_class_leaves_the_seats_of_the_class() {
    let schedule = open_daily(Tz::Europe__Lisbon, 9, 12);
    let (class, talk) = (service("class"), service("talk"));
    let group = ServiceTimes {
        capacity: 8,
        ..HOURLY
    };
    let leg = |service_id, times, resource: &str| Leg {
        service_id,
        times,
        takers: vec![Taker::calendar(resource)],
        seats: 1,
    };
    let seats = |first: ServiceTimes| {
        let both = Offer {
            legs: vec![leg(&class, first, "studio"), leg(&talk, HOURLY, "talks")],
            ..offer(&schedule, &class, group, WINDOW)
        };
        let range = at("2026-11-23T00:00:00Z")..at("2026-11-24T00:00:00Z");
        let slots = both.free_slots(&range, &[booked("class", "2026-11-23T09:00:00Z", group, 3)]);
        slots.iter().map(|slot| slot.seats_left).collect::<Vec<_>>()
    };
    assert_eq!(seats(group), [5, 8]);
    assert_eq!(seats(HOURLY), [1], "both for one");
}

#[test]
fn services_back_to_back_keep_everybody_s_hours_on_days_of_23_24_and_25_hours() {
    let schedule = open_daily(Tz::Europe__Lisbon, 0, 6);
    let hours = Hours {
        opens_minute: 2 * 60,
        closes_minute: 5 * 60,
    };
    let hours: Weekly = (1..=7).map(|day| (day, vec![hours])).collect();
    // The second service lies between two and five on the wall.
    let winter = two_with(&schedule, &hours, "2026-03-28");
    assert_eq!(winter, ["01:00", "02:00", "03:00"]);
    // There is no hour from one to two: two o'clock is one o'clock in UTC.
    let spring = two_with(&schedule, &hours, "2026-03-29");
    assert_eq!(spring, ["00:00", "01:00", "02:00"]);
    // The hour from one to two comes twice, and is offered once.
    let autumn = two_with(&schedule, &hours, "2026-10-25");
    assert_eq!(autumn, ["02:00", "03:00"]);
}

#[test]
fn a_place_narrows_the_hours_of_the_business() {
    let schedule = open_daily(Tz::Europe__Lisbon, 9, 18);
    let stretch = |opens_minute, closes_minute| Hours {
        opens_minute,
        closes_minute,
    };
    let place: Weekly = [(1, vec![stretch(480, 660), stretch(960, 1_200)])].into();
    let id = service("class");
    let mut offer = offer(&schedule, &id, HOURLY, WINDOW);
    offer.place = Some(&place);
    let starts = offer.starts(date("2026-11-23"));
    let starts: Vec<String> = (starts.iter())
        .map(|at| at.format("%H:%M").to_string())
        .collect();
    assert_eq!(starts, ["09:00", "10:00", "16:00", "17:00"]);
    assert!(offer.starts(date("2026-11-24")).is_empty());
}

#[test]
fn a_guest_stays_with_who_has_them_unless_only_another_is_free() {
    let schedule = open_daily(Tz::Europe__Lisbon, 9, 18);
    let id = service("class");
    let staff = ["ana", "rui"].map(|id| id.parse().expect("an id"));
    let leg = |who: &[usize]| Leg {
        service_id: &id,
        times: ServiceTimes {
            buffer_after_minutes: 30,
            ..HOURLY
        },
        takers: (who.iter())
            .map(|place| Taker::staff(&staff[*place], None))
            .collect(),
        seats: 1,
    };
    let offer = Offer {
        schedule: &schedule,
        place: None,
        legs: vec![leg(&[1]), leg(&[0, 1])],
        window: WINDOW,
    };
    let start = at("2026-11-23T10:00:00Z");
    let names = |sessions: &[BookedSession]| {
        let placed = offer.place(start, sessions)?;
        let all = offer.legs.iter().zip(&placed);
        let names = all.map(|(leg, placed)| leg.takers[placed.taker].resource.clone());
        Some(names.collect::<Vec<_>>())
    };
    assert_eq!(
        names(&[]),
        Some(vec!["staff:rui".into(), "staff:rui".into()])
    );
    let mut busy = booked("lesson", "2026-11-23T11:30:00Z", HOURLY, 1);
    busy.resource = "staff:rui".into();
    assert_eq!(
        names(std::slice::from_ref(&busy)),
        Some(vec!["staff:rui".into(), "staff:ana".into()])
    );
    // Rui's buffer after the first is in the way, whoever has the second.
    busy.starts_at = at("2026-11-23T11:00:00Z");
    busy.cells = HOURLY.cells(busy.starts_at, Joints::default());
    assert_eq!(names(&[busy]), None);
}
