//! Every body of the guest's API as JSON.

use booking_contract::{
    CalendarInfo, CalendarPage, CancelOrder, Cancellation, CouponCheck, CouponCheckReply, Field,
    FieldProblem, FieldProblemCode, MoveOrder, OpenOrder, OrderOpened, OrderStatus, Problem,
    ProblemCode, SlotsPage, StepOrder, Theme, WidgetStyle,
};
use booking_engine::{QuoteChange, Rejection};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads the JSON and writes it again: both directions are pinned by one sample.
fn check<T: Serialize + DeserializeOwned>(sample: &Value) -> T {
    let body: T = serde_json::from_value(sample.clone()).unwrap();
    assert_eq!(serde_json::to_value(&body).unwrap(), *sample);
    body
}

fn refused<T: DeserializeOwned>(sample: Value) -> String {
    match serde_json::from_value::<T>(sample) {
        Ok(_) => panic!("a body that must be refused was read"),
        Err(error) => error.to_string(),
    }
}

fn terms() -> Value {
    json!({
        "calendar_id": "kiln-studio",
        "currency": "EUR",
        "services": [{ "id": "wheel", "unit_price_minor": 4800, "attendees_max": 4 }],
        "policy": {
            "oversize_fixed": "clamp",
            "free_orders": "allow",
            "deposit_basis": "after_discount",
            "first_purchase_scope": "business",
            "explain_rejections": false,
        },
    })
}

fn quote() -> Value {
    json!({
        "currency": "EUR",
        "lines": [{
            "service_id": "wheel",
            "unit_price_minor": 4800,
            "attendees": 2,
            "amount_minor": 9600,
            "discount_minor": 0,
        }],
        "subtotal_minor": 9600,
        "discount_minor": 0,
        "tax_minor": 0,
        "total_minor": 9600,
        "amount_due_minor": 9600,
        "balance_minor": 0,
    })
}

fn guest() -> Value {
    json!({ "name": "Test Guest", "email": "guest@example.com", "phone": "+351 210 000 000", "notes": "None" })
}

fn clock() -> Value {
    json!({
        "zone": "Europe/Lisbon",
        "offsets": [{ "from": "2026-12-01T00:00:00Z", "seconds": 0 }],
    })
}

fn slot() -> Value {
    json!({
        "starts_at": "2026-12-01T10:00:00Z",
        "ends_at": "2026-12-01T12:00:00Z",
        "seats_left": 3,
    })
}

fn open_order() -> Value {
    json!({
        "request": {
            "items": [{ "service_id": "wheel", "attendees": 2 }],
            "code": "welcome10",
        },
        "starts_at": "2026-12-01T10:00:00Z",
        "guest": guest(),
        "attendees": [{ "name": "Test Guest" }, { "name": "Test Friend" }],
        "answers": [{ "field_id": "size", "values": ["M"] }],
        "consent": true,
        "quote": quote(),
        "zone": "Europe/Lisbon",
        "language": "pt",
        "return_to": "https://example.com/classes",
        "passed": [{ "name": "utm_source", "value": "mail" }],
        "member": "head.claims.signature",
    })
}

