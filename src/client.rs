//! The companion's HTTP interface, seen from the browser. Same origin, no cookies, no retries:
//! what to do about a failure is the flow's to decide.

use std::cell::Cell;
use std::rc::Rc;

use booking_contract::{
    CouponCheck, CouponCheckReply, OpenOrder, OrderOpened, OrderView, Problem, SlotsPage,
    SlotsQuery,
};
use booking_engine::CalendarId;
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::{AbortController, AbortSignal, RequestCache, RequestCredentials};

use crate::flow::{Failure, OrderKey};
use crate::json;

/// How long an answer may take, in milliseconds, its body included.
const TIME_OUT_MS: u32 = 15_000;

pub(crate) async fn slots(calendar: &CalendarId, query: &SlotsQuery) -> Result<SlotsPage, Failure> {
    let (from, to) = (query.from.to_string(), query.to.to_string());
    let request = Request::get(&format!("/v1/calendars/{calendar}/slots")).query([
        ("service", query.service.as_str()),
        ("from", &from),
        ("to", &to),
        ("zone", &query.zone),
    ]);
    answer(request, None).await
}

pub(crate) async fn check_coupon(
    calendar: &CalendarId,
    check: &CouponCheck,
) -> Result<CouponCheckReply, Failure> {
    let request = Request::post(&format!("/v1/calendars/{calendar}/coupon-checks"));
    answer(request, Some(written(check)?)).await
}

pub(crate) async fn open_order(
    calendar: &CalendarId,
    key: &str,
    order: &OpenOrder,
) -> Result<OrderOpened, Failure> {
    let request = Request::post(&format!("/v1/calendars/{calendar}/orders"));
    answer(
        request.header("idempotency-key", key),
        Some(written(order)?),
    )
    .await
}

pub(crate) async fn order(order: &OrderKey) -> Result<OrderView, Failure> {
    answer(
        with_token(Request::get(&order_path(order, "")), order),
        None,
    )
    .await
}

pub(crate) async fn release_order(order: &OrderKey) -> Result<OrderView, Failure> {
    let request = Request::post(&order_path(order, "/release"));
    answer(with_token(request, order), None).await
}

/// The table of a language; none where it did not arrive. Its address names its content, so that
/// the browser may keep it.
pub(crate) async fn texts(address: &str) -> Option<String> {
    let deadline = Deadline::start();
    let request = Request::get(address).cache(RequestCache::Default);
    let (status, text) = fetch(request, None, deadline.signal()).await?;
    (status == 200).then_some(text)
}

/// The path of an order, whose id comes from the page's address and may be any text.
fn order_path(order: &OrderKey, action: &str) -> String {
    let id = String::from(js_sys::encode_uri_component(&order.id));
    format!("/v1/orders/{id}{action}")
}

fn with_token(request: RequestBuilder, order: &OrderKey) -> RequestBuilder {
    // Anything but visible ASCII would be refused as a header, and is no token either.
    let token: String = order.token.chars().filter(char::is_ascii_graphic).collect();
    request.header("authorization", &format!("Bearer {token}"))
}

fn written(body: &impl Serialize) -> Result<String, Failure> {
    // The bodies hold no maps with odd keys, so writing them does not fail.
    serde_json::to_string(body).map_err(|_| Failure::Unreadable)
}

/// Sends a request and reads its answer, both within the time-out.
async fn answer<T: DeserializeOwned>(
    request: RequestBuilder,
    body: Option<String>,
) -> Result<T, Failure> {
    let deadline = Deadline::start();
    let request = request.cache(RequestCache::NoStore);
    let (status, text) = fetch(request, body, deadline.signal())
        .await
        .ok_or_else(|| deadline.failure())?;
    if (200..300).contains(&status) {
        return json::read(&text).ok_or(Failure::Unreadable);
    }
    Err(match json::read::<Problem>(&text) {
        Some(problem) => Failure::Refused(Box::new(problem)),
        // A proxy's page, say.
        None => Failure::Unreadable,
    })
}

/// The status and the text of an answer; none where there is none.
async fn fetch(
    request: RequestBuilder,
    body: Option<String>,
    signal: Option<AbortSignal>,
) -> Option<(u16, String)> {
    let request = request
        .abort_signal(signal.as_ref())
        .credentials(RequestCredentials::Omit);
    let request = match body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body),
        None => request.build(),
    };
    let response: Response = request.ok()?.send().await.ok()?;
    let text = response.text().await.ok()?;
    Some((response.status(), text))
}

/// Aborts a request that takes too long; dropping it calls that off.
struct Deadline {
    controller: Option<AbortController>,
    passed: Rc<Cell<bool>>,
    _timer: Timeout,
}

impl Deadline {
    fn start() -> Self {
        let controller = AbortController::new().ok();
        let passed = Rc::new(Cell::new(false));
        let timer = Timeout::new(TIME_OUT_MS, {
            let (controller, passed) = (controller.clone(), passed.clone());
            move || {
                passed.set(true);
                if let Some(controller) = controller {
                    controller.abort();
                }
            }
        });
        Self {
            controller,
            passed,
            _timer: timer,
        }
    }

    fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }

    /// Why there was no answer.
    fn failure(&self) -> Failure {
        if self.passed.get() {
            Failure::TimedOut
        } else {
            Failure::Unreachable
        }
    }
}
