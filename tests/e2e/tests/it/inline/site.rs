//! A business's own server: pages with the widget and a content policy.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use e2e::stack::Stack;
use tokio::net::TcpListener;

/// What the page around hears and what goes wrong in it, kept for the tests.
const RECORD: &str = include_str!("record.js");

/// A host page.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) policy: String,
    pub(crate) style: &'static str,
    pub(crate) body: String,
    ours: String,
}

/// The server of a site that is registered with the business.
pub(crate) struct Site {
    port: u16,
}

impl Page {
    /// A page with these elements and the policy that a widget without a frame needs.
    pub(crate) fn strict(stack: &Stack, body: &str) -> Self {
        let ours = stack.widget_origin();
        Self {
            policy: format!(
                "default-src 'none'; script-src 'self' {ours} 'wasm-unsafe-eval'; \
                 style-src 'self' {ours}; connect-src {ours}; img-src {ours}; frame-src {ours}; \
                 base-uri 'none'; form-action 'none'"
            ),
            style: "",
            body: body.replace("{{OURS}}", &ours),
            ours,
        }
    }

    /// The same page with another policy.
    pub(crate) fn with_policy(mut self, from: &str, to: &str) -> Self {
        assert!(self.policy.contains(from), "{from} is in the policy");
        self.policy = self.policy.replace(from, to);
        self
    }

    /// The same page with a style sheet.
    pub(crate) fn with_style(mut self, style: &'static str) -> Self {
        self.style = style;
        self
    }
}

impl Site {
    /// Serves `/0`, `/1` and so on.
    pub(crate) async fn start(stack: &Stack, pages: Vec<Page>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new()
            .route("/record.js", get(record))
            .route("/{page}", get(page))
            .route("/style/{page}", get(style))
            .with_state(Arc::new(pages));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let site = Self { port };
        stack.register_site(&site.origin());
        site
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The address of a page.
    pub(crate) fn page(&self, number: usize) -> String {
        format!("{}/{number}", self.origin())
    }
}

async fn record() -> Response {
    file("text/javascript; charset=utf-8", RECORD.to_owned())
}

async fn style(State(pages): State<Arc<Vec<Page>>>, Path(number): Path<usize>) -> Response {
    match pages.get(number) {
        Some(page) => file("text/css; charset=utf-8", page.style.to_owned()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn page(State(pages): State<Arc<Vec<Page>>>, Path(number): Path<usize>) -> Response {
    let Some(page) = pages.get(number) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A studio</title>\
         <link rel=\"icon\" href=\"{}/assets/covers/wheel-throwing.svg\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <link rel=\"stylesheet\" href=\"/style/{number}\"><script src=\"/record.js\"></script>\
         </head><body><main><h1>A studio</h1>{}</main></body></html>",
        page.ours, page.body
    );
    let mut response = file("text/html; charset=utf-8", html);
    let policy = HeaderValue::try_from(page.policy.as_str()).unwrap();
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

fn file(kind: &'static str, text: String) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (headers, text).into_response()
}
