//! Receipts of orders as pages and as files: for those who look after them, and for guests by their order's
//! token.

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use booking_contract::owner::Permission;
use serde::Deserialize;

use super::owner_orders::find;
use crate::people::Member;
use crate::receipt::{self, Receipt};
use crate::store::orders::{self, Order};
use crate::store::{Conn, Reading};
use crate::{AppState, Problem};

/// The routes of receipts.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route(
            "/v1/businesses/{id}/orders/{order}/receipt.pdf",
            get(for_owner),
        )
        .route(
            "/v1/businesses/{id}/orders/{order}/receipt",
            get(page_for_owner),
        )
        .route("/v1/orders/{id}/receipt.pdf", get(for_guest))
        .route("/v1/orders/{id}/receipt", get(page_for_guest))
}

async fn for_owner(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
) -> Result<Response, Problem> {
    member.may(Permission::ViewOrders)?;
    let (order, mut conn) = find(&state, &member, &order).await?;
    answer(&mut conn, &order).await
}

async fn page_for_owner(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
) -> Result<Response, Problem> {
    member.may(Permission::ViewOrders)?;
    let (order, mut conn) = find(&state, &member, &order).await?;
    // Beside the page's own address.
    shown(&mut conn, &order, "receipt.pdf").await
}

/// The token of an order in the address: links cannot send headers. Queries are not logged.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Token {
    token: String,
}

type Asked = Result<Query<Token>, QueryRejection>;

async fn for_guest(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Asked,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (order, mut conn, _) = of_guest(&state, &id, query, &headers).await?;
    answer(&mut conn, &order).await
}

async fn page_for_guest(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Asked,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (order, mut conn, token) = of_guest(&state, &id, query, &headers).await?;
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", &token)
        .finish();
    shown(&mut conn, &order, &format!("receipt.pdf?{query}")).await
}

/// The order that a guest has the token of, with the token.
async fn of_guest(
    state: &AppState,
    id: &str,
    query: Asked,
    headers: &HeaderMap,
) -> Result<(Order, Reading, String), Problem> {
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let token = sent.unwrap_or(&query.token).trim();
    if !state.store.secret().opens_order(id, token) {
        return Err(Problem::NotFound);
    }
    let mut conn = state.store.read().await?;
    let order = orders::find(&mut conn, id).await?;
    Ok((order.ok_or(Problem::NotFound)?, conn, token.to_owned()))
}

/// The receipt as a page; `file` is where it is as a file.
async fn shown(conn: &mut Conn, order: &Order, file: &str) -> Result<Response, Problem> {
    let receipt = Receipt::of(conn, order).await?;
    receipt::page(&receipt.ok_or(Problem::NotFound)?, file)
}

async fn answer(conn: &mut Conn, order: &Order) -> Result<Response, Problem> {
    let receipt = Receipt::of(conn, order).await?;
    let file = receipt::file(&receipt.ok_or(Problem::NotFound)?);
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/pdf"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("inline; filename=\"receipt-{}.pdf\"", order.id);
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
