//! The phone number, with the country that its calling code comes from.

use super::super::icon::Icon;
use super::super::languages::option;
use super::field::{NOTE, below, dress, help, kind, label, typed, with};
use crate::flow::{Event, GuestField, PhoneField};
use crate::text::Country;
use crate::view::pen::{Attr, On, Pen};

/// The calling code beside the number, in one line.
pub(super) fn phone(pen: &mut Pen, phone: &PhoneField) {
    let number = &phone.number;
    let note = with(&number.field.id(), NOTE);
    pen.el("div", "field", |pen| {
        label(pen, number, "label");
        help(pen, number);
        // Numbers run from left to right in every language, the country before them.
        pen.el("div", "tel", |pen| {
            pen.set(Attr::Dir, "ltr");
            pen.el("span", "dial", |pen| {
                pen.el("span", "", |pen| {
                    pen.set(Attr::Hidden, "true");
                    let mut code = String::from("+");
                    code.push_str(phone.calling_code);
                    pen.say(&code);
                });
                Icon::Down.draw(pen);
                countries(pen, phone);
            });
            pen.el("input", "in", |pen| {
                kind(pen, number);
                dress(pen, number, &note);
                typed(pen, number);
            });
        });
        below(pen, &note, number.error.as_deref());
    });
}

/// Lies unseen above the calling code: what is opened is the browser's own list, with names.
fn countries(pen: &mut Pen, phone: &PhoneField) {
    pen.el("select", "", |pen| {
        // A new element where the number brought its country: a select that the guest has
        // touched keeps their pick.
        pen.key(phone.serial);
        pen.put(Attr::Id, &GuestField::Country.id());
        pen.hook("field-country");
        pen.set(Attr::Label, pen.text.country());
        pen.set(Attr::Autocomplete, "tel-country-code");
        pen.tells(On::Change, |code| {
            Event::FieldEdited(GuestField::Country, code)
        });
        pen.list(|pen| {
            for country in phone.countries.iter() {
                pen.el("option", "", |pen| {
                    option(pen, country.code, country.code == phone.country);
                    pen.say(&named(country));
                });
            }
        });
    });
}

/// "Portugal (+351)", the number from left to right whatever the name is written in.
fn named(country: &Country) -> String {
    let mut name = country.name.clone();
    name.push_str(" \u{2066}(+");
    name.push_str(country.calling_code);
    name.push_str(")\u{2069}");
    name
}
