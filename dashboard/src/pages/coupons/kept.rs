//! What was typed into the form of a coupon and not saved: kept in this tab, so that leaving the
//! page, reloading it or an ended session costs nobody their work.

use web_sys::Storage;

use super::entered::Entered;

/// What the names of all that is kept begin with.
const PREFIX: &str = "coupon-draft/";

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn name(business: &str, coupon: Option<&str>) -> String {
    format!("{PREFIX}{business}/{}", coupon.unwrap_or("new"))
}

/// What was kept, where the browser keeps anything.
pub(super) fn read(business: &str, coupon: Option<&str>) -> Option<Entered> {
    let text = storage()?.get_item(&name(business, coupon)).ok()??;
    serde_json::from_str(&text).ok()
}

/// Keeps it, or forgets it.
pub(super) fn keep(business: &str, coupon: Option<&str>, entered: Option<&Entered>) {
    let Some(storage) = storage() else { return };
    let name = name(business, coupon);
    // A browser that keeps nothing is no reason to stop.
    let _ = match entered.and_then(|entered| serde_json::to_string(entered).ok()) {
        Some(text) => storage.set_item(&name, &text),
        None => storage.remove_item(&name),
    };
}

/// Forgets all of it: whoever comes after a sign-out is somebody else.
pub(crate) fn forget_all() {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or_default();
    let names: Vec<String> = (0..count)
        .filter_map(|place| storage.key(place).ok()?)
        .filter(|name| name.starts_with(PREFIX))
        .collect();
    for name in names {
        let _ = storage.remove_item(&name);
    }
}
