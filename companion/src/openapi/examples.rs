//! Examples of bodies: values of the wire's own types, for a small pottery studio.

use std::fmt::Debug;
use std::str::FromStr;

use booking_contract::{
    Answer, Attendee, AttendeeDetails, BookedItem, Business, CalendarInfo, CalendarPage,
    CancelOrder, Cancellation, CancellationTerms, CategoryInfo, CouponCheck, CouponCheckReply,
    FieldKind, FormField, Guest, HoldExtension, LocationInfo, MenuLayout, MenuStart, MoveOrder,
    OpenOrder, OrderOpened, OrderStatus, OrderView, Passed, PaymentTerms, PhoneUse, ServiceInfo,
    Slot, SlotsPage, StepOrder, Theme, WidgetStyle, ZoneClock, ZoneOffset, ZonePolicy,
};
use booking_engine::{
    Benefit, Coupon, Item, PriceRequest, PromotionCode, Quote, QuoteChange, Service, Terms, price,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::health::{Health, HealthStatus};

const NOW: &str = "2026-11-20T09:00:00Z";
const ZONE: &str = "Europe/Lisbon";

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    match operation {
        "check_coupon" => Some(value(&CouponCheck {
            request: price_request(),
            email: Some(of("ada@example.com")),
            member: None,
        })),
        "open_order" => Some(value(&OpenOrder {
            request: price_request(),
            starts_at: slot().starts_at,
            guest: guest(),
            attendees: attendees(),
            answers: vec![Answer {
                field_id: "before".into(),
                values: vec!["Never".into()],
            }],
            consent: true,
            quote: quote(&terms()),
            zone: ZONE.into(),
            language: Some("en".into()),
            return_to: Some("https://kiln-and-clay.example/classes".into()),
            passed: vec![Passed {
                name: "utm_source".into(),
                value: "newsletter".into(),
            }],
            member: None,
        })),
        "cancel_order" => Some(value(&CancelOrder {
            refund_minor: quote(&terms()).amount_due_minor,
        })),
        "move_order" => Some(value(&MoveOrder {
            starts_at: slot().starts_at,
        })),
        "stripe_webhook" | "own_stripe_webhook" => Some(json!({
            "id": "evt_1",
            "type": "checkout.session.completed",
            "data": {"object": {"id": "cs_test_1", "client_reference_id": "ord_1"}}
        })),
        _ => None,
    }
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    let health = |status| value(&Health { status });
    match operation {
        "calendar" => Some(value(&calendar_page())),
        "slots" => Some(value(&SlotsPage {
            slots: vec![slot()],
            clock: clock(),
            business_clock: clock(),
        })),
        "check_coupon" => Some(value(&CouponCheckReply::Accepted {
            code: of("WELCOME10"),
            terms: Box::new(terms()),
        })),
        "open_order" => Some(value(&OrderOpened {
            order: order_view(OrderStatus::AwaitingPayment),
            token: "4gq0xZ8yS1mXkq2uJ9rT6w".into(),
        })),
        "order" | "move_order" => Some(value(&order_view(OrderStatus::Paid))),
        "extend_order" => Some(value(&order_view(OrderStatus::AwaitingPayment))),
        "cancel_order" => Some(value(&order_view(OrderStatus::Refunding))),
        "release_order" => Some(value(&order_view(OrderStatus::Expired))),
        "healthz" => Some(health(HealthStatus::Alive)),
        "readyz" => Some(health(HealthStatus::Ready)),
        _ => None,
    }
}

/// A parameter of the query for slots.
pub(super) fn query(name: &str) -> Option<Value> {
    match name {
        "items" => Some(json!("wheel")),
        "location" => Some(json!("anjos")),
        "from" => Some(json!("2026-12-01")),
        "to" => Some(json!("2026-12-31")),
        "zone" => Some(json!(ZONE)),
        _ => None,
    }
}

/// A free slot.
pub(super) fn slot() -> Slot {
    Slot {
        starts_at: of("2026-12-03T14:00:00Z"),
        ends_at: of("2026-12-03T16:00:00Z"),
        seats_left: 3,
    }
}

/// The price after a service became dearer, and what changed.
pub(super) fn changed_quote() -> (Quote, Vec<QuoteChange>) {
    let mut dearer = terms();
    for service in &mut dearer.services {
        service.unit_price_minor += 400;
    }
    let now = quote(&dearer);
    let changes = now.changes_since(&quote(&terms()));
    (now, changes)
}

/// What a guest chose.
pub(super) fn price_request() -> PriceRequest {
    PriceRequest {
        location_id: Some(of("anjos")),
        code: Some("welcome10".into()),
        ..PriceRequest::of(vec![Item::plain(of("wheel"), 2)])
    }
}

/// The terms with the code presented.
pub(super) fn terms() -> Terms {
    let benefit = Benefit::Percent {
        percent: of("10"),
        max_discount_minor: None,
    };
    Terms {
        services: vec![Service::plain(of("wheel"), 4_800, 4)],
        coupons: vec![Coupon {
            ends_at: Some(of("2026-12-31T23:59:59Z")),
            ..Coupon::of(of("welcome"), "Welcome".into(), benefit)
        }],
        promotion_codes: vec![PromotionCode::of(
            of("welcome-10"),
            of("welcome"),
            of("WELCOME10"),
        )],
        ..Terms::of(of("kiln-studio"), of("EUR"))
    }
}

