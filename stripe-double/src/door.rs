//! The front door of the API: what every call goes through, in this order.
//!
//! 1. the address is one of the API's;
//! 2. a planned fault may strike;
//! 3. the key, the account and the version are right;
//! 4. the parameters fit the API's description;
//! 5. the idempotency key is new, or its first answer is given again;
//! 6. the operation is done, and its answer kept under the key.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

use crate::{
    Double,
    api::perform,
    books::{AccountId, Cause},
    faults::Fault,
    idempotency::Kept,
    ids::new_id,
    operation::Operation,
    refusal::{Code, Refusal, Status},
    server::HangUp,
    wire::{check::at_most, facts::FACTS, form},
};

const BODY_MAX_BYTES: usize = 1 << 20;

/// What the double does with a call.
enum Decision {
    Answer(Answer),
    /// The connection is cut without an answer, after a while or at once.
    NoAnswer {
        after: Duration,
    },
}

/// An answer, and what its headers tell about it.
struct Answer {
    status: u16,
    body: String,
    /// The request whose answer this is, when it is given again.
    replay_of: Option<String>,
    idempotency_key: Option<String>,
    /// What `Stripe-Should-Retry` says, where it is sent.
    should_retry: Option<bool>,
}

/// A call that may be done.
struct Admitted {
    account: AccountId,
    idempotency_key: Option<String>,
    params: Value,
}

/// Answers every call below `/v1`.
pub(crate) async fn answer(State(double): State<Arc<Double>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let request_id = new_id("req_", 14);
    let decision = match to_bytes(body, BODY_MAX_BYTES).await {
        Ok(body) => decide(&double, &parts, &body, &request_id),
        Err(_) => refuse(&Refusal::plain(
            Status::Invalid,
            None,
            "The request body could not be read.",
        )),
    };
    match decision {
        Decision::Answer(answer) => answer.into_response(&request_id),
        Decision::NoAnswer { after } => {
            tokio::time::sleep(after).await;
            HangUp.into_response()
        }
    }
}

fn decide(double: &Double, parts: &Parts, body: &Bytes, request_id: &str) -> Decision {
    let path = parts.uri.path();
    let operation = match Operation::recognise(parts.method.as_str(), path) {
        Ok(operation) => operation,
        Err(refusal) => return refuse(&refusal),
    };
    let mut books = double.books();
    let planned = books.faults.take(&operation);
    let fault = planned.as_ref().map(|planned| planned.next);
    match fault {
        Some(Fault::Unreachable) => {
            return Decision::NoAnswer {
                after: Duration::ZERO,
            };
        }
        Some(Fault::TooMany) => return refuse(&too_many()),
        Some(Fault::Conflict) => return refuse(&key_in_flight(&parts.headers)),
        _ => {}
    }
    let admitted = match admit(double, parts, body, &operation) {
        Ok(admitted) => admitted,
        Err(refusal) => return refuse(&refusal),
    };
    let Admitted {
        account,
        idempotency_key,
        params,
    } = admitted;
    if let Some(key) = &idempotency_key {
        let now = books.now();
        match books.replays.look_up(&account, key, path, &params, now) {
            Ok(None) => {}
            Ok(Some(kept)) => return Decision::Answer(Answer::again(kept, key.clone())),
            Err(refusal) => return refuse(&refusal),
        }
    }
    let cause = Cause {
        id: Some(request_id.to_owned()),
        idempotency_key: idempotency_key.clone(),
    };
    let mut outcome = match fault {
        Some(Fault::Internal) => Err(internal()),
        _ => perform(&mut books, &account, &operation, &params, &cause),
    };
    if fault == Some(Fault::InternalAfterEffect) {
        outcome = Err(internal());
    }
    let mut answer = Answer::of(outcome.as_ref());
    if let Some(key) = idempotency_key {
        let kept = Kept {
            path: path.to_owned(),
            params,
            status: answer.status,
            body: answer.body.clone(),
            request_id: request_id.to_owned(),
            at: books.now(),
        };
        // What is not modelled never happened at Stripe, so there is nothing to keep.
        if answer.status != Status::NotModelled.number() {
            books.replays.keep(account, key.clone(), kept);
        }
        answer.idempotency_key = Some(key);
    }
    match planned {
        Some(planned) if planned.next == Fault::TimeoutAfterEffect => Decision::NoAnswer {
            after: Duration::from_secs(planned.hang_seconds),
        },
        _ => Decision::Answer(answer),
    }
}

/// Steps 3 and 4: who calls, in which version, with which parameters.
fn admit(
    double: &Double,
    parts: &Parts,
    body: &Bytes,
    operation: &Operation,
) -> Result<Admitted, Refusal> {
    let headers = &parts.headers;
    authenticate(headers, &double.config.secret_key)?;
    version(headers)?;
    let account = account(headers)?;
    let is_post = parts.method == "POST";
    if is_post {
        form_encoded(headers)?;
    }
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let encoded = if is_post {
        [query, b"&", body].concat()
    } else {
        query.to_vec()
    };
    let params = FACTS.check(operation.name(), &form::decode(&encoded)?)?;
    Ok(Admitted {
        account,
        // Documented: keys count for POST only.
        idempotency_key: is_post
            .then(|| idempotency_key(headers))
            .transpose()?
            .flatten(),
        params,
    })
}