#[test]
fn a_calendar_page() {
    let page: CalendarPage = check(&json!({
        "business": {
            "id": "kiln-clay",
            "name": "Kiln & Clay",
            "time_zone": "Europe/Lisbon",
            "website": "https://example.com",
        },
        "calendar": {
            "id": "kiln-studio",
            "style": "neo",
            "title": "Studio",
            "description": "",
            "location": "Lisbon",
            "cover": "/assets/covers/wheel.svg",
            "accent": "#8a4b2f",
            "coupons": true,
            "test_mode": true,
            "consent": "I agree.",
            "payment_terms": { "link": { "url": "https://example.com/terms" } },
            "cancellation": {
                "notice_minutes": 2880,
                "refund_percent": 100,
                "late_refund_percent": 50,
            },
            "theme": {
                "background": "#f4f1ea",
                "appearance": "light",
                "button": "Book now",
                "hides_title": true,
                "hides_description": false,
            },
            "steps": "form_first",
            "menu": "cards",
            "menu_start": "location",
            "items_max": 4,
            "zone": "business",
            "phone": "required",
            "attendee_details": "names",
            "form": [
                { "id": "allergies", "label": "Allergies", "required": false, "kind": "long_text" },
                { "id": "size", "label": "Apron size", "hint": "Ours run small.", "required": true,
                  "kind": { "choice": { "options": ["S", "M", "L"] } } },
                { "id": "age", "label": "Age", "required": false,
                  "kind": { "number": { "min": 6 } } },
            ],
            "first_date": "2026-11-21",
            "last_date": "2027-01-20",
        },
        "services": [{
            "id": "wheel",
            "name": "Wheel throwing",
            "description": "",
            "duration_minutes": 120,
            "category": "classes",
            "cover": "/assets/covers/wheel.svg",
            "locations": ["anjos"],
            "variations": [{ "id": "short", "name": "Short", "duration_minutes": 60 }],
            "add_ons": [{ "id": "clay", "name": "More clay" }],
        }],
        "categories": [{ "id": "classes", "name": "Classes" }],
        "staff": [{ "id": "ines", "name": "Test Teacher", "role": "Potter" }],
        "locations": [{ "id": "anjos", "name": "Anjos", "address": "Rua do Forno do Tijolo" }],
        "terms": terms(),
        "now": "2026-11-20T12:00:00Z",
    }));
    assert_eq!(page.calendar.style, WidgetStyle::Neo);
}

#[test]
fn a_calendar_without_choices_needs_to_name_none() {
    let info: CalendarInfo = serde_json::from_value(json!({
        "id": "kiln-studio",
        "style": "classic",
        "title": "Studio",
        "description": "",
        "location": "",
        "coupons": false,
        "test_mode": false,
        "first_date": "2026-11-21",
        "last_date": "2027-01-20",
    }))
    .unwrap();
    assert_eq!(info.items_max, 1);
    assert_eq!(info.steps, StepOrder::TimeFirst);
    assert_eq!(info.theme, Theme::default());
}

#[test]
fn a_page_of_slots() {
    let page: SlotsPage = check(&json!({
        "slots": [slot()],
        "clock": clock(),
        "business_clock": clock(),
    }));
    assert_eq!(page.slots[0].seats_left, 3);
}

#[test]
fn a_coupon_check_and_its_answers() {
    check::<CouponCheck>(&json!({
        "request": { "items": [{ "service_id": "wheel", "attendees": 2 }], "code": "welcome10" },
        "email": "guest@example.com",
        "member": "head.claims.signature",
    }));
    check::<CouponCheckReply>(&json!({ "accepted": { "code": "WELCOME10", "terms": terms() } }));
    let rejected = check(&json!({ "rejected": { "reason": "not_found" } }));
    let reason = Rejection::NotFound;
    assert_eq!(CouponCheckReply::Rejected { reason }, rejected);
}

#[test]
fn a_confirmation() {
    let order: OpenOrder = check(&open_order());
    assert_eq!(order.quote.total_minor, 9_600);
}

#[test]
fn a_confirmation_with_a_field_too_many_is_refused_by_name() {
    for (pointer, field) in [
        ("", "discount_minor"),
        ("/request", "total"),
        ("/guest", "admin"),
    ] {
        let mut body = open_order();
        body.pointer_mut(pointer).unwrap()[field] = json!(1);
        assert!(refused::<OpenOrder>(body).contains(field), "{field}");
    }
}

#[test]
fn a_confirmation_with_a_value_that_cannot_be_is_refused() {
    for (pointer, value) in [
        ("/guest/email", json!("guest")),
        ("/guest/name", json!(" ")),
        ("/guest/phone", json!("call me")),
        ("/request/items/0/attendees", json!(-1)),
        ("/request/items/0/attendees", json!(1.5)),
        ("/request/items/0/service_id", json!("../etc")),
        ("/starts_at", json!("tomorrow")),
        ("/quote/currency", json!("EURO")),
        ("/quote/total_minor", json!(96.0)),
    ] {
        let mut body = open_order();
        *body.pointer_mut(pointer).unwrap() = value;
        refused::<OpenOrder>(body);
    }
}

