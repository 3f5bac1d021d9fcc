//! What this tab remembers: the open order and the draft, so that a reload finds them.
//!
//! Browsers may refuse storage, in a frame above all. Then nothing is remembered past a reload,
//! and everything else works: while the page lives, the flow itself holds order and draft.

use booking_engine::CalendarId;
use web_sys::Storage;

use crate::flow::OrderKey;
use crate::json;

const ORDER: &str = "booking-order:";
const DRAFT: &str = "booking-draft:";

/// The open order that is remembered for a calendar.
pub(crate) fn remembered(calendar: &CalendarId) -> Option<OrderKey> {
    json::read(&find(ORDER, calendar)?)
}

pub(crate) fn remember(calendar: &CalendarId, order: &OrderKey) {
    put(ORDER, calendar, json::write(order));
}

pub(crate) fn forget(calendar: &CalendarId) {
    put(ORDER, calendar, None);
}

/// The draft that was kept for a calendar.
pub(crate) fn kept(calendar: &CalendarId) -> Option<String> {
    find(DRAFT, calendar)
}

/// Keeps the draft, or forgets it.
pub(crate) fn keep(calendar: &CalendarId, draft: Option<String>) {
    put(DRAFT, calendar, draft);
}

fn find(what: &str, calendar: &CalendarId) -> Option<String> {
    storage()?.get_item(&key(what, calendar)).ok()?
}

/// Puts a text into the storage, or takes it out. A full or refused storage is none.
fn put(what: &str, calendar: &CalendarId, text: Option<String>) {
    let Some(storage) = storage() else {
        return;
    };
    let key = key(what, calendar);
    let _ = match text {
        Some(text) => storage.set_item(&key, &text),
        None => storage.remove_item(&key),
    };
}

fn key(what: &str, calendar: &CalendarId) -> String {
    let mut key = String::from(what);
    key.push_str(calendar.as_str());
    key
}

/// The tab's storage; even asking for it throws where it is blocked.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
