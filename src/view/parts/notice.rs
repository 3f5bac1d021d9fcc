//! What happened, above the body.

use yew::{Callback, Html, html};

use super::button::Button;
use super::icon::Icon;
use super::payment::confirm_label;
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
    let action = action.as_ref().map(|action| {
        let button = Button::new("btn side", "notice-action");
        let button = button.draw(action.label.into(), action.event.clone(), send);
        html! { <p class="end">{ button }</p> }
    });
    let close = closable.then(|| {
        let button = Button::new("icon", "notice-close").name(screen.text.close());
        button.draw(Icon::Close.draw(), Event::NoticeClosed, send)
    });
    html! {
        <section {class} id={FocusTarget::Notice.id()} tabindex="-1" data-test="notice">
            { icon.draw() }
            <p>{ text }</p>
            { action.unwrap_or_default() }
            { close.unwrap_or_default() }
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
    const TITLE: &str = "booking-price-change-title";
    let text = screen.text;
    let accept = Button::new("btn main", "accept-change").busy(busy);
    html! {
        <section class="note" id={FocusTarget::PriceChange.id()} tabindex="-1" aria-labelledby={TITLE} data-test="price-change">
            { Icon::Alert.draw() }
            <h3 id={TITLE}>{ change.title }</h3>
            <p class="was">
                <span class="vh">{ text.price_was() }</span>
                <del data-test="price-was">{ &change.was }</del>
                <span class="vh">{ text.price_now() }</span>
                <strong data-test="price-now">{ &change.now }</strong>
            </p>
            <ul>{ for change.reasons.iter().map(|reason| html! { <li>{ reason }</li> }) }</ul>
            <p class="end">{ accept.draw(confirm_label(&change.accept, busy, text), Event::ChangeAccepted, send) }</p>
        </section>
    }
}
