//! When a service can be booked, over HTTP; the rules themselves are unit tests.

use booking_contract::{Field, FieldProblemCode, ProblemCode, SlotsPage};

use crate::app::{CLASS, KILN, LESSON, TUESDAY, TestApp, at};

#[tokio::test]
async fn slots_carry_the_clocks_of_guest_and_business() {
    let app = TestApp::start().await;
    let query = "items=wheel-class&from=2026-11-24&to=2026-11-24&zone=America/New_York";
    let answer = app
        .get(&format!("/v1/calendars/{KILN}/slots?{query}"))
        .await;
    let page: SlotsPage = answer.success();
    // Tuesday in New York begins at five in the morning in Lisbon.
    let starts: Vec<String> = page
        .slots
        .iter()
        .map(|slot| page.clock.local(slot.starts_at).format("%H:%M").to_string())
        .collect();
    assert_eq!(starts, ["05:00", "07:30", "10:00"]);
    let first = page.slots[0].starts_at;
    assert_eq!(page.business_clock.zone, "Europe/Lisbon");
    assert_eq!(
        page.business_clock.local(first).format("%H:%M").to_string(),
        "10:00"
    );
    assert!(page.slots.iter().all(|slot| slot.seats_left == 8));
}

#[tokio::test]
async fn mondays_holidays_the_past_and_the_far_future_are_closed() {
    let app = TestApp::start().await;
    for date in [
        "2026-11-23",
        "2026-12-24",
        "2026-12-25",
        "2026-11-19",
        "2027-03-02",
    ] {
        assert!(app.slots(CLASS, date).await.slots.is_empty(), "{date}");
    }
    assert!(!app.slots(CLASS, "2026-12-23").await.slots.is_empty());
    // Two hours of notice: at nine the class at ten cannot be booked any more.
    let today = app.slots(CLASS, "2026-11-20").await;
    assert_eq!(today.slots[0].starts_at, at("2026-11-20T12:30:00Z"));
}

#[tokio::test]
async fn a_booking_takes_seats_of_its_class_and_the_room_from_the_others() {
    let app = TestApp::start().await;
    assert_eq!(app.seats_left(LESSON, TUESDAY).await, 1);
    app.awaiting(None).await;
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    assert_eq!(app.seats_left(LESSON, TUESDAY).await, 0);
    // The class ends at twelve and a quarter of an hour is kept free after it.
    assert_eq!(app.seats_left(LESSON, "2026-11-24T12:00:00Z").await, 0);
    assert_eq!(app.seats_left(LESSON, "2026-11-24T12:30:00Z").await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_question_is_told_by_field() {
    let app = TestApp::start().await;
    let cases = [
        (
            "from=2026-11-24&to=2026-11-24&zone=UTC",
            Field::Service,
            FieldProblemCode::Missing,
        ),
        (
            "items=a%20b&from=2026-11-24&to=2026-11-24&zone=UTC",
            Field::Service,
            FieldProblemCode::Malformed,
        ),
        (
            "items=other&from=2026-11-24&to=2026-11-24&zone=UTC",
            Field::Service,
            FieldProblemCode::Unknown,
        ),
        (
            "items=wheel-class&from=24.11.2026&to=2026-11-24&zone=UTC",
            Field::Dates,
            FieldProblemCode::Malformed,
        ),
        (
            "items=wheel-class&from=2026-11-24&zone=UTC",
            Field::Dates,
            FieldProblemCode::Missing,
        ),
        (
            "items=wheel-class&from=2026-11-24&to=2026-11-23&zone=UTC",
            Field::Dates,
            FieldProblemCode::OutOfRange,
        ),
        (
            "items=wheel-class&from=2026-11-24&to=2027-01-26&zone=UTC",
            Field::Dates,
            FieldProblemCode::OutOfRange,
        ),
        (
            "items=wheel-class&from=2026-11-24&to=2026-11-24",
            Field::Zone,
            FieldProblemCode::Missing,
        ),
        (
            "items=wheel-class&from=2026-11-24&to=2026-11-24&zone=Mars/Base",
            Field::Zone,
            FieldProblemCode::Unknown,
        ),
    ];
    for (query, field, code) in cases {
        let answer = app
            .get(&format!("/v1/calendars/{KILN}/slots?{query}"))
            .await;
        let problem = answer.problem(ProblemCode::InvalidField);
        assert_eq!(problem.fields.len(), 1);
        assert_eq!(
            (problem.fields[0].field, problem.fields[0].code),
            (field, code),
            "{query}"
        );
    }
    let extra = "items=wheel-class&from=2026-11-24&to=2026-11-24&zone=UTC&limit=5";
    let answer = app
        .get(&format!("/v1/calendars/{KILN}/slots?{extra}"))
        .await;
    answer.problem(ProblemCode::InvalidRequest);
}

#[tokio::test]
async fn dates_at_the_ends_of_time_do_no_harm() {
    let app = TestApp::start().await;
    for (from, to) in [
        ("-262143-01-01", "-262143-01-02"),
        ("+262142-12-30", "+262142-12-31"),
        ("9998-12-31", "9999-01-01"),
    ] {
        let query = format!("items=wheel-class&from={from}&to={to}&zone=Asia/Tokyo");
        let query = query.replace('+', "%2B");
        let answer = app
            .get(&format!("/v1/calendars/{KILN}/slots?{query}"))
            .await;
        let problem = answer.problem(ProblemCode::InvalidField);
        assert_eq!(problem.fields[0].code, FieldProblemCode::OutOfRange);
    }
}
