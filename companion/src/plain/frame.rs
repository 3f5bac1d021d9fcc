//! What is around the step on every one of these pages: head, names, steps, messages, languages.

use std::sync::LazyLock;

use booking_contract::{Slot, WidgetStyle};
use booking_engine::{Payment, PriceRequest, price};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Visit;
use super::choices::Choices;
use crate::pages::document::{Mode, Theme, own_colours, website};
use crate::pages::lean;
use crate::pages::policy::Nonce;
use crate::pages::speech::{self, with_business};

/// The id of the form of a step.
pub(super) const MAIN: &str = "step";

static STYLE: LazyLock<String> = LazyLock::new(|| lean::style(include_str!("plain.css")));

/// What a page says.
pub(super) struct Sheet {
    /// Where in the booking it stands; none after the confirmation.
    pub(super) step: Option<Step>,
    /// Its heading.
    pub(super) title: String,
    /// What has to be put right first.
    pub(super) error: Option<String>,
    /// What the guest should know.
    pub(super) notice: Option<Markup>,
    /// The rest.
    pub(super) body: Markup,
    /// Where to go on by itself, and after how many seconds.
    pub(super) refresh: Option<(u32, String)>,
    /// What leads back to it in another language; none where that is not offered.
    pub(super) at: Option<&'static str>,
}

/// A step of the booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Services,
    Time,
    Details,
    Payment,
}

/// The id of a field's element.
pub(super) fn id_of(name: &str) -> String {
    format!("field-{}", name.replace('.', "-"))
}

