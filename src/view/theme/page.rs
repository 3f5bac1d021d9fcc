//! The document's side of the look: the adopted sheet and the accent's custom properties.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, Document, HtmlElement};

thread_local! {
    static ADOPTED: Cell<bool> = const { Cell::new(false) };
}

/// See [`super::install`].
pub(super) fn install(accent: Option<&str>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    if !ADOPTED.replace(true) {
        adopt(&document);
    }
    let root = document.document_element();
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // Set through the object model, which the policy allows, unlike a `style` attribute.
        let style = root.style();
        for (name, value) in super::accent_properties(accent) {
            // Fails for no property whose name starts with two dashes.
            let _ = style.set_property(name, &value);
        }
    }
}

fn adopt(document: &Document) {
    let sheet = CssStyleSheet::new().and_then(|sheet| {
        sheet.replace_sync(super::css())?;
        Ok(sheet)
    });
    if let Ok(sheet) = sheet {
        // The getter's array is live in newer browsers and a frozen copy in older ones, so a new
        // array is assigned.
        let sheets = document.adopted_style_sheets().slice(0, u32::MAX);
        sheets.push(&sheet);
        document.set_adopted_style_sheets(&sheets);
    }
}
