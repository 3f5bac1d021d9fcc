//! Simulations: a guest's confirmation without one, and why a code is not taken.

use booking_contract::owner::{CouponRefusal, Simulation, SimulationMenu};
use booking_contract::{OrderOpened, ProblemCode};
use booking_engine::{Check, Facts, Miss, Outcome, Rejection, Remedy, Used};
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, KILN, LESSON, TUESDAY, TestApp, guest};
use crate::owned_coupons::desk::{Desk, refusal, tenth};
use crate::person::{GROUP, MANAGER};

/// A class for so many, with a code.
fn class(attendees: u32, code: &str) -> Value {
    json!({
        "calendar_id": KILN,
        "items": [{ "service_id": CLASS, "attendees": attendees }],
        "tried": { "code": code },
    })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn ask(desk: &Desk<'_>, body: &Value) -> Answer {
    desk.post("/simulations", body).await
}

async fn simulate(desk: &Desk<'_>, body: &Value) -> Simulation {
    ask(desk, body).await.success()
}

/// The check that failed, and by what.
fn failed(simulation: &Simulation) -> Option<(Check, Facts)> {
    let mut checks = simulation.checks.iter();
    let one = checks.find(|it| it.outcome == Outcome::Failed)?;
    Some((one.check, one.facts.clone().expect("facts")))
}

fn missed(simulation: &Simulation) -> Option<Miss> {
    match failed(simulation) {
        Some((Check::Found, Facts::Found { miss })) => miss,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_simulation_is_the_guest_s_own_price_and_writes_nothing() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let tries = app.number("SELECT COUNT(*) FROM wrong_tries").await;
    simulate(&owner, &class(1, "NEVERMADE")).await;
    for (attendees, code) in [
        (1, "WELCOME10"),
        (2, "CLAY25"),
        (3, "FREECLASS"),
        (2, "LASTONE"),
    ] {
        let body = app
            .confirmation(CLASS, attendees, TUESDAY, Some(code))
            .await;
        let asked = with(class(attendees, code), "starts", "2026-11-24T10:00".into());
        let simulation = simulate(&owner, &asked).await;
        assert_eq!(simulation.quote, body.quote, "{code}");
        assert_eq!((failed(&simulation), simulation.told), (None, None));
        assert!(simulation.takes_codes && simulation.test_mode);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
    let tries_now = app.number("SELECT COUNT(*) FROM wrong_tries").await;
    assert_eq!(tries_now, tries, "nobody is counted as guessing");
    let counted = "SELECT COUNT(*) FROM coupon WHERE test_reserved + test_redeemed > 0";
    assert_eq!(app.number(counted).await, 0);
}

#[tokio::test]
async fn every_rejection_of_a_guest_has_its_true_reason_here() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    // To a stranger all of these are one answer.
    let expired = simulate(&owner, &class(1, "SPRING24")).await;
    assert_eq!(expired.told, Some(Rejection::NotFound));
    let (check, facts) = failed(&expired).expect("a reason");
    assert_eq!(check, Check::NotOver);
    let Facts::NotOver { ends_at, .. } = facts else {
        panic!("{facts:?}")
    };
    assert!(ends_at.is_some());

    let unknown = simulate(&owner, &class(1, "NEVERMADE")).await;
    assert_eq!(missed(&unknown), Some(Miss::NoSuchCode));
    assert_eq!(unknown.leads_to, None);
    let no_code = simulate(&owner, &class(1, "not a code")).await;
    assert_eq!(missed(&no_code), Some(Miss::NotACode));

    // And this one is told to everybody, with what helps.
    let cheap = simulate(&owner, &class(1, "CLAY25")).await;
    let minimum = Rejection::MinimumAmount {
        minimum_minor: 6_000,
        missing_minor: 1_200,
    };
    assert_eq!(cheap.told, Some(minimum));
    let two = Remedy::Attendees {
        item: 0,
        attendees: 2,
    };
    assert_eq!(cheap.remedies, [two]);
    let reached = cheap
        .checks
        .iter()
        .filter(|it| it.outcome != Outcome::NotReached);
    assert_eq!(reached.count(), 7);
}

#[tokio::test]
async fn why_a_code_did_not_work_is_found_with_the_customer() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let mut once = tenth("ONCE");
    once["max_per_customer"] = 1.into();
    once["max_redemptions"] = 2.into();
    owner.make(once).await;
    let opened = app.paid(Some("ONCE")).await;

    let whoever = simulate(&owner, &class(1, "ONCE")).await;
    assert_eq!(failed(&whoever), None, "nobody in particular");
    let ana = with(class(1, "ONCE"), "email", " Ana@Example.com".into());
    let again = simulate(&owner, &ana).await;
    assert_eq!(again.told, Some(Rejection::NotFound));
    let used = |times, max| Used {
        times,
        max: Some(max),
    };
    let per_customer = Facts::PerCustomer {
        customer: used(1, 1),
        known: true,
    };
    assert_eq!(failed(&again), Some((Check::PerCustomer, per_customer)));

    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some("ONCE")).await;
    body.guest = guest("rui@example.com");
    let second: OrderOpened = app.confirm(&body).await.success();
    let third = simulate(
        &owner,
        &with(class(1, "ONCE"), "email", "lea@example.com".into()),
    )
    .await;
    let Some((Check::Redemptions, Facts::Redemptions { coupon, .. })) = failed(&third) else {
        panic!("{:?}", third.checks)
    };
    assert_eq!(coupon, used(2, 2));
    assert_ne!(opened.order.id, second.order.id);
}

