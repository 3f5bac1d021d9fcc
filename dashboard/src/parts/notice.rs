//! What happened, and what can be done about it.

use booking_widget::view::Icon;
use yew::prelude::*;

use super::{Sign, icon};

/// How a notice looks.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Tone {
    /// Something to know.
    Calm,
    /// Something to look at.
    Warn,
    /// Something did not work.
    Bad,
}

#[derive(Properties, PartialEq)]
pub(crate) struct NoticeProps {
    pub(crate) tone: Tone,
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) text: AttrValue,
    /// The ways on.
    #[prop_or_default]
    pub(crate) children: Html,
    #[prop_or_default]
    pub(crate) hook: Option<AttrValue>,
}

/// A notice in its place on the page; a bad one is read out at once.
#[component]
pub(crate) fn Notice(props: &NoticeProps) -> Html {
    let (class, role, sign) = match props.tone {
        Tone::Calm => ("note calm", "status", Icon::Info),
        Tone::Warn => ("note", "status", Icon::Alert),
        Tone::Bad => ("note urgent", "alert", Icon::Alert),
    };
    html! {
        <div {class} {role} data-test={props.hook.clone()}>
            { icon(Sign::Shared(sign)) }
            <h2>{ &props.title }</h2>
            if !props.text.is_empty() {
                <p>{ &props.text }</p>
            }
            if props.children != Html::default() {
                <div class="end">{ props.children.clone() }</div>
            }
        </div>
    }
}
