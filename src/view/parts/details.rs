//! The form: who books.

use super::button::{Button, foreign};
use super::icon::Icon;
use super::message;
use super::steps::heading;
use crate::flow::{Consent, DetailsStep, Event, FieldView, FocusTarget, GuestField, Header};
use crate::view::pen::{Attr, On, Pen};

/// Fields, consent and the button that goes on.
pub(crate) fn details(pen: &mut Pen, step: &DetailsStep, header: &Header) {
    let text = pen.text;
    pen.el("form", "form", |pen| {
        // The flow checks the fields and says what is wrong at each of them.
        pen.set(Attr::NoValidate, "novalidate");
        pen.submits(Some(Event::Continue));
        heading(pen, text.step_details(), "");
        pen.el("div", "fields", |pen| {
            pen.list(|pen| {
                for view in [&step.name, &step.email, &step.phone, &step.notes] {
                    field(pen, view);
                }
            });
        });
        pen.list(|pen| {
            if let Some(consent) = &step.consent {
                consent_box(pen, consent);
            }
        });
        pen.el("div", "actions", |pen| {
            let button = Button::new("btn main", "continue");
            button.submit(pen, |pen| pen.say(&header.button));
        });
    });
}

fn field(pen: &mut Pen, view: &FieldView) {
    let id = view.field.id();
    let note = format!("{id}-note");
    // Addresses and numbers run from left to right in every language.
    let (kind, fill, hook, dir) = match view.field {
        GuestField::Email => ("email", "email", "field-email", Some("ltr")),
        GuestField::Phone => ("tel", "tel", "field-phone", Some("ltr")),
        GuestField::Name => ("text", "name", "field-name", None),
        GuestField::Notes => ("", "", "field-notes", None),
    };
    let long = view.field == GuestField::Notes;
    pen.el("div", "field", |pen| {
        pen.el("label", "", |pen| {
            pen.put(Attr::For, id);
            pen.say(view.label);
            pen.list(|pen| {
                if !view.required {
                    pen.line("span", "opt", pen.text.optional());
                }
            });
        });
        pen.el(if long { "textarea" } else { "input" }, "in", |pen| {
            pen.put(Attr::Id, id);
            pen.hook(hook);
            pen.value(&view.value);
            if long {
                pen.set(Attr::Rows, "3");
            } else {
                pen.set(Attr::Type, kind);
                pen.may(Attr::Dir, dir);
                pen.set(Attr::InputMode, kind);
                pen.set(Attr::Autocomplete, fill);
                pen.may(Attr::Required, view.required.then_some("true"));
            }
            if view.error.is_some() || !view.hint.is_empty() {
                pen.put(Attr::DescribedBy, &note);
            }
            pen.may(Attr::Invalid, view.error.as_ref().map(|_| "true"));
            let field = view.field;
            pen.tells(On::Input, move |text| Event::FieldEdited(field, text));
            pen.sends(On::Blur, Event::FieldLeft(field));
        });
        below(pen, &note, view.error.as_deref(), view.hint);
    });
}

/// The line below a field. Its room is always there, so that an error moves nothing.
fn below(pen: &mut Pen, id: &str, error: Option<&str>, hint: &str) {
    match error {
        Some(error) => message(pen, "msg err", Icon::Alert, error, &|pen| {
            pen.put(Attr::Id, id);
        }),
        None => pen.el("p", "msg", |pen| {
            pen.put(Attr::Id, id);
            pen.say(hint);
        }),
    }
}

fn consent_box(pen: &mut Pen, consent: &Consent) {
    const NOTE: &str = "booking-consent-note";
    let wrong = consent.error.is_some();
    pen.el("div", "field", |pen| {
        pen.el("label", "tick", |pen| {
            pen.el("input", "", |pen| {
                pen.set(Attr::Type, "checkbox");
                pen.put(Attr::Id, &FocusTarget::Consent.id());
                pen.hook("field-consent");
                pen.checked(consent.checked);
                pen.set(Attr::Required, "true");
                pen.may(Attr::Invalid, wrong.then_some("true"));
                pen.may(Attr::DescribedBy, wrong.then_some(NOTE));
                pen.sends(On::Change, Event::ConsentToggled);
            });
            foreign(pen, "span", "", &consent.text);
        });
        pen.list(|pen| {
            if wrong {
                below(pen, NOTE, consent.error, "");
            }
        });
    });
}
