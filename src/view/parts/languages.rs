//! The guest's language, at the foot of the widget.

use web_sys::HtmlSelectElement;
use yew::{Callback, Html, TargetCast, html};

use super::icon::Icon;
use crate::flow::{Event, FocusTarget, Screen};

/// A quiet choice with every language in its own words; one alone needs none.
pub(crate) fn languages(screen: &Screen, send: &Callback<Event>) -> Html {
    let choice = &screen.languages;
    if choice.options.len() < 2 {
        return Html::default();
    }
    let onchange = {
        let send = send.clone();
        Callback::from(move |event: yew::Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            send.emit(Event::LanguageChosen(select.value()));
        })
    };
    let options = choice.options.iter().map(|language| {
        let (tag, selected) = (language.tag.clone(), language.tag == choice.selected);
        html! { <option lang={tag.clone()} value={tag} {selected}>{ &language.name }</option> }
    });
    html! {
        <label class="tongue">
            { Icon::Language.draw() }
            <span class="vh">{ screen.text.language_label() }</span>
            // A new element for every answer: a select that the guest has touched keeps their
            // pick, also where it did not come.
            <select key={choice.serial} id={FocusTarget::Language.id()} data-test="language" {onchange}>{ for options }</select>
            { Icon::Down.draw_as(Some("chev")) }
        </label>
    }
}
