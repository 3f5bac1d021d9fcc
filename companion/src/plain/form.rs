//! The form, drawn with everything that was typed and with what is wrong at its field.

use booking_contract::{AttendeeDetails, FieldKind, FormField, Passed, PhoneUse, Slot};
use maud::{Markup, html};

use super::choices::Choices;
use super::details::{Details, is_detail};
use super::frame::{Sheet, Step};
use super::{Visit, frame};
use crate::words::fill;

/// As many options are all shown; more are a list to open.
const RADIOS_MAX: usize = 5;

/// A field of one line.
struct Line<'l> {
    name: &'l str,
    label: &'l str,
    hint: &'l str,
    kind: &'static str,
    autocomplete: &'static str,
    required: bool,
    /// What nobody writes from right to left.
    latin: bool,
}

impl Visit {
    /// The form.
    pub(super) fn form(&self, choices: &Choices, slot: &Slot, details: &Details) -> Sheet {
        let words = &self.words;
        let calendar = &self.page.calendar;
        let asks = |name: &str| is_detail(name) || name == "code";
        let body = html! {
            input type="hidden" name="details" value="1";
            (self.line(details, &Line { name: "name", label: words.name(), hint: "", kind: "text",
                autocomplete: "name", required: true, latin: false }))
            (self.line(details, &Line { name: "email", label: words.email(), hint: words.email_hint(), kind: "email",
                autocomplete: "email", required: true, latin: true }))
            @if calendar.phone != PhoneUse::Hidden {
                (self.line(details, &Line { name: "phone", label: words.phone(), hint: words.page.phone_hint(), kind: "tel",
                    autocomplete: "tel", required: calendar.phone == PhoneUse::Required, latin: true }))
            }
            @if calendar.attendee_details != AttendeeDetails::None { (self.people(details)) }
            @for field in &calendar.form { (self.question(field, details)) }
            (self.lines("notes", words.notes(), words.notes_hint(), false, details))
            @if calendar.coupons {
                (self.line(details, &Line { name: "code", label: words.coupon_label(), hint: words.page.coupon_hint(), kind: "text",
                    autocomplete: "off", required: false, latin: true }))
            }
            @if let Some(consent) = &calendar.consent {
                (self.tick("consent", "1", consent, details.consent, details, true))
            }
            p.actions {
                button.main type="submit" { (words.proceed()) }
                button.side type="submit" name="go" value="time" { (words.change_time()) }
            }
        };
        Sheet {
            step: Some(Step::Details),
            at: Some("details"),
            title: words.step_details().to_owned(),
            error: details.is_wrong().then(|| words.details_wrong().to_owned()),
            notice: None,
            body: html! {
                (self.chosen(choices, Some(slot)))
                (self.ask(choices, &[], &asks, &body))
            },
            refresh: None,
        }
    }

    /// What was typed, as it travels along.
    pub(super) fn carried(&self, asks: &dyn Fn(&str) -> bool) -> Markup {
        let details = self.params.those(|name| is_detail(name) && !asks(name));
        let code = self.params.get("code").filter(|_| !asks("code"));
        let passed = self.params.passed();
        html! {
            @for Passed { name, value } in &passed { input type="hidden" name=(name) value=(value); }
            @if let Some(chosen) = self.params.get("pass") { input type="hidden" name="pass" value=(chosen); }
            @if let Some(token) = self.params.member() { input type="hidden" name="member" value=(token); }
            @for (name, value) in details { input type="hidden" name=(name) value=(value); }
            @if let Some(code) = code { input type="hidden" name="code" value=(code); }
        }
    }

