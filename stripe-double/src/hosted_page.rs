//! The page that a session's `url` points to: what is bought, and a test card to pay with.
//!
//! It needs no script. It refuses to be framed, as Stripe's page does, so that an embedding that
//! would fail there fails here. Ids for those who drive it: `#pay`, `#decline`, `#back`,
//! `#subtotal`, `#discount`, `#total`, `#email`, `#notice`, `#expired`, `#paid`, `#continue`, and
//! `#debit` where delayed methods are switched on, `#code` and `#apply` where codes are taken.

mod view;

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State as Shared},
    http::{HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use maud::Markup;

use crate::{
    Double,
    rules::session::looks_like_email,
    sessions::State,
    till::{Method, PaymentOutcome},
    wire::form::{Node, decode},
};

/// What the page tells a guest who tried to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notice {
    Declined,
    NotAnEmail,
    DiscountGone,
    NoSuchCode,
}

/// The routes, relative to `/c`.
pub(crate) fn routes() -> Router<Arc<Double>> {
    Router::new()
        .route("/pay/{session}", get(show))
        .route("/pay/{session}/pay", post(pay).get(back_to_page))
        .route("/pay/{session}/debit", post(debit).get(back_to_page))
        .route("/pay/{session}/code", post(enter_code).get(back_to_page))
        .route("/pay/{session}/decline", post(decline).get(back_to_page))
        .route("/checkout.css", get(style))
}

async fn show(Shared(double): Shared<Arc<Double>>, Path(id): Path<String>) -> Response {
    double.books().pages_shown += 1;
    respond(&double, &id, None, None)
}

async fn pay(Shared(double): Shared<Arc<Double>>, Path(id): Path<String>, body: Bytes) -> Response {
    complete(&double, &id, &body, Method::Card)
}

/// By bank debit, where the session offers it: the money comes, or fails, later.
async fn debit(
    Shared(double): Shared<Arc<Double>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let offered = double
        .books()
        .session(&id)
        .is_some_and(|session| session.delayed_methods);
    if offered {
        complete(&double, &id, &body, Method::Delayed)
    } else {
        respond(&double, &id, None, None)
    }
}

/// A second click finds the session paid and goes on to the same place.
fn complete(double: &Double, id: &str, body: &[u8], method: Method) -> Response {
    let email = email_in(body).or_else(|| {
        let books = double.books();
        books
            .session(id)
            .and_then(|session| session.terms.customer_email.clone())
    });
    let Some(email) = email.filter(|email| looks_like_email(email)) else {
        return respond(
            double,
            id,
            Some(Notice::NotAnEmail),
            email_in(body).as_deref(),
        );
    };
    let outcome = double.books().pay(id, &email, method);
    match outcome {
        PaymentOutcome::Paid | PaymentOutcome::AlreadyPaid => {
            let books = double.books();
            books.session(id).map_or_else(
                || not_found().into_response(),
                |session| see_other(&session.success_url()),
            )
        }
        PaymentOutcome::CouponGone => respond(double, id, Some(Notice::DiscountGone), Some(&email)),
        PaymentOutcome::Ended | PaymentOutcome::NoSuchSession => respond(double, id, None, None),
    }
}

/// A promotion code, where the session lets guests enter one.
async fn enter_code(
    Shared(double): Shared<Arc<Double>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let typed = text_in(&body, "code").unwrap_or_default();
    let taken = double.books().enter_code(&id, &typed);
    let notice = (!taken).then_some(Notice::NoSuchCode);
    respond(&double, &id, notice, None)
}

async fn decline(
    Shared(double): Shared<Arc<Double>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    respond(
        &double,
        &id,
        Some(Notice::Declined),
        email_in(&body).as_deref(),
    )
}

/// For a guest who reloads, or returns to, the answer of a button.
async fn back_to_page(Path(id): Path<String>) -> Response {
    // The id is one segment of the address; what else it may hold is none of a session's.
    let clean: String = id
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        .collect();
    see_other(&format!("/c/pay/{clean}"))
}

async fn style() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("hosted_page/checkout.css"),
    )
}

fn email_in(body: &[u8]) -> Option<String> {
    text_in(body, "email")
}

/// What a field holds, unless it is blank.
fn text_in(body: &[u8], field: &str) -> Option<String> {
    let fields = decode(body).ok()?;
    fields.into_iter().find_map(|(name, value)| match value {
        Node::Text(text) if name == field && !text.trim().is_empty() => {
            Some(text.trim().to_owned())
        }
        _ => None,
    })
}

fn see_other(address: &str) -> Response {
    // Written as a header has to be: non-ASCII letters percent-encoded, line breaks gone.
    let address = url::Url::parse(address).map_or_else(|_| address.to_owned(), String::from);
    (
        StatusCode::SEE_OTHER,
        [
            (header::LOCATION, address),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
    )
        .into_response()
}

fn respond(double: &Double, id: &str, notice: Option<Notice>, email: Option<&str>) -> Response {
    let books = double.books();
    let Some(session) = books.session(id) else {
        return not_found().into_response();
    };
    let merchant = session
        .terms
        .display_name
        .as_deref()
        .unwrap_or(&double.config.merchant);
    let (status, markup) = match &session.state {
        State::Open => {
            let status = match notice {
                None => StatusCode::OK,
                Some(Notice::Declined | Notice::DiscountGone) => StatusCode::PAYMENT_REQUIRED,
                Some(Notice::NotAnEmail | Notice::NoSuchCode) => StatusCode::UNPROCESSABLE_ENTITY,
            };
            (status, view::checkout(session, merchant, notice, email))
        }
        State::Complete(_) => (StatusCode::OK, view::paid(session, merchant)),
        State::Expired => (StatusCode::GONE, view::expired(session, merchant)),
    };
    Page { status, markup }.into_response()
}

fn not_found() -> Page {
    Page {
        status: StatusCode::NOT_FOUND,
        markup: view::not_found(),
    }
}

/// A page with the headers that every page here has.
struct Page {
    status: StatusCode,
    markup: Markup,
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        // No form-action: browsers apply it to the redirect after a form as well, and that one
        // leads to the merchant's own address.
        let policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";
        let headers: [(HeaderName, &str); 5] = [
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (self.status, headers, Html(self.markup.into_string())).into_response()
    }
}
