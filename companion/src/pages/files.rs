//! Sends a file: compressed where the browser takes that, and not at all where it has it.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Files;
use super::bundle::{File, Folder};
use super::dashboard;
use super::not_built;
use super::policy::CORP;
use super::speech;
use crate::Problem;

/// A file that carries its hash in its name never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The loader's name stays: a new one reaches every host page within minutes.
pub(super) const FOR_MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");
/// Covers and other files without a hash in their names.
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
/// An image may style itself and do nothing else, also when it is opened by itself.
const IMAGE_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

/// `/widget.js`: the loader, for script tags on other sites.
pub(super) async fn loader(files: Files, headers: HeaderMap) -> Response {
    for_sites(&files, "widget.js", &headers)
}

/// `/widget-more.js`: the loader's windows and buttons, which it imports from other sites.
pub(super) async fn more(files: Files, headers: HeaderMap) -> Response {
    for_sites(&files, "widget-more.js", &headers)
}

/// `/widget-inline.js`: the loader's widget without a frame, which it imports as well.
pub(super) async fn inline(files: Files, headers: HeaderMap) -> Response {
    for_sites(&files, "widget-inline.js", &headers)
}

/// A script that pages of other sites run.
fn for_sites(files: &Files, name: &str, headers: &HeaderMap) -> Response {
    let Some(file) = files.dist.get(name) else {
        return not_built();
    };
    let mut response = readable(send(file, headers, FOR_MINUTES));
    let own = response.headers_mut();
    own.insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}

/// A file that pages of other sites may read as well: it is nobody's, and a widget without a frame
/// runs in them.
fn readable(mut response: Response) -> Response {
    let own = response.headers_mut();
    own.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

/// `/assets/{name}`: what the widget's build has made.
pub(super) async fn asset(files: Files, Path(name): Path<String>, headers: HeaderMap) -> Response {
    match files.dist.get(&name) {
        // Those have addresses of their own: the pages and the loader.
        _ if matches!(
            name.as_str(),
            "index.html" | dashboard::PAGE | "widget.js" | "widget-more.js" | "widget-inline.js"
        ) =>
        {
            missing()
        }
        Some(file) if is_hashed(&name) => readable(send(file, &headers, FOR_EVER)),
        Some(file) => send(file, &headers, FOR_AN_HOUR),
        None => missing(),
    }
}

/// `/assets/covers/{name}`: the cover image of a calendar.
pub(super) async fn cover(files: Files, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = files.covers.get(&name) else {
        return missing();
    };
    let mut response = send(file, &headers, FOR_AN_HOUR);
    let own = response.headers_mut();
    own.insert(header::CONTENT_SECURITY_POLICY, IMAGE_POLICY);
    response
}

/// `/assets/texts/{name}`: the widget's texts in a language. The name changes with the content.
pub(super) async fn texts(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let mut languages = speech::languages().iter();
    match languages.find(|language| language.file_name == name) {
        Some(language) => readable(send(&language.file, &headers, FOR_EVER)),
        None => missing(),
    }
}

/// The rules for what comes after the first steps, which the page fetches with the later part of the
/// program.
static LATER_SHEET: LazyLock<Option<File>> = LazyLock::new(|| {
    let text = Cow::Borrowed(booking_first_look::later_sheet().as_bytes());
    let folder: Folder = [("later.css".to_owned(), text)].into_iter().collect();
    folder.get("later.css").cloned()
});

/// Where those rules are: an address that names what is in them.
pub(super) fn later_sheet_path() -> String {
    let version = LATER_SHEET.as_ref().map_or("", |file| &file.version);
    format!("/assets/looks/{version}.css")
}

/// Those rules; whatever they are, they are for this version's pages.
pub(super) async fn look(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let known = LATER_SHEET
        .as_ref()
        .filter(|file| name.strip_suffix(".css") == Some(&file.version));
    known.map_or_else(missing, |file| readable(send(file, &headers, FOR_EVER)))
}

/// Not kept by anybody: a page of the next version may ask for a file that this one lacks.
fn missing() -> Response {
    let mut response = Problem::NotFound.into_response();
    let own = response.headers_mut();
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The file, or 304 where the browser has this version of it.
pub(super) fn send(file: &File, asked: &HeaderMap, cache: HeaderValue) -> Response {
    let compressed = file.brotli.as_ref().filter(|_| takes_brotli(asked));
    // A strong tag names the bytes that are sent, so the two encodings have two.
    let tag = match compressed {
        Some(_) => format!("\"{}-br\"", file.version),
        None => format!("\"{}\"", file.version),
    };
    let mut response = if has_already(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut whole = compressed.unwrap_or(&file.plain).clone().into_response();
        let own = whole.headers_mut();
        own.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(file.content_type),
        );
        if compressed.is_some() {
            own.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        whole
    };
    let own = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        own.insert(header::ETAG, tag);
    }
    if file.brotli.is_some() {
        own.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    own.insert(header::CACHE_CONTROL, cache);
    own.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// Whether a name ends, before its kind, in a hash of at least eight hexadecimal digits, as in
/// `booking-widget-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let part = stem
        .strip_suffix("_bg")
        .or_else(|| stem.strip_suffix("_later"));
    let stem = part.unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Whether the browser takes brotli: named, or covered by `*`, and not weighed 0.
fn takes_brotli(asked: &HeaderMap) -> bool {
    let mut any = false;
    for value in asked.get_all(header::ACCEPT_ENCODING) {
        for coding in value.to_str().unwrap_or_default().split(',') {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            let wanted = weight.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
            match name.trim() {
                name if name.eq_ignore_ascii_case("br") => return wanted,
                "*" => any = wanted,
                _ => {}
            }
        }
    }
    any
}

/// Whether `If-None-Match` names this version. A cache on the way may have made the tag weak.
fn has_already(asked: &HeaderMap, tag: &str) -> bool {
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
