//! What a calendar asks of its guests, and rows that can be moved and taken out.

use booking_contract::{AttendeeDetails, FORM_FIELDS_MAX, PhoneUse};
use booking_widget::view::Icon;
use yew::prelude::*;

use super::calendar_entered::{CalendarEntered, Kind, Question};
use super::calendar_form::word;
use super::pen::{Pen, about};
use crate::editing::Entered;
use crate::parts::{Button, Sign, icon};

type P<'p> = Pen<'p, CalendarEntered>;

/// The form that guests fill in.
pub(super) fn asked(pen: &P<'_>) -> Html {
    let it = pen.entered;
    let count = it.questions.len();
    let add = pen.press(|it| it.questions.push(Question::default()));
    html! {
        <>
            <header>
                <h2>{ "Form" }</h2>
                <p>{ "Name and e-mail address are always asked for." }</p>
            </header>
            <div class="pair">
                { pen.pick(about("phone", "Phone number"), word(it.chosen.phone),
                    &[("optional", "May be left empty"), ("required", "Is needed"), ("hidden", "Is not asked for")],
                    |it, value| it.chosen.phone = match value.as_str() {
                        "required" => PhoneUse::Required,
                        "hidden" => PhoneUse::Hidden,
                        _ => PhoneUse::Optional,
                    }) }
                { pen.pick(about("attendee-details", "Of everybody who takes part"), word(it.chosen.attendee_details),
                    &[("none", "Nothing is asked"), ("names", "Their names"), ("names_and_emails", "Names and e-mail addresses")],
                    |it, value| it.chosen.attendee_details = match value.as_str() {
                        "names" => AttendeeDetails::Names,
                        "names_and_emails" => AttendeeDetails::NamesAndEmails,
                        _ => AttendeeDetails::None,
                    }) }
                { pen.line(about("consent", "Box to agree to").optional().wide()
                    .help("A sentence beside a box that guests have to tick. Without a sentence there is no box."),
                    &it.consent, |it, text| it.consent = text) }
            </div>
            <div class="rows">
                { for it.questions.iter().enumerate().map(|(place, question)| one(pen, place, count, question)) }
            </div>
            if count < FORM_FIELDS_MAX {
                <div><Button text="Add a question" press={add} hook="add-question" /></div>
            }
        </>
    }
}

fn one(pen: &P<'_>, place: usize, count: usize, question: &Question) -> Html {
    let id = |part: &str| format!("question-{place}-{part}");
    let kept = !question.id.is_empty();
    let name = Kind::ALL.iter().find(|(kind, _)| *kind == question.kind);
    let numbers: Vec<String> = (0..Kind::ALL.len()).map(|at| at.to_string()).collect();
    let kinds: Vec<(&str, &str)> = numbers
        .iter()
        .zip(Kind::ALL)
        .map(|(number, (_, name))| (number.as_str(), name))
        .collect();
    let chosen = Kind::ALL
        .iter()
        .position(|(kind, _)| *kind == question.kind);
    html! {
        <fieldset class="item box" data-test="question">
            <legend>{ format!("Question {}", place + 1) }</legend>
            { pen.line(about(id("label"), "What you ask"), &question.label, move |it, text| it.questions[place].label = text) }
            <div class="pair">
                if kept {
                    <p class="fixed"><b>{ "Answered with" }</b>{ " " }{ name.map_or("", |(_, name)| name) }
                        <small>{ "To ask for another kind of answer, add another question." }</small></p>
                } else {
                    { pen.pick(about(id("kind"), "Answered with"), &chosen.unwrap_or(0).to_string(), &kinds, move |it, value| {
                        let at: usize = value.parse().unwrap_or(0);
                        it.questions[place].kind = Kind::ALL.get(at).map_or(Kind::Text, |(kind, _)| *kind);
                    }) }
                }
                { pen.line(about(id("hint"), "Help").optional(), &question.hint, move |it, text| it.questions[place].hint = text) }
                if question.has_options() {
                    { pen.lines(about(id("options"), "What can be chosen").wide().help("One on each line."),
                        4, &question.options, move |it, text| it.questions[place].options = text) }
                }
                if question.kind == Kind::Number {
                    { pen.line(about(id("min"), "Least").optional().number(), &question.min, move |it, text| it.questions[place].min = text) }
                    { pen.line(about(id("max"), "Most").optional().number(), &question.max, move |it, text| it.questions[place].max = text) }
                }
            </div>
            { pen.tick(id("required"), "Has to be answered", question.required, move |it| {
                it.questions[place].required = !it.questions[place].required;
            }) }
            { order(pen, "question", place, count, |it, from, to| it.questions.swap(from, to),
                |it, place| { it.questions.remove(place); }) }
        </fieldset>
    }
}

/// Buttons that move a row up and down and take it out.
pub(super) fn order<E: Entered + 'static>(
    pen: &Pen<'_, E>,
    what: &'static str,
    place: usize,
    count: usize,
    swap: fn(&mut E, usize, usize),
    remove: fn(&mut E, usize),
) -> Html {
    let number = place + 1;
    let up = pen.press(move |it| swap(it, place, place - 1));
    let down = pen.press(move |it| swap(it, place, place + 1));
    let out = pen.press(move |it| remove(it, place));
    html! {
        <div class="order">
            { step(format!("Move {what} {number} up"), Sign::Shared(Icon::Down), true, place > 0, &up) }
            { step(format!("Move {what} {number} down"), Sign::Shared(Icon::Down), false, place + 1 < count, &down) }
            { step(format!("Take {what} {number} out"), Sign::Delete, false, true, &out) }
        </div>
    }
}

/// A button with an icon; one that cannot do anything now keeps its place.
pub(super) fn step(
    name: String,
    sign: Sign,
    upside: bool,
    can: bool,
    press: &Callback<()>,
) -> Html {
    let press = press.clone();
    html! {
        <button type="button" class={classes!("icon", upside.then_some("upside"))} aria-label={name}
            aria-disabled={(!can).then_some("true")}
            onclick={move |_: MouseEvent| if can { press.emit(()) }}>{ icon(sign) }</button>
    }
}
