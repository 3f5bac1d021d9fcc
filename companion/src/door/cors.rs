//! Which other sites' scripts may read an answer: those of the business's registered origins,
//! letter by letter.
//!
//! The widget in its frame needs none of this, because that is of our own origin; a widget without a
//! frame asks as the host page, for the frame's page as well. No answer allows credentials; there are
//! no cookies that could go along.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use booking_engine::CalendarId;

use crate::routes::calendars::embedding;
use crate::store::orders;
use crate::{AppState, Problem};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
const HEADERS: HeaderValue =
    HeaderValue::from_static("authorization, booking-session, content-type, idempotency-key");
const EXPOSED: HeaderValue = HeaderValue::from_static("retry-after, x-request-id");
const VARY: HeaderValue = HeaderValue::from_static("Origin");
/// How long a browser may remember the answer to its question, in seconds.
const REMEMBERED: HeaderValue = HeaderValue::from_static("600");

/// What of a business an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject<'p> {
    Calendar(&'p str),
    Order(&'p str),
}

/// Answers a browser's question whether a script of another origin may ask, and lets such a
/// script read the answers that it may.
pub(crate) async fn allow(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(subject) = subject(request.uri().path()) else {
        return next.run(request).await;
    };
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = match origin {
        Some(origin) if is_registered(&state, subject, &origin).await => Some(origin),
        _ => None,
    };
    let asks = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &allowed {
        Some(_) if asks => may_ask(),
        // Without the words that it looks for, a browser takes any answer for a no.
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    // What holds for one origin must not be kept for another.
    headers.append(header::VARY, VARY);
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response
}

fn may_ask() -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, REMEMBERED);
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The calendar or order that a path of the guests' API names, or the calendar of a frame.
fn subject(path: &str) -> Option<Subject<'_>> {
    if let Some(calendar) = path.strip_prefix("/embed/") {
        return (!calendar.contains('/')).then_some(Subject::Calendar(calendar));
    }
    let mut parts = path.strip_prefix("/v1/")?.split('/');
    let (kind, id) = (parts.next()?, parts.next()?);
    match kind {
        "calendars" => Some(Subject::Calendar(id)),
        "orders" => Some(Subject::Order(id)),
        _ => None,
    }
}

async fn is_registered(state: &AppState, subject: Subject<'_>, origin: &HeaderValue) -> bool {
    // `null` stands for any sandbox; it is nobody's, whatever is registered.
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    if !(origin.starts_with("https://") || origin.starts_with("http://")) {
        return false;
    }
    match origins(state, subject).await {
        Ok(origins) => origins.iter().any(|registered| registered == origin),
        // The answer itself will tell what is wrong.
        Err(_) => false,
    }
}

async fn origins(state: &AppState, subject: Subject<'_>) -> Result<Vec<String>, Problem> {
    let calendar: CalendarId = match subject {
        Subject::Calendar(id) => id.parse().map_err(|_| Problem::NotFound)?,
        Subject::Order(id) => {
            let mut conn = state.store.read().await?;
            let order = orders::find(&mut conn, id).await?;
            order.ok_or(Problem::NotFound)?.calendar_id
        }
    };
    Ok(embedding(state, &calendar).await?.origins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_calendars_and_orders_have_a_business() {
        let calendar = Some(Subject::Calendar("kiln"));
        assert_eq!(subject("/v1/calendars/kiln"), calendar);
        assert_eq!(subject("/v1/calendars/kiln/orders"), calendar);
        assert_eq!(subject("/embed/kiln"), calendar);
        assert_eq!(subject("/v1/orders/o1/release"), Some(Subject::Order("o1")));
        for path in [
            "/v1/stripe/webhooks",
            "/v1/orders",
            "/v1",
            "/",
            "/v2/orders/o1",
            "/embed/kiln/plain",
            "/b/kiln-clay/kiln",
        ] {
            assert_eq!(subject(path), None, "{path}");
        }
    }
}
