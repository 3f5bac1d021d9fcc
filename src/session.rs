//! What this tab remembers: the open order, so that a reload finds it.
//!
//! Browsers may refuse storage, in a frame above all. Then nothing is remembered past a reload,
//! and everything else works: while the page lives, the flow itself holds the order.

use booking_engine::CalendarId;
use web_sys::Storage;

use crate::flow::OrderKey;
use crate::json;

/// The open order that is remembered for a calendar.
pub(crate) fn remembered(calendar: &CalendarId) -> Option<OrderKey> {
    let text = storage()?.get_item(&key(calendar)).ok()??;
    json::read(&text)
}

pub(crate) fn remember(calendar: &CalendarId, order: &OrderKey) {
    if let (Some(storage), Some(text)) = (storage(), json::write(order)) {
        // A full or refused storage is none.
        let _ = storage.set_item(&key(calendar), &text);
    }
}

pub(crate) fn forget(calendar: &CalendarId) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(calendar));
    }
}

fn key(calendar: &CalendarId) -> String {
    format!("booking-order:{calendar}")
}

/// The tab's storage; even asking for it throws where it is blocked.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
