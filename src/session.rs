//! What this tab remembers: the open order, so that a reload finds it. For an hour all tabs of this
//! browser know of it, so that a guest who began twice can go on with what is held.
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
        if let Some(shared) = shared() {
            let _ = shared.set_item(&key(calendar), &format!("{} {text}", minute()));
        }
    }
}

pub(crate) fn forget(calendar: &CalendarId) {
    for storage in [storage(), shared()].into_iter().flatten() {
        let _ = storage.remove_item(&key(calendar));
    }
}

/// The order that some tab of this browser holds in a calendar, where one was remembered within
/// the last hour: no hold lasts longer.
pub(crate) fn held(calendar: &CalendarId) -> Option<OrderKey> {
    let (storage, key) = (shared()?, key(calendar));
    let text = storage.get_item(&key).ok()??;
    let (since, order) = text.split_once(' ')?;
    let age = minute().checked_sub(since.parse().ok()?);
    if age.is_none_or(|age| age >= 60) {
        let _ = storage.remove_item(&key);
        return None;
    }
    json::read(order)
}

fn key(calendar: &CalendarId) -> String {
    format!("booking-order:{calendar}")
}

/// The minute of the guest's clock.
fn minute() -> u32 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole minutes since 1970"
    )]
    let minute = (js_sys::Date::now() / 60_000.0) as u32;
    minute
}

/// The tab's storage; even asking for it throws where it is blocked.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// The storage of all tabs.
fn shared() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
