//! A page as the companion serves it, and a network that answers as the studio of the fixtures.

use std::cell::Cell;

use booking_contract::{CalendarPage, CouponCheckReply, SlotsQuery, WidgetStyle};
use booking_engine::Rejection;
use booking_widget::view::theme;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CssStyleSheet, Document, Element, HtmlElement, HtmlInputElement};

use crate::fixtures::{date, free_slots, page, table, whole_terms};

pub(crate) fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

thread_local! {
    static DRESSED: Cell<bool> = const { Cell::new(false) };
}

/// Gives the page the rules of both looks, as the companion's page has those of one.
pub(crate) fn dress() {
    if !DRESSED.replace(true) {
        let sheet = CssStyleSheet::new().unwrap();
        sheet.replace_sync(theme::CSS).unwrap();
        document().set_adopted_style_sheets(&Array::of1(&sheet));
    }
}

/// The languages that the page offers.
const LANGUAGES: &str = "en /texts-en.txt English\nde /texts-de.txt Deutsch\nar /texts-ar.txt العربية\nar-EG /texts-ar-EG.txt مصر\nnl /texts-nl.txt Nederlands";

/// Lays a fresh page: the calendar's data, the texts, and the place for the widget.
pub(crate) fn lay(data: &str) {
    dress();
    let document = document();
    let body = document.body().unwrap();
    for id in ["booking", "booking-data", "booking-texts", "booking-broken"] {
        if let Some(old) = document.get_element_by_id(id) {
            old.remove();
        }
    }
    let root = document.create_element("div").unwrap();
    root.set_id("booking");
    root.set_text_content(Some("skeleton"));
    let script = document.create_element("script").unwrap();
    script.set_id("booking-data");
    script.set_attribute("type", "application/json").unwrap();
    script.set_text_content(Some(data));
    let texts = document.create_element("script").unwrap();
    texts.set_id("booking-texts");
    texts.set_attribute("type", "text/plain").unwrap();
    texts.set_attribute("data-languages", LANGUAGES).unwrap();
    texts.set_text_content(Some(table("en")));
    let broken = document.create_element("div").unwrap();
    broken.set_id("booking-broken");
    broken.set_attribute("hidden", "").unwrap();
    for element in [&root, &script, &texts, &broken] {
        body.append_child(element).unwrap();
    }
}

/// Starts the widget on a fresh page and waits for its first times.
pub(crate) async fn open(style: WidgetStyle) {
    open_page(&page(style)).await;
}

pub(crate) async fn open_page(page: &CalendarPage) {
    web_sys::window()
        .unwrap()
        .session_storage()
        .unwrap()
        .unwrap()
        .clear()
        .unwrap();
    lay(&serde_json::to_string(page).unwrap());
    booking_widget::start();
    until("[data-test=day]").await;
}

/// Puts a network in the place of the browser's: it answers what starts with `path` by a status
/// and a body, and counts what it is asked. An empty body is a connection that fails.
///
/// Widgets of earlier tests live on and look after their orders: where a test has none, a question
/// for one is theirs and is not counted.
pub(crate) fn network(answers: &[(&str, u16, String)]) {
    let list = Array::new();
    for (path, status, body) in answers {
        list.push(&Array::of3(
            &(*path).into(),
            &(*status).into(),
            &body.into(),
        ));
    }
    let window = web_sys::window().unwrap();
    Reflect::set(&window, &"answers".into(), &list).unwrap();
    Reflect::set(&window, &"asked".into(), &Array::new()).unwrap();
    Reflect::set(&window, &"visits".into(), &Array::new()).unwrap();
    let fetch = Function::new_with_args(
        "request",
        "const url = new URL(request.url);
         const here = ([path]) => url.pathname.endsWith(path);
         if (url.pathname.includes('/orders/') && !window.answers.some(here)) {
           return Promise.reject(new TypeError('an order of another test'));
         }
         window.asked.push(request.method + ' ' + url.pathname + url.search);
         window.visits.push(request.headers.get('booking-session'));
         for (const [path, status, body] of window.answers.filter(here)) {
           if (body === '') return Promise.reject(new TypeError('no connection'));
           return Promise.resolve(new Response(body, { status }));
         }
         return Promise.reject(new TypeError('no such place: ' + url));",
    );
    Reflect::set(&window, &"fetch".into(), &fetch).unwrap();
}

