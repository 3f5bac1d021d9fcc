//! `/v1/businesses/{id}/bookings`: bookings for customers, and `…/customers`: whom one may mean.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{
    AskBookingTerms, BookForCustomer, BookedForCustomer, BookingTerms, CustomersFound,
    CustomersQuery, ORDER_SEARCH_LENGTH_MAX, Permission, SimulationMenu,
};

use super::coupons::Body;
use super::order_deeds::finished;
use super::orders::idempotency_key;
use crate::desk::{booking, customers, terms};
use crate::json::StrictJson;
use crate::people::Member;
use crate::store::order_words::words;
use crate::trying::menu;
use crate::{AppState, Problem};

/// The routes of bookings.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/bookings", post(book))
        .route("/v1/businesses/{id}/bookings/menu", get(show_menu))
        .route("/v1/businesses/{id}/bookings/terms", post(ask_terms))
        .route("/v1/businesses/{id}/customers", get(suggest))
}

async fn book(
    State(state): State<AppState>,
    member: Member,
    headers: HeaderMap,
    body: Body<BookForCustomer>,
) -> Result<(StatusCode, Json<BookedForCustomer>), Problem> {
    member.may(Permission::BookForCustomer)?;
    let StrictJson(asked) = body?;
    let key = idempotency_key(&headers)?.to_owned();
    let work = async move {
        let (business_id, actor) = (member.business_id, member.user_id);
        booking::book(&state, &business_id, actor, &key, asked).await
    };
    let (made, booked) = finished(Box::pin(work)).await?;
    let status = if made {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(booked)))
}

async fn show_menu(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<SimulationMenu>, Problem> {
    member.may(Permission::BookForCustomer)?;
    let mut conn = state.store.read().await?;
    let menu = menu::to_book(&mut conn, &member.business_id).await?;
    Ok(Json(menu))
}

async fn ask_terms(
    State(state): State<AppState>,
    member: Member,
    body: Body<AskBookingTerms>,
) -> Result<Json<BookingTerms>, Problem> {
    member.may(Permission::BookForCustomer)?;
    let StrictJson(asked) = body?;
    terms::ask(&state, &member.business_id, asked)
        .await
        .map(Json)
}

/// Whoever may see every order may see who booked them.
async fn suggest(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<CustomersQuery>, QueryRejection>,
) -> Result<Json<CustomersFound>, Problem> {
    member.may(Permission::ViewOrders)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    if query.search.chars().count() > ORDER_SEARCH_LENGTH_MAX || query.search.contains('\0') {
        let detail = format!("search: at most {ORDER_SEARCH_LENGTH_MAX} characters, none U+0000");
        return Err(Problem::InvalidRequest(detail));
    }
    let mut conn = state.store.read().await?;
    let found = customers::suggest(&mut conn, &member.business_id, &words(&query.search)).await?;
    Ok(Json(found))
}