#[tokio::test]
async fn what_is_for_others_is_told_as_such() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let potter = class(1, "POTTER15");
    let nobody = simulate(&owner, &potter).await;
    assert_eq!(missed(&nobody), Some(Miss::CouponForOthers));
    assert_eq!(nobody.told, Some(Rejection::NotFound));
    let by_address = simulate(
        &owner,
        &with(potter.clone(), "email", "ana@example.com".into()),
    )
    .await;
    assert_eq!(missed(&by_address), Some(Miss::CouponForOthers));
    let member = simulate(&owner, &with(potter.clone(), "member", "potter-17".into())).await;
    assert_eq!(failed(&member), None);

    let coupon = owner.make(tenth("FORALL")).await.coupon;
    let code =
        json!({ "code": "LEASOWN", "rules": { "customer": { "email": "lea@example.com" } } });
    let made = owner
        .post(&format!("/coupons/{}/codes", coupon.id), &code)
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let other = simulate(
        &owner,
        &with(class(1, "LEASOWN"), "email", "rui@example.com".into()),
    )
    .await;
    assert_eq!(missed(&other), Some(Miss::CodeForOthers));
    assert_eq!(
        other.leads_to.map(|it| it.coupon_id),
        Some(coupon.id.clone())
    );
    let hers = simulate(
        &owner,
        &with(class(1, "LEASOWN"), "email", "lea@example.com".into()),
    )
    .await;
    assert_eq!(failed(&hers), None);
    let unknown = simulate(&owner, &class(1, "LEASOWN")).await;
    assert_eq!(failed(&unknown), None, "as for a guest, it is provisional");
}

#[tokio::test]
async fn the_moment_of_booking_and_of_the_appointment_can_be_chosen() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    // The last day counts to its end, on the clocks of Lisbon.
    let last = with(class(1, "SPRING24"), "books", "2024-05-31T23:59".into());
    assert_eq!(failed(&simulate(&owner, &last).await), None);
    let after = with(class(1, "SPRING24"), "books", "2024-06-01T00:00".into());
    let after = failed(&simulate(&owner, &after).await);
    assert_eq!(after.map(|(check, _)| check), Some(Check::NotOver));

    let tuesday = with(class(1, "MIDWEEK"), "starts", "2026-11-24T10:00".into());
    assert_eq!(failed(&simulate(&owner, &tuesday).await), None);
    let friday = with(class(1, "MIDWEEK"), "starts", "2026-11-27T10:00".into());
    let friday = failed(&simulate(&owner, &friday).await);
    assert_eq!(friday.map(|(check, _)| check), Some(Check::Appointment));
}

