//! What was just done, at the foot of the window, with a way back for a while.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use booking_widget::view::Icon;

use super::{Sign, icon};

/// How long it stays, in milliseconds: long enough to read and to reach for the way back.
const STAYS_MS: u32 = 10_000;

/// One sentence, and perhaps the way back.
#[derive(Clone, PartialEq)]
pub(crate) struct Said {
    pub(crate) text: AttrValue,
    pub(crate) undo: Option<Callback<()>>,
}

/// Where pages put what they have to say.
pub(crate) type Say = Callback<Said>;

/// Says something, without a way back.
pub(crate) fn say(to: &Say, text: impl Into<AttrValue>) {
    to.emit(Said {
        text: text.into(),
        undo: None,
    });
}

#[derive(Properties, PartialEq)]
pub(crate) struct ToastsProps {
    pub(crate) said: Option<Said>,
    pub(crate) close: Callback<()>,
}

/// The latest of what was said; it goes by itself unless the focus or the pointer is on it.
#[component]
pub(crate) fn Toasts(props: &ToastsProps) -> Html {
    let held = use_state(|| false);
    use_effect_with(
        (props.said.clone(), *held, props.close.clone()),
        |(said, held, close)| {
            let close = close.clone();
            let timer =
                (said.is_some() && !held).then(|| Timeout::new(STAYS_MS, move || close.emit(())));
            move || drop(timer)
        },
    );
    let hold = |on: bool| {
        let held = held.clone();
        move || held.set(on)
    };
    let (enter, leave, focus, blur) = (hold(true), hold(false), hold(true), hold(false));
    html! {
        <div class="toasts" role="status">
            if let Some(said) = &props.said {
                <div class="toast" data-test="toast"
                    onmouseenter={move |_| enter()} onmouseleave={move |_| leave()}
                    onfocusin={move |_| focus()} onfocusout={move |_| blur()}>
                    <span>{ &said.text }</span>
                    if let Some(undo) = said.undo.clone() {
                        <button type="button" class="link" data-test="undo" onclick={
                            let close = props.close.clone();
                            move |_: MouseEvent| { close.emit(()); undo.emit(()); }
                        }>{ "Undo" }</button>
                    }
                    <button type="button" class="icon" aria-label="Close" onclick={
                        let close = props.close.clone();
                        move |_: MouseEvent| close.emit(())
                    }>{ icon(Sign::Shared(Icon::Close)) }</button>
                </div>
            }
        </div>
    }
}
