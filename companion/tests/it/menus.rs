//! Menus: several services in one booking, staff, locations, forms, deposits and taxes.

use std::sync::Arc;

use booking_contract::{
    Answer as FormAnswer, Attendee, CalendarPage, CouponCheckReply, Field, FieldProblemCode,
    OpenOrder, OrderOpened, OrderStatus, OrderView, ProblemCode, SlotsPage,
};
use booking_engine::{Item, ItemAddOn, PriceRequest, price};
use serde_json::json;
use tokio::task::JoinSet;

use crate::app::{Answer, TestApp, at, guest, new_key};

/// The studio's menu.
pub(crate) const MENU: &str = "kiln-menu";
/// The practice's menu.
const CARE: &str = "northlight-care";
/// Friday at two o'clock in Lisbon, when both teachers work.
pub(crate) const FRIDAY: &str = "2026-11-27T14:00:00Z";
/// Monday at ten o'clock in New York.
const MONDAY: &str = "2026-11-23T15:00:00Z";

/// One service of a request.
pub(crate) fn item(service: &str, variation: &str, staff: &str, attendees: u32) -> Item {
    let mut item = Item::plain(service.parse().expect("an id"), attendees);
    item.variation_id = Some(variation)
        .filter(|id| !id.is_empty())
        .map(|id| id.parse().expect("an id"));
    item.staff_id = Some(staff)
        .filter(|id| !id.is_empty())
        .map(|id| id.parse().expect("an id"));
    item
}

/// A confirmation of these services, priced with the terms that the companion sent.
pub(crate) async fn confirmation(
    app: &TestApp,
    calendar: &str,
    items: Vec<Item>,
    starts_at: &str,
    code: Option<&str>,
) -> OpenOrder {
    let page: CalendarPage = app.calendar(calendar).await;
    let mut request = PriceRequest::of(items);
    request.code = code.map(str::to_owned);
    request.location_id = page.locations.first().map(|location| location.id.clone());
    let zone: chrono_tz::Tz = page.business.time_zone.parse().expect("a zone");
    let local = at(starts_at).with_timezone(&zone);
    request.starts_at = Some(chrono::DateTime::fixed_offset(&local));
    let mut terms = page.terms;
    if code.is_some() {
        let path = format!("/v1/calendars/{calendar}/coupon-checks");
        let reply = app.post(&path, &json!({ "request": request })).await;
        if let CouponCheckReply::Accepted { terms: with, .. } = reply.success() {
            terms = *with;
        }
    }
    let quote = price(&request, &terms, app.clock.now()).expect("a price");
    let most = request.items.iter().map(|item| item.attendees).max();
    let names = (1..=most.unwrap_or(1)).map(|number| Attendee {
        name: format!("Guest {number}").parse().expect("a name"),
        email: None,
    });
    let mut body = OpenOrder {
        request,
        starts_at: at(starts_at),
        guest: guest("ana@example.com"),
        attendees: Vec::new(),
        answers: Vec::new(),
        consent: true,
        quote,
        zone: "Europe/Berlin".to_owned(),
        language: Some("pt".to_owned()),
        return_to: None,
    };
    if calendar == MENU {
        body.attendees = names.collect();
    } else {
        body.guest.phone = Some("+1 212 555 0100".parse().expect("a number"));
        body.answers = answers(&[("reason", &["Back"]), ("adult", &["true"])]);
    }
    body
}

