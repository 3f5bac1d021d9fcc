//! A question before something is done that cannot be undone.

use yew::prelude::*;

use super::sheet::use_modal;
use super::{Button, Kind};

#[derive(Properties, PartialEq)]
pub(crate) struct AskProps {
    pub(crate) title: AttrValue,
    pub(crate) text: AttrValue,
    /// What is done, as the button says it; none where there is only something to read.
    #[prop_or_default]
    pub(crate) deed: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) doing: Option<AttrValue>,
    #[prop_or(AttrValue::Static("Cancel"))]
    pub(crate) leave: AttrValue,
    pub(crate) yes: Callback<()>,
    pub(crate) no: Callback<()>,
    /// More ways on.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// The browser's own modal dialog: it keeps the focus inside and gives it back.
#[component]
pub(crate) fn Ask(props: &AskProps) -> Html {
    let dialog = use_modal();
    let no = props.no.clone();
    let oncancel = move |event: Event| {
        event.prevent_default();
        no.emit(());
    };
    html! {
        <dialog ref={dialog} class="ask" aria-labelledby="ask-title" aria-describedby="ask-text"
            {oncancel} data-test="ask">
            <div>
                <h2 id="ask-title">{ &props.title }</h2>
                <p id="ask-text">{ &props.text }</p>
                <div class="tools">
                    <Button text={&props.leave} kind={Kind::Quiet} press={props.no.clone()}
                        hook="ask-no" />
                    { props.children.clone() }
                    if let Some(deed) = &props.deed {
                        <Button text={deed} kind={Kind::Bad} doing={props.doing.clone()}
                            press={props.yes.clone()} hook="ask-yes" />
                    }
                </div>
            </div>
        </dialog>
    }
}
