//! The dashboard: one page for all its addresses, which its program tells apart. Its files are at
//! `/assets/dashboard/`, named after their content.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::policy::NO_PERMISSIONS;
use super::{Files, not_built};

/// The page, among the files of the bundle.
pub(super) const PAGE: &str = "dashboard/index.html";

/// It runs and loads the companion's own files and no text inside a page, asks nobody else, frames
/// only our own pages, for previews, and stands in nobody's frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// `/sign-in`, `/join`, `/account`, `/businesses` and everything below: the page. It holds nothing of anybody's; who may
/// see what is a matter of what it asks for.
pub(super) async fn page(files: Files) -> Response {
    let Some(file) = files.dist.get(PAGE) else {
        return not_built();
    };
    let mut response = file.plain.clone().into_response();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: HeaderValue| headers.insert(name, value);
    set(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    set(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    set(
        HeaderName::from_static("permissions-policy"),
        NO_PERMISSIONS,
    );
    response
}
