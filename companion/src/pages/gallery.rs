//! `/demo/gallery/`: every state of both widgets, drawn by the widget's own example; served only
//! with `--demo --gallery FOLDER`.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::Files;
use super::files;
use crate::Problem;

/// Its pages show each other in frames, and bring the colours of a calendar in a style of their own.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
);
/// They are drawn anew whenever the demo starts.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// `/demo/gallery`: its files are named by relative addresses, so the slash matters.
pub(super) async fn without_slash() -> Redirect {
    Redirect::permanent("/demo/gallery/")
}

/// `/demo/gallery/`: the page with the filters.
pub(super) async fn index(files: Files, headers: HeaderMap) -> Response {
    file(files, Path("index.html".to_owned()), headers).await
}

/// `/demo/gallery/{name}`: a state, or what shows it.
pub(super) async fn file(files: Files, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = files.gallery.get(&name) else {
        return Problem::NotFound.into_response();
    };
    let mut response = files::send(file, &headers, ASK_AGAIN);
    let own = response.headers_mut();
    own.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}
