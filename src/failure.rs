//! The last resort: a plain message in the widget's place, with a way to reload.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element};

use crate::text::EN;

/// Puts the message in the place of an element. Made without Yew, whose state may be broken, and
/// without calling back into this code, which may not run any more.
pub fn show(root_id: &str) {
    let window = web_sys::window();
    if let Some(document) = window.and_then(|window| window.document()) {
        // Nothing is left to be done where even this fails.
        let _ = put_message(&document, root_id);
    }
}

fn put_message(document: &Document, root_id: &str) -> Result<(), JsValue> {
    let Some(root) = document.get_element_by_id(root_id) else {
        return Ok(());
    };
    let element = |tag, class, text| -> Result<Element, JsValue> {
        let element = document.create_element(tag)?;
        element.set_class_name(class);
        element.set_text_content(Some(text));
        Ok(element)
    };
    let message = element("div", "message", "")?;
    message.set_id(root_id);
    message.set_attribute("role", "alert")?;
    message.append_child(&*element("h1", "", EN.broken)?)?;
    message.append_child(&*element("p", "", EN.broken_text)?)?;
    let ways = element("p", "ways", "")?;
    let reload = element("button", "way first", EN.reload)?;
    reload.set_attribute("type", "button")?;
    if let Some(location) = document.location() {
        let function = js_sys::Reflect::get(&location, &"reload".into())?;
        let function: Function = function.unchecked_into();
        let function = function.bind0(&location);
        reload.add_event_listener_with_callback("click", &function)?;
    }
    ways.append_child(&reload)?;
    message.append_child(&ways)?;
    // Another element, so that no listener of the broken widget hears the button.
    root.replace_with_with_node_1(&message)
}