    fn line(&self, details: &Details, line: &Line<'_>) -> Markup {
        let id = frame::id_of(line.name);
        let error = details.error(line.name);
        let value = if line.name == "code" {
            &details.code
        } else {
            details.text(line.name)
        };
        html! {
            div.field {
                label for=(id) { (self.label(line.label, line.required)) }
                @if !line.hint.is_empty() { p.hint id={ (id) "-hint" } { bdi { (line.hint) } } }
                input.in.code[line.name == "code"] id=(id) name=(line.name) type=(line.kind) value=(value)
                    autocomplete=(line.autocomplete) dir=[line.latin.then_some("ltr")]
                    autocapitalize=[(line.name == "code").then_some("characters")]
                    spellcheck=[line.latin.then_some("false")]
                    aria-required=[line.required.then_some("true")]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described(&id, !line.hint.is_empty(), error)]
                    autofocus[self.is_first_error(details, line.name)];
                (told(&id, error))
            }
        }
    }

    fn lines(
        &self,
        name: &str,
        label: &str,
        hint: &str,
        required: bool,
        details: &Details,
    ) -> Markup {
        let id = frame::id_of(name);
        let error = details.error(name);
        html! {
            div.field {
                label for=(id) { (self.label(label, required)) }
                @if !hint.is_empty() { p.hint id={ (id) "-hint" } { bdi { (hint) } } }
                // The first line break of a text area is the browser's own.
                textarea.in id=(id) name=(name) rows="3"
                    aria-required=[required.then_some("true")]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described(&id, !hint.is_empty(), error)]
                    autofocus[self.is_first_error(details, name)] { "\n" (details.text(name)) }
                (told(&id, error))
            }
        }
    }

    fn tick(
        &self,
        name: &str,
        value: &str,
        label: &str,
        checked: bool,
        details: &Details,
        required: bool,
    ) -> Markup {
        let id = frame::id_of(name);
        let error = details.error(name);
        html! {
            div.field {
                label.tick {
                    input type="checkbox" id=(id) name=(name) value=(value) checked[checked]
                        aria-required=[required.then_some("true")]
                        aria-invalid=[error.map(|_| "true")]
                        aria-describedby=[described(&id, false, error)]
                        autofocus[self.is_first_error(details, name)];
                    span { bdi { (label) } }
                }
                (told(&id, error))
            }
        }
    }

    fn label(&self, label: &str, required: bool) -> Markup {
        html! {
            bdi { (label) }
            @if !required { " " span.opt { (self.words.optional()) } }
        }
    }

    /// Everybody who takes part. The booker's own fields stay away while they are one of them.
    fn people(&self, details: &Details) -> Markup {
        let words = &self.words;
        let count = words.number(details.count);
        let emails = self.page.calendar.attendee_details == AttendeeDetails::NamesAndEmails;
        html! {
            fieldset.people {
                legend { (words.people_label()) }
                (self.tick("takes_part", "1", words.taking_part(), details.takes_part(), details, false))
                @for number in 1..=details.count {
                    @let title = fill(words.person_of(), &[("number", &words.number(number)), ("count", &count)]);
                    @let (name, email) = (format!("person.{number}.name"), format!("person.{number}.email"));
                    fieldset.person.booker[number == 1] {
                        legend { (title) }
                        (self.line(details, &Line { name: &name, label: words.name(), hint: "", kind: "text",
                            autocomplete: "off", required: true, latin: false }))
                        @if emails {
                            (self.line(details, &Line { name: &email, label: words.email(), hint: "", kind: "email",
                                autocomplete: "off", required: true, latin: true }))
                        }
                    }
                }
            }
        }
    }

    /// One of the calendar's own questions.
    fn question(&self, field: &FormField, details: &Details) -> Markup {
        let name = format!("answer.{}", field.id);
        let (label, hint, required) = (&*field.label, &*field.hint, field.required);
        let line = |kind| {
            self.line(
                details,
                &Line {
                    name: &name,
                    label,
                    hint,
                    kind,
                    autocomplete: "off",
                    required,
                    latin: kind != "text",
                },
            )
        };
        match &field.kind {
            // Number fields of browsers take more than whole numbers.
            FieldKind::Text | FieldKind::Number { .. } => line("text"),
            FieldKind::Date => line("date"),
            FieldKind::LongText => self.lines(&name, label, hint, required, details),
            FieldKind::Checkbox => {
                let checked = details.text(&name) == "true";
                self.tick(&name, "true", label, checked, details, required)
            }
            FieldKind::Choice { options } if options.len() > RADIOS_MAX => {
                self.list(&name, field, options, details)
            }
            FieldKind::Choice { options } => self.boxes(&name, field, options, "radio", details),
            FieldKind::Choices { options } => {
                self.boxes(&name, field, options, "checkbox", details)
            }
        }
    }

    fn boxes(
        &self,
        name: &str,
        field: &FormField,
        options: &[String],
        kind: &str,
        details: &Details,
    ) -> Markup {
        let id = frame::id_of(name);
        let error = details.error(name);
        let chosen = |option: &str| details.typed.all(name).any(|value| value == option);
        // What needs no answer can be taken back.
        let none = kind == "radio" && !field.required;
        html! {
            fieldset.field id=(id) aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described(&id, !field.hint.is_empty(), error)] {
                legend { (self.label(&field.label, field.required)) }
                @if !field.hint.is_empty() { p.hint id={ (id) "-hint" } { bdi { (field.hint) } } }
                @for (place, option) in options.iter().enumerate() {
                    label.tick {
                        input type=(kind) name=(name) value=(option) checked[chosen(option)]
                            autofocus[place == 0 && self.is_first_error(details, name)];
                        span { bdi { (option) } }
                    }
                }
                @if none {
                    label.tick {
                        input type="radio" name=(name) value="" checked[details.text(name).is_empty()];
                        span { (self.words.no_answer()) }
                    }
                }
                (told(&id, error))
            }
        }
    }

    fn list(&self, name: &str, field: &FormField, options: &[String], details: &Details) -> Markup {
        let id = frame::id_of(name);
        let error = details.error(name);
        let words = &self.words;
        let empty = if field.required {
            words.please_choose()
        } else {
            words.no_answer()
        };
        html! {
            div.field {
                label for=(id) { (self.label(&field.label, field.required)) }
                @if !field.hint.is_empty() { p.hint id={ (id) "-hint" } { bdi { (field.hint) } } }
                select.in id=(id) name=(name)
                    aria-required=[field.required.then_some("true")]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described(&id, !field.hint.is_empty(), error)]
                    autofocus[self.is_first_error(details, name)] {
                    option value="" { (empty) }
                    @for option in options {
                        option value=(option) selected[details.text(name) == option] { (option) }
                    }
                }
                (told(&id, error))
            }
        }
    }

    /// Whether the cursor belongs into this field.
    fn is_first_error(&self, details: &Details, name: &str) -> bool {
        // In the order of the page, which is not that of the judging.
        let page = &self.page.calendar;
        let place = |name: &str| match name {
            "name" => 0,
            "email" => 1,
            "phone" => 2,
            "notes" => 1_000_000,
            "code" => 1_000_001,
            "consent" => 1_000_002,
            _ => match name.strip_prefix("answer.") {
                Some(id) => 500_000 + page.form.iter().position(|it| it.id == id).unwrap_or(0),
                None => 3,
            },
        };
        let first = details.errors.iter().min_by_key(|(name, _)| place(name));
        first.is_some_and(|(first, _)| first == name)
    }
}

/// What is wrong with a field, below it.
fn told(id: &str, error: Option<&str>) -> Markup {
    html! {
        @if let Some(error) = error { p.err id={ (id) "-error" } { (error) } }
    }
}

/// What a screen reader says along with a field.
fn described(id: &str, hint: bool, error: Option<&str>) -> Option<String> {
    match (hint, error) {
        (false, None) => None,
        (true, None) => Some(format!("{id}-hint")),
        (false, Some(_)) => Some(format!("{id}-error")),
        (true, Some(_)) => Some(format!("{id}-hint {id}-error")),
    }
}
