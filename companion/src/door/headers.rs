//! The headers around every request: how large they may be, and what every answer says to
//! browsers.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{HEAD_BYTES_MAX, HEADERS_MAX};
use crate::{AppState, Problem};

/// Of an answer that is no page: nothing in it runs, and nobody frames it.
const NO_PAGE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// A year. Other hosts under the same domain are not ours to speak for.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");
/// Answers to guests are of the moment, and some are one guest's own.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Refuses heads that are too large, and gives every answer the headers that it does not have.
pub(crate) async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let loaded_by_pages = request.uri().path().starts_with("/assets/");
    let mut response = if is_too_large(&request) {
        Problem::HeadTooLarge.into_response()
    } else if !is_text(request.uri().path()) {
        Problem::NotFound.into_response()
    } else {
        next.run(request).await
    };
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    let mut otherwise = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    otherwise(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    // Addresses may hold an order's id.
    otherwise(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    // Whoever opened a page of ours, or is opened by it, gets no hold of its window.
    otherwise(COOP, HeaderValue::from_static("same-origin"));
    // What pages are made of is loaded by host pages, too; the rest by nobody but us.
    let by = if loaded_by_pages {
        "cross-origin"
    } else {
        "same-origin"
    };
    otherwise(CORP, HeaderValue::from_static(by));
    otherwise(header::CACHE_CONTROL, NO_STORE);
    if !is_html {
        otherwise(header::CONTENT_SECURITY_POLICY, NO_PAGE);
        otherwise(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    if state.config.public_url.starts_with("https://") {
        otherwise(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    response
}

fn is_too_large(request: &Request) -> bool {
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    request.headers().len() > HEADERS_MAX || address + bytes(request.headers()) > HEAD_BYTES_MAX
}

/// Whether a path is text once its escapes are read, and without NUL, which PostgreSQL takes into no
/// text; nothing of ours has another name.
fn is_text(path: &str) -> bool {
    let mut parts = path.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        if let Some(Ok(byte)) = part.get(..2).map(|digits| u8::from_str_radix(digits, 16)) {
            bytes.push(byte);
            bytes.extend_from_slice(&part.as_bytes()[2..]);
        } else {
            // A lone per cent sign stands for itself.
            bytes.push(b'%');
            bytes.extend_from_slice(part.as_bytes());
        }
    }
    std::str::from_utf8(&bytes).is_ok_and(|text| !text.contains('\0'))
}

/// As they come in HTTP/1.1: name, colon, blank, value, and the end of the line.
fn bytes(headers: &HeaderMap) -> usize {
    let lines = headers.iter();
    lines
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn a_path_is_text_or_nothing() {
        for good in ["/", "/a%20b", "/caf%C3%A9", "/100%", "/%zz", "/%E2%82%AC"] {
            assert!(is_text(good), "{good}");
        }
        for bad in ["/%ff", "/%C3", "/%C3/%A9", "/%ED%A0%80", "/a%00"] {
            assert!(!is_text(bad), "{bad}");
        }
    }
}
