//! Whether a request that changes something comes from a page of our own: other sites can make a
//! signed-in browser send requests, with its cookie where they find a way around `SameSite`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};

use crate::{AppState, Problem};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Media types that a form cannot send and that another site's script has to ask for first.
const ANNOUNCED: [&str; 2] = ["application/json", "text/csv"];

/// A request that changes something and comes from a page of our own, or one that changes nothing.
///
/// It is announced as JSON, or as CSV where a file is taken in, also where its body is empty, and
/// the browser says that it comes from the companion's own origin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnPage;

impl FromRequestParts<AppState> for OwnPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        if parts.method.is_safe() {
            return Ok(Self);
        }
        if !is_announced(&parts.headers) {
            return Err(Problem::UnsupportedMediaType);
        }
        if !is_from(&state.config.public_url, &parts.headers) {
            return Err(Problem::ForeignPage);
        }
        Ok(Self)
    }
}

fn is_announced(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    let media = media.split(';').next().unwrap_or_default().trim();
    ANNOUNCED
        .iter()
        .any(|known| media.eq_ignore_ascii_case(known))
}

/// Every browser sends one of the two headers; what is there must agree, and silence is no proof.
fn is_from(public_url: &str, headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN);
    let site = headers.get(FETCH_SITE);
    let own = reqwest::Url::parse(public_url).map(|url| url.origin().ascii_serialization());
    let origin_is_own = |origin: &axum::http::HeaderValue| {
        own.as_ref()
            .is_ok_and(|own| origin.as_bytes() == own.as_bytes())
    };
    (origin.is_some() || site.is_some())
        && origin.is_none_or(origin_is_own)
        && site.is_none_or(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, axum::http::HeaderValue::from_static(value))
        });
        pairs.collect()
    }

    #[test]
    fn only_the_own_origin_is_no_other_page() {
        let own = "https://book.example.com";
        for good in [
            &[("origin", own)][..],
            &[("sec-fetch-site", "same-origin")],
            &[("origin", own), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(is_from(own, &headers(good)), "{good:?}");
        }
        for bad in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "https://example.com")],
            &[("origin", "https://evil-book.example.com")],
            &[("origin", "https://book.example.com.evil.example")],
            &[("origin", "https://book.example.com:8443")],
            &[("origin", "http://book.example.com")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "cross-site")],
            &[("origin", own), ("sec-fetch-site", "cross-site")],
            &[
                ("origin", "https://a.example"),
                ("sec-fetch-site", "same-origin"),
            ],
        ] {
            assert!(!is_from(own, &headers(bad)), "{bad:?}");
        }
        assert!(!is_from("no address", &headers(&[("origin", own)])));
    }

    #[test]
    fn what_a_form_can_send_is_not_announced() {
        for good in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "text/csv",
        ] {
            assert!(is_announced(&headers(&[("content-type", good)])), "{good}");
        }
        for bad in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=application/json",
            "text/plain; application/json",
            "",
        ] {
            assert!(!is_announced(&headers(&[("content-type", bad)])), "{bad}");
        }
        assert!(!is_announced(&headers(&[])));
    }
}