fn answers(given: &[(&str, &[&str])]) -> Vec<FormAnswer> {
    let one = |(id, values): &(&str, &[&str])| FormAnswer {
        field_id: (*id).to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    given.iter().map(one).collect()
}

pub(crate) async fn confirm(app: &TestApp, calendar: &str, body: &OpenOrder) -> Answer {
    let request = app
        .http
        .post(format!("{}/v1/calendars/{calendar}/orders", app.url))
        .header("idempotency-key", new_key())
        .json(body);
    app.send(request).await
}

async fn paid(app: &TestApp, calendar: &str, body: &OpenOrder) -> (OrderOpened, OrderView) {
    let opened: OrderOpened = confirm(app, calendar, body).await.success();
    app.press(&opened, "pay").await;
    let order = app.order(&opened).await;
    assert_eq!(order.status, OrderStatus::Paid);
    (opened, order)
}

/// The starts that are free, as `14:00 2` for two seats, in UTC.
async fn free(app: &TestApp, calendar: &str, question: &str) -> Vec<String> {
    let path = format!("/v1/calendars/{calendar}/slots?{question}&zone=UTC");
    let page: SlotsPage = app.get(&path).await.success();
    let slots = page.slots.iter();
    slots
        .map(|slot| format!("{} {}", slot.starts_at.format("%H:%M"), slot.seats_left))
        .collect()
}

fn friday(items: &str) -> String {
    format!("items={items}&from=2026-11-27&to=2026-11-27")
}

#[tokio::test]
async fn a_menu_shows_all_that_can_be_chosen_and_no_private_service() {
    let app = TestApp::start().await;
    let page = app.calendar(MENU).await;
    let ids: Vec<&str> = page.services.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        ids,
        ["open-wheel", "table-session", "wheel-lesson", "glaze-talk"]
    );
    assert_eq!(page.terms.services.len(), 4);
    assert_eq!(page.categories.len(), 3);
    assert_eq!(page.calendar.items_max, 3);
    let staff: Vec<&str> = page.staff.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(staff, ["ines-duarte", "tomas-reis"]);
    let table = &page.services[1];
    assert_eq!(table.variations[1].duration_minutes, 150);
    assert_eq!(page.services[0].add_ons[1].name, "Another bag of clay");
    assert_eq!(
        page.terms
            .service(&table.id)
            .expect("priced")
            .variations
            .len(),
        2
    );

    let path = format!("/v1/calendars/{MENU}?service=team-morning");
    let page: CalendarPage = app.get(&path).await.success();
    assert_eq!(page.services[4].id.as_str(), "team-morning");
    assert_eq!(page.terms.services.len(), 5);
    let hosted = app
        .get(&format!("/b/kiln-clay/{MENU}?service=team-morning"))
        .await;
    let plain = app.get(&format!("/b/kiln-clay/{MENU}")).await;
    if hosted.status.is_success() {
        assert!(hosted.text.contains("A morning for your team"));
        assert!(!plain.text.contains("A morning for your team"));
    }
    // It can be booked by its id, and a code tells nobody of it.
    let mut body = confirmation(
        &app,
        MENU,
        vec![item("open-wheel", "", "", 1)],
        FRIDAY,
        Some("WELCOME10"),
    )
    .await;
    assert!(
        !serde_json::to_string(&body.quote)
            .expect("JSON")
            .contains("team")
    );
    body.request = PriceRequest::of(vec![item("team-morning", "", "", 1)]);
    body.quote = price(&body.request, &page.terms, app.clock.now()).expect("a price");
    let opened: OrderOpened = confirm(&app, MENU, &body).await.success();
    assert_eq!(opened.order.items[0].name, "A morning for your team");
    app.check_books().await;
}

#[tokio::test]
async fn inactive_staff_are_neither_shown_nor_booked() {
    let app = TestApp::start().await;
    let items = vec![item("wheel-lesson", "hour", "ines-duarte", 1)];
    let body = confirmation(&app, MENU, items, FRIDAY, None).await;
    app.sql("UPDATE staff SET active = 0 WHERE id = 'ines-duarte'")
        .await;
    let page = app.calendar(MENU).await;
    assert_eq!(page.staff.len(), 1);
    let offers = &page.terms.services[2].staff;
    assert!(
        offers
            .iter()
            .all(|offer| offer.staff_id.as_str() == "tomas-reis")
    );
    let problem = confirm(&app, MENU, &body)
        .await
        .problem(ProblemCode::InvalidField);
    assert_eq!(
        (problem.fields[0].field, problem.fields[0].place),
        (Field::Item, Some(0))
    );
}

