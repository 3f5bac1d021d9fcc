//! The page between the two programs of the widget: it starts the one with what the other hands
//! over.
//!
//! Functions and a text of the page's script, `companion/src/pages/start.js`.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::flow::Handed;
use crate::json;

/// Starts the other program in the place of this one, which keeps its picture until then and takes
/// nothing more in. With nothing in hand it begins with what the page's address asks for.
pub(crate) fn hand_over(handed: Option<&Handed>) {
    let text = handed.and_then(json::write).unwrap_or_default();
    call("bookingHandOver", &text.into());
}

/// Has the other program fetched, as it is likely to be needed soon.
pub(crate) fn prepare() {
    call("bookingPrepare", &JsValue::UNDEFINED);
}

/// What the other program handed over.
pub(crate) fn handed() -> Option<Box<Handed>> {
    let handed = Reflect::get(&js_sys::global(), &"bookingHanded".into()).ok()?;
    json::read(&handed.as_string()?)
}

/// Calls a function of the page; one without it keeps what it shows.
fn call(name: &str, with: &JsValue) {
    let function = Reflect::get(&js_sys::global(), &name.into());
    if let Some(function) = function.ok().and_then(|it| it.dyn_into::<Function>().ok()) {
        // Whatever goes wrong there, the page tells the guest.
        let _ = function.call1(&JsValue::UNDEFINED, with);
    }
}
