//! The guest's language, at the foot of the widget.

use super::icon::Icon;
use crate::flow::{Event, FocusTarget, Screen};
use crate::view::pen::{Attr, On, Pen};

/// A quiet choice with every language in its own words; one alone needs none.
pub(crate) fn languages(pen: &mut Pen, screen: &Screen) {
    pen.list(|pen| {
        if screen.languages.options.len() > 1 {
            choice(pen, screen);
        }
    });
}

fn choice(pen: &mut Pen, screen: &Screen) {
    let choice = &screen.languages;
    pen.el("label", "tongue", |pen| {
        Icon::Language.draw(pen);
        pen.line("span", "vh", pen.text.language_label());
        pen.el("select", "", |pen| {
            // A new element for every answer: a select that the guest has touched keeps their
            // pick, also where it did not come.
            pen.key(choice.serial);
            pen.put(Attr::Id, &FocusTarget::Language.id());
            pen.hook("language");
            pen.tells(On::Change, Event::LanguageChosen);
            pen.list(|pen| {
                for language in choice.options.iter() {
                    pen.el("option", "", |pen| {
                        pen.put(Attr::Lang, &language.tag);
                        option(pen, &language.tag, language.tag == choice.selected);
                        pen.say(&language.name);
                    });
                }
            });
        });
        Icon::Down.draw_as(pen, "chev");
    });
}

/// What an option stands for, and whether it is the chosen one.
pub(crate) fn option(pen: &mut Pen, value: &str, selected: bool) {
    pen.put(Attr::Value, value);
    pen.may(Attr::Selected, selected.then_some("selected"));
}
