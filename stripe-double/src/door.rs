//! The front door of the API: what every call goes through, in this order.
//!
//! 1. the address is one of the API's;
//! 2. a planned fault may strike;
//! 3. the key, the account and the version are right;
//! 4. the parameters fit the API's description;
//! 5. the idempotency key is new, or its first answer is given again;
//! 6. the operation is done, and its answer kept under the key.

mod half;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use tokio::time::sleep;

use self::half::Half;
use crate::{
    Double,
    api::{Call, perform},
    books::{Cause, Owner},
    faults::{Fault, Planned},
    idempotency::{Kept, in_flight},
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
    /// The answer comes after a while.
    Later {
        after: Duration,
        answer: Answer,
    },
    /// The connection is cut without an answer, after a while or at once.
    NoAnswer {
        after: Duration,
        hang_up: HangUp,
    },
    /// The answer is spoilt on its way.
    Spoilt {
        by: Fault,
        answer: Answer,
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
    owner: Owner,
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
        Decision::Later { after, answer } => {
            sleep(after).await;
            answer.into_response(&request_id)
        }
        Decision::NoAnswer { after, hang_up } => {
            sleep(after).await;
            hang_up.into_response()
        }
        Decision::Spoilt { by, answer } => spoilt(by, answer, &request_id),
    }
}

/// What arrives of an answer in its place.
fn spoilt(by: Fault, answer: Answer, request_id: &str) -> Response {
    let body = answer.body.clone();
    let mut response = answer.into_response(request_id);
    match by {
        Fault::GarbageJson => *response.body_mut() = Body::from("{\"id\": \"cs_te\u{0}\u{1}<<<"),
        Fault::BadGateway => {
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            let headers = response.headers_mut();
            headers.clear();
            let html = HeaderValue::from_static("text/html");
            headers.insert(header::CONTENT_TYPE, html);
            *response.body_mut() = Body::from("<html><h1>502 Bad Gateway</h1></html>\n");
        }
        _ => {
            let length = HeaderValue::from(body.len());
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length);
            *response.body_mut() = Body::new(Half::of(&body));
        }
    }
    response
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
        Some(Fault::Unreachable) => return cut(HangUp::Close),
        Some(Fault::ConnectionReset) => return cut(HangUp::Reset),
        Some(Fault::KeyRevoked) => return refuse(&revoked(&parts.headers)),
        Some(Fault::TooMany) => return told(&too_many(), planned.as_ref()),
        Some(Fault::Conflict) => {
            let key = text(&parts.headers, "idempotency-key").unwrap_or_default();
            return told(&in_flight(key), planned.as_ref());
        }
        _ => {}
    }
    let admitted = match admit(double, parts, body, &operation) {
        Ok(admitted) => admitted,
        Err(refusal) => return refuse(&refusal),
    };
    let Admitted {
        owner,
        idempotency_key,
        params,
    } = admitted;
    if let Some(key) = &idempotency_key {
        let now = books.now();
        match books.replays.look_up(&owner, key, path, &params, now) {
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
        _ => perform(Call {
            books: &mut books,
            owner: &owner,
            operation: &operation,
            params: &params,
            cause: &cause,
        }),
    };
    if fault == Some(Fault::InternalAfterEffect) {
        outcome = Err(internal());
    }
    let mut answer = Answer::of(outcome.as_ref());
    let hang = Duration::from_secs(planned.as_ref().map_or(0, |planned| planned.hang_seconds));
    if let Some(key) = idempotency_key {
        let kept = Kept {
            path: path.to_owned(),
            params,
            status: answer.status,
            body: answer.body.clone(),
            request_id: request_id.to_owned(),
            at: books.now(),
            in_flight_until: (fault == Some(Fault::Slow)).then(|| Instant::now() + hang),
        };
        // What is not modelled never happened at Stripe, so there is nothing to keep.
        if answer.status != Status::NotModelled.number() {
            books.replays.keep(owner, key.clone(), kept);
        }
        answer.idempotency_key = Some(key);
    }
    if let Some(should_retry) = planned.and_then(|planned| planned.should_retry) {
        answer.should_retry = Some(should_retry);
    }
    match fault {
        Some(Fault::TimeoutAfterEffect) => Decision::NoAnswer {
            after: hang,
            hang_up: HangUp::Close,
        },
        Some(Fault::Slow) => Decision::Later {
            after: hang,
            answer,
        },
        Some(by @ (Fault::TruncatedBody | Fault::GarbageJson | Fault::BadGateway)) => {
            Decision::Spoilt { by, answer }
        }
        _ => Decision::Answer(answer),
    }
}

fn cut(hang_up: HangUp) -> Decision {
    Decision::NoAnswer {
        after: Duration::ZERO,
        hang_up,
    }
}

/// A refusal that a fault brings, with the advice that was planned for it.
fn told(refusal: &Refusal, planned: Option<&Planned>) -> Decision {
    let mut answer = Answer::of(Err(refusal));
    if let Some(should_retry) = planned.and_then(|planned| planned.should_retry) {
        answer.should_retry = Some(should_retry);
    }
    Decision::Answer(answer)
}

/// Steps 3 and 4: who calls, in which version, with which parameters.
fn admit(
    double: &Double,
    parts: &Parts,
    body: &Bytes,
    operation: &Operation,
) -> Result<Admitted, Refusal> {
    let headers = &parts.headers;
    let livemode = authenticate(headers, &double.config.secret_key)?;
    version(headers)?;
    let owner = Owner {
        account: account(headers)?,
        livemode,
    };
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
        owner,
        // Documented: keys count for POST only.
        idempotency_key: is_post
            .then(|| idempotency_key(headers))
            .transpose()?
            .flatten(),
        params,
    })
}

/// Verbatim: both messages. The key comes as a bearer token or as the user name of Basic. Whether
/// it is the live one, which is spelled like the test key with `sk_live_`.
fn authenticate(headers: &HeaderMap, secret_key: &str) -> Result<bool, Refusal> {
    let sent = sent_key(headers);
    let live_key = secret_key
        .strip_prefix("sk_test_")
        .map(|rest| format!("sk_live_{rest}"));
    let message = match sent.as_deref() {
        Some(key) if key == secret_key => return Ok(false),
        Some(key) if Some(key) == live_key.as_deref() => return Ok(true),
        None | Some("") => {
            "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').".to_owned()
        }
        Some(wrong) => format!("Invalid API Key provided: {}", masked(wrong)),
    };
    Err(Refusal::plain(Status::Unauthorized, None, message))
}

/// Verbatim: the code, and the message with a key that is masked.
fn revoked(headers: &HeaderMap) -> Refusal {
    let key = sent_key(headers).unwrap_or_default();
    Refusal::plain(
        Status::Unauthorized,
        Code::ApiKeyExpired,
        format!("Expired API Key provided: {}", masked(&key)),
    )
}

fn sent_key(headers: &HeaderMap) -> Option<String> {
    text(headers, "authorization").and_then(|value| {
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
    })
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
fn account(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
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
