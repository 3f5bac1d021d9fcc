//! Several services in one booking: their takers, prices, taxes and seats.

use booking_contract::{Field, FieldProblemCode, OrderOpened, ProblemCode};
use booking_engine::ItemAddOn;
use serde_json::json;

use super::{CARE, FRIDAY, MENU, MONDAY, confirm, confirmation, free, friday, item, paid};
use crate::app::{TestApp, at, guest};

#[tokio::test]
async fn several_services_are_one_booking_with_one_code() {
    let app = TestApp::start().await;
    let mut class = item("open-wheel", "", "", 2);
    class.add_ons = vec![ItemAddOn {
        add_on_id: "clay".parse().expect("an id"),
        quantity: 2,
    }];
    let items = vec![
        class,
        item("wheel-lesson", "hour", "", 1),
        item("glaze-talk", "", "", 1),
    ];
    let body = confirmation(&app, MENU, items, FRIDAY, Some("WELCOME10")).await;
    assert_eq!(
        body.quote.subtotal_minor,
        2 * (4_800 + 1_800) + 6_500 + 2_500
    );
    assert_eq!(body.quote.discount_minor, 2_220);
    let (opened, order) = paid(&app, MENU, &body).await;
    let told: Vec<_> = order
        .items
        .iter()
        .map(|it| {
            (
                it.name.as_str(),
                it.staff_name.as_deref(),
                it.starts_at.format("%H:%M").to_string(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Open wheel class", None, "14:00".to_owned()),
            (
                "Lesson at the wheel, One hour",
                Some("Inês Duarte"),
                "16:00".to_owned()
            ),
            ("Choosing a glaze", Some("Inês Duarte"), "17:00".to_owned()),
        ]
    );
    assert_eq!(order.items[0].add_ons, ["Another bag of clay"]);
    assert_eq!(order.ends_at, at("2026-11-27T17:30:00Z"));
    assert_eq!(order.attendees.len(), 2);
    // Half is paid now, the rest later.
    assert_eq!(order.paid_minor, order.quote.amount_due_minor);
    assert_eq!(
        order.quote.balance_minor,
        order.quote.total_minor - order.paid_minor
    );
    assert!(order.quote.balance_minor > 0);
    app.check_books().await;
    // Called off, everything is free again.
    let minor = order.cancellation.expect("it may").refund_minor;
    assert_eq!(minor, order.paid_minor);
    let answer = app
        .act(&opened, "cancel", Some(json!({ "refund_minor": minor })))
        .await;
    assert!(answer.status.is_success(), "{}", answer.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM cell").await, 0);
    app.audit().await;
}

#[tokio::test]
async fn more_services_than_the_calendar_takes_are_too_many() {
    let app = TestApp::start().await;
    let body = confirmation(
        &app,
        MENU,
        vec![item("glaze-talk", "", "", 1); 4],
        FRIDAY,
        None,
    )
    .await;
    let problem = confirm(&app, MENU, &body)
        .await
        .problem(ProblemCode::InvalidField);
    let told = (problem.fields[0].field, problem.fields[0].code);
    assert_eq!(told, (Field::Service, FieldProblemCode::OutOfRange));
}

#[tokio::test]
async fn neighbours_of_one_member_of_staff_have_no_buffer_in_between() {
    let app = TestApp::start().await;
    app.sql(
        "UPDATE service SET buffer_after_minutes = 60 WHERE id IN ('glaze-talk', 'wheel-lesson')",
    )
    .await;
    let items = || {
        vec![
            item("glaze-talk", "", "ines-duarte", 1),
            item("wheel-lesson", "hour", "ines-duarte", 1),
        ]
    };
    paid(
        &app,
        MENU,
        &confirmation(&app, MENU, items(), FRIDAY, None).await,
    )
    .await;
    assert_eq!(app.number("SELECT COUNT(*) FROM cell").await, 6 + 12 + 12);
    // The buffer at the end stays.
    let after = free(&app, MENU, &friday("glaze-talk..ines-duarte")).await;
    assert!(
        !after.iter().any(|slot| slot.starts_with("16:00")),
        "{after:?}"
    );
    assert!(
        after.iter().any(|slot| slot.starts_with("16:30")),
        "{after:?}"
    );
    app.check_books().await;
}

#[tokio::test]
async fn anyone_is_whoever_is_free_and_their_own_price_is_not_asked() {
    let app = TestApp::start().await;
    let anyone = vec![item("wheel-lesson", "hour", "", 1)];
    let body = confirmation(&app, MENU, anyone, FRIDAY, None).await;
    assert_eq!(body.quote.total_minor, 6_500);
    let names = async || {
        let mut names = Vec::new();
        for number in 0..2 {
            let mut body = body.clone();
            body.guest = guest(&format!("guest{number}@example.com"));
            let (_, order) = paid(&app, MENU, &body).await;
            names.push(order.items[0].staff_name.clone().expect("somebody"));
        }
        names
    };
    assert_eq!(names().await, ["Inês Duarte", "Tomás Reis"]);
    let answer = confirm(&app, MENU, &body).await;
    let problem = answer.problem(ProblemCode::SlotTaken);
    assert!(!problem.alternatives.is_empty());
    let own = vec![item("wheel-lesson", "hour", "ines-duarte", 1)];
    let body = confirmation(&app, MENU, own, "2026-11-27T16:00:00Z", None).await;
    assert_eq!(body.quote.total_minor, 7_500);
    paid(&app, MENU, &body).await;
    app.check_books().await;
}

#[tokio::test]
async fn a_tax_on_top_is_charged_and_told_in_the_books() {
    let app = TestApp::start().await;
    let items = || vec![item("sports-massage", "", "", 1)];
    for code in [None, Some("RELIEF20")] {
        let start = if code.is_some() {
            "2026-11-23T17:00:00Z"
        } else {
            MONDAY
        };
        let body = confirmation(&app, CARE, items(), start, code).await;
        let net = if code.is_some() { 9_000 } else { 11_000 };
        assert_eq!(body.quote.total_minor - body.quote.tax_minor, net);
        assert!(body.quote.tax_minor > 0);
        let (_, order) = paid(&app, CARE, &body).await;
        assert_eq!(order.paid_minor, body.quote.total_minor);
        app.audit().await;
    }
    assert_eq!(
        app.number("SELECT COUNT(*) FROM orders WHERE charge_minor > total_minor")
            .await,
        2
    );
}

#[tokio::test]
async fn who_has_booked_goes_on_to_the_business_s_page_with_the_chosen_fields() {
    let app = TestApp::start().await;
    app.sql(
        "UPDATE calendar SET continue_to = 'https://kiln.example/thanks?from=widget', \
         continue_fields = '[\"order\",\"status\",\"service\",\"starts_at\",\"total\",\"currency\"]'",
    )
    .await;
    let body = confirmation(
        &app,
        MENU,
        vec![item("glaze-talk", "", "", 1)],
        FRIDAY,
        None,
    )
    .await;
    let opened: OrderOpened = confirm(&app, MENU, &body).await.success();
    assert_eq!(opened.order.continue_to, None);
    app.press(&opened, "pay").await;
    let order = app.order(&opened).await;
    let expected = format!(
        "https://kiln.example/thanks?from=widget&order={}&status=paid&service=glaze-talk\
         &starts_at=2026-11-27T14%3A00%3A00Z&total=2500&currency=EUR",
        order.id
    );
    assert_eq!(order.continue_to.as_deref(), Some(expected.as_str()));
    app.sql("UPDATE calendar SET continue_fields = '[\"email\",\"name\"]'")
        .await;
    let onward = app.order(&opened).await.continue_to.expect("a page");
    assert!(
        onward.ends_with("&email=ana%40example.com&name=Ana+Silva"),
        "{onward}"
    );
    for (address, safe) in [
        ("http://localhost:8080/thanks", true),
        ("http://127.0.0.1/thanks", true),
        ("http://kiln.example/thanks", false),
        ("http://localhost.kiln.example/thanks", false),
        ("javascript:alert(1)", false),
    ] {
        app.sql(&format!("UPDATE calendar SET continue_to = '{address}'"))
            .await;
        let onward = app.order(&opened).await.continue_to;
        assert_eq!(onward.is_some(), safe, "{address}");
    }
}

#[tokio::test]
async fn a_code_for_some_weekdays_is_for_those() {
    let app = TestApp::start().await;
    let items = || vec![item("glaze-talk", "", "", 1)];
    let friday = confirmation(&app, MENU, items(), FRIDAY, Some("MIDWEEK")).await;
    assert_eq!(friday.quote.discount_minor, 0);
    let tuesday = confirmation(&app, MENU, items(), "2026-11-24T14:00:00Z", Some("MIDWEEK")).await;
    assert_eq!(tuesday.quote.discount_minor, 375);
    paid(&app, MENU, &tuesday).await;
    app.check_books().await;
}

#[tokio::test]
async fn a_seat_that_is_called_off_is_that_of_its_own_service() {
    let app = TestApp::start().await;
    let items = vec![
        item("open-wheel", "", "", 2),
        item("table-session", "short", "", 1),
    ];
    let (_, order) = paid(
        &app,
        MENU,
        &confirmation(&app, MENU, items, FRIDAY, None).await,
    )
    .await;
    let seats = async || {
        let question = "SELECT COALESCE(SUM(taken), 0) FROM slot_session WHERE service_id =";
        let of = async |service: &str| app.number(&format!("{question} '{service}'")).await;
        (of("open-wheel").await, of("table-session").await)
    };
    assert_eq!(seats().await, (2, 1));
    let refund = async |attendee: u32| {
        let share = booking_companion::owner::Share::Attendee(attendee);
        let done = booking_companion::owner::refund(&app.state, &order.id, share, "the test").await;
        done.expect("the books").expect("a refund");
    };
    refund(3).await;
    assert_eq!(seats().await, (2, 0));
    refund(1).await;
    assert_eq!(seats().await, (1, 0));
    app.audit().await;
}