/// Verbatim: both messages. The key comes as a bearer token or as the user name of Basic.
fn authenticate(headers: &HeaderMap, secret_key: &str) -> Result<(), Refusal> {
    let sent = text(headers, "authorization").and_then(|value| {
        let (scheme, credentials) = value.split_once(' ')?;
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(credentials.trim().to_owned()),
            "basic" => {
                let decoded = BASE64_STANDARD.decode(credentials.trim()).ok()?;
                let decoded = String::from_utf8(decoded).ok()?;
                Some(decoded.split(':').next().unwrap_or_default().to_owned())
            }
            _ => None,
        }
    });
    let message = match sent.as_deref() {
        Some(key) if key == secret_key => return Ok(()),
        None | Some("") => {
            "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').".to_owned()
        }
        Some(wrong) => format!("Invalid API Key provided: {}", masked(wrong)),
    };
    Err(Refusal::plain(Status::Unauthorized, None, message))
}

/// Enough of a wrong key to recognise it, and no more.
fn masked(key: &str) -> String {
    let start: String = key.chars().take(8).collect();
    format!("{start}***")
}

/// One version is spoken. Without the header Stripe takes the account's own version, which for
/// this account is that one. Verbatim: the message.
fn version(headers: &HeaderMap) -> Result<(), Refusal> {
    match text(headers, "stripe-version") {
        Some(asked) if asked != FACTS.version() => Err(Refusal::plain(
            Status::Invalid,
            None,
            format!(
                "Invalid Stripe API version: {asked}. This stand-in speaks {} only.",
                FACTS.version()
            ),
        )),
        _ => Ok(()),
    }
}

/// Presumed: every account whose id looks like one is connected to this platform.
fn account(headers: &HeaderMap) -> Result<AccountId, Refusal> {
    let Some(id) = text(headers, "stripe-account") else {
        return Ok(None);
    };
    let letters = id.strip_prefix("acct_").unwrap_or_default();
    if letters.is_empty() || !letters.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let message = format!(
            "The provided key does not have access to account '{id}' (or that account does not exist). Application access may have been revoked."
        );
        return Err(Refusal::plain(
            Status::Forbidden,
            Code::AccountInvalid,
            message,
        ));
    }
    Ok(Some(id.to_owned()))
}

/// Documented: bodies are form-encoded, JSON is not taken.
fn form_encoded(headers: &HeaderMap) -> Result<(), Refusal> {
    match text(headers, "content-type") {
        Some(kind) if !kind.starts_with("application/x-www-form-urlencoded") => {
            Err(Refusal::plain(
                Status::Invalid,
                None,
                "Invalid request (check that your POST content type is application/x-www-form-urlencoded).",
            ))
        }
        _ => Ok(()),
    }
}

/// Documented: 255 characters at most.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(key) = text(headers, "idempotency-key") else {
        return Ok(None);
    };
    at_most(key, 255, "Idempotency-Key")?;
    Ok(Some(key.to_owned()))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn too_many() -> Refusal {
    Refusal::plain(
        Status::TooMany,
        Code::RateLimit,
        "Request rate limit exceeded.",
    )
}

fn internal() -> Refusal {
    Refusal::plain(Status::Internal, None, "An unknown error occurred.")
}

/// Verbatim: the message about a key in flight.
fn key_in_flight(headers: &HeaderMap) -> Refusal {
    let key = text(headers, "idempotency-key").unwrap_or_default();
    let message = format!(
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later."
    );
    Refusal::plain(Status::Conflict, Code::IdempotencyKeyInUse, message)
}

fn refuse(refusal: &Refusal) -> Decision {
    Decision::Answer(Answer::of(Err(refusal)))
}

impl Answer {
    fn of(outcome: Result<&Value, &Refusal>) -> Self {
        let (status, body) = match outcome {
            Ok(object) => (200, object.clone()),
            Err(refusal) => (refusal.status.number(), refusal.body()),
        };
        Self {
            status,
            body: format!("{body:#}\n"),
            replay_of: None,
            idempotency_key: None,
            should_retry: matches!(status, 409 | 429).then_some(true),
        }
    }

    fn again(kept: Kept, key: String) -> Self {
        Self {
            status: kept.status,
            body: kept.body,
            replay_of: Some(kept.request_id),
            idempotency_key: Some(key),
            should_retry: None,
        }
    }

    fn into_response(self, request_id: &str) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache, no-store"),
        );
        let mut tell = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        tell("request-id", request_id);
        tell("stripe-version", FACTS.version());
        if let Some(key) = &self.idempotency_key {
            tell("idempotency-key", key);
        }
        if let Some(first) = &self.replay_of {
            tell("idempotent-replayed", "true");
            tell("original-request", first);
        }
        if let Some(should_retry) = self.should_retry {
            tell(
                "stripe-should-retry",
                if should_retry { "true" } else { "false" },
            );
        }
        response
    }
}
