//! Fields that take no text that could be markup: each refuses all of them.

use e2e::desk::Desk;
use e2e::hostile::texts;
use e2e::stack::Stack;
use reqwest::Method;
use serde_json::{Value, json};

use super::planted::{NEO, Planted};

/// What refuses, and where it is sent: the request, and the place in its body.
pub(super) const NAMES: [(&str, (Request, &str)); 29] = [
    ("Answer.field_id", (Request::Order, "/answers/0/field_id")),
    (
        "type Percent",
        (Request::Coupon, "/draft/benefit/percent/percent"),
    ),
    (
        "BusinessSettings.website",
        (Request::Settings, "/settings/website"),
    ),
    (
        "BusinessSettings.zone",
        (Request::Settings, "/settings/zone"),
    ),
    ("CalendarDraft.accent", (Request::Calendar, "/draft/accent")),
    (
        "CalendarDraft.continue_to",
        (Request::Calendar, "/draft/continue_to"),
    ),
    ("CalendarDraft.cover", (Request::Calendar, "/draft/cover")),
    (
        "CategoryInfo.id",
        (Request::Calendar, "/draft/categories/0/id"),
    ),
    (
        "Conditions.weekdays[]",
        (Request::Coupon, "/draft/conditions/weekdays/0"),
    ),
    ("CouponDraft.duration", (Request::Coupon, "/draft/duration")),
    ("EditWebhook.url", (Request::EditedWebhook, "/url")),
    ("FormField.id", (Request::Calendar, "/draft/form/0/id")),
    ("Guest.phone", (Request::Order, "/guest/phone")),
    ("NamedSite.site", (Request::Site, "/site")),
    ("type EmailAddress", (Request::Invitation, "/email")),
    ("NewWebhook.url", (Request::Webhook, "/url")),
    ("OpenOrder.zone", (Request::Order, "/zone")),
    ("OpenOrder.language", (Request::Order, "/language")),
    ("OpenOrder.return_to", (Request::Order, "/return_to")),
    (
        "PaymentTerms.link.url",
        (Request::Calendar, "/draft/payment_terms/link/url"),
    ),
    (
        "ServiceDraft.category",
        (Request::Service, "/draft/category"),
    ),
    ("ServiceDraft.cover", (Request::Service, "/draft/cover")),
    (
        "Theme.background",
        (Request::Calendar, "/draft/theme/background"),
    ),
    (
        "format date",
        (Request::Coupon, "/draft/conditions/first_date"),
    ),
    ("format date-time", (Request::Check, "/request/starts_at")),
    (
        "pattern ^[A-Z0-9-]{1,64}$",
        (Request::Coupon, "/draft/code"),
    ),
    (
        "pattern ^[A-Z]{3}$",
        (Request::Settings, "/settings/currency"),
    ),
    (
        "pattern ^[A-Za-z0-9_-]{1,64}$",
        (Request::Service, "/calendar_id"),
    ),
    (
        "pattern ^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d)?$",
        (Request::Coupon, "/draft/starts"),
    ),
];

/// Where a business might be told of its orders.
const WEBHOOK: &str = "https://www.shop.example/orders";

/// A request that is done as long as nothing hostile is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    Calendar,
    Check,
    Coupon,
    EditedWebhook,
    Invitation,
    Order,
    Service,
    Settings,
    Site,
    Webhook,
}

impl Request {
    /// How it is made, by somebody who has a calendar already.
    async fn make(self, desk: &Desk, planted: &Planted<'_>) -> (Method, String, Value) {
        let post = |what: &str, body: Value| (Method::POST, planted.path(what), body);
        let calendar = &planted.calendars[0].calendar;
        match self {
            Self::Calendar => post(
                "calendars",
                json!({ "draft": {
                    "title": "Calm", "style": "neo", "theme": {},
                    "categories": [{ "id": "", "name": "Calm" }],
                    "form": [{ "id": "", "label": "Calm", "kind": "text" }],
                    "payment_terms": { "link": { "url": "https://example.com/terms" } },
                } }),
            ),
            Self::Check => {
                let items = json!([{ "service_id": planted.calendars[0].service, "attendees": 1 }]);
                let body = json!({ "request": { "items": items, "code": "ROUND-0" } });
                (
                    Method::POST,
                    format!("/v1/calendars/{calendar}/coupon-checks"),
                    body,
                )
            }
            Self::Coupon => post(
                "coupons",
                json!({ "draft": {
                    "name": "Calm", "benefit": { "percent": { "percent": "10" } },
                    "customers": [{ "email": "guest@example.com" }],
                    "conditions": { "weekdays": ["monday"] }, "duration": "once",
                } }),
            ),
            Self::EditedWebhook => {
                let body = json!({ "url": WEBHOOK });
                let made = desk.post(&planted.path("webhooks"), &body).await;
                let id = made["webhook"]["id"].as_str().expect("an id");
                (Method::PUT, planted.path(&format!("webhooks/{id}")), body)
            }
            Self::Invitation => {
                let body = json!({ "email": "new@example.com", "role": "staff" });
                post("invitations", body)
            }
            Self::Order => {
                let (path, body) = planted.confirmation().await;
                (Method::POST, path, body)
            }
            Self::Service => post(
                "services",
                json!({ "calendar_id": calendar, "draft": {
                    "name": "Calm", "unit_price_minor": 0, "duration_minutes": 30,
                    "interval_minutes": 30,
                } }),
            ),
            Self::Settings => {
                let path = planted.path("settings");
                let view = desk.done(Method::GET, &path, &Value::Null).await;
                let body = json!({ "version": view["version"], "settings": view["settings"] });
                (Method::PUT, path, body)
            }
            Self::Webhook => post("webhooks", json!({ "url": WEBHOOK })),
            Self::Site => post("sites", json!({ "site": "https://www.shop.example" })),
        }
    }
}

/// Puts a text into a place of a body that may not be there yet.
fn put(body: &mut Value, place: &str, text: &str) {
    let mut at = body;
    for step in place.split('/').skip(1) {
        at = match step.parse::<usize>() {
            Ok(number) => &mut at[number],
            Err(_) => &mut at[step],
        };
    }
    *at = json!(text);
}

#[tokio::test]
async fn what_takes_no_markup_refuses_every_text() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let mut planted = Planted::at(NEO, &desk);
    planted.calendar(0, true).await;
    let mut taken = Vec::new();
    for (name, (request, place)) in NAMES {
        // Without a hostile text it is done, so that nothing else is what is refused.
        let (method, path, body) = request.make(&desk, &planted).await;
        desk.done(method, &path, &body).await;
        let (method, path, body) = request.make(&desk, &planted).await;
        for text in texts() {
            let mut body = body.clone();
            put(&mut body, place, &text);
            let (status, told) = desk.ask(method.clone(), &path, &body).await;
            if ![400, 422].contains(&status) {
                taken.push(format!("{name}: {status} {told} for {text}"));
                break;
            }
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}
