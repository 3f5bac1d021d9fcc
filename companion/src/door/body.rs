//! Reads a body whole before anybody looks at it: not too large, not too slow, not packed.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::Body as _;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use super::connections::{BegunBody, Guest};
use crate::Problem;

/// How long a body may take before its pace counts.
const GRACE: Duration = Duration::from_secs(5);
/// The least pace after that, in bytes a second.
const PACE: u32 = 1_024;
/// How much of a body that is too large is read on, so that its sender gets to read why.
const IGNORED_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// What a body may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyLimits {
    /// Its size in bytes.
    pub(crate) bytes_max: usize,
    /// How long it may take in all.
    pub(crate) time_max: Duration,
}

/// Hands on a request whose body is in memory, or answers what is wrong with it.
pub(crate) async fn whole(
    State(limits): State<BodyLimits>,
    mut request: Request,
    next: Next,
) -> Response {
    // What is merely asked for has no body that anybody reads.
    if request.body().is_end_stream() || request.method().is_safe() {
        return next.run(request).await;
    }
    if is_packed(request.headers()) {
        return Problem::UnsupportedMediaType.into_response();
    }
    let guest = request.extensions().get::<Guest>().cloned();
    let begun = guest.map(Guest::begin_body);
    let body = std::mem::take(request.body_mut());
    match read(body, limits, begun).await {
        Ok(bytes) => {
            *request.body_mut() = Body::from(bytes);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn read(
    mut body: Body,
    limits: BodyLimits,
    mut begun: Option<BegunBody>,
) -> Result<Bytes, Problem> {
    let start = Instant::now();
    let declared = body.size_hint();
    if declared.lower() > IGNORED_BYTES_MAX {
        return Err(Problem::TooLarge(limits.bytes_max));
    }
    let mut read: u64 = 0;
    // As much as is announced: growing would take up to twice that.
    let announced = usize::try_from(declared.lower()).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(announced.min(limits.bytes_max));
    let mut fits = true;
    loop {
        let earned = Duration::from_secs(read) / PACE;
        let due = start + (GRACE.min(limits.time_max) + earned).min(limits.time_max);
        let Ok(frame) = timeout_at(due, body.frame()).await else {
            return Err(Problem::TooSlow);
        };
        let frame = match frame {
            None => break,
            Some(Ok(frame)) => frame,
            Some(Err(_)) => return Err(Problem::InvalidRequest("the body broke off".into())),
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        read += data.len() as u64;
        fits = fits && bytes.len() + data.len() <= limits.bytes_max;
        if fits {
            bytes.extend_from_slice(&data);
            if let Some(begun) = &mut begun {
                begun.grow(data.len());
            }
        } else {
            bytes = Vec::new();
            if read > IGNORED_BYTES_MAX {
                break;
            }
        }
    }
    if fits {
        Ok(bytes.into())
    } else {
        Err(Problem::TooLarge(limits.bytes_max))
    }
}

/// Whether the body is compressed: we never unpack one, so that none can grow.
fn is_packed(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(header::CONTENT_ENCODING).iter();
    codings
        .into_iter()
        .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}
