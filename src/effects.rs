//! Runs what the flow asks for. Every request ends in exactly one event.

use std::rc::Rc;

use booking_contract::OrderView;
use booking_engine::CalendarId;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, Window};
use yew::Callback;

use crate::flow::{Effect, Failure, News, Ticket};
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
        } => client::ask(client::slots(&calendar, &query), move |answer| {
            send.emit(News::SlotsArrived(ticket, answer));
        }),
        Effect::CheckCoupon {
            ticket,
            calendar,
            check,
        } => client::ask(client::check_coupon(&calendar, &check), move |answer| {
            send.emit(News::CouponAnswered(ticket, answer));
        }),
        Effect::OpenOrder {
            ticket,
            calendar,
            key,
            order,
        } => client::ask(client::open_order(&calendar, &key, &order), move |answer| {
            send.emit(News::OrderAnswered(ticket, answer));
        }),
        Effect::LoadOrder { ticket, order } => {
            client::ask(client::order(&order), order_arrived(send, ticket));
        }
        Effect::ReleaseOrder { ticket, order } => {
            client::ask(client::release_order(&order), order_arrived(send, ticket));
        }
        Effect::LoadTexts { ticket, language } => match text::known(&language.tag) {
            Some(texts) => send.emit(News::TextsArrived(ticket, Some(texts))),
            None => client::ask_for_text(
                client::texts(&language.address),
                Box::new(move |table| {
                    let texts = table.ok().and_then(|table| text::take(&table));
                    send.emit(News::TextsArrived(ticket, texts));
                }),
            ),
        },
        Effect::GoToCheckout { id, url } => host.go_to_checkout(&id, &url),
        Effect::Remember(order) => session::remember(calendar, &order),
        Effect::Forget => session::forget(calendar),
        Effect::Keep(draft) => session::keep(calendar, draft),
        Effect::Tell(told) => host.tell(&told),
        Effect::ShowTop => host.show_top(),
        Effect::Download { file_name, content } => {
            // Without it the guest is still booked; there is nothing better to offer.
            let _ = download(&file_name, &content);
        }
    }
}

fn order_arrived(
    send: Callback<News>,
    ticket: Ticket,
) -> impl FnOnce(Result<OrderView, Failure>) + 'static {
    move |answer| send.emit(News::OrderArrived(ticket, answer))
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
