//! What happens around every request: it gets an id, its outcome is logged and counted, it may
//! not take for ever, and a panic in it becomes a problem like any other.

use std::any::Any;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::{AppState, Problem};

/// The header that carries the id back, so that a guest's report finds its log lines.
const REQUEST_ID: &str = "x-request-id";
/// The header of a trace that a proxy began, see W3C Trace Context.
const TRACE_PARENT: &str = "traceparent";
/// The longest id that is taken over from a proxy.
const ID_LEN_MAX: usize = 64;

/// Gives a request its id and logs how it went. Paths are logged as templates; queries, bodies
/// and headers are not logged at all, so that no person is.
pub(crate) async fn trace(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // From anybody else they would be text of strangers in our log.
    let trusted = state.config.trust_proxy.then(|| request.headers());
    let id = trusted.and_then(given_id).unwrap_or_else(new_id);
    let trace = trusted.and_then(trace_id);
    let span = tracing::info_span!("request", id, trace);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    let took = began.elapsed();
    let route = route.as_ref().map(MatchedPath::as_str);
    state.metrics.request(route, &method, status, took);
    span.in_scope(|| {
        let (route, status) = (route.unwrap_or("none"), status.as_u16());
        tracing::debug!(%method, route, status, micros = took.as_micros(), "answered");
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Ends what takes too long. What is durable by then stays, and the sweeper takes it further.
pub(crate) async fn in_time(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let time = state.config.door.request;
    let answering = tokio::time::timeout(time, next.run(request));
    answering.await.unwrap_or_else(|_| {
        tracing::warn!(?time, "a request took too long");
        Problem::Unavailable.into_response()
    })
}

/// The answer of a handler that panicked.
#[allow(
    clippy::needless_pass_by_value,
    reason = "the layer that calls it hands the cause over"
)]
pub(crate) fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let reason = cause
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| cause.downcast_ref::<String>().cloned());
    Problem::Internal(format!("a panic: {}", reason.unwrap_or_default())).into_response()
}

fn new_id() -> String {
    let mut bytes = [0; 8];
    // Without randomness the ids are merely alike.
    let _ = getrandom::fill(&mut bytes);
    hex::encode(bytes)
}

/// The id that the proxy gave.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let good = (1..=ID_LEN_MAX).contains(&id.len()) && id.bytes().all(plain);
    good.then(|| id.to_owned())
}

/// The id of the trace that the proxy began: the second of the four parts of its header.
fn trace_id(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(TRACE_PARENT)?.to_str().ok()?;
    let parts: Vec<&str> = header.split('-').collect();
    let lower_hex = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    match parts.as_slice() {
        ["00", trace, span, flags]
            if [(trace, 32), (span, 16), (flags, 2)]
                .iter()
                .all(|(part, len)| part.len() == *len && lower_hex(part))
                && trace.bytes().any(|byte| byte != b'0') =>
        {
            Some(trace)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn an_id_of_a_proxy_is_short_and_plain() {
        let id = given_id(&headers(REQUEST_ID, "0f-A_b.9"));
        assert_eq!(id.as_deref(), Some("0f-A_b.9"));
        for bad in ["", "a b", "a\tb", "{\"a\":1}"] {
            assert_eq!(given_id(&headers(REQUEST_ID, bad)), None, "{bad}");
        }
        let long = HeaderValue::from_str(&"a".repeat(65)).expect("a header");
        let mut many = HeaderMap::new();
        many.insert(REQUEST_ID, long);
        assert_eq!(given_id(&many), None);
    }

    #[test]
    fn the_id_of_a_trace_is_the_second_part_of_a_whole_header() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(
            trace_id(&headers(TRACE_PARENT, good)),
            Some("4bf92f3577b34da6a3ce929d0e0e4736")
        );
        for bad in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        ] {
            assert_eq!(trace_id(&headers(TRACE_PARENT, bad)), None, "{bad}");
        }
    }
}
