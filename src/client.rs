//! The companion's HTTP interface, seen from the browser. Same origin, no cookies, no retries:
//! what to do about a failure is the flow's to decide.

use std::cell::Cell;
use std::rc::Rc;

use booking_contract::{
    CouponCheck, CouponCheckReply, OpenOrder, OrderOpened, OrderView, Problem, SlotsPage,
    SlotsQuery,
};
use booking_engine::CalendarId;
use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, Request, RequestCache, RequestCredentials, RequestInit,
    Response,
};

use crate::flow::{Failure, OrderKey};
use crate::json;

/// How long an answer may take, in milliseconds, its body included.
const TIME_OUT_MS: u32 = 15_000;

pub(crate) async fn slots(calendar: &CalendarId, query: &SlotsQuery) -> Result<SlotsPage, Failure> {
    let (service, from, to) = (&query.service, query.from, query.to);
    let zone = encoded(&query.zone);
    let asked = format!("service={service}&from={from}&to={to}&zone={zone}");
    answer(Call::get(format!("/v1/calendars/{calendar}/slots?{asked}"))).await
}

pub(crate) async fn check_coupon(
    calendar: &CalendarId,
    check: &CouponCheck,
) -> Result<CouponCheckReply, Failure> {
    let path = format!("/v1/calendars/{calendar}/coupon-checks");
    answer(Call::post(path).with_body(check)?).await
}

pub(crate) async fn open_order(
    calendar: &CalendarId,
    key: &str,
    order: &OpenOrder,
) -> Result<OrderOpened, Failure> {
    let mut call = Call::post(format!("/v1/calendars/{calendar}/orders")).with_body(order)?;
    call.headers.push(("idempotency-key", key.to_owned()));
    answer(call).await
}

pub(crate) async fn order(order: &OrderKey) -> Result<OrderView, Failure> {
    answer(Call::get(order_path(order, "")).with_token(order)).await
}

pub(crate) async fn release_order(order: &OrderKey) -> Result<OrderView, Failure> {
    answer(Call::post(order_path(order, "/release")).with_token(order)).await
}

/// The path of an order, whose id comes from the page's address and may be any text.
fn order_path(order: &OrderKey, action: &str) -> String {
    format!("/v1/orders/{}{action}", encoded(&order.id))
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// A request to be sent.
struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

impl Call {
    fn get(path: String) -> Self {
        Self {
            method: "GET",
            path,
            headers: Vec::new(),
            body: None,
        }
    }

    fn post(path: String) -> Self {
        Self {
            method: "POST",
            ..Self::get(path)
        }
    }

    fn with_body(mut self, body: &impl Serialize) -> Result<Self, Failure> {
        // The bodies hold no maps with odd keys, so writing them does not fail.
        self.body = Some(serde_json::to_string(body).map_err(|_| Failure::Unreadable)?);
        let json = "application/json".to_owned();
        self.headers.push(("content-type", json));
        Ok(self)
    }

    fn with_token(mut self, order: &OrderKey) -> Self {
        // Anything but visible ASCII would be refused as a header, and is no token either.
        let token: String = order.token.chars().filter(char::is_ascii_graphic).collect();
        self.headers
            .push(("authorization", format!("Bearer {token}")));
        self
    }

    /// The status and the text of the answer.
    async fn send(self, signal: Option<AbortSignal>) -> Result<(u16, String), JsValue> {
        let headers = Headers::new()?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        let options = RequestInit::new();
        options.set_method(self.method);
        options.set_headers(&headers);
        options.set_signal(signal.as_ref());
        options.set_cache(RequestCache::NoStore);
        options.set_credentials(RequestCredentials::Omit);
        if let Some(body) = &self.body {
            options.set_body(&body.into());
        }
        let request = Request::new_with_str_and_init(&self.path, &options)?;
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let response = JsFuture::from(window.fetch_with_request(&request)).await?;
        let response: Response = response.unchecked_into();
        let text = JsFuture::from(response.text()?).await?;
        Ok((response.status(), text.as_string().unwrap_or_default()))
    }
}

/// Sends a request and reads its answer, both within the time-out.
async fn answer<T: DeserializeOwned>(call: Call) -> Result<T, Failure> {
    let deadline = Deadline::start();
    let (status, text) = call
        .send(deadline.signal())
        .await
        .map_err(|_| deadline.failure())?;
    if (200..300).contains(&status) {
        return json::read(&text).ok_or(Failure::Unreadable);
    }
    Err(match json::read::<Problem>(&text) {
        Some(problem) => Failure::Refused(Box::new(problem)),
        // A proxy's page, say.
        None => Failure::Unreadable,
    })
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
