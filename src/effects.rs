//! Runs what the flow asks for. Every request ends in exactly one event.

use std::rc::Rc;

use booking_engine::CalendarId;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, Window};
use yew::Callback;

use crate::flow::{Effect, News};
use crate::host::Host;
use crate::{client, session, text};

/// Runs an effect; what comes of it goes to `send`.
pub(crate) fn run(effect: Effect, calendar: &CalendarId, host: &Rc<Host>, send: &Callback<News>) {
    let send = send.clone();
    match effect {
        Effect::LoadSlots {
            ticket,
            calendar,
            query,
        } => spawn_local(async move {
            let answer = client::slots(&calendar, &query).await;
            send.emit(News::SlotsArrived(ticket, answer));
        }),
        Effect::CheckCoupon {
            ticket,
            calendar,
            check,
        } => spawn_local(async move {
            let answer = client::check_coupon(&calendar, &check).await;
            send.emit(News::CouponAnswered(ticket, answer));
        }),
        Effect::OpenOrder {
            ticket,
            calendar,
            key,
            order,
        } => spawn_local(async move {
            let answer = client::open_order(&calendar, &key, &order).await;
            send.emit(News::OrderAnswered(ticket, answer));
        }),
        Effect::LoadOrder { ticket, order } => spawn_local(async move {
            let answer = client::order(&order).await;
            send.emit(News::OrderArrived(ticket, answer));
        }),
        Effect::ReleaseOrder { ticket, order } => spawn_local(async move {
            let answer = client::release_order(&order).await;
            send.emit(News::OrderArrived(ticket, answer));
        }),
        Effect::LoadTexts { ticket, language } => spawn_local(async move {
            let mut texts = text::known(&language.tag);
            if texts.is_none() {
                let table = client::texts(&language.address).await;
                texts = table.and_then(|table| text::take(&table));
            }
            send.emit(News::TextsArrived(ticket, texts));
        }),
        Effect::GoToCheckout { id, url } => host.go_to_checkout(&id, &url),
        Effect::Remember(order) => session::remember(calendar, &order),
        Effect::Forget => session::forget(calendar),
        Effect::Tell(told) => host.tell(&told),
        Effect::ShowTop => host.show_top(),
        Effect::Download { file_name, content } => {
            // Without it the guest is still booked; there is nothing better to offer.
            let _ = download(&file_name, &content);
        }
    }
}

/// Offers a text as a file.
fn download(file_name: &str, content: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/calendar;charset=utf-8");
    let parts = Array::of1(&content.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let window = web_sys::window();
    if let Some(document) = window.as_ref().and_then(Window::document) {
        let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(file_name);
        link.click();
    }
    // The browser has taken hold of the content by the next turn.
    gloo_timers::callback::Timeout::new(1_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