#[tokio::test]
async fn a_start_is_free_where_every_service_has_somebody_in_its_turn() {
    let app = TestApp::start().await;
    // Tomás works from 12 to 20 on a Friday, Inês as long as the studio is open: 10 to 21.
    let lesson = free(&app, MENU, &friday("wheel-lesson.long.tomas-reis")).await;
    assert_eq!(
        (lesson[0].as_str(), lesson.last().expect("some").as_str()),
        ("12:00 1", "18:30 1")
    );
    let any = free(&app, MENU, &friday("wheel-lesson.long")).await;
    assert_eq!(
        (any[0].as_str(), any.last().expect("some").as_str()),
        ("10:00 1", "19:30 1")
    );
    // The talk after the lesson is Tomás's, so that the lesson may begin before his day.
    let two = free(
        &app,
        MENU,
        &friday("wheel-lesson.long.ines-duarte,glaze-talk..tomas-reis"),
    )
    .await;
    assert_eq!(
        (two[0].as_str(), two.last().expect("some").as_str()),
        ("10:30 1", "18:00 1")
    );
    // All of it ends before the studio closes at nine.
    let class = free(&app, MENU, &friday("open-wheel,open-wheel,glaze-talk")).await;
    assert_eq!(
        (class[0].as_str(), class.last().expect("some").as_str()),
        ("10:00 1", "16:30 1")
    );

    let items = vec![item("open-wheel", "", "", 2)];
    paid(
        &app,
        MENU,
        &confirmation(&app, MENU, items, FRIDAY, None).await,
    )
    .await;
    // The class goes on with six seats, and nothing else of the studio's own meanwhile.
    let class = free(&app, MENU, &friday("open-wheel")).await;
    assert!(class.contains(&"14:00 6".to_owned()), "{class:?}");
    assert!(
        !class
            .iter()
            .any(|slot| slot.starts_with("12:30") || slot.starts_with("15:00"))
    );
    let two = free(&app, MENU, &friday("glaze-talk,open-wheel")).await;
    // A talk before it joins the class that is on, and nothing else that the studio would do.
    assert!(two.contains(&"13:30 1".to_owned()), "{two:?}");
    assert!(!two.iter().any(|slot| slot.starts_with("13:00")), "{two:?}");
    app.check_books().await;
}

