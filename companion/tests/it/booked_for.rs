//! Bookings for customers: the same price, slot and limits as for guests, booked at once and paid
//! later, with whoever made them in the business's log.

use booking_contract::owner::{
    AskBookingTerms, BookForCustomer, BookedForCustomer, BookingTerms, CustomersFound, LogPage,
    OrderDetails, OrderStanding, PayBy, SimulationMenu,
};
use booking_contract::{OrderOpened, ProblemCode};
use booking_engine::{Rejection, price};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{
    Answer, CLASS, KILN, LESSON, Setup, TUESDAY, TestApp, at, guest, new_key, request,
};
use crate::person::{BUSINESS, FOREIGN, GROUP, MANAGER, OWNER, Person, STAFF};

/// Somebody who books for others at the pottery studio.
struct Desk<'a> {
    app: &'a TestApp,
    person: Person<'a>,
}

impl<'a> Desk<'a> {
    async fn of(app: &'a TestApp, email: &str) -> Self {
        let person = app.sign_in(email).await;
        Self { app, person }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let path = format!("/v1/businesses/{BUSINESS}{path}");
        self.person.ask(method, &path, body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    async fn terms(&self, service: &str, code: Option<&str>, email: Option<&str>) -> BookingTerms {
        let asked = AskBookingTerms {
            calendar_id: KILN.parse().expect("an id"),
            request: request(service, 1, code),
            email: email.map(|email| email.parse().expect("an address")),
        };
        let asked = serde_json::to_value(asked).expect("JSON");
        let path = "/bookings/terms";
        self.ask(Method::POST, path, Some(asked)).await.success()
    }

    /// A booking for the customer of an address, as the page makes it: priced with the terms that
    /// the companion sent.
    async fn booking(&self, service: &str, attendees: u32, code: Option<&str>) -> BookForCustomer {
        let told = self.terms(service, code, Some("ana@example.com")).await;
        let request = request(service, attendees, code);
        let quote = price(&request, &told.terms, told.now).expect("a price");
        BookForCustomer {
            calendar_id: KILN.parse().expect("an id"),
            request,
            starts_at: at(TUESDAY),
            guest: guest("ana@example.com"),
            quote,
            pay: PayBy::AtBusiness,
        }
    }

    async fn book_with(&self, key: &str, booking: &BookForCustomer) -> Answer {
        let path = format!("/v1/businesses/{BUSINESS}/bookings");
        let request = self.person.request(Method::POST, &path);
        let request = request.header("idempotency-key", key).json(booking);
        self.app.send(request).await
    }

    async fn book(&self, booking: &BookForCustomer) -> Answer {
        self.book_with(&new_key(), booking).await
    }

    async fn booked(&self, booking: &BookForCustomer) -> BookedForCustomer {
        let answer = self.book(booking).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.success()
    }
}

const USES: &str = "SELECT COUNT(*) FROM redemption WHERE state = 'redeemed'";

#[tokio::test]
async fn it_is_booked_at_once_and_what_it_costs_is_left_to_be_paid() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, OWNER).await;
    let booking = desk.booking(CLASS, 2, Some("WELCOME10")).await;
    assert_eq!(booking.quote.total_minor, 8_640);
    let seats = app.seats_left(CLASS, TUESDAY).await;
    let booked = desk.booked(&booking).await;
    let order = &booked.order;
    assert_eq!(order.state, OrderStanding::Paid);
    assert_eq!(order.booked_by.as_deref(), Some("Test Owner"));
    assert_eq!(order.quote, booking.quote);
    assert_eq!(order.payments.paid_minor, 0);
    assert_eq!(order.payments.balance_minor, 8_640);
    assert_eq!(order.payment_link, None);
    // The zero record, and nothing else.
    let amounts: Vec<i64> = order
        .transactions
        .iter()
        .map(|it| it.amount_minor)
        .collect();
    assert_eq!(amounts, [0]);
    assert_eq!(app.number(USES).await, 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, seats - 2);
    app.check_books().await;

    // It is an order like any other: paid at the counter, and in the list.
    let paid = json!({ "balance_minor": 8_640, "amount_minor": 8_640, "method": "cash" });
    let path = format!("/orders/{}/payments", order.id);
    let order: OrderDetails = desk.ask(Method::POST, &path, Some(paid)).await.success();
    assert_eq!(order.payments.balance_minor, 0);
    app.audit().await;
}

#[tokio::test]
async fn the_log_says_who_booked() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, MANAGER).await;
    let booked = desk.booked(&desk.booking(CLASS, 1, None).await).await;
    let owner = Desk::of(&app, OWNER).await;
    let log: LogPage = owner.get("/log").await.success();
    let mut entries = log.entries.iter();
    let entry = entries.find(|entry| entry.action == "order.book");
    let entry = entry.expect("an entry");
    assert_eq!(entry.subject, booked.order.id);
    assert_eq!(
        entry.actor_name.as_deref(),
        booked.order.booked_by.as_deref()
    );
    assert!(entry.detail.contains("4800"), "{}", entry.detail);
    app.audit().await;
}

