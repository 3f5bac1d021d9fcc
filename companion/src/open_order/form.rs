//! The form of a confirmation: who takes part, what they answer, and how to reach them.

use booking_contract::{
    Answer, AnswerError, AttendeeDetails, Field, FieldProblem, FieldProblemCode, OpenOrder,
    PhoneUse,
};

use super::By;
use crate::Problem;
use crate::store::catalog::Calendar;

/// The longest tag of a language, in bytes.
const LANGUAGE_LENGTH_MAX: usize = 35;

/// Checks what the calendar asks for; answers the answers, trimmed and without empty ones. Whoever
/// books for a guest may leave out what they were not told.
pub(super) fn check_form(
    calendar: &Calendar,
    body: &OpenOrder,
    by: &By,
) -> Result<Vec<Answer>, Problem> {
    let mut problems = Vec::new();
    problems.extend(phone(calendar.phone, body));
    problems.extend(attendees(calendar.attendee_details, body));
    let answers = answers(calendar, body, &mut problems);
    if *by != By::Guest {
        problems.retain(|problem| problem.code != FieldProblemCode::Missing);
    }
    if !problems.is_empty() {
        let detail = "the calendar's form is not filled in as it asks for";
        return Err(Problem::InvalidFields(problems, detail.into()));
    }
    let tag = body.language.as_deref().unwrap_or("en");
    let plain = tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain || !(2..=LANGUAGE_LENGTH_MAX).contains(&tag.len()) {
        let detail = "language: it is the tag of a language, such as pt-BR";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    Ok(answers)
}

fn phone(phone: PhoneUse, body: &OpenOrder) -> Option<FieldProblem> {
    let code = match (phone, &body.guest.phone) {
        (PhoneUse::Required, None) => FieldProblemCode::Missing,
        (PhoneUse::Hidden, Some(_)) => FieldProblemCode::Unknown,
        _ => return None,
    };
    Some(problem(Field::Phone, None, code))
}

fn attendees(details: AttendeeDetails, body: &OpenOrder) -> Vec<FieldProblem> {
    let wrong = |place, code| problem(Field::AttendeeDetails, u32::try_from(place).ok(), code);
    let listed = body.attendees.len();
    let wanted = match details {
        AttendeeDetails::None => 0,
        AttendeeDetails::Names | AttendeeDetails::NamesAndEmails => {
            let items = body.request.items.iter();
            items.map(|item| item.attendees as usize).max().unwrap_or(0)
        }
    };
    if listed < wanted {
        return vec![wrong(listed, FieldProblemCode::Missing)];
    }
    if listed > wanted {
        return vec![wrong(wanted, FieldProblemCode::OutOfRange)];
    }
    let asks = details == AttendeeDetails::NamesAndEmails;
    let each = body.attendees.iter().enumerate();
    each.filter(|(_, attendee)| attendee.email.is_some() != asks)
        .map(|(place, _)| {
            let missing = FieldProblemCode::Missing;
            wrong(
                place,
                if asks {
                    missing
                } else {
                    FieldProblemCode::Unknown
                },
            )
        })
        .collect()
}

fn answers(calendar: &Calendar, body: &OpenOrder, problems: &mut Vec<FieldProblem>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for answer in &body.answers {
        let values = answer.values.iter().map(|value| value.trim().to_owned());
        let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
        let known = calendar.form.iter().position(|it| it.id == answer.field_id);
        let place = known.and_then(|place| u32::try_from(place).ok());
        if known.is_none() {
            problems.push(problem(Field::Answers, None, FieldProblemCode::Unknown));
        } else if answers.iter().any(|it| it.field_id == answer.field_id) {
            problems.push(problem(Field::Answers, place, FieldProblemCode::OutOfRange));
        } else {
            answers.push(Answer {
                field_id: answer.field_id.clone(),
                values,
            });
        }
    }
    for (place, field) in (0_u32..).zip(&calendar.form) {
        let given = answers.iter().find(|answer| answer.field_id == field.id);
        let values = given.map_or(&[][..], |answer| &answer.values);
        if let Err(error) = field.check(values) {
            problems.push(problem(Field::Answers, Some(place), code(error)));
        }
    }
    answers.retain(|answer| !answer.values.is_empty());
    answers
}

fn code(error: AnswerError) -> FieldProblemCode {
    match error {
        AnswerError::Missing => FieldProblemCode::Missing,
        AnswerError::TooLong | AnswerError::OutOfRange | AnswerError::TooMany => {
            FieldProblemCode::OutOfRange
        }
        AnswerError::Control | AnswerError::NotANumber | AnswerError::NotADate => {
            FieldProblemCode::Malformed
        }
        AnswerError::NotAnOption => FieldProblemCode::Unknown,
    }
}

fn problem(field: Field, place: Option<u32>, code: FieldProblemCode) -> FieldProblem {
    FieldProblem { field, place, code }
}