#[tokio::test]
async fn a_location_has_its_own_hours_staff_and_services() {
    let app = TestApp::start().await;
    let monday = |items: &str, location: &str| {
        format!("items={items}&location={location}&from=2026-11-23&to=2026-11-24")
    };
    // Brooklyn opens on Tuesday at ten; clocks show UTC.
    let brooklyn = free(&app, CARE, &monday("assessment", "northlight-brooklyn")).await;
    assert_eq!(brooklyn[0], "15:00 1");
    let chelsea = free(&app, CARE, &monday("assessment", "northlight-chelsea")).await;
    assert_eq!(chelsea[0], "13:00 1");
    for (items, field) in [
        ("sports-massage", Field::Location),
        ("assessment..daniel-ortiz", Field::Item),
    ] {
        let question = monday(items, "northlight-brooklyn");
        let path = format!("/v1/calendars/{CARE}/slots?{question}&zone=UTC");
        let problem = app.get(&path).await.problem(ProblemCode::InvalidField);
        assert_eq!(
            (problem.fields[0].field, problem.fields[0].place),
            (field, Some(0))
        );
    }
    let question = monday("assessment", "elsewhere");
    let path = format!("/v1/calendars/{CARE}/slots?{question}&zone=UTC");
    let problem = app.get(&path).await.problem(ProblemCode::InvalidField);
    assert_eq!(problem.fields[0].field, Field::Location);
}

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
async fn what_the_form_asks_for_is_checked_by_question() {
    use FieldProblemCode::{Malformed, Missing, OutOfRange, Unknown};
    let app = TestApp::start().await;
    let items = || vec![item("assessment", "", "maya-chen", 1)];
    let good = confirmation(&app, CARE, items(), MONDAY, None).await;
    let with = |given: &[(&str, &[&str])]| {
        let mut all = vec![("reason", &["Back"][..]), ("adult", &["true"][..])];
        all.retain(|(id, _)| !given.iter().any(|(other, _)| other == id));
        all.extend_from_slice(given);
        OpenOrder {
            answers: answers(&all),
            ..good.clone()
        }
    };
    let long = "x".repeat(201);
    let cases: Vec<(OpenOrder, Field, Option<u32>, FieldProblemCode)> = vec![
        (with(&[("reason", &[])]), Field::Answers, Some(0), Missing),
        (
            with(&[("reason", &["  "])]),
            Field::Answers,
            Some(0),
            Missing,
        ),
        (
            with(&[("reason", &["Elbow"])]),
            Field::Answers,
            Some(0),
            Unknown,
        ),
        (
            with(&[("reason", &["Back", "Knee"])]),
            Field::Answers,
            Some(0),
            OutOfRange,
        ),
        (
            with(&[("treatments", &["Rest", "Rest"])]),
            Field::Answers,
            Some(1),
            Unknown,
        ),
        (
            with(&[("doctor", &[&long])]),
            Field::Answers,
            Some(2),
            OutOfRange,
        ),
        (
            with(&[("pain", &["much"])]),
            Field::Answers,
            Some(4),
            Malformed,
        ),
        (
            with(&[("pain", &["11"])]),
            Field::Answers,
            Some(4),
            OutOfRange,
        ),
        (
            with(&[("since", &["yesterday"])]),
            Field::Answers,
            Some(5),
            Malformed,
        ),
        (with(&[("adult", &[])]), Field::Answers, Some(6), Missing),
        (with(&[("shoe", &["42"])]), Field::Answers, None, Unknown),
        (
            OpenOrder {
                guest: guest("ana@example.com"),
                ..good.clone()
            },
            Field::Phone,
            None,
            Missing,
        ),
        (
            OpenOrder {
                attendees: vec![Attendee {
                    name: "Rui".parse().expect("a name"),
                    email: None,
                }],
                ..good.clone()
            },
            Field::AttendeeDetails,
            Some(0),
            OutOfRange,
        ),
    ];
    for (body, field, place, code) in cases {
        let answer = confirm(&app, CARE, &body).await;
        let problem = answer.problem(ProblemCode::InvalidField);
        let told = problem.fields[0];
        assert_eq!(
            (told.field, told.place, told.code),
            (field, place, code),
            "{}",
            answer.text
        );
    }
    let mut elsewhere = good.clone();
    elsewhere.request.location_id = None;
    let problem = confirm(&app, CARE, &elsewhere)
        .await
        .problem(ProblemCode::InvalidField);
    assert_eq!(
        (problem.fields[0].field, problem.fields[0].code),
        (Field::Location, Missing)
    );
    let mut formless = confirmation(
        &app,
        CARE,
        vec![item("treatment", "half", "", 1)],
        MONDAY,
        None,
    )
    .await;
    formless.request.items[0].variation_id = None;
    let problem = confirm(&app, CARE, &formless)
        .await
        .problem(ProblemCode::InvalidField);
    assert_eq!(
        (problem.fields[0].field, problem.fields[0].place),
        (Field::Item, Some(0))
    );

    let full = with(&[
        ("doctor", &["  Dr. Lee "]),
        ("treatments", &["Rest", "Massage"]),
        ("pain", &["7"]),
        ("since", &["2026-10-01"]),
    ]);
    let opened: OrderOpened = confirm(&app, CARE, &full).await.success();
    assert_eq!(opened.order.location.expect("a location").name, "Chelsea");
    let kept = app.books.text("SELECT answers FROM orders").await;
    assert!(kept.contains("\"Dr. Lee\""), "{kept}");
    assert_eq!(app.books.text("SELECT language FROM orders").await, "pt");
    app.check_books().await;
}