#[tokio::test]
async fn a_double_click_books_once() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, STAFF).await;
    let booking = desk.booking(CLASS, 1, None).await;
    let key = new_key();
    let first = desk.book_with(&key, &booking).await;
    assert_eq!(first.status, 201);
    let again = desk.book_with(&key, &booking).await;
    assert_eq!(again.status, 200, "{}", again.text);
    let (first, again): (BookedForCustomer, BookedForCustomer) = (first.success(), again.success());
    assert_eq!(first.order.id, again.order.id);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
    let mut other = booking.clone();
    other.guest = guest("somebody.else@example.com");
    desk.book_with(&key, &other)
        .await
        .problem(ProblemCode::KeyReused);
    app.audit().await;
}

#[tokio::test]
async fn a_link_collects_all_of_it_and_a_payment_settles_it() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, STAFF).await;
    let mut booking = desk.booking(CLASS, 2, Some("WELCOME10")).await;
    booking.pay = PayBy::Link;
    let key = new_key();
    let booked: BookedForCustomer = desk.book_with(&key, &booking).await.success();
    let link = booked.order.payment_link.expect("a link");
    assert_eq!(link.amount_minor, 8_640);
    assert_eq!(booked.no_link, None);
    let again: BookedForCustomer = desk.book_with(&key, &booking).await.success();
    assert_eq!(
        again.order.payment_link.map(|it| it.url),
        Some(link.url.clone())
    );
    let paid = app.http.post(format!("{}/pay", link.url));
    app.send(paid.form(&[("email", "ana@example.com")])).await;
    app.until_row("SELECT COUNT(*) FROM order_payment WHERE state = 'paid'")
        .await;
    let owner = Desk::of(&app, OWNER).await;
    let path = format!("/orders/{}", booked.order.id);
    let order: OrderDetails = owner.get(&path).await.success();
    assert_eq!(order.payments.balance_minor, 0);
    app.check_books().await;
}

#[tokio::test]
async fn without_a_payment_provider_it_is_booked_and_the_missing_link_is_told() {
    let app = TestApp::start_with(Setup {
        no_key: true,
        ..Setup::default()
    })
    .await;
    let desk = Desk::of(&app, OWNER).await;
    let mut booking = desk.booking(CLASS, 1, None).await;
    booking.pay = PayBy::Link;
    let booked = desk.booked(&booking).await;
    assert_eq!(booked.order.state, OrderStanding::Paid);
    let problem = booked.no_link.expect("why there is none");
    assert_eq!(problem.code, ProblemCode::PaymentUnavailable);
    app.audit().await;
}

#[tokio::test]
async fn a_booking_that_a_coupon_makes_free_has_its_zero_record_and_no_link() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, OWNER).await;
    let mut booking = desk.booking(CLASS, 1, Some("FREECLASS")).await;
    assert_eq!(booking.quote.total_minor, 0);
    booking.pay = PayBy::Link;
    let booked = desk.booked(&booking).await;
    assert_eq!(booked.order.payments.balance_minor, 0);
    assert_eq!(booked.order.payment_link, None);
    assert_eq!(booked.no_link, None);
    assert_eq!(booked.order.transactions.len(), 1);
    assert_eq!(app.number(USES).await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn the_guest_can_look_at_it_and_calls_it_off_like_any_other() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, OWNER).await;
    let booked = desk
        .booked(&desk.booking(CLASS, 1, Some("WELCOME10")).await)
        .await;
    let (page, token) = booked.guest_page.split_once('#').expect("a token");
    assert!(page.ends_with(&format!("/b/{BUSINESS}/{KILN}?order={}", booked.order.id)));
    let path = format!("{}/v1/orders/{}", app.url, booked.order.id);
    let asked = app.http.get(&path).bearer_auth(token);
    let view: booking_contract::OrderView = app.send(asked).await.success();
    assert_eq!(view.paid_minor, 0);
    let off = app.http.post(format!("{path}/cancel")).bearer_auth(token);
    let off = app.send(off.json(&json!({ "refund_minor": 0 }))).await;
    assert_eq!(off.status, 200, "{}", off.text);
    assert_eq!(app.number(USES).await, 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_place_that_is_gone_and_a_price_that_changed_are_told_before_anything_is_booked() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, OWNER).await;
    let booking = desk.booking(LESSON, 1, None).await;
    desk.booked(&booking).await;
    let taken = desk.book(&booking).await;
    let problem = taken.problem(ProblemCode::SlotTaken);
    assert!(!problem.alternatives.is_empty());

    let mut booking = desk.booking(CLASS, 1, None).await;
    booking.starts_at = at("2026-11-24T12:30:00Z");
    app.sql("UPDATE service SET unit_price_minor = 5000 WHERE id = 'wheel-class'")
        .await;
    let changed = desk.book(&booking).await;
    let problem = changed.problem(ProblemCode::QuoteChanged);
    let now = problem.quote.expect("the price of now");
    assert_eq!(now.total_minor, 5_000);
    assert!(!problem.changes.is_empty());
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
    let agreed = BookForCustomer {
        quote: *now,
        ..booking
    };
    desk.booked(&agreed).await;
    app.audit().await;
}

