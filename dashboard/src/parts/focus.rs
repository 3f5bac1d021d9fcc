//! Where the cursor goes.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts the cursor into the control of an id. It may not be drawn yet, so this waits for the
/// drawing.
pub(crate) fn focus(id: impl Into<String>) {
    let id = id.into();
    Timeout::new(0, move || {
        let document = web_sys::window().and_then(|window| window.document());
        let element = document.and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // Nothing depends on whether the browser does it.
            let _ = element.focus();
        }
    })
    .forget();
}
