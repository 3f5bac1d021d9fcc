//! A field of the form, of every kind.

use super::super::button::foreign;
use super::super::icon::Icon;
use super::super::languages::option;
use super::super::message;
use crate::flow::{Entry, Event, FieldOption, FieldView, GuestField};
use crate::view::pen::{Attr, On, Pen};

/// The ends of the ids of what a field is for and of what is wrong with it.
const HELP: &str = "-help";
pub(super) const NOTE: &str = "-note";

/// A field with its label, and the line below it.
pub(crate) fn field(pen: &mut Pen, view: &FieldView) {
    let boxed = matches!(view.entry, Entry::Radios | Entry::Boxes);
    let shape = if boxed { "fieldset" } else { "div" };
    let note = with(&view.field.id(), NOTE);
    pen.el(shape, "field", |pen| {
        if boxed {
            // Whether it is wrong is said of the whole where one is chosen, and of each box where
            // several are.
            let one = view.entry == Entry::Radios;
            pen.set(Attr::Role, if one { "radiogroup" } else { "group" });
            pen.may(Attr::Required, (one && view.required).then_some("true"));
            pen.may(
                Attr::Invalid,
                (one && view.error.is_some()).then_some("true"),
            );
            described(pen, view, &note);
        }
        match view.entry {
            Entry::Tick => pen.el("label", "tick", |pen| {
                pen.el("input", "", |pen| {
                    let ticked = view.value == "true";
                    let next = if ticked { "" } else { "true" };
                    dress(pen, view, &note);
                    pen.set(Attr::Type, "checkbox");
                    pen.checked(ticked);
                    pen.sends(On::Change, Event::FieldEdited(view.field, next.to_owned()));
                });
                foreign(pen, "span", "", &view.label);
            }),
            _ => label(pen, view, if boxed { "legend" } else { "label" }),
        }
        help(pen, view);
        match view.entry {
            Entry::Tick => {}
            Entry::Radios | Entry::Boxes => choices(pen, view),
            Entry::Select => select(pen, view, &note),
            Entry::Lines => pen.el("textarea", "in", |pen| {
                pen.set(Attr::Rows, "3");
                dress(pen, view, &note);
                typed(pen, view);
            }),
            _ => pen.el("input", "in", |pen| {
                kind(pen, view);
                dress(pen, view, &note);
                typed(pen, view);
            }),
        }
        below(pen, &note, view.error.as_deref());
    });
}

/// What a field is for, which stays in sight whatever is wrong.
pub(super) fn help(pen: &mut Pen, view: &FieldView) {
    pen.list(|pen| {
        if !view.hint.is_empty() {
            pen.el("p", "help", |pen| {
                pen.put(Attr::Id, &with(&view.field.id(), HELP));
                pen.line("bdi", "", &view.hint);
            });
        }
    });
}

/// The line below a field, for what is wrong with it. It is the gap to the next field as well, so
/// that an error moves nothing.
pub(super) fn below(pen: &mut Pen, id: &str, error: Option<&str>) {
    match error {
        Some(error) => message(pen, "msg err", Icon::Alert, error, &|pen| {
            pen.put(Attr::Id, id);
        }),
        None => pen.el("p", "msg", |pen| pen.put(Attr::Id, id)),
    }
}

/// An id that belongs to another one.
pub(super) fn with(id: &str, end: &str) -> String {
    let mut all = String::from(id);
    all.push_str(end);
    all
}

/// The label, with a word where the field may stay empty.
pub(super) fn label(pen: &mut Pen, view: &FieldView, tag: &'static str) {
    pen.el(tag, "", |pen| {
        if tag == "label" {
            pen.put(Attr::For, &view.field.id());
        }
        pen.line("bdi", "", &view.label);
        pen.list(|pen| {
            if !view.required {
                pen.line("span", "opt", pen.text.optional());
            }
        });
    });
}

/// What every input has: where the focus goes, and what is wrong.
pub(super) fn dress(pen: &mut Pen, view: &FieldView, note: &str) {
    pen.put(Attr::Id, &view.field.id());
    pen.hook(hook(view.field));
    pen.may(Attr::Required, view.required.then_some("true"));
    pen.may(Attr::Invalid, view.error.as_ref().map(|_| "true"));
    described(pen, view, note);
}

