//! The form: who books, who takes part, and what the business asks.

mod field;
mod phone;

use super::button::{Button, foreign};
use super::steps::heading;
use crate::flow::{Attendees, Consent, DetailsStep, Event, FocusTarget, GuestField, Header};
use crate::view::pen::{Attr, On, Pen};
use field::{below, field, with};

/// Fields, consent and the button that goes on.
pub(crate) fn details(pen: &mut Pen, step: &DetailsStep, header: &Header) {
    let text = pen.text;
    pen.el("form", "form", |pen| {
        // The flow checks the fields and says what is wrong at each of them.
        pen.set(Attr::NoValidate, "novalidate");
        pen.submits(Some(Event::Continue));
        heading(pen, text.step_details(), "");
        pen.el("div", "fields", |pen| {
            field(pen, &step.name);
            field(pen, &step.email);
            pen.list(|pen| {
                if let Some(number) = &step.phone {
                    phone::phone(pen, number);
                }
            });
            pen.list(|pen| {
                if let Some(all) = &step.attendees {
                    attendees(pen, all);
                }
            });
            pen.list(|pen| {
                for question in &step.questions {
                    field(pen, question);
                }
            });
            field(pen, &step.notes);
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

/// Whether the booker is one of those who take part, and a group for everybody else.
fn attendees(pen: &mut Pen, all: &Attendees) {
    pen.el("label", "tick", |pen| {
        pen.el("input", "", |pen| {
            pen.set(Attr::Type, "checkbox");
            pen.hook("field-booker");
            pen.checked(all.booker_takes_part);
            pen.sends(On::Change, Event::BookerToggled);
        });
        pen.line("span", "", pen.text.taking_part());
    });
    for person in &all.people {
        let title = GuestField::AttendeeName(person.place).id();
        let title = with(&title, "-title");
        pen.el("div", "person", |pen| {
            pen.set(Attr::Role, "group");
            pen.put(Attr::LabelledBy, &title);
            pen.key(&*title);
            pen.el("h3", "", |pen| {
                pen.put(Attr::Id, &title);
                pen.say(&person.title);
            });
            pen.list(|pen| {
                for view in &person.fields {
                    field(pen, view);
                }
            });
        });
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
                below(pen, NOTE, consent.error);
            }
        });
    });
}
