//! Who books, and what the calendar asks of them: read from a form, judged by the same types and
//! rules as the widget's, and drawn with everything that was typed.

use booking_contract::{
    Answer, Attendee, AttendeeDetails, CalendarPage, FieldKind, FormField, Guest, PhoneUse, Slot,
};
use maud::{Markup, html};

use super::choices::Choices;
use super::frame::{Sheet, Step};
use super::params::Params;
use super::{Visit, frame};
use crate::words::{Words, fill};

/// As many options are all shown; more are a list to open.
const RADIOS_MAX: usize = 5;
/// The longest code that a field takes; a longer one is none.
const CODE_LENGTH_MAX: usize = 64;

/// The form as it was filled in.
#[derive(Clone)]
pub(super) struct Details {
    /// Whether the guest has sent it, or it is only filled in as the address asks.
    pub(super) sent: bool,
    /// Who books, if all of it is right.
    pub(super) guest: Option<Guest>,
    /// Who takes part, where the calendar asks for it.
    pub(super) attendees: Vec<Attendee>,
    /// The answers to the calendar's own questions.
    pub(super) answers: Vec<Answer>,
    /// Whether the consent box was ticked.
    pub(super) consent: bool,
    /// The code as it was typed, or as the check has read it.
    pub(super) code: String,
    typed: Params,
    /// How many take part.
    count: u32,
    /// Names of fields, and what is wrong with them.
    errors: Vec<(String, String)>,
}

/// Whether a parameter is of this form.
pub(super) fn is_detail(name: &str) -> bool {
    const NAMES: [&str; 7] = [
        "details",
        "name",
        "email",
        "phone",
        "notes",
        "consent",
        "takes_part",
    ];
    NAMES.contains(&name) || name.starts_with("person.") || name.starts_with("answer.")
}

impl Details {
    /// Reads the form.
    pub(super) fn read(params: &Params, page: &CalendarPage, words: &Words, count: u32) -> Self {
        let sent = params.get("details").is_some();
        let removed = params.get("without") == Some("code");
        let code = params.get("code").filter(|_| !removed);
        let code = code.or(params.get("coupon").filter(|_| !sent));
        let code = code.unwrap_or_default().trim();
        let mut details = Self {
            sent,
            guest: None,
            attendees: Vec::new(),
            answers: Vec::new(),
            consent: params.get("consent").is_some(),
            code: code.chars().take(CODE_LENGTH_MAX).collect(),
            typed: params.clone(),
            count,
            errors: Vec::new(),
        };
        details.judge_guest(page, words);
        if page.calendar.attendee_details != AttendeeDetails::None {
            details.judge_attendees(page.calendar.attendee_details, words);
        }
        for field in &page.calendar.form {
            details.judge_answer(field, words);
        }
        if page.calendar.consent.is_some() && !details.consent {
            details.refuse("consent", words.consent_missing());
        }
        details
    }

    /// Whether anything has to be put right.
    pub(super) fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    /// As it is shown to somebody who has not sent it.
    pub(super) fn fresh(&self) -> Self {
        Self {
            errors: Vec::new(),
            ..self.clone()
        }
    }

    /// Says what is wrong with a field.
    pub(super) fn refuse(&mut self, field: &str, why: impl Into<String>) {
        self.errors.push((field.to_owned(), why.into()));
    }

    /// What was typed into a field.
    pub(super) fn text(&self, name: &str) -> &str {
        self.typed.get(name).unwrap_or_default()
    }

    fn error(&self, name: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        let found = errors.find(|(field, _)| field == name);
        found.map(|(_, why)| why.as_str())
    }

    /// Whether the booker is one of those who take part; who was not asked yet is.
    fn takes_part(&self) -> bool {
        !self.sent || self.typed.get("takes_part").is_some()
    }

    fn judge_guest(&mut self, page: &CalendarPage, words: &Words) {
        let name = self.text("name").parse();
        if let Err(error) = name {
            self.refuse("name", words.name_error(error, true));
        }
        let email = self.text("email").parse();
        if let Err(error) = email {
            self.refuse("email", words.email_error(error, true));
        }
        let needed = page.calendar.phone == PhoneUse::Required;
        let phone = match self.text("phone").trim() {
            _ if page.calendar.phone == PhoneUse::Hidden => Ok(None),
            "" if needed => {
                self.refuse("phone", words.phone_empty());
                Ok(None)
            }
            "" => Ok(None),
            number => number.parse().map(Some),
        };
        if let Err(error) = phone {
            self.refuse("phone", words.phone_error(error, needed));
        }
        let notes = match self.text("notes").trim() {
            "" => Ok(None),
            notes => notes.parse().map(Some),
        };
        if let Err(error) = notes {
            self.refuse("notes", words.notes_error(error));
        }
        if let (Ok(name), Ok(email), Ok(phone), Ok(notes)) = (name, email, phone, notes) {
            self.guest = Some(Guest {
                name,
                email,
                phone,
                notes,
            });
        }
    }

    fn judge_attendees(&mut self, asked: AttendeeDetails, words: &Words) {
        let emails = asked == AttendeeDetails::NamesAndEmails;
        for number in 1..=self.count {
            let (name, email) = if number == 1 && self.takes_part() {
                ("name".to_owned(), "email".to_owned())
            } else {
                (
                    format!("person.{number}.name"),
                    format!("person.{number}.email"),
                )
            };
            let who = self.text(&name).parse();
            let at = self.text(&email).parse();
            // What is wrong with the booker's own fields is told there.
            let other = name != "name";
            if let (Err(error), true) = (&who, other) {
                self.refuse(&name, words.name_error(*error, false));
            }
            if let (Err(error), true) = (&at, other && emails) {
                self.refuse(&email, words.email_error(*error, false));
            }
            if let Ok(name) = who {
                let email = at.ok().filter(|_| emails);
                self.attendees.push(Attendee { name, email });
            }
        }
    }

    fn judge_answer(&mut self, field: &FormField, words: &Words) {
        let name = format!("answer.{}", field.id);
        let values = self.typed.all(&name).map(|value| value.trim().to_owned());
        let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
        if let Err(error) = field.check(&values) {
            self.refuse(&name, words.answer_error(error, &field.kind));
        }
        if !values.is_empty() {
            self.answers.push(Answer {
                field_id: field.id.clone(),
                values,
            });
        }
    }
}

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
    pub(super) fn carried(&self, asks: &dyn Fn(&str) -> bool, code: Option<&str>) -> Markup {
        let details = self.params.those(|name| is_detail(name) && !asks(name));
        let code = code.or(self.params.get("code")).filter(|_| !asks("code"));
        html! {
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
                @if !line.hint.is_empty() { p.hint id={ (id) "-hint" } { (line.hint) } }
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
                @if !hint.is_empty() { p.hint id={ (id) "-hint" } { (hint) } }
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
                    span { (label) }
                }
                (told(&id, error))
            }
        }
    }

    fn label(&self, label: &str, required: bool) -> Markup {
        html! {
            (label)
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
            FieldKind::Text => line("text"),
            // A line of digits: number fields of browsers take more than whole numbers.
            FieldKind::Number { .. } => line("text"),
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
                @if !field.hint.is_empty() { p.hint id={ (id) "-hint" } { (field.hint) } }
                @for (place, option) in options.iter().enumerate() {
                    label.tick {
                        input type=(kind) name=(name) value=(option) checked[chosen(option)]
                            autofocus[place == 0 && self.is_first_error(details, name)];
                        span { (option) }
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
                @if !field.hint.is_empty() { p.hint id={ (id) "-hint" } { (field.hint) } }
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
