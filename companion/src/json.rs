//! JSON bodies, read strictly: announced as JSON in UTF-8, without unknown or double fields, at
//! most 128 deep, and without NUL, which PostgreSQL takes into no text. What is wrong is told by
//! field where the field is one of a form's. How large and slow a body may be is the door's
//! concern.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderValue, header};
use booking_contract::{Field, FieldProblem, FieldProblemCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use crate::Problem;

/// How a NUL is written in JSON.
const NUL: &[u8] = br"\u0000";

/// A body of JSON.
#[derive(Clone, Debug)]
pub(crate) struct StrictJson<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for StrictJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let announced = request.headers().get(header::CONTENT_TYPE);
        if !announced.is_some_and(is_json) {
            return Err(Problem::UnsupportedMediaType);
        }
        // The door has read the body already.
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| Problem::InvalidRequest("the body broke off".into()))?;
        parse(&body).map(Self)
    }
}

/// `application/json`, in UTF-8 if it says so.
fn is_json(announced: &HeaderValue) -> bool {
    let mut parts = announced.to_str().unwrap_or_default().split(';');
    let media = parts.next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/json")
        && parts.all(|parameter| match parameter.trim().split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    if let Some(path) = path_of_nul(body) {
        let fields = field(&path).map(|field| FieldProblem {
            field,
            place: place(&path),
            code: FieldProblemCode::Malformed,
        });
        let detail = format!("{path}: a text cannot hold the character U+0000");
        return Err(Problem::InvalidFields(fields.into_iter().collect(), detail));
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| explain(&error.path().to_string(), error.inner(), body))?;
    json.end()
        .map_err(|error| Problem::InvalidRequest(format!("after the JSON: {error}")))?;
    Ok(value)
}

/// Tells what is wrong where.
fn explain(path: &str, error: &serde_json::Error, body: &[u8]) -> Problem {
    let message = error.to_string();
    if error.classify() != Category::Data {
        return Problem::InvalidRequest(format!("the body is not JSON: {message}"));
    }
    let missing = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let path = match missing {
        Some(name) if path == "." => name.to_owned(),
        Some(name) => format!("{path}.{name}"),
        None => path.to_owned(),
    };
    let detail = format!("{path}: {message}");
    let Some(field) = field(&path) else {
        return Problem::InvalidRequest(detail);
    };
    let code = if missing.is_some() || is_blank(&path, body) {
        FieldProblemCode::Missing
    } else {
        FieldProblemCode::Malformed
    };
    let place = place(&path);
    Problem::InvalidFields(vec![FieldProblem { field, place, code }], detail)
}

/// The field of a form behind a path of a body.
fn field(path: &str) -> Option<Field> {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    Some(match (parent, name) {
        ("guest" | "draft", "name") => Field::Name,
        ("guest" | "" | "rules.customer", "email") => Field::Email,
        (customer, _) if customer.starts_with("draft.customers[") => Field::Email,
        ("guest", "phone") => Field::Phone,
        ("guest", "notes") => Field::Notes,
        ("request" | "draft" | "", "code") => Field::Code,
        ("", "starts_at") => Field::StartsAt,
        ("", "consent") => Field::Consent,
        ("", "zone") => Field::Zone,
        ("", "return_to") => Field::ReturnTo,
        (item, "service_id") if item.starts_with("request.items[") => Field::Service,
        (item, "attendees") if item.starts_with("request.items[") => Field::Attendees,
        (item, _) if item.starts_with("request.items[") => Field::Item,
        ("request", "location_id") => Field::Location,
        (attendee, _) if attendee.starts_with("attendees[") => Field::AttendeeDetails,
        (answer, _) if answer.starts_with("answers[") => Field::Answers,
        _ => return None,
    })
}

/// Which item, attendee or customer a path leads into. Answers come in any order, so that their place says
/// nothing of the question.
fn place(path: &str) -> Option<u32> {
    let list = ["request.items[", "attendees[", "draft.customers["];
    let rest = list.iter().find_map(|list| path.strip_prefix(list))?;
    rest.split(']').next()?.parse().ok()
}

/// Where a text holds a NUL, if any does. In JSON it can only be written as an escape, so that
/// nearly every body is done with after one look.
fn path_of_nul(body: &[u8]) -> Option<String> {
    if !body.windows(NUL.len()).any(|bytes| bytes == NUL) {
        return None;
    }
    let document = serde_json::from_slice::<Value>(body).ok()?;
    let mut path = String::new();
    find_nul(&document, &mut path).then_some(path)
}

/// Whether a text below holds a NUL; `path` then leads to it.
fn find_nul(value: &Value, path: &mut String) -> bool {
    let begin = path.len();
    let mut try_at = |step: &str, value: &Value| {
        path.push_str(step);
        let found = find_nul(value, path);
        if !found {
            path.truncate(begin);
        }
        found
    };
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.any(|(index, item)| try_at(&format!("[{index}]"), item))
        }
        Value::Object(members) => members.iter().any(|(name, member)| {
            let dot = if begin == 0 { "" } else { "." };
            name.contains('\0') || try_at(&format!("{dot}{name}"), member)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether nothing was entered at a path: null, or a text of blanks.
fn is_blank(path: &str, body: &[u8]) -> bool {
    let Ok(document) = serde_json::from_slice::<Value>(body) else {
        return false;
    };
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    match document.pointer(&pointer) {
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Null) => true,
        _ => false,
    }
}
