//! The coupon field, within the price summary.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, SubmitEvent, TargetCast, html};

use super::icon::Icon;
use super::{aria, sends};
use crate::flow::{CouponField, Event, FocusTarget, OpenCode};
use crate::text::Texts;

/// A quiet button, an input, or the applied code.
pub(crate) fn coupon(field: &CouponField, text: &Texts, send: &Callback<Event>) -> Html {
    let inside = match field {
        CouponField::Closed => opener(text.coupon_open, text, send),
        CouponField::Open(open) => input(open, text, send),
        CouponField::Applied {
            code,
            detail,
            why_not,
            replacing,
        } => html! {
            <>
                <div class="applied">
                    { chip(code, detail, why_not.is_some(), text, send) }
                    if replacing.is_none() {
                        { opener(text.coupon_replace, text, send) }
                    }
                </div>
                if let Some(why) = why_not {
                    <p class="msg" data-test="coupon-why">{ Icon::Info.draw() }<span>{ why }</span></p>
                }
                if let Some(open) = replacing {
                    { input(open, text, send) }
                }
            </>
        },
    };
    html! { <div class="coupon">{ inside }</div> }
}

fn opener(label: &str, text: &Texts, send: &Callback<Event>) -> Html {
    let icon = if label == text.coupon_open {
        Icon::Tag.draw()
    } else {
        Html::default()
    };
    html! {
        <button type="button" class="quietbtn" id={FocusTarget::CodeOpen.id()} data-test="coupon-open" onclick={sends(send, Event::CodeOpened)}>{ icon }{ label }</button>
    }
}

fn input(open: &OpenCode, text: &Texts, send: &Callback<Event>) -> Html {
    const NOTE: &str = "booking-code-note";
    let oninput = {
        let send = send.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            send.emit(Event::CodeEdited(input.value()));
        }
    };
    let onsubmit = {
        let (send, busy) = (send.clone(), open.busy);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !busy {
                send.emit(Event::CodeSubmitted);
            }
        })
    };
    let id = FocusTarget::CodeInput.id();
    let wrong = open.error.is_some();
    html! {
        <form novalidate=true {onsubmit}>
            <label for={id.clone()}>{ text.coupon_label }</label>
            <input
                {id}
                class="in"
                type="text"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                data-test="coupon-input"
                value={open.text.clone()}
                aria-invalid={wrong.then_some(aria(true))}
                aria-describedby={wrong.then_some(NOTE)}
                {oninput}
            />
            <button type="submit" class="btn side" data-test="coupon-apply" aria-busy={aria(open.busy)} aria-disabled={aria(open.busy)}>
                if open.busy {
                    <span class="spin"></span><span class="vh">{ text.coupon_checking }</span>
                } else {
                    { text.coupon_apply }
                }
            </button>
            <div class="msgs">
                if let Some(error) = &open.error {
                    <p class="msg err" id={NOTE} data-test="coupon-error">{ Icon::Alert.draw() }<span>{ error }</span></p>
                }
                <button type="button" class="link small" data-test="coupon-close" onclick={sends(send, Event::CodeClosed)}>{ text.coupon_cancel }</button>
            </div>
        </form>
    }
}

fn chip(code: &str, detail: &str, idle: bool, text: &Texts, send: &Callback<Event>) -> Html {
    let name = format!("{} {code}", text.coupon_remove);
    html! {
        <p class={if idle { "chip idle" } else { "chip" }} data-test="coupon-applied">
            { Icon::Tag.draw() }
            <bdi class="code">{ code }</bdi>
            <span class="detail">{ detail }</span>
            <button type="button" class="icon" id={FocusTarget::CodeRemove.id()} aria-label={name} data-test="coupon-remove" onclick={sends(send, Event::CodeRemoved)}>{ Icon::Close.draw() }</button>
        </p>
    }
}
