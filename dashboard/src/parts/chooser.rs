//! Some of many, by name: what is chosen as chips, and behind a button all that there is.

use booking_widget::view::Icon;
use yew::prelude::*;

use super::{Sign, entered, focus, icon};
use crate::choosing::{Choice, are_many, is_along, offered};

#[derive(Properties, PartialEq)]
pub(crate) struct ChooserProps {
    /// Names its parts.
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    /// What it is as long as nothing is chosen.
    pub(crate) nothing: &'static str,
    /// What the button says.
    pub(crate) choose: &'static str,
    #[prop_or_default]
    pub(crate) help: Option<&'static str>,
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    pub(crate) choices: Vec<Choice>,
    /// The ids of those that are chosen.
    pub(crate) chosen: Vec<String>,
    /// Whether anything may be changed.
    pub(crate) changes: bool,
    /// Chooses one, or not any more.
    pub(crate) toggle: Callback<String>,
}

/// A group of chips with a list to tick behind a button. The list is one of check boxes, so that it
/// works with every kind of keyboard and reader.
#[component]
pub(crate) fn Chooser(props: &ChooserProps) -> Html {
    let open = use_state(|| false);
    let search = use_state(String::new);
    let id = props.id;
    let press = {
        let (open, search) = (open.clone(), search.clone());
        move |_: MouseEvent| {
            search.set(String::new());
            open.set(!*open);
        }
    };
    html! {
        <fieldset class="field chooser" data-test={id} aria-describedby={format!("{id}-says")}>
            <legend>{ props.label }</legend>
            { chips(props) }
            if props.changes {
                <div>
                    <button type="button" class="btn side" id={format!("{id}-choose")} onclick={press}
                        aria-expanded={if *open { "true" } else { "false" }}
                        aria-controls={format!("{id}-choices")} data-test={format!("{id}-choose")}>
                        <span class="says">{ if *open { "Done" } else { props.choose } }</span>
                    </button>
                </div>
                <div id={format!("{id}-choices")} hidden={!*open}>
                    if *open {
                        { list(props, &search) }
                    }
                </div>
            }
            <div id={format!("{id}-says")}>
                if let Some(error) = &props.error {
                    <p class="msg err" data-test={format!("{id}-error")}>
                        { icon(Sign::Shared(Icon::Alert)) }<span>{ error }</span>
                    </p>
                } else if let Some(help) = props.help {
                    <p class="help">{ help }</p>
                }
            </div>
        </fieldset>
    }
}

/// What is chosen.
fn chips(props: &ChooserProps) -> Html {
    let chosen = (props.choices.iter()).filter(|it| props.chosen.contains(&it.id));
    let chip = |choice: &Choice| {
        let beside = match choice.gone {
            Some(gone) => gone,
            None => &choice.note,
        };
        let name = choice.name.clone();
        let remove = {
            let (toggle, id) = (props.toggle.clone(), choice.id.clone());
            let button = format!("{}-choose", props.id);
            move |_: MouseEvent| {
                toggle.emit(id.clone());
                // The chip is gone with its button; what was done goes on here.
                focus(button.clone());
            }
        };
        html! {
            <li key={choice.id.clone()} class={classes!("chip", choice.gone.map(|_| "gone"))} data-test="chip">
                <span>{ &name }
                    if !beside.is_empty() { { " " }<small>{ beside.to_owned() }</small> }
                </span>
                if props.changes {
                    <button type="button" aria-label={format!("Take out {name}")} onclick={remove}>
                        { icon(Sign::Shared(Icon::Close)) }
                    </button>
                }
            </li>
        }
    };
    let chips: Vec<Html> = chosen.map(chip).collect();
    html! {
        if chips.is_empty() {
            <p class="none" data-test="nothing-chosen">{ props.nothing }</p>
        } else {
            <ul class="chips" aria-label="Chosen">{ chips }</ul>
        }
    }
}

/// What there is, to tick.
fn list(props: &ChooserProps, search: &UseStateHandle<String>) -> Html {
    let shown = offered(&props.choices, &props.chosen, search);
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| search.set(entered(&event))
    };
    // Whoever searches and presses Enter does not mean to save the form around.
    let onkeydown = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    html! {
        <div class="among" data-test={format!("{}-choices", props.id)}>
            if are_many(&props.choices) {
                <div class="seek">
                    { icon(Sign::Search) }
                    <input class="in" type="search" id={format!("{}-search", props.id)} autocomplete="off"
                        spellcheck="false" placeholder="Name" aria-label={format!("Search: {}", props.label)}
                        value={(**search).clone()} {oninput} {onkeydown} />
                </div>
            }
            if shown.is_empty() {
                <p class="none" role="status">{ "Nothing is called like that." }</p>
            } else {
                <ul>{ for shown.into_iter().map(|choice| line(props, choice)) }</ul>
            }
        </div>
    }
}

fn line(props: &ChooserProps, choice: &Choice) -> Html {
    let along = is_along(choice, &props.chosen);
    let on = along || props.chosen.contains(&choice.id);
    let onchange = {
        let (toggle, id) = (props.toggle.clone(), choice.id.clone());
        move |_: Event| toggle.emit(id.clone())
    };
    // What is gone can be taken out, and not be chosen.
    let off = along || (choice.gone.is_some() && !on);
    html! {
        <li key={choice.id.clone()} class={choice.under.as_ref().map(|_| "under")}>
            <label class="tick">
                <input type="checkbox" checked={on} disabled={off} {onchange} data-choice={choice.id.clone()} />
                <span>{ &choice.name }
                    if let Some(gone) = choice.gone { { " " }<small>{ gone }</small> }
                </span>
            </label>
        </li>
    }
}
