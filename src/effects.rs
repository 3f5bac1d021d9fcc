//! Runs what the flow asks for. Every request ends in exactly one event.

use std::rc::Rc;

use booking_contract::OrderView;
use booking_engine::CalendarId;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, HtmlAnchorElement, HtmlDocument, HtmlElement, HtmlTextAreaElement, Url,
    Window,
};
use yew::Callback;

use crate::flow::{Effect, Failure, Flow, News, Ticket};
use crate::host::Host;
use crate::{client, session, text};

/// Answers what the page brought the answers to, and returns what is left to be run. What is asked
/// for in order to show something is asked last.
pub(crate) fn settled(flow: &mut Flow, mut effects: Vec<Effect>) -> Vec<Effect> {
    while let Some(Effect::LoadSlots {
        ticket,
        calendar,
        query,
    }) = effects.last()
        && let Some(page) = client::brought_slots(&client::slots(calendar, query))
    {
        let news = News::SlotsArrived(*ticket, Ok(page));
        effects.pop();
        effects.extend(flow.step(news));
    }
    effects
}

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
        Effect::ShowTop => host.show_top(),
        effect => run_later(effect, calendar, host, send),
    }
}

/// What a first look does not ask for; see `flow/later.rs`.
#[inline(never)]
fn run_later(effect: Effect, calendar: &CalendarId, host: &Rc<Host>, send: Callback<News>) {
    match effect {
        Effect::Keep(draft) => {
            let calendar = calendar.clone();
            // To write takes as long as a tenth of a frame on a slow phone, and nobody waits for it.
            Timeout::new(0, move || session::keep(&calendar, draft)).forget();
        }
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
        } => {
            client::ask(client::open_order(&calendar, &key, &order), move |answer| {
                send.emit(News::OrderAnswered(ticket, answer));
            });
        }
        Effect::LoadOrder { ticket, order } => {
            client::ask(client::order(&order), order_arrived(send, ticket));
        }
        Effect::ReleaseOrder { ticket, order } => {
            client::ask(client::release_order(&order), order_arrived(send, ticket));
        }
        Effect::ChangeOrder {
            ticket,
            order,
            change,
        } => {
            let question = client::change_order(&order, change);
            client::ask(question, order_arrived(send, ticket));
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
        Effect::Tell(told) => host.tell(&told),
        Effect::TellOnce { key, told } => host.tell_once(calendar, &key, &told),
        Effect::Leave { id, url } => host.leave(&id, &url),
        Effect::Remember(order) => session::remember(calendar, &order),
        Effect::Forget => session::forget(calendar),
        Effect::FindHeld => {
            if let Some(order) = session::held(calendar) {
                send.emit(News::HeldFound(order));
            }
        }
        Effect::Copy(path) => {
            let (address, done) = copy(&path).unwrap_or_default();
            send.emit(News::Copied { address, done });
        }
        Effect::Print => {
            // A frame that may not print is told so by the browser, and nothing else is lost.
            let _ = web_sys::window().map(|window| window.print());
        }
        Effect::Download { file_name, content } => {
            // Without it the guest is still booked; there is nothing better to offer.
            let _ = download(&file_name, &content);
        }
        // What a first look asks for is not brought here.
        Effect::LoadSlots { .. } | Effect::ShowTop => {}
    }
}

fn order_arrived(
    send: Callback<News>,
    ticket: Ticket,
) -> impl FnOnce(Result<OrderView, Failure>) + 'static {
    move |answer| send.emit(News::OrderArrived(ticket, answer))
}

/// Copies an address of this site: the whole of it, and whether the browser took it.
///
/// By way of a selection, which frames may do as well; the newer way needs a permission that host
/// pages do not give.
fn copy(path: &str) -> Option<(String, bool)> {
    let window = web_sys::window()?;
    let address = window.location().origin().ok()? + path;
    let document = window.document()?;
    let focused = document.active_element();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.unchecked_into();
    field.set_value(&address);
    document.body()?.append_child(&field).ok()?;
    field.select();
    let document: HtmlDocument = document.unchecked_into();
    let done = document.exec_command("copy").unwrap_or_default();
    field.remove();
    if let Some(focused) = focused {
        let _ = focused.unchecked_into::<HtmlElement>().focus();
    }
    Some((address, done))
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
    Timeout::new(1_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