/// What the network was asked, method and path.
pub(crate) fn asked() -> Vec<String> {
    noted("asked")
}

/// What each request called the visit; empty where it did not.
pub(crate) fn visits() -> Vec<String> {
    noted("visits")
}

fn noted(what: &str) -> Vec<String> {
    let window = web_sys::window().unwrap();
    let noted = Reflect::get(&window, &what.into()).unwrap();
    Array::from(&noted)
        .iter()
        .map(|text| text.as_string().unwrap_or_default())
        .collect()
}

/// The studio's slots of November and December as JSON.
pub(crate) fn slots() -> String {
    let query = SlotsQuery {
        items: "yoga".parse().unwrap(),
        location: None,
        from: date("2026-11-01"),
        to: date("2026-12-31"),
        zone: "Europe/Lisbon".to_owned(),
    };
    serde_json::to_string(&free_slots(&query)).unwrap()
}

/// The studio's answer to a code.
pub(crate) fn accepted(code: &str) -> String {
    let code = code.parse().unwrap();
    let terms = whole_terms().public(Some(&code));
    serde_json::to_string(&CouponCheckReply::Accepted {
        code,
        terms: Box::new(terms),
    })
    .unwrap()
}

/// The studio's answer to what is no code of it.
pub(crate) fn refused() -> String {
    let reason = Rejection::NotFound;
    serde_json::to_string(&CouponCheckReply::Rejected { reason }).unwrap()
}

/// Lets the browser do its work for a while.
pub(crate) async fn pause(ms: i32) {
    let promise = Promise::new(&mut |done, _| {
        let window = web_sys::window().unwrap();
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits for an element, at most five seconds.
pub(crate) async fn until(selector: &str) -> Element {
    for _ in 0..100 {
        if let Some(element) = find(selector) {
            return element;
        }
        pause(50).await;
    }
    let html = document().body().unwrap().inner_html();
    panic!("{selector} did not appear in {html}");
}

pub(crate) fn find(selector: &str) -> Option<Element> {
    let root = document().get_element_by_id("booking")?;
    root.query_selector(selector).unwrap()
}

pub(crate) fn text(selector: &str) -> String {
    let element = find(selector).unwrap_or_else(|| panic!("there is no {selector}"));
    element.text_content().unwrap_or_default()
}

/// Presses what has this hook, and lets the widget draw.
pub(crate) async fn press(selector: &str) {
    let element: HtmlElement = until(selector).await.unchecked_into();
    element.click();
    pause(30).await;
}

/// Types into a field as a guest does: focus, text, and away.
pub(crate) async fn type_in(selector: &str, value: &str) {
    let input: HtmlInputElement = until(selector).await.unchecked_into();
    input.focus().unwrap();
    input.set_value(value);
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict("input", &options).unwrap();
    input.dispatch_event(&event).unwrap();
    pause(30).await;
}

/// Waits for the focus to reach an element, at most five seconds.
pub(crate) async fn focus_on(id: &str) {
    for _ in 0..100 {
        if focused() == id {
            return;
        }
        pause(50).await;
    }
    panic!("the focus is on {:?}, not on {id:?}", focused());
}

fn focused() -> String {
    let element = document().active_element();
    element.map(|element| element.id()).unwrap_or_default()
}

/// Waits for an element to hold a text, at most five seconds.
pub(crate) async fn reads(selector: &str, wanted: &str) {
    for _ in 0..100 {
        if find(selector).is_some() && text(selector) == wanted {
            return;
        }
        pause(50).await;
    }
    assert_eq!(text(selector), wanted);
}
