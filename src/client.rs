//! The companion's HTTP interface, seen from the browser. No cookies, no retries: what to do about a
//! failure is the flow's to decide.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use booking_contract::{CouponCheck, OpenOrder, Problem, SlotsPage, SlotsQuery};
use booking_engine::CalendarId;
use gloo_net::http::Response;
use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, AbortSignal, RequestCache};

use crate::flow::{Failure, OrderChange, OrderKey};
use crate::request::{Request, RequestBuilder};
use crate::{json, later};

/// How long an answer may take, in milliseconds, its body included.
const TIME_OUT_MS: u32 = 15_000;

thread_local! {
    /// What this visit of the frame is called.
    static VISIT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Begins a visit. The name says nothing but that it is one visit; the other half of the seed
/// stays unknown, since keys of confirmations are made from it.
pub(crate) fn begin_visit(seed: &[u8; 16]) {
    let half = seed.first_chunk().copied().unwrap_or_default();
    let name = format!("{:016x}", u64::from_be_bytes(half));
    VISIT.set(name);
}

/// A question to the companion, ready to be sent.
pub(crate) struct Question {
    request: RequestBuilder,
    body: Option<String>,
}

pub(crate) fn slots(calendar: &CalendarId, query: &SlotsQuery) -> Question {
    let (from, to) = (query.from.to_string(), query.to.to_string());
    let request = Request::get(&format!("/v1/calendars/{calendar}/slots"));
    let items = query.items.to_string();
    let location = query.location.as_ref().map_or("", |id| id.as_str());
    let all = [
        ("items", items.as_str()),
        ("from", &from),
        ("to", &to),
        ("zone", &query.zone),
        ("location", location),
    ];
    // Most calendars are at one place, and say nothing of it.
    let known = if location.is_empty() { 4 } else { 5 };
    without_body(request.query(&all[..known]))
}

/// The slots that the page brought along, in an element that is named after the address where they
/// would be asked for. They are taken once: later the world is another one.
pub(crate) fn brought_slots(question: &Question) -> Option<SlotsPage> {
    let document = web_sys::window()?.document()?;
    let element = document.get_element_by_id(question.request.address())?;
    element.remove();
    json::read(&element.text_content()?)
}

pub(crate) fn check_coupon(calendar: &CalendarId, check: &CouponCheck) -> Question {
    let request = Request::post(&format!("/v1/calendars/{calendar}/coupon-checks"));
    with_body(request, check)
}

pub(crate) fn open_order(calendar: &CalendarId, key: &str, order: &OpenOrder) -> Question {
    let request = Request::post(&format!("/v1/calendars/{calendar}/orders"));
    with_body(request.header("idempotency-key", key), order)
}

pub(crate) fn order(order: &OrderKey) -> Question {
    without_body(with_token(Request::get(&order_path(order, "")), order))
}

pub(crate) fn release_order(order: &OrderKey) -> Question {
    without_body(with_token(
        Request::post(&order_path(order, "/release")),
        order,
    ))
}

pub(crate) fn change_order(order: &OrderKey, change: OrderChange) -> Question {
    let request = |action| with_token(Request::post(&order_path(order, action)), order);
    match change {
        OrderChange::Extend => without_body(request("/extend")),
        OrderChange::Cancel(cancel) => with_body(request("/cancel"), &cancel),
        OrderChange::Move(wanted) => with_body(request("/move"), &wanted),
    }
}

/// The table of a language. Its address names its content, so the browser may keep it.
pub(crate) fn texts(address: &str) -> Question {
    Question {
        request: Request::get(address),
        body: None,
    }
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

fn without_body(request: RequestBuilder) -> Question {
    Question {
        request: of_visit(request),
        body: None,
    }
}

fn with_body(request: RequestBuilder, body: &impl Serialize) -> Question {
    Question {
        request: of_visit(request),
        body: json::write(body),
    }
}

/// Names the visit, so that the companion can tell guests of one network apart.
fn of_visit(request: RequestBuilder) -> RequestBuilder {
    let request = request.cache(RequestCache::NoStore);
    VISIT.with_borrow(|visit| match visit.as_str() {
        "" => request,
        visit => request.header("booking-session", visit),
    })
}

/// Sends a question; its answer is read and handed over.
///
/// What waits is the same for every question, and guests load it once.
pub(crate) fn ask<T: DeserializeOwned + 'static>(
    question: Question,
    then: impl FnOnce(Result<T, Failure>) + 'static,
) {
    let read = |text: String| json::read(&text).ok_or(Failure::Unreadable);
    ask_for_text(question, Box::new(move |text| then(text.and_then(read))));
}

/// Sends a question whose answer is handed over as it is.
pub(crate) fn ask_for_text(question: Question, then: Box<dyn FnOnce(Result<String, Failure>)>) {
    spawn_local(async move { then(answer(question).await) });
}

/// The body of an answer that came within the time-out and says that all is well.
async fn answer(question: Question) -> Result<String, Failure> {
    let deadline = Deadline::start();
    let (status, text) = fetch(question, deadline.signal())
        .await
        .ok_or_else(|| deadline.failure())?;
    if (200..300).contains(&status) {
        return Ok(text);
    }
    later::arrival().await;
    Err(refusal(&text))
}

/// What an answer says that is none.
#[inline(never)]
fn refusal(text: &str) -> Failure {
    match json::read::<Problem>(text) {
        Some(problem) => Failure::Refused(Box::new(problem)),
        // A proxy's page, say.
        None => Failure::Unreadable,
    }
}

/// The status and the text of an answer; none where there is none.
async fn fetch(question: Question, signal: Option<AbortSignal>) -> Option<(u16, String)> {
    let request = match question.body {
        Some(body) => question.request.body(&body),
        None => question.request,
    };
    let request = request.build(signal.as_ref())?;
    let response: Response = request.send().await.ok()?;
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
