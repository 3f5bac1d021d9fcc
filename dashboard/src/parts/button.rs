//! What is pressed.

use yew::prelude::*;

use super::{Sign, icon};

/// How much a button asks for attention.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// The one next step.
    Main,
    /// Another way on.
    Side,
    /// What is there for whoever looks for it.
    Quiet,
    /// What takes something away.
    Bad,
}

#[derive(Properties, PartialEq)]
pub(crate) struct ButtonProps {
    pub(crate) text: AttrValue,
    #[prop_or(Kind::Side)]
    pub(crate) kind: Kind,
    #[prop_or_default]
    pub(crate) sign: Option<Sign>,
    /// What it says while it is at work; a press is taken no more then.
    #[prop_or_default]
    pub(crate) doing: Option<AttrValue>,
    /// It cannot be pressed now; what is beside it says why.
    #[prop_or_default]
    pub(crate) off: bool,
    /// It sends the form that it is in.
    #[prop_or_default]
    pub(crate) submits: bool,
    #[prop_or_default]
    pub(crate) press: Callback<()>,
    #[prop_or_default]
    pub(crate) hook: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) autofocus: bool,
}

/// A button. It stays focusable while it cannot be pressed, so that nobody loses their place.
#[component]
pub(crate) fn Button(props: &ButtonProps) -> Html {
    let class = match props.kind {
        Kind::Main => "btn main",
        Kind::Side => "btn side",
        Kind::Quiet => "btn quiet",
        Kind::Bad => "btn side bad",
    };
    let busy = props.doing.is_some();
    let stopped = busy || props.off;
    let press = props.press.clone();
    let submits = props.submits;
    let onclick = move |event: MouseEvent| {
        if stopped {
            event.prevent_default();
        } else if !submits {
            press.emit(());
        }
    };
    html! {
        <button type={if submits { "submit" } else { "button" }} {class} {onclick}
            aria-disabled={stopped.then_some("true")} aria-busy={busy.then_some("true")}
            autofocus={props.autofocus} data-test={props.hook.clone()}>
            if let Some(sign) = props.sign {
                { icon(sign) }
            }
            if let Some(doing) = &props.doing {
                <span class="does"><span class="spin" aria-hidden="true"></span>{ doing }</span>
            } else {
                <span class="says">{ &props.text }</span>
            }
        </button>
    }
}