#[tokio::test]
async fn a_draft_is_tried_as_if_it_were_saved_and_leaves_no_trace() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let draft = |draft: &Value, coupon: Option<&str>| {
        let mut tried = json!({ "draft": { "draft": draft } });
        if let Some(id) = coupon {
            tried["draft"]["coupon_id"] = id.into();
        }
        with(class(2, ""), "tried", tried)
    };
    let before = app.number("SELECT COUNT(*) FROM coupon").await;
    // With a code that somebody has, and with none.
    let mut nameless = tenth("WELCOME10");
    for _ in 0..2 {
        let simulation = simulate(&owner, &draft(&nameless, None)).await;
        assert_eq!(simulation.quote.discount_minor, 960);
        nameless.as_object_mut().expect("a draft").remove("code");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM coupon").await, before);

    // A change of a saved one counts its uses.
    let saved = owner.make(tenth("SAVED")).await.coupon;
    app.paid(Some("SAVED")).await;
    let mut tighter = tenth("SAVED");
    tighter["max_redemptions"] = 1.into();
    let simulation = simulate(&owner, &draft(&tighter, Some(saved.id.as_str()))).await;
    let reached = failed(&simulation).map(|(check, _)| check);
    assert_eq!(reached, Some(Check::Redemptions));
    let fresh = simulate(&owner, &draft(&tighter, None)).await;
    assert_eq!(failed(&fresh), None);

    let mut wrong = tenth("WRONG");
    wrong["minimum_amount_minor"] = (-1).into();
    let refused = ask(&owner, &draft(&wrong, None)).await;
    assert!(matches!(refusal(&refused), CouponRefusal::Fields { .. }));
    let missing = ask(&owner, &draft(&tighter, Some("cpn_none"))).await;
    missing.problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn a_calendar_without_coupons_finds_no_code() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    app.sql("UPDATE calendar SET coupons = 0").await;
    let simulation = simulate(&owner, &class(1, "WELCOME10")).await;
    assert!(!simulation.takes_codes);
    assert_eq!(missed(&simulation), Some(Miss::NoSuchCode));
    assert_eq!(simulation.quote.discount_minor, 0);
}

#[tokio::test]
async fn others_calendars_and_what_is_not_sold_are_refused() {
    let app = TestApp::start().await;
    let group = Desk::of(&app, GROUP).await;
    let foreign = with(class(1, "WELCOME10"), "calendar_id", "northlight".into());
    ask(&group, &foreign).await.problem(ProblemCode::NotFound);
    let too_many = ask(&group, &class(9, "WELCOME10")).await;
    too_many.problem(ProblemCode::InvalidField);
    let unsold = with(
        class(1, "X"),
        "items",
        json!([{ "service_id": "yoga", "attendees": 1 }]),
    );
    ask(&group, &unsold)
        .await
        .problem(ProblemCode::InvalidField);
    let far = with(class(1, "X"), "books", "0001-01-01".into());
    ask(&group, &far).await.problem(ProblemCode::InvalidField);
}

#[tokio::test]
async fn the_menu_names_everything_that_can_be_tried() {
    let app = TestApp::start().await;
    let manager = Desk::of(&app, MANAGER).await;
    app.sql("UPDATE service SET private = 1 WHERE id = 'private-lesson'")
        .await;
    let menu: SimulationMenu = manager.get("/simulations/menu").await.success();
    let ids: Vec<&str> = menu.calendars.iter().map(|it| it.id.as_str()).collect();
    assert!(
        ids.contains(&KILN) && !ids.contains(&"northlight"),
        "{ids:?}"
    );
    let kiln = menu.calendars.iter().find(|it| it.id.as_str() == KILN);
    let kiln = kiln.expect("the calendar");
    let lesson = kiln.service(&LESSON.parse().expect("an id"));
    assert_eq!(
        lesson.map(|it| it.attendees_max),
        Some(1),
        "private ones as well"
    );
}
