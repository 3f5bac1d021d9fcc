//! The coupon field, within the price summary.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, SubmitEvent, TargetCast, html};

use super::aria;
use super::button::Button;
use super::icon::Icon;
use crate::flow::{CouponField, Event, FocusTarget, OpenCode};
use crate::text::{Texts, fill};

/// A quiet button, an input, or the applied code.
pub(crate) fn coupon(field: &CouponField, text: &Texts, send: &Callback<Event>) -> Html {
    let inside = match field {
        CouponField::Closed => opener(
            html! { <>{ Icon::Tag.draw() }{ text.coupon_open() }</> },
            send,
        ),
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
                        { opener(text.coupon_replace().into(), send) }
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

fn opener(inside: Html, send: &Callback<Event>) -> Html {
    let button = Button::new("quietbtn", "coupon-open").id(FocusTarget::CodeOpen.id());
    button.draw(inside, Event::CodeOpened, send)
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
    let apply = Button::new("btn side", "coupon-apply").busy(open.busy);
    let label = if open.busy {
        html! { <><span class="spin"></span><span class="vh">{ text.coupon_checking() }</span></> }
    } else {
        text.coupon_apply().into()
    };
    html! {
        <form novalidate=true {onsubmit}>
            <label for={id.clone()}>{ text.coupon_label() }</label>
            <input
                {id}
                class="in"
                type="text"
                dir="ltr"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                data-test="coupon-input"
                value={open.text.clone()}
                aria-invalid={wrong.then_some(aria(true))}
                aria-describedby={wrong.then_some(NOTE)}
                {oninput}
            />
            { apply.submit(label) }
            <div class="msgs">
                if let Some(error) = &open.error {
                    <p class="msg err" id={NOTE} data-test="coupon-error">{ Icon::Alert.draw() }<span>{ error }</span></p>
                }
                { Button::new("link small", "coupon-close").draw(text.coupon_cancel().into(), Event::CodeClosed, send) }
            </div>
        </form>
    }
}

fn chip(code: &str, detail: &str, idle: bool, text: &Texts, send: &Callback<Event>) -> Html {
    let remove = Button::new("icon", "coupon-remove").id(FocusTarget::CodeRemove.id());
    let remove = remove.name(fill(text.coupon_remove_code(), &[("code", code)]));
    html! {
        <p class={if idle { "chip idle" } else { "chip" }} data-test="coupon-applied">
            { Icon::Tag.draw() }
            <bdi class="code">{ code }</bdi>
            <span class="detail">{ detail }</span>
            { remove.draw(Icon::Close.draw(), Event::CodeRemoved, send) }
        </p>
    }
}
