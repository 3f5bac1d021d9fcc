//! A question with its name, what helps to answer it, and what is wrong with the answer.

use booking_widget::view::Icon;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Sign, icon};

#[derive(Properties, PartialEq)]
pub(crate) struct FieldProps {
    /// The id of the control inside; help and message are named after it.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) optional: bool,
    #[prop_or_default]
    pub(crate) help: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) children: Html,
}

/// A labelled control. What is said of it has the id `ID-says`.
#[component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    let says = format!("{}-says", props.id);
    html! {
        <div class={classes!("field", props.class.clone())}>
            <label for={&props.id}>
                { &props.label }
                if props.optional {
                    <span class="opt">{ "Optional" }</span>
                }
            </label>
            { props.children.clone() }
            <div id={says}>
                if let Some(error) = &props.error {
                    <p class="msg err" data-test={format!("{}-error", props.id)}>
                        { icon(Sign::Shared(Icon::Alert)) }<span>{ error }</span>
                    </p>
                } else if let Some(help) = &props.help {
                    <p class="help">{ help }</p>
                }
            </div>
        </div>
    }
}

/// What an input holds now.
pub(crate) fn entered(event: &InputEvent) -> String {
    event
        .target_dyn_into::<HtmlInputElement>()
        .map(|input| input.value())
        .unwrap_or_default()
}

/// What is chosen in a list now.
fn picked(event: &Event) -> String {
    event
        .target_dyn_into::<HtmlSelectElement>()
        .map(|list| list.value())
        .unwrap_or_default()
}

#[derive(Properties, PartialEq)]
pub(crate) struct PickProps {
    pub(crate) id: AttrValue,
    /// Its name, where no label stands beside it.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    pub(crate) chosen: AttrValue,
    /// Values and what they are called.
    pub(crate) options: Vec<(AttrValue, AttrValue)>,
    pub(crate) pick: Callback<String>,
    #[prop_or_default]
    pub(crate) disabled: bool,
}

/// One of a few.
#[component]
pub(crate) fn Pick(props: &PickProps) -> Html {
    let pick = props.pick.clone();
    html! {
        <span class="list">
            <select class="in" id={&props.id} aria-label={props.label.clone()}
                disabled={props.disabled} onchange={move |event| pick.emit(picked(&event))}>
                { for props.options.iter().map(|(value, name)| html! {
                    <option value={value} selected={*value == props.chosen}>{ name }</option>
                }) }
            </select>
            <span class="chev">{ icon(Sign::Shared(Icon::Down)) }</span>
        </span>
    }
}
