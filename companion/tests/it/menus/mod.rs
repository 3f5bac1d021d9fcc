//! Menus: several services in one booking, staff, locations, forms, deposits and taxes.

mod bookings;
mod documented;
mod forms;
mod races;

use booking_contract::{
    Answer as FormAnswer, Attendee, CalendarPage, CouponCheckReply, Field, OpenOrder, OrderOpened,
    OrderStatus, OrderView, ProblemCode, SlotsPage,
};
use booking_engine::{Item, PriceRequest, price};
use serde_json::json;

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
        passed: Vec::new(),
        member: None,
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
    // All of it ends before the studio closes at nine; the talk is for one, and leaves the seats of
    // the classes.
    let class = free(&app, MENU, &friday("open-wheel,open-wheel,glaze-talk")).await;
    assert_eq!(
        (class[0].as_str(), class.last().expect("some").as_str()),
        ("10:00 8", "16:30 8")
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
    assert!(two.contains(&"13:30 6".to_owned()), "{two:?}");
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
