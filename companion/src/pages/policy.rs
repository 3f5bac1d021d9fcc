//! What a page may do, in headers: what it may run and load, and who may frame it.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::Markup;

/// Random bytes of a nonce.
const NONCE_BYTES: usize = 16;

/// Everything that a page could ask a browser for and neither a booking nor the dashboard needs.
pub(super) const NO_PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
     fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), \
     midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), \
     screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
);

const COEP: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
/// Who may load an answer as a part of a page.
pub(super) const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A word that only this answer knows: inline scripts and styles without it do not count.
pub(crate) struct Nonce(String);

/// Why there is no nonce: the machine has no randomness.
#[derive(Debug)]
pub(crate) struct NoRandomness;

impl Nonce {
    /// A new one.
    pub(crate) fn new() -> Result<Self, NoRandomness> {
        let mut bytes = [0; NONCE_BYTES];
        getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
        Ok(Self(STANDARD.encode(bytes)))
    }

    /// For the `nonce` attribute.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who may show a page in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing<'o> {
    /// Nobody.
    Nobody,
    /// Pages of these origins, and our own.
    Origins(&'o [String]),
    /// Any site.
    AnySite,
}

impl<'o> Framing<'o> {
    /// A business that has registered no origins has not closed its frames yet.
    pub(crate) fn by(origins: &'o [String]) -> Self {
        if origins.is_empty() {
            Self::AnySite
        } else {
            Self::Origins(origins)
        }
    }
}

impl fmt::Display for Framing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("'none'"),
            Self::AnySite => f.write_str("http: https:"),
            Self::Origins(origins) => {
                f.write_str("'self'")?;
                // What is not an origin must not become another directive.
                let plain = origins.iter().filter(|origin| is_origin(origin));
                plain
                    .into_iter()
                    .try_for_each(|origin| write!(f, " {origin}"))
            }
        }
    }
}

/// Whether a text is a web origin and nothing else: scheme, host, and perhaps a port.
fn is_origin(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
        !rest.is_empty() && rest.bytes().all(host)
    })
}

/// What a page of ours does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// It runs the one script with the nonce and what that script imports, and compiles
    /// WebAssembly.
    Running,
    /// It runs nothing and posts forms to the companion.
    Asking,
}

/// Answers with a page of ours.
///
/// It asks nobody but the companion and loads nothing from elsewhere. It is not
/// stored, because it holds the terms and the clock of the moment, and it sends no referrer,
/// because its address may hold an order's id.
pub(crate) fn page(
    status: StatusCode,
    nonce: &Nonce,
    framing: Framing<'_>,
    doing: Doing,
    markup: Markup,
) -> Response {
    let nonce = nonce.as_str();
    let (scripts, connections, forms) = match doing {
        Doing::Running => (
            format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; "),
            "connect-src 'self'; ",
            "'none'",
        ),
        Doing::Asking => (String::new(), "", "'self'"),
    };
    let policy = format!(
        "default-src 'none'; {scripts}style-src 'nonce-{nonce}'; {connections}\
         img-src 'self' data:; font-src 'none'; form-action {forms}; base-uri 'none'; \
         frame-ancestors {framing}"
    );
    let mut response = (status, markup.into_string()).into_response();
    let headers = response.headers_mut();
    if framing != Framing::Nobody {
        // Host pages that isolate themselves frame only what says that it is isolated, too. It
        // costs nothing here: all that a page of ours loads is our own.
        set(headers, COEP, "require-corp");
        set(headers, CORP, "cross-origin");
    }
    set(headers, header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(headers, header::CACHE_CONTROL, "no-store");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    headers.insert("permissions-policy", NO_PERMISSIONS);
    // A nonce, origins and fixed text: all of it may stand in a header.
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
