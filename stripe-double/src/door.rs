//! The front door of the API: what every call goes through, in this order.
//!
//! 1. the address is one of the API's;
//! 2. a planned fault may strike;
//! 3. the key, the account and the version are right;
//! 4. the parameters fit the API's description;
//! 5. the idempotency key is new, or its first answer is given again;
//! 6. the operation is done, and its answer kept under the key.

mod admission;
mod half;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use tokio::time::sleep;

use self::{
    admission::{Admitted, admit, revoked, text},
    half::Half,
};
use crate::{
    Double,
    api::{Call, perform},
    books::Cause,
    faults::{Fault, Planned},
    idempotency::{Kept, in_flight},
    ids::new_id,
    operation::Operation,
    refusal::{Code, Refusal, Status},
    server::HangUp,
    wire::facts::FACTS,
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
    let admitted = match admit(double, &books, parts, body, &operation) {
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