#[test]
fn an_opened_order() {
    let opened: OrderOpened = check(&json!({
        "order": {
            "id": "ord_1",
            "status": "awaiting_payment",
            "calendar_id": "kiln-studio",
            "items": [{
                "name": "Wheel throwing, short",
                "staff_name": "Test Teacher",
                "add_ons": ["More clay"],
                "starts_at": "2026-12-01T10:00:00Z",
                "ends_at": "2026-12-01T12:00:00Z",
            }],
            "location": { "id": "anjos", "name": "Anjos" },
            "starts_at": "2026-12-01T10:00:00Z",
            "ends_at": "2026-12-01T12:00:00Z",
            "attendees": [{ "name": "Test Guest" }, { "name": "Test Friend", "email": "friend@example.com" }],
            "guest": guest(),
            "quote": quote(),
            "paid_minor": 0,
            "refunded_minor": 0,
            "hold_until": "2026-11-20T12:30:00Z",
            "extension": { "left": 10, "minutes": 5 },
            "checkout_url": "https://checkout.stripe.com/c/pay/cs_test",
            "return_to": "https://example.com/classes",
            "continue_to": "https://example.com/thanks?order=ord_1",
            "movable_until": "2026-11-30T10:00:00Z",
            "test_mode": true,
            "clock": clock(),
            "business_clock": clock(),
            "now": "2026-11-20T12:00:00Z",
        },
        "token": "secret",
    }));
    assert_eq!(opened.order.status, OrderStatus::AwaitingPayment);
}

#[test]
fn what_calling_off_means_and_the_answer_to_it() {
    let told: Cancellation = check(&json!({
        "refund_minor": 9600,
        "until": "2026-11-30T10:00:00Z",
        "later_refund_minor": 0,
        "releases_coupon": true,
    }));
    let asked: CancelOrder = check(&json!({ "refund_minor": told.refund_minor }));
    assert_eq!(asked.refund_minor, 9_600);
    check::<MoveOrder>(&json!({ "starts_at": "2026-12-02T10:00:00Z" }));
    let refusal = refused::<CancelOrder>(json!({ "refund_minor": 1, "why": "rain" }));
    assert!(refusal.contains("why"), "{refusal}");
}

#[test]
fn every_order_status() {
    use OrderStatus::{
        AwaitingPayment, Cancelled, Closing, Expired, InReview, Opening, Paid, Refunded, Refunding,
    };
    let names = [
        Opening,
        AwaitingPayment,
        Closing,
        Paid,
        Expired,
        InReview,
        Refunding,
        Refunded,
        Cancelled,
    ]
    .map(|status| serde_json::to_value(status).unwrap());
    let expected = [
        "opening",
        "awaiting_payment",
        "closing",
        "paid",
        "expired",
        "in_review",
        "refunding",
        "refunded",
        "cancelled",
    ];
    assert_eq!(names, expected.map(|name| json!(name)));
}

#[test]
fn a_problem_with_everything() {
    let problem: Problem = check(&json!({
        "status": 409,
        "code": "quote_changed",
        "title": "The price has changed",
        "detail": "Show both prices and ask again.",
        "fields": [
            { "field": "email", "code": "malformed" },
            { "field": "answers", "place": 1, "code": "missing" },
        ],
        "quote": quote(),
        "changes": [
            "currency",
            "items",
            { "unit_price": { "service_id": "wheel", "shown_minor": 4500, "now_minor": 4800 } },
            { "code_rejected": { "reason": "not_found" } },
            { "discount": { "shown_minor": 960, "now_minor": 0 } },
            "other",
        ],
        "alternatives": [slot()],
        "retry_after_seconds": 30,
    }));
    assert_eq!(problem.code, ProblemCode::QuoteChanged);
    let email = FieldProblem {
        field: Field::Email,
        place: None,
        code: FieldProblemCode::Malformed,
    };
    assert_eq!(problem.fields[0], email);
    assert_eq!(problem.fields[1].place, Some(1));
    assert_eq!(problem.changes[5], QuoteChange::Other);
}

#[test]
fn a_plain_problem_is_four_fields() {
    check::<Problem>(&json!({
        "status": 404,
        "code": "not_found",
        "title": "Nothing here",
        "detail": "Check the address.",
    }));
}