#[tokio::test]
async fn the_true_reason_against_a_code_is_told_and_limits_hold_as_for_guests() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, STAFF).await;
    let refused = async |code: &str, email: Option<&str>| {
        let told = desk.terms(CLASS, Some(code), email).await;
        assert_eq!(told.terms.coupons.is_empty(), told.refused.is_some());
        assert_eq!(told.code.is_none(), told.refused.is_some());
        told.refused
    };
    assert_eq!(refused("SPRING24", None).await, Some(Rejection::Expired));
    assert_eq!(refused("NO-SUCH", None).await, Some(Rejection::NotFound));
    app.sql(
        "UPDATE coupon SET max_per_customer = 1 WHERE id IN (SELECT coupon_id FROM \
             promotion_code WHERE code = 'WELCOME10')",
    )
    .await;
    desk.booked(&desk.booking(CLASS, 1, Some("WELCOME10")).await)
        .await;
    let limit = Some(Rejection::CustomerLimit);
    assert_eq!(refused("welcome10", Some("ana+x@example.com")).await, limit);
    assert_eq!(refused("welcome10", Some("new@example.com")).await, None);
    app.audit().await;
}

#[tokio::test]
async fn customers_of_before_are_found_by_their_words_each_once() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, MANAGER).await;
    let found = async |search: &str| -> CustomersFound {
        desk.get(&format!("/customers?search={search}"))
            .await
            .success()
    };
    assert_eq!(found("ana").await.customers, []);
    let mut first = desk.booking(CLASS, 1, None).await;
    first.guest.phone = Some("+351 900 000 000".parse().expect("a number"));
    desk.booked(&first).await;
    desk.booked(&first).await;
    let customers = found("silv").await.customers;
    assert_eq!(customers.len(), 1);
    assert_eq!(customers[0].email.as_str(), "ana@example.com");
    assert_eq!(customers[0].phone, first.guest.phone);
    assert_eq!(found("").await.customers, []);
    assert_eq!(found("silv%20other").await.customers, []);
}

#[tokio::test]
async fn a_calendar_of_another_business_is_not_there() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app, GROUP).await;
    let booking = desk.booking(CLASS, 1, None).await;
    let path = format!("/v1/businesses/{FOREIGN}/bookings");
    let request = desk.person.request(Method::POST, &path);
    let request = request.header("idempotency-key", new_key()).json(&booking);
    app.send(request).await.problem(ProblemCode::NotFound);
    let menu: SimulationMenu = desk.get("/bookings/menu").await.success();
    assert!(menu.calendars.iter().any(|it| it.id.as_str() == KILN));
    app.sql("UPDATE calendar SET archived = 1 WHERE id = 'kiln-studio'")
        .await;
    let menu: SimulationMenu = desk.get("/bookings/menu").await.success();
    assert!(!menu.calendars.iter().any(|it| it.id.as_str() == KILN));
    desk.book(&booking).await.problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn consent_and_questions_are_the_guests_own() {
    let app = TestApp::start().await;
    app.sql("UPDATE calendar SET consent = 'I agree', phone = 'required'")
        .await;
    let desk = Desk::of(&app, STAFF).await;
    let booked = desk.booked(&desk.booking(CLASS, 1, None).await).await;
    assert_eq!(booked.order.consent, None);
    // A guest is asked all the same.
    let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    body.consent = false;
    app.confirm(&body).await.problem(ProblemCode::InvalidField);
}

#[tokio::test]
async fn guests_still_pay_before_they_are_booked() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    let sql = format!(
        "UPDATE orders SET state = 'paid' WHERE id = '{}'",
        opened.order.id
    );
    app.sql(&sql).await;
    app.sql("UPDATE hold SET state = 'confirmed'").await;
    let law = "a paid order has been paid its amount due in one movement";
    let is_broken = async || {
        let broken = app.state.store.violations().await.expect("an audit");
        broken.iter().any(|violation| violation.law == law)
    };
    assert!(is_broken().await);
    // What the business booked itself is not held against it.
    app.sql("UPDATE orders SET booked_by = 'somebody'").await;
    assert!(!is_broken().await);
}
