//! A few questions before something is done.

use yew::prelude::*;

use super::sheet::use_modal;
use super::{Button, Kind};

#[derive(Properties, PartialEq)]
pub(crate) struct PanelProps {
    pub(crate) title: AttrValue,
    /// What is done, as the button says it.
    pub(crate) deed: AttrValue,
    /// Whether it takes something away.
    #[prop_or_default]
    pub(crate) bad: bool,
    #[prop_or_default]
    pub(crate) doing: Option<AttrValue>,
    pub(crate) yes: Callback<()>,
    pub(crate) no: Callback<()>,
    pub(crate) children: Html,
}

/// The browser's own modal dialog around a form.
#[component]
pub(crate) fn Panel(props: &PanelProps) -> Html {
    let dialog = use_modal();
    let no = props.no.clone();
    let oncancel = move |event: Event| {
        event.prevent_default();
        no.emit(());
    };
    let (yes, busy) = (props.yes.clone(), props.doing.is_some());
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy {
            yes.emit(());
        }
    };
    let kind = if props.bad { Kind::Bad } else { Kind::Main };
    html! {
        <dialog ref={dialog} class="ask" aria-labelledby="panel-title" {oncancel} data-test="panel">
            <form novalidate={true} {onsubmit}>
                <h2 id="panel-title">{ &props.title }</h2>
                { props.children.clone() }
                <div class="tools">
                    <Button text="Cancel" kind={Kind::Quiet} press={props.no.clone()} hook="panel-no" />
                    <Button text={&props.deed} {kind} submits={true} doing={props.doing.clone()}
                        hook="panel-yes" />
                </div>
            </form>
        </dialog>
    }
}