/// What it costs.
pub(super) fn quote(terms: &Terms) -> Quote {
    price(&price_request(), terms, of(NOW)).expect("the example's request has a price")
}

/// Who books.
pub(super) fn guest() -> Guest {
    Guest {
        name: of("Ada Almeida"),
        email: of("ada@example.com"),
        phone: None,
        notes: Some(of("It is our first time.")),
    }
}

fn calendar_page() -> CalendarPage {
    CalendarPage {
        business: Business {
            id: "kiln-clay".into(),
            name: "Kiln & Clay".into(),
            time_zone: ZONE.into(),
            website: Some("https://kiln-and-clay.example".into()),
        },
        calendar: CalendarInfo {
            id: of("kiln-studio"),
            style: WidgetStyle::Neo,
            title: "Classes at the studio".into(),
            description: "Small groups, all material included.".into(),
            location: "Rua de Exemplo 1, Lisbon".into(),
            cover: Some("/assets/covers/wheel-throwing.svg".into()),
            accent: Some("#2148a6".into()),
            coupons: true,
            test_mode: true,
            consent: Some("I have read the house rules.".into()),
            payment_terms: Some(PaymentTerms::Text {
                text: "Places are kept as soon as they are paid.".into(),
            }),
            cancellation: Some(CancellationTerms {
                notice_minutes: 2_880,
                refund_percent: 100,
                late_refund_percent: 50,
            }),
            theme: Theme::default(),
            steps: StepOrder::TimeFirst,
            menu: MenuLayout::Cards,
            menu_start: MenuStart::Service,
            items_max: 3,
            zone: ZonePolicy::Guest,
            phone: PhoneUse::Optional,
            attendee_details: AttendeeDetails::Names,
            form: vec![FormField {
                id: "before".into(),
                label: "Have you worked with clay before?".into(),
                hint: String::new(),
                required: true,
                kind: FieldKind::Choice {
                    options: vec!["Never".into(), "Once or twice".into(), "Often".into()],
                },
            }],
            first_date: of("2026-11-20"),
            last_date: of("2027-01-19"),
        },
        services: vec![ServiceInfo {
            id: of("wheel"),
            name: "Throwing on the wheel".into(),
            description: "Two hours at a wheel of your own.".into(),
            duration_minutes: 120,
            category: "classes".into(),
            cover: Some("/assets/covers/wheel-throwing.svg".into()),
            locations: Vec::new(),
            variations: Vec::new(),
            add_ons: Vec::new(),
        }],
        categories: vec![CategoryInfo {
            id: "classes".into(),
            name: "Classes".into(),
        }],
        staff: Vec::new(),
        locations: vec![location()],
        terms: terms().public(None),
        now: of(NOW),
    }
}

pub(super) fn order_view(status: OrderStatus) -> OrderView {
    let quote = quote(&terms());
    let awaiting = status == OrderStatus::AwaitingPayment;
    let paid_minor = match status {
        OrderStatus::Paid | OrderStatus::Refunding => quote.amount_due_minor,
        _ => 0,
    };
    let refunded_minor = match status {
        OrderStatus::Refunding => paid_minor,
        _ => 0,
    };
    OrderView {
        id: "ord_7Jd2mQ".into(),
        status,
        calendar_id: of("kiln-studio"),
        items: vec![BookedItem {
            name: "Throwing on the wheel".into(),
            staff_name: None,
            add_ons: Vec::new(),
            starts_at: slot().starts_at,
            ends_at: slot().ends_at,
        }],
        location: Some(location()),
        starts_at: slot().starts_at,
        ends_at: slot().ends_at,
        attendees: attendees(),
        guest: guest(),
        quote,
        paid_minor,
        refunded_minor,
        movable_until: (status == OrderStatus::Paid).then(|| of("2026-12-01T14:00:00Z")),
        continue_to: None,
        cancellation: (status == OrderStatus::Paid).then(|| Cancellation {
            refund_minor: paid_minor,
            until: of("2026-11-23T10:00:00Z"),
            later_refund_minor: Some(0),
            releases_coupon: true,
        }),
        extension: awaiting.then_some(HoldExtension {
            left: 10,
            minutes: 5,
        }),
        hold_until: awaiting.then(|| of("2026-11-20T09:30:00Z")),
        checkout_url: awaiting.then(|| "https://checkout.stripe.com/c/pay/cs_test_1".into()),
        return_to: Some("https://kiln-and-clay.example/classes".into()),
        test_mode: true,
        clock: clock(),
        business_clock: clock(),
        now: of(NOW),
    }
}

fn location() -> LocationInfo {
    LocationInfo {
        id: of("anjos"),
        name: "Anjos".into(),
        address: "Rua de Exemplo 1, Lisbon".into(),
    }
}

fn attendees() -> Vec<Attendee> {
    let names = ["Ada Almeida", "Rui Costa"].map(|name| Attendee {
        name: of(name),
        email: None,
    });
    names.into()
}

fn clock() -> ZoneClock {
    ZoneClock {
        zone: ZONE.into(),
        offsets: vec![ZoneOffset {
            from: of("2026-10-25T01:00:00Z"),
            seconds: 0,
        }],
    }
}

/// A value from its text.
pub(super) fn of<T: FromStr>(text: &str) -> T
where
    T::Err: Debug,
{
    text.parse().expect("the examples are well formed")
}

pub(super) fn value<T: Serialize>(body: &T) -> Value {
    serde_json::to_value(body).expect("bodies of the wire are JSON")
}
