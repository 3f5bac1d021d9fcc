//! The businesses' own server: the files of `tests/e2e/hosts/`, with the headers of the table.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Path as Asked, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use e2e::stack::Stack;
use tokio::net::TcpListener;

use crate::pages::PAGES;

/// A server on an origin that is not the widget's, nor of the same site.
pub(crate) struct Site {
    port: u16,
}

/// What stands for addresses in the files.
#[derive(Clone)]
struct Names {
    widget: String,
    other: String,
}

impl Site {
    /// Starts it, and registers it with the businesses.
    pub(crate) async fn start(stack: &Stack) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let names = Names {
            widget: stack.widget_origin(),
            other: format!("http://127.0.0.1:{port}"),
        };
        let router = Router::new().route("/{name}", get(file)).with_state(names);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let site = Self { port };
        stack.register_site(&site.origin());
        site
    }

    /// The origin of the businesses' pages.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The same server under another name, which no business has registered.
    pub(crate) fn elsewhere(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

async fn file(State(names): State<Names>, Asked(name): Asked<String>) -> Response {
    if name == "favicon.ico" {
        return StatusCode::NO_CONTENT.into_response();
    }
    let Ok(text) = std::fs::read_to_string(folder().join(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, content_type(&name));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let page = PAGES.iter().find(|page| page.file() == name);
    for (header, value) in page.map_or(&[][..], |page| page.headers) {
        let value = HeaderValue::try_from(names.put_into(value)).expect("a header");
        headers.append(HeaderName::from_static(header), value);
    }
    (headers, names.put_into(&text)).into_response()
}

impl Names {
    fn put_into(&self, text: &str) -> String {
        let text = text.replace("{{WIDGET}}", &self.widget);
        text.replace("{{OTHER}}", &self.other)
    }
}

fn content_type(name: &str) -> HeaderValue {
    let kind = Path::new(name).extension().and_then(|kind| kind.to_str());
    HeaderValue::from_static(match kind {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("xhtml") => "application/xhtml+xml; charset=utf-8",
        _ => "text/html; charset=utf-8",
    })
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("hosts")
}