/// What holds a text that is typed.
pub(super) fn typed(pen: &mut Pen, view: &FieldView) {
    let field = view.field;
    pen.value(&view.value);
    pen.tells(On::Input, move |text| Event::FieldEdited(field, text));
    pen.sends(On::Blur, Event::FieldLeft(field));
}

fn described(pen: &mut Pen, view: &FieldView, note: &str) {
    let mut by = String::new();
    if !view.hint.is_empty() {
        by = with(&view.field.id(), HELP);
    }
    if view.error.is_some() {
        by.push(' ');
        by.push_str(note);
    }
    if !by.is_empty() {
        pen.put(Attr::DescribedBy, by.trim_start());
    }
}

/// What kind of line it is: for the keyboard of a phone, and for what browsers fill in.
pub(super) fn kind(pen: &mut Pen, view: &FieldView) {
    // Addresses and numbers run from left to right in every language.
    let (kind, keys, fill, dir) = match (view.field, view.entry) {
        (GuestField::Name, _) => ("text", None, "name", None),
        (GuestField::Email, _) => ("email", Some("email"), "email", Some("ltr")),
        (GuestField::AttendeeEmail(_), _) => ("email", Some("email"), "off", Some("ltr")),
        (GuestField::Phone, _) => ("tel", Some("tel"), "tel", Some("ltr")),
        (_, Entry::Number { signed: false }) => ("text", Some("numeric"), "off", None),
        (_, Entry::Date) => ("date", None, "off", None),
        // The browser knows nothing about others, and what it guesses would have to be taken out.
        _ => ("text", None, "off", None),
    };
    pen.set(Attr::Type, kind);
    pen.may(Attr::InputMode, keys);
    pen.set(Attr::Autocomplete, fill);
    pen.may(Attr::Dir, dir);
    match view.field {
        GuestField::Name | GuestField::AttendeeName(_) => {
            pen.set(Attr::Autocapitalize, "words");
            pen.set(Attr::Spellcheck, "false");
        }
        GuestField::Email | GuestField::AttendeeEmail(_) => {
            pen.set(Attr::Autocapitalize, "none");
            pen.set(Attr::Spellcheck, "false");
        }
        _ => {}
    }
}

/// Options of which one is chosen, or any.
fn choices(pen: &mut Pen, view: &FieldView) {
    let wrong = view.error.is_some() && view.entry == Entry::Boxes;
    let id = view.field.id();
    pen.list(|pen| {
        for (place, each) in view.options.iter().enumerate() {
            pen.el("label", "tick", |pen| {
                pen.el("input", "", |pen| {
                    if place == 0 {
                        pen.put(Attr::Id, &id);
                    }
                    pen.hook(hook(view.field));
                    pen.put(Attr::Value, &each.value);
                    pen.may(Attr::Invalid, wrong.then_some("true"));
                    choose(pen, view, each);
                });
                foreign(pen, "span", "", &each.label);
            });
        }
    });
}

fn choose(pen: &mut Pen, view: &FieldView, each: &FieldOption) {
    let value = each.value.clone();
    pen.checked(each.chosen);
    let event = if view.entry == Entry::Radios {
        pen.set(Attr::Type, "radio");
        pen.put(Attr::Name, &view.field.id());
        Event::FieldEdited(view.field, value)
    } else {
        pen.set(Attr::Type, "checkbox");
        Event::OptionToggled(view.field, value)
    };
    pen.sends(On::Change, event);
}

fn select(pen: &mut Pen, view: &FieldView, note: &str) {
    pen.el("span", "list", |pen| {
        pen.el("select", "in", |pen| {
            dress(pen, view, note);
            let field = view.field;
            pen.tells(On::Change, move |value| Event::FieldEdited(field, value));
            pen.list(|pen| {
                for each in &view.options {
                    pen.el("option", "", |pen| {
                        option(pen, &each.value, each.chosen);
                        pen.say(&each.label);
                    });
                }
            });
        });
        Icon::Down.draw_as(pen, "chev");
    });
}

fn hook(field: GuestField) -> &'static str {
    match field {
        GuestField::Name => "field-name",
        GuestField::Email => "field-email",
        GuestField::Phone => "field-phone",
        GuestField::Country => "field-country",
        GuestField::Notes => "field-notes",
        GuestField::AttendeeName(_) => "field-attendee-name",
        GuestField::AttendeeEmail(_) => "field-attendee-email",
        GuestField::Answer(_) => "field-answer",
    }
}