#[tokio::test]
async fn attendees_are_listed_exactly_with_what_is_asked() {
    use FieldProblemCode::{Missing, OutOfRange, Unknown};
    let app = TestApp::start().await;
    let good = confirmation(
        &app,
        MENU,
        vec![item("open-wheel", "", "", 2)],
        FRIDAY,
        None,
    )
    .await;
    let told = async |body: &OpenOrder| {
        let problem = confirm(&app, MENU, body)
            .await
            .problem(ProblemCode::InvalidField);
        let told = problem.fields[0];
        assert_eq!(told.field, Field::AttendeeDetails);
        (told.place, told.code)
    };
    let mut body = good.clone();
    body.attendees.truncate(1);
    assert_eq!(told(&body).await, (Some(1), Missing));
    let mut body = good.clone();
    body.attendees.push(good.attendees[0].clone());
    assert_eq!(told(&body).await, (Some(2), OutOfRange));
    let mut body = good.clone();
    body.attendees[1].email = Some("rui@example.com".parse().expect("an address"));
    assert_eq!(told(&body).await, (Some(1), Unknown));
    app.sql("UPDATE calendar SET attendee_details = 'names_and_emails'")
        .await;
    assert_eq!(told(&body).await, (Some(0), Missing));
    body.attendees[0].email = Some("ana@example.com".parse().expect("an address"));
    let opened: OrderOpened = confirm(&app, MENU, &body).await.success();
    assert_eq!(opened.order.attendees, body.attendees);
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

/// Sends a confirmation of one teacher's time through each of two calendars, many times over.
async fn race_for_a_teacher(app: &Arc<TestApp>) -> usize {
    for statement in [
        "INSERT INTO calendar (id, business_id, style, title) \
         VALUES ('kiln-other', 'kiln-clay', 'neo', 'Other')",
        "INSERT INTO service (id, calendar_id, position, name, unit_price_minor, \
         duration_minutes, interval_minutes, staff) VALUES ('other-talk', 'kiln-other', 1, \
         'Talk', 2000, 30, 30, '[{\"staff_id\":\"ines-duarte\"}]')",
        "UPDATE calendar SET attendee_details = 'none', test_mode = 1",
    ] {
        app.sql(statement).await;
    }
    let here = vec![item("glaze-talk", "", "ines-duarte", 1)];
    let mut here = confirmation(app, MENU, here, FRIDAY, None).await;
    here.attendees.clear();
    let there = vec![item("other-talk", "", "", 1)];
    let mut there = confirmation(app, "kiln-other", there, FRIDAY, None).await;
    (there.answers, there.guest.phone) = (Vec::new(), None);
    let mut guests = JoinSet::new();
    for number in 0..12 {
        let (calendar, mut body) = match number % 2 {
            0 => (MENU, here.clone()),
            _ => ("kiln-other", there.clone()),
        };
        body.guest = guest(&format!("guest{number}@example.com"));
        let app = Arc::clone(app);
        guests.spawn(async move { confirm(&app, calendar, &body).await });
    }
    let answers = guests.join_all().await;
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.problem(ProblemCode::SlotTaken);
    }
    answers.iter().filter(|answer| answer.status == 201).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_of_two_calendars_is_booked_once() {
    let app = Arc::new(TestApp::start().await);
    assert_eq!(race_for_a_teacher(&app).await, 1);
    app.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_a_teacher_is_booked_twice() {
    let app = Arc::new(TestApp::start().await);
    app.books
        .sabotage(
            "INSERT ON hold",
            "UPDATE slot_session SET taken = 0; DELETE FROM cell;",
        )
        .await;
    assert!(race_for_a_teacher(&app).await > 1);
}
