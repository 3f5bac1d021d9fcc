//! What this tab remembers: the open order and the draft, so that a reload finds them. For an hour
//! all tabs of this browser know of the order, so that a guest who began twice can go on with what is
//! held. And what the host page has heard, since some of it may be told only once.
//!
//! Browsers may refuse storage, in a frame above all. Then nothing is remembered past a reload,
//! and everything else works: while the page lives, the flow itself holds order and draft.

use std::cell::RefCell;

use booking_engine::CalendarId;
use web_sys::Storage;

use crate::flow::OrderKey;
use crate::json;

const ORDER: &str = "booking-order:";
const DRAFT: &str = "booking-draft:";
const TOLD: &str = "booking-told:";

/// How much of what the host page has heard is kept, in bytes: some dozens of bookings.
const TOLD_BYTES_MAX: usize = 4_096;

thread_local! {
    /// What was told in this life of the page, one in each line, for tabs that keep nothing.
    static HEARD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The open order that is remembered for a calendar.
pub(crate) fn remembered(calendar: &CalendarId) -> Option<OrderKey> {
    json::read(&find(ORDER, calendar)?)
}

pub(crate) fn remember(calendar: &CalendarId, order: &OrderKey) {
    let Some(text) = json::write(order) else {
        return;
    };
    if let Some(shared) = shared() {
        let mut dated = minute().to_string();
        dated.push(' ');
        dated.push_str(&text);
        let _ = shared.set_item(&key(ORDER, calendar), &dated);
    }
    put(ORDER, calendar, Some(text));
}

pub(crate) fn forget(calendar: &CalendarId) {
    put(ORDER, calendar, None);
    if let Some(shared) = shared() {
        let _ = shared.remove_item(&key(ORDER, calendar));
    }
}

/// The order that some tab of this browser holds in a calendar, where one was remembered within
/// the last hour: no hold lasts longer.
pub(crate) fn held(calendar: &CalendarId) -> Option<OrderKey> {
    let (storage, key) = (shared()?, key(ORDER, calendar));
    let text = storage.get_item(&key).ok()??;
    let (since, order) = text.split_once(' ')?;
    let age = minute().checked_sub(since.parse().ok()?);
    if age.is_none_or(|age| age >= 60) {
        let _ = storage.remove_item(&key);
        return None;
    }
    json::read(order)
}

/// The draft that was kept for a calendar.
pub(crate) fn kept(calendar: &CalendarId) -> Option<String> {
    find(DRAFT, calendar)
}

/// Keeps the draft, or forgets it.
pub(crate) fn keep(calendar: &CalendarId, draft: Option<String>) {
    put(DRAFT, calendar, draft);
}

/// Whether something is told for the first time in this tab; it is noted as told.
pub(crate) fn is_first(calendar: &CalendarId, key: &str) -> bool {
    HEARD.with_borrow_mut(|heard| {
        if let Some(kept) = find(TOLD, calendar) {
            *heard = kept;
        }
        if heard.lines().any(|line| line == key) {
            return false;
        }
        if heard.len() > TOLD_BYTES_MAX {
            heard.clear();
        }
        heard.push_str(key);
        heard.push('\n');
        put(TOLD, calendar, Some(heard.clone()));
        true
    })
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
