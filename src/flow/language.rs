//! The guest's language: another one is fetched when it is asked for, and everything that was
//! chosen and typed stays.

use std::rc::Rc;

use super::booking::{Flow, Trouble};
use super::message::{Effect, Ticket};
use super::screen::{FocusTarget, LanguageOption};
use crate::text::Texts;

/// The languages to choose from, and the one that is on its way.
#[derive(Clone, Debug)]
pub(super) struct Speaking {
    pub options: Rc<[LanguageOption]>,
    /// Counts the answers, so that the choice is drawn anew with what came of it.
    pub answers: u32,
    asked: Option<Ticket>,
}

impl Speaking {
    pub(super) fn new(options: Rc<[LanguageOption]>) -> Self {
        Self {
            options,
            answers: 0,
            asked: None,
        }
    }
}

impl Flow {
    pub(super) fn choose_language(&mut self, tag: &str) {
        self.speaking.asked = None;
        let mut options = self.speaking.options.iter();
        let Some(language) = options.find(|option| option.tag == tag).cloned() else {
            return;
        };
        if tag != self.text.tag() {
            let ticket = self.ticket();
            self.speaking.asked = Some(ticket);
            self.effects.push(Effect::LoadTexts { ticket, language });
        }
    }

    /// Speaks the other language from now on, or says in the present one that it did not arrive.
    pub(super) fn texts_arrived(&mut self, ticket: Ticket, texts: Option<&'static Texts>) {
        let asked = self.speaking.asked.take_if(|own| *own == ticket);
        if asked.is_none() {
            return;
        }
        self.speaking.answers = self.speaking.answers.wrapping_add(1);
        // What was announced has been said, and is not said again in another language.
        self.announcement.clear();
        self.urgent.clear();
        if let Some(texts) = texts {
            self.text = texts;
            if matches!(self.notice, Some(Trouble::LanguageFailed)) {
                self.notice = None;
            }
            self.focus_on(FocusTarget::Language);
        } else {
            self.give_notice(Trouble::LanguageFailed);
        }
    }
}
