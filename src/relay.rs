//! The page between the two programs of the widget: it starts the one with what the other hands
//! over.
//!
//! Functions and a text of the page's script, `companion/src/pages/start.js`.

use std::cell::RefCell;

use booking_contract::OrderOpened;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::flow::Handed;
use crate::json;

thread_local! {
    /// The answer to the confirmation, as it came.
    static OPENED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Notes the answer to the confirmation: the other program begins with it, so that what it draws
/// first is the order as it is.
pub(crate) fn note_opened(text: &str) {
    OPENED.with_borrow_mut(|opened| text.clone_into(opened));
}

/// The answer to the confirmation, as the other program got it.
pub(crate) fn opened() -> Option<Box<OrderOpened>> {
    let opened = Reflect::get(&js_sys::global(), &"bookingOpened".into()).ok()?;
    json::read(&opened.as_string()?)
}

/// Starts the other program in the place of this one, which keeps its picture until then and takes
/// nothing more in. With nothing in hand it begins with what the page's address asks for.
pub(crate) fn hand_over(handed: Option<&Handed>) {
    let text = handed.and_then(json::write).unwrap_or_default();
    OPENED.with_borrow(|opened| call("bookingHandOver", &text.into(), &opened.as_str().into()));
}

/// Has the other program fetched, as it is likely to be needed soon.
pub(crate) fn prepare() {
    call("bookingPrepare", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
}

/// What the other program handed over.
pub(crate) fn handed() -> Option<Box<Handed>> {
    let handed = Reflect::get(&js_sys::global(), &"bookingHanded".into()).ok()?;
    json::read(&handed.as_string()?)
}

/// Calls a function of the page; one without it keeps what it shows.
fn call(name: &str, with: &JsValue, and: &JsValue) {
    let function = Reflect::get(&js_sys::global(), &name.into());
    if let Some(function) = function.ok().and_then(|it| it.dyn_into::<Function>().ok()) {
        // Whatever goes wrong there, the page tells the guest.
        let _ = function.call2(&JsValue::UNDEFINED, with, and);
    }
}
