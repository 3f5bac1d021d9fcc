//! JSON bodies, read strictly: announced as JSON, small, without unknown fields; what is wrong
//! is told by field where the field is one of a form's.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use booking_contract::{Field, FieldProblemCode};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::Problem;

/// A body of JSON.
#[derive(Clone, Debug)]
pub(crate) struct StrictJson<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for StrictJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let announced = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(|value| value.split(';').next().unwrap_or_default().trim());
        if !announced.is_some_and(|media| media.eq_ignore_ascii_case("application/json")) {
            return Err(Problem::UnsupportedMediaType);
        }
        let body =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.into_response().status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
                    _ => Problem::InvalidRequest("the body broke off".into()),
                })?;
        parse(&body).map(Self)
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
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
    match field(&path) {
        Some(field) if missing.is_some() || is_blank(&path, body) => {
            Problem::field(field, FieldProblemCode::Missing, detail)
        }
        Some(field) => Problem::field(field, FieldProblemCode::Malformed, detail),
        None => Problem::InvalidRequest(detail),
    }
}

/// The field of a form behind a path of a body.
fn field(path: &str) -> Option<Field> {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    Some(match (parent, name) {
        ("guest", "name") => Field::Name,
        ("guest" | "", "email") => Field::Email,
        ("guest", "phone") => Field::Phone,
        ("guest", "notes") => Field::Notes,
        ("request", "code") => Field::Code,
        ("", "starts_at") => Field::StartsAt,
        ("", "consent") => Field::Consent,
        ("", "zone") => Field::Zone,
        ("", "return_to") => Field::ReturnTo,
        (item, "service_id") if item.starts_with("request.items[") => Field::Service,
        (item, "attendees") if item.starts_with("request.items[") => Field::Attendees,
        _ => return None,
    })
}

/// Whether nothing was entered at a path: null, or a text of blanks.
fn is_blank(path: &str, body: &[u8]) -> bool {
    let Ok(document) = serde_json::from_slice::<serde_json::Value>(body) else {
        return false;
    };
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    match document.pointer(&pointer) {
        Some(serde_json::Value::String(text)) => text.trim().is_empty(),
        Some(serde_json::Value::Null) => true,
        _ => false,
    }
}
