//! What happens around every request: it gets an id, its outcome is logged, and a panic in it
//! becomes a problem like any other.

use std::any::Any;
use std::time::Instant;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::Problem;

/// The header that carries the id back, so that a guest's report finds its log lines.
const REQUEST_ID: &str = "x-request-id";

/// Gives a request its id and logs how it went. Paths hold no secrets and no person; queries
/// and bodies are not logged.
pub(crate) async fn trace(request: Request, next: Next) -> Response {
    let mut bytes = [0; 8];
    // Without randomness the ids are merely alike.
    let _ = getrandom::fill(&mut bytes);
    let id = hex::encode(bytes);
    let span = tracing::info_span!("request", id);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    span.in_scope(|| {
        tracing::debug!(%method, path, status, micros = began.elapsed().as_micros(), "answered");
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
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
