//! Fetches the later part of the program, by way of the page's script.
//!
//! `companion/src/pages/start.js` gives the page the function [`FETCH`] where the program is in parts.
//! Where it is whole, as in tests and with `trunk serve`, everything is there from the start.

use std::cell::Cell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::start;

/// A function of the page that answers with a promise. It is kept once the later part is there and
/// never broken: where the file does not come, the page says so and tries again when the guest
/// wants it. The page takes the function away once the part is there, whoever asked for it.
const FETCH: &str = "bookingLater";

thread_local! {
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether the later part is there.
pub(crate) fn is_here() -> bool {
    if !HERE.get() && fetch().is_none() {
        arrive();
    }
    HERE.get()
}

/// Waits for the later part, which is fetched if that has not begun.
pub(crate) async fn arrival() {
    if !is_here()
        && let Some(fetch) = fetch()
        && let Ok(promise) = fetch.call0(&js_sys::global())
    {
        // Broken it would be a fault of the page; what is called then says so by itself.
        let _ = JsFuture::from(promise.unchecked_into::<Promise>()).await;
    }
    arrive();
}

/// The texts of the later part came with it.
fn arrive() {
    HERE.set(true);
    // A page without texts was told of when the widget started.
    let _ = start::take_texts();
}

fn fetch() -> Option<Function> {
    let function = Reflect::get(&js_sys::global(), &FETCH.into()).ok()?;
    function.dyn_into().ok()
}
