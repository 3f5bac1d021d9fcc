//! What a guest reads where a page cannot be made.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::booking::Asked;
use super::document::{Message, Mode, Theme};
use super::policy::{self, Doing, Framing, Nonce};
use super::speech::Spoken;
use crate::Problem;
use crate::problem::MEDIA_TYPE;

/// Says in a page what handlers, and the layers and the router around them, answer as a problem,
/// where a browser has asked for a page.
pub(crate) async fn as_a_page(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let mode = if path.starts_with("/b/") {
        Mode::Page
    } else if path.starts_with("/embed/") {
        Mode::Frame
    } else {
        return next.run(request).await;
    };
    let asked = Asked::new(request.uri().query().unwrap_or_default(), request.headers());
    let typed = request.method() == Method::POST;
    let answer = next.run(request).await;
    let media = answer.headers().get(header::CONTENT_TYPE);
    if media.is_none_or(|media| media != MEDIA_TYPE) {
        return answer;
    }
    let theme = asked.theme.unwrap_or_default();
    let mut page = refused(answer.status(), typed, mode, theme, &asked.spoken);
    if let Some(after) = answer.headers().get(header::RETRY_AFTER) {
        let headers = page.headers_mut();
        headers.insert(header::RETRY_AFTER, after.clone());
    }
    page
}

/// The page for a status that is no success; `typed` is whether a form was sent, which asking for
/// the same address again would lose.
pub(crate) fn refused(
    status: StatusCode,
    typed: bool,
    mode: Mode,
    theme: Theme,
    spoken: &Spoken,
) -> Response {
    use StatusCode as Is;
    let texts = spoken.texts();
    let is_gone = matches!(status, Is::NOT_FOUND | Is::METHOD_NOT_ALLOWED);
    let is_busy = matches!(
        status,
        Is::TOO_MANY_REQUESTS | Is::REQUEST_TIMEOUT | Is::SERVICE_UNAVAILABLE
    );
    let (title, text) = match status {
        _ if is_gone => (texts.gone(), texts.gone_text()),
        Is::PAYLOAD_TOO_LARGE => (texts.not_sent(), texts.too_long_text()),
        _ if typed => (texts.not_sent(), texts.not_sent_text()),
        _ if is_busy => (texts.busy(), texts.busy_text()),
        _ => (texts.wrong(), texts.wrong_text()),
    };
    let message = Message {
        title,
        text,
        retry: !is_gone && !typed,
    };
    say(status, &message, mode, theme, spoken)
}

/// The page of a message.
pub(super) fn say(
    status: StatusCode,
    message: &Message<'_>,
    mode: Mode,
    theme: Theme,
    spoken: &Spoken,
) -> Response {
    let Ok(nonce) = Nonce::new() else {
        return no_randomness();
    };
    // It says nothing of anybody's, so whoever asked for the frame may see it.
    let framing = match mode {
        Mode::Frame => Framing::AnySite,
        Mode::Page => Framing::Nobody,
    };
    let document = message.document(&nonce, mode, theme, spoken);
    policy::page(status, &nonce, framing, Doing::Running, document)
}

/// The answer where the machine gives no random bytes.
pub(super) fn no_randomness() -> Response {
    Problem::Internal("the machine has no randomness for a nonce".into()).into_response()
}
