//! The document's side of the look: the adopted sheet.

use std::cell::Cell;

use web_sys::{CssStyleSheet, Document};

thread_local! {
    static ADOPTED: Cell<bool> = const { Cell::new(false) };
}

/// See [`super::install`].
pub(super) fn install() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(document) = document
        && !ADOPTED.replace(true)
    {
        adopt(&document);
    }
}

fn adopt(document: &Document) {
    let sheet = CssStyleSheet::new().and_then(|sheet| {
        sheet.replace_sync(super::CSS)?;
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