impl Visit {
    /// The document around a sheet.
    pub(super) fn document(&self, nonce: &Nonce, sheet: &Sheet) -> Markup {
        let words = &self.words;
        let business = &self.page.business;
        let calendar = &self.page.calendar;
        let theme = self.theme.unwrap_or(Theme::of(calendar.theme.appearance));
        html! {
            (DOCTYPE)
            html lang=(words.locale) dir=(words.direction()) data-mode=(self.mode.name()) data-theme=(theme.name()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (sheet.title) " · " (calendar.title) " · " (business.name) }
                    @if let Some((seconds, address)) = &sheet.refresh {
                        meta http-equiv="refresh" content={ (seconds) ";url=" (address) };
                    }
                    link rel="icon" href="data:,";
                    style nonce=(nonce.as_str()) { (PreEscaped(STYLE.as_str())) (PreEscaped(own_colours(calendar))) }
                }
                body.classic[calendar.style == WidgetStyle::Classic] {
                    header.head {
                        @match website(business) {
                            Some(website) => a.name href=(website) target="_top" rel="noopener" { bdi { (business.name) } },
                            None => span.name { bdi { (business.name) } },
                        }
                        span.title { bdi { (calendar.title) } }
                    }
                    main.card {
                        @if calendar.test_mode { p.test { (words.test_banner()) } }
                        @if let Some(step) = sheet.step { (self.steps(step)) }
                        div.work {
                            h1 { (sheet.title) }
                            @if let Some(error) = &sheet.error { p.note.bad role="alert" { (error) } }
                            @if sheet.step.is_some() && self.params.get("cancelled").is_some() {
                                p.note role="status" { (words.page.left_payment()) }
                            }
                            @if let Some(notice) = &sheet.notice { div.note role="status" { (notice) } }
                            (sheet.body)
                        }
                    }
                    @if let Some(at) = sheet.at { (self.languages(at)) }
                    @if let (Mode::Page, Some(website)) = (self.mode, website(business)) {
                        footer { a href=(website) rel="noopener" { (with_business(words.page.back(), &business.name)) } }
                    }
                }
            }
        }
    }

    fn steps(&self, present: Step) -> Markup {
        let words = &self.words;
        let free = self
            .page
            .terms
            .services
            .iter()
            .all(|it| it.unit_price_minor == 0);
        let last = if free {
            words.step_confirm()
        } else {
            words.step_payment()
        };
        let mut steps = vec![
            (Step::Time, words.step_time()),
            (Step::Details, words.step_details()),
            (Step::Payment, last),
        ];
        if self.has_services() {
            steps.insert(0, (Step::Services, words.step_services()));
        }
        let place = steps.iter().position(|(step, _)| *step == present);
        html! {
            ol.steps aria-label=(words.steps()) {
                @for (index, (step, label)) in steps.iter().enumerate() {
                    li.now[*step == present].done[place.is_some_and(|place| index < place)]
                        aria-current=[(*step == present).then_some("step")] {
                        i aria-hidden="true" { (words.number(u32::try_from(index + 1).unwrap_or(0))) }
                        span { (label) }
                    }
                }
            }
        }
    }

    /// Whether the guest has anything to choose before the time.
    pub(super) fn has_services(&self) -> bool {
        let alone = match &self.page.terms.services[..] {
            [only] => only.attendees_max <= 1,
            _ => false,
        };
        !alone || self.page.has_menu()
    }

    /// A form that brings along what is chosen, but for the names that it asks for itself. What
    /// was typed travels in the body: addresses are kept by browsers.
    pub(super) fn ask(
        &self,
        choices: &Choices,
        chooses: &[&str],
        types: &dyn Fn(&str) -> bool,
        body: &Markup,
    ) -> Markup {
        let posts = types("details") || self.params.get("details").is_some();
        html! {
            form id=(MAIN) method=(if posts { "post" } else { "get" }) action=(self.base) accept-charset="utf-8" novalidate {
                (self.hidden(choices, chooses, types))
                (body)
            }
        }
    }

    /// What is chosen and typed, as hidden fields.
    pub(super) fn hidden(
        &self,
        choices: &Choices,
        chooses: &[&str],
        types: &dyn Fn(&str) -> bool,
    ) -> Markup {
        // What was picked is among the items by then; a private service stays named.
        let named = self.params.get("named").or(self.params.get("service"));
        let asked = self.params.said().map(|(tag, _)| tag);
        let own = [
            ("lang", asked.or(self.params.get("lang"))),
            ("theme", self.params.get("theme")),
            ("look", self.params.get("look")),
            ("named", named),
            ("coupon", self.params.get("coupon")),
        ];
        html! {
            @for (name, value) in own {
                @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
            }
            @for (name, value) in choices.pairs(chooses) { input type="hidden" name=(name) value=(value); }
            (self.carried(types))
        }
    }

    /// What is booked, when, and what it costs so far.
    pub(super) fn chosen(&self, choices: &Choices, slot: Option<&Slot>) -> Markup {
        let words = &self.words;
        let request = PriceRequest::of(choices.items.clone());
        let quote = price(&request, &self.page.terms, self.now()).ok();
        html! {
            section.chosen {
                p {
                    strong { bdi { (self.names(&choices.items)) } }
                    @if choices.attendees() > 1 { small { (words.count(words.people(choices.attendees()), choices.attendees())) } }
                }
                @if let Some(slot) = slot { p { (words.hours_of(self.zone, slot.starts_at, slot.ends_at)) } }
                @if let Some(quote) = quote {
                    p.sum {
                        @match quote.payment() {
                            Payment::Free if quote.total_minor == 0 => (words.free()),
                            _ => (words.money(quote.total_minor, quote.currency)),
                        }
                    }
                }
            }
        }
    }

    /// The languages, each by its own name.
    ///
    /// They send the form of the step, so that nothing that was typed is lost.
    fn languages(&self, at: &str) -> Markup {
        html! {
            nav.tongues aria-label=(self.words.language_label()) {
                @for language in speech::languages() {
                    button type="submit" form=(MAIN) name="say" value={ (language.tag) "." (at) } lang=(language.tag)
                        aria-current=[(self.words.locale.starts_with(language.tag)).then_some("true")] { (language.name) }
                }
            }
        }
    }
}
