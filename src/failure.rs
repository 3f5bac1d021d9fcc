//! The last resort: the page's own words in the widget's place.

use web_sys::Document;

/// The message that the page has ready, in the guest's language, with a way to reload.
const MESSAGE: &str = "booking-broken";

/// Puts the page's message in the place of an element. Made without Yew, whose state may be
/// broken.
pub fn show(root_id: &str) {
    let window = web_sys::window();
    if let Some(document) = window.and_then(|window| window.document()) {
        hide(&document, root_id, true);
        hide(&document, MESSAGE, false);
    }
}

fn hide(document: &Document, id: &str, hidden: bool) {
    if let Some(element) = document.get_element_by_id(id) {
        // Nothing is left to be done where even this fails.
        let _ = element.toggle_attribute_with_force("hidden", hidden);
    }
}
