//! What happened, above the body.

use yew::{Callback, Html, html};

use super::icon::Icon;
use super::sends;
use crate::flow::{Event, FocusTarget, Notice, PriceChange, Screen, Tone};

/// The notice, where there is one.
pub(crate) fn notice(screen: &Screen, send: &Callback<Event>) -> Html {
    let Some(notice) = &screen.notice else {
        return Html::default();
    };
    let Notice {
        tone,
        text,
        action,
        closable,
    } = notice;
    let (class, icon) = match tone {
        Tone::Info => ("note calm", Icon::Info),
        Tone::Warning => ("note", Icon::Alert),
        Tone::Error => ("note urgent", Icon::Alert),
    };
    html! {
        <section {class} id={FocusTarget::Notice.id()} tabindex="-1" data-test="notice" aria-live="off">
            { icon.draw() }
            <p>{ text }</p>
            if let Some(action) = action {
                <p class="end"><button type="button" class="btn side" data-test="notice-action" onclick={sends(send, action.event.clone())}>{ action.label }</button></p>
            }
            if *closable {
                <button type="button" class="icon" aria-label={screen.text.close} data-test="notice-close" onclick={sends(send, Event::NoticeClosed)}>{ Icon::Close.draw() }</button>
            }
        </section>
    }
}

/// The changed price: what was, what is, why, and the button that accepts it.
pub(crate) fn price_change(
    change: &PriceChange,
    busy: bool,
    screen: &Screen,
    send: &Callback<Event>,
) -> Html {
    let onclick = (!busy).then(|| sends(send, Event::ChangeAccepted));
    html! {
        <section class="note" id={FocusTarget::PriceChange.id()} tabindex="-1" aria-labelledby="booking-price-change-title" data-test="price-change">
            { Icon::Alert.draw() }
            <h3 id="booking-price-change-title">{ change.title }</h3>
            <p class="was">
                <span class="vh">{ screen.text.price_was }</span>
                <del data-test="price-was">{ &change.was }</del>
                <span class="vh">{ screen.text.price_now }</span>
                <strong data-test="price-now">{ &change.now }</strong>
            </p>
            <ul>{ for change.reasons.iter().map(|reason| html! { <li>{ reason }</li> }) }</ul>
            <p class="end">{ super::payment::main_button(&change.accept, "accept-change", busy, screen.text, onclick) }</p>
        </section>
    }
}
