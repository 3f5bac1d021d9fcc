//! The screen of the form.

use booking_contract::{AttendeeDetails, FieldKind, PhoneUse};

use super::super::booking::Flow;
use super::super::message::GuestField;
use super::super::screen::{
    Attendees, Consent, DetailsStep, Entry, FieldOption, FieldView, Person, PhoneField,
};
use crate::text::{fill, known_country};

/// As many options are all shown; more are a list to open.
const RADIOS_MAX: usize = 5;

pub(super) fn step(flow: &Flow) -> DetailsStep {
    let calendar = &flow.page.calendar;
    let form = &flow.draft.form;
    let all = flow.fields().into_iter();
    let questions = all.filter(|field| matches!(field, GuestField::Answer(_)));
    DetailsStep {
        name: view(flow, GuestField::Name),
        email: view(flow, GuestField::Email),
        phone: (calendar.phone != PhoneUse::Hidden).then(|| phone(flow)),
        attendees: (calendar.attendee_details != AttendeeDetails::None).then(|| attendees(flow)),
        questions: questions.map(|field| view(flow, field)).collect(),
        notes: view(flow, GuestField::Notes),
        consent: calendar.consent.as_ref().map(|text| Consent {
            text: text.clone(),
            checked: form.consent,
            error: (form.submitted && flow.lacks_consent()).then_some(flow.text.consent_missing()),
        }),
    }
}

fn view(flow: &Flow, field: GuestField) -> FieldView {
    let texts = flow.text;
    let (label, hint) = match field {
        GuestField::Name | GuestField::AttendeeName(_) => (texts.name(), ""),
        GuestField::Email => (texts.email(), texts.email_hint()),
        GuestField::AttendeeEmail(_) => (texts.email(), ""),
        GuestField::Phone => (texts.phone(), ""),
        GuestField::Country => (texts.country(), ""),
        GuestField::Notes => (texts.notes(), texts.notes_hint()),
        GuestField::Answer(_) => flow
            .question(field)
            .map(|question| (question.label.as_str(), question.hint.as_str()))
            .unwrap_or_default(),
    };
    let trouble = flow.trouble_shown(field);
    FieldView {
        field,
        entry: entry(flow, field),
        label: label.to_owned(),
        value: flow.draft.form.text(field).to_owned(),
        options: options(flow, field),
        error: trouble.map(|trouble| flow.field_text(field, trouble)),
        hint: hint.to_owned(),
        required: flow.needs(field),
    }
}

fn entry(flow: &Flow, field: GuestField) -> Entry {
    match flow.question(field).map(|question| &question.kind) {
        None if field == GuestField::Notes => Entry::Lines,
        None | Some(FieldKind::Text) => Entry::Line,
        Some(FieldKind::LongText) => Entry::Lines,
        Some(FieldKind::Number { min, .. }) => Entry::Number {
            signed: min.is_none_or(|min| min < 0),
        },
        Some(FieldKind::Date) => Entry::Date,
        Some(FieldKind::Choice { options }) if options.len() <= RADIOS_MAX => Entry::Radios,
        Some(FieldKind::Choice { .. }) => Entry::Select,
        Some(FieldKind::Choices { .. }) => Entry::Boxes,
        Some(FieldKind::Checkbox) => Entry::Tick,
    }
}

fn options(flow: &Flow, field: GuestField) -> Vec<FieldOption> {
    let Some(question) = flow.question(field) else {
        return Vec::new();
    };
    let (given, one) = match &question.kind {
        FieldKind::Choice { options } => (options, true),
        FieldKind::Choices { options } => (options, false),
        _ => return Vec::new(),
    };
    let form = &flow.draft.form;
    let option = |value: &str, label: &str| FieldOption {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: match value {
            "" => form.text(field).is_empty(),
            _ => form.is_chosen(field, value),
        },
    };
    let mut all: Vec<FieldOption> = given.iter().map(|it| option(it, it)).collect();
    let is_list = all.len() > RADIOS_MAX;
    if one && is_list {
        // A list begins with what it says while nothing is chosen.
        let label = if question.required {
            flow.text.please_choose()
        } else {
            flow.text.no_answer()
        };
        all.insert(0, option("", label));
    } else if one && !question.required {
        // What needs no answer can be taken back.
        all.push(option("", flow.text.no_answer()));
    }
    all
}

fn phone(flow: &Flow) -> PhoneField {
    let form = &flow.draft.form;
    let country = form.country();
    PhoneField {
        number: view(flow, GuestField::Phone),
        country,
        calling_code: known_country(country).map_or("", |known| known.0),
        countries: flow.text.countries(),
        serial: form.countries_brought,
    }
}

fn attendees(flow: &Flow) -> Attendees {
    let count = flow.text.number(flow.attendees());
    let details = flow.page.calendar.attendee_details;
    let person = |place: u32| {
        let number = flow.text.number(place.saturating_add(1));
        let mut fields = vec![view(flow, GuestField::AttendeeName(place))];
        if details == AttendeeDetails::NamesAndEmails {
            fields.push(view(flow, GuestField::AttendeeEmail(place)));
        }
        Person {
            place,
            title: fill(
                flow.text.person_of(),
                &[("number", &number), ("count", &count)],
            ),
            fields,
        }
    };
    Attendees {
        booker_takes_part: flow.draft.form.booker_takes_part,
        people: flow.others().map(person).collect(),
    }
}
