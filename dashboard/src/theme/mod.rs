//! The look: what the widget's stands on, and the dashboard's own rules above it.

use booking_widget::view::theme::GROUND;
use js_sys::Array;
use web_sys::{CssStyleSheet, Document};

const OWN: &str = include_str!(concat!(env!("OUT_DIR"), "/dashboard.css"));

/// The classes of the root element.
pub(crate) const ROOT_CLASS: &str = "bk bd";

/// Gives the document both sheets. They are made by the program, so the page's policy can forbid
/// every style that stands in markup.
pub(crate) fn adopt(document: &Document) {
    let sheets = Array::new();
    for rules in [GROUND, OWN] {
        if let Ok(sheet) = CssStyleSheet::new()
            && sheet.replace_sync(rules).is_ok()
        {
            sheets.push(&sheet);
        }
    }
    // Set as a whole: an older browser's list cannot be added to.
    let _ = js_sys::Reflect::set(document, &"adoptedStyleSheets".into(), &sheets);
}
