//! `/demo/`: two plausible sites that embed the widget, served only with `--demo`.
//!
//! They name the widget by the companion's public address. Opened under another name of the
//! same machine (`localhost` beside `127.0.0.1`) they are of another origin than the widget, as
//! every real host page is.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::Files;
use super::files;
use crate::{AppState, Problem};

/// What a site writes where the companion's address belongs.
const WIDGET_ORIGIN: &str = "{{WIDGET_ORIGIN}}";

/// `/demo`: the sites link to each other by relative addresses, so the slash matters.
pub(super) async fn without_slash() -> Redirect {
    Redirect::permanent("/demo/")
}

/// `/demo/`: the way to both sites.
pub(super) async fn index(state: State<AppState>, files: Files, headers: HeaderMap) -> Response {
    file(state, files, Path("index.html".to_owned()), headers).await
}

/// `/demo/{name}`: a page of a site, or what it loads.
pub(super) async fn file(
    State(state): State<AppState>,
    files: Files,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = files.demo.get(&name) else {
        return Problem::NotFound.into_response();
    };
    if !file.content_type.starts_with("text/html") {
        return files::send(file, &headers, files::FOR_MINUTES);
    }
    let origin = &state.config.public_url;
    let page = String::from_utf8_lossy(&file.plain).replace(WIDGET_ORIGIN, origin);
    let policy = format!(
        "default-src 'self'; script-src 'self' {origin}; frame-src {origin}; \
         img-src 'self' data: {origin}; style-src 'self' 'unsafe-inline'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let mut response = page.into_response();
    let own = response.headers_mut();
    own.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(file.content_type),
    );
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::try_from(policy) {
        own.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
