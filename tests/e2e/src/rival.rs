//! Another guest, who books over the API while the one in the browser hesitates.

use booking_contract::{
    CalendarPage, CouponCheck, CouponCheckReply, Guest, OpenOrder, OrderOpened, SlotsPage,
};
use booking_engine::{Item, PriceRequest, price};
use chrono::{DateTime, Days, Utc};

use crate::stack::{Stack, Widget};

/// Opens an order for a slot over the API, priced by the same engine.
pub async fn book(
    stack: &Stack,
    widget: Widget,
    service: &str,
    starts_at: &str,
    code: Option<&str>,
) -> OrderOpened {
    let base = format!(
        "{}/v1/calendars/{}",
        stack.widget_origin(),
        widget.calendar()
    );
    let http = reqwest::Client::new();
    let page: CalendarPage = read(http.get(&base)).await;
    let request = PriceRequest {
        code: code.map(str::to_owned),
        ..PriceRequest::of(vec![Item::plain(service.parse().expect("an id"), 1)])
    };
    let mut terms = page.terms;
    if code.is_some() {
        let check = CouponCheck {
            request: request.clone(),
            email: None,
            member: None,
        };
        let reply = read(http.post(format!("{base}/coupon-checks")).json(&check)).await;
        match reply {
            CouponCheckReply::Accepted { terms: with, .. } => terms = *with,
            CouponCheckReply::Rejected { reason } => panic!("the rival's code: {reason:?}"),
        }
    }
    let order = OpenOrder {
        quote: price(&request, &terms, page.now).expect("a price"),
        request,
        starts_at: starts_at.parse().expect("a time"),
        guest: Guest {
            name: "Another Guest".parse().expect("a name"),
            email: "another@example.com".parse().expect("an address"),
            phone: None,
            notes: None,
        },
        attendees: Vec::new(),
        answers: Vec::new(),
        consent: true,
        zone: "Europe/Lisbon".to_owned(),
        language: None,
        return_to: None,
        passed: Vec::new(),
        member: None,
    };
    let key = format!("rival-{}", Utc::now().timestamp_micros());
    let post = http
        .post(format!("{base}/orders"))
        .header("Idempotency-Key", key);
    read(post.json(&order)).await
}

/// The start of the last free slot in the next weeks: one that the guest in the browser, who
/// takes the first, does not want.
pub async fn last_free_slot(stack: &Stack, widget: Widget, service: &str) -> DateTime<Utc> {
    let from = Utc::now().date_naive();
    let to = from.checked_add_days(Days::new(28)).expect("a date");
    let (origin, calendar) = (stack.widget_origin(), widget.calendar());
    let url = format!(
        "{origin}/v1/calendars/{calendar}/slots?items={service}&from={from}&to={to}&zone=UTC"
    );
    let page: SlotsPage = read(reqwest::Client::new().get(url)).await;
    page.slots.last().expect("a free slot").starts_at
}

async fn read<T: serde::de::DeserializeOwned>(request: reqwest::RequestBuilder) -> T {
    let answer = request.send().await.expect("the companion answers");
    let (status, body) = (answer.status(), answer.text().await.expect("a body"));
    assert!(status.is_success(), "{status}: {body}");
    serde_json::from_str(&body).expect("a body of the contract")
}
