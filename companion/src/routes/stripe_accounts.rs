//! `/v1/businesses/{id}/stripe-accounts`: the accounts through which a business is paid.

use axum::extract::{Path, State};
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use booking_contract::owner::{
    CheckStripe, ConnectStripe, PaymentMode, Permission, StripeAccounts, StripeCheck,
};

use super::coupons::Body;
use crate::business::Author;
use crate::json::StrictJson;
use crate::keys::{checking, connecting, view};
use crate::people::Member;
use crate::{AppState, Problem};

/// The routes of the accounts.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/stripe-accounts", get(show))
        .route(
            "/v1/businesses/{id}/stripe-accounts/{mode}",
            put(connect).delete(disconnect),
        )
        .route(
            "/v1/businesses/{id}/stripe-accounts/{mode}/check",
            post(check),
        )
        .route(
            "/v1/businesses/{id}/earlier-stripe-accounts/{account}",
            delete(forget),
        )
}

async fn show(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<StripeAccounts>, Problem> {
    member.may(Permission::ManageSettings)?;
    Ok(Json(view::show(&state, &member.business_id).await?))
}

async fn connect(
    State(state): State<AppState>,
    member: Member,
    Path((_, mode)): Path<(String, String)>,
    body: Body<ConnectStripe>,
) -> Result<Json<StripeAccounts>, Problem> {
    member.may(Permission::ManageSettings)?;
    let mode = named(&mode)?;
    let StrictJson(asked) = body?;
    let author = Author::of(&state, member);
    let business_id = author.business_id.clone();
    connecting::connect(&state, author, mode, asked).await?;
    Ok(Json(view::show(&state, &business_id).await?))
}

async fn disconnect(
    State(state): State<AppState>,
    member: Member,
    Path((_, mode)): Path<(String, String)>,
) -> Result<Json<StripeAccounts>, Problem> {
    member.may(Permission::ManageSettings)?;
    let mode = named(&mode)?;
    let author = Author::of(&state, member);
    let business_id = author.business_id.clone();
    connecting::disconnect(&state, author, mode).await?;
    Ok(Json(view::show(&state, &business_id).await?))
}

async fn check(
    State(state): State<AppState>,
    member: Member,
    Path((_, mode)): Path<(String, String)>,
    body: Body<CheckStripe>,
) -> Result<Json<StripeCheck>, Problem> {
    member.may(Permission::ManageSettings)?;
    let mode = named(&mode)?;
    let StrictJson(asked) = body?;
    let said = checking::check(&state, &member.business_id, mode, asked);
    Ok(Json(Box::pin(said).await?))
}

async fn forget(
    State(state): State<AppState>,
    member: Member,
    Path((_, account)): Path<(String, String)>,
) -> Result<Json<StripeAccounts>, Problem> {
    member.may(Permission::ManageSettings)?;
    let author = Author::of(&state, member);
    let business_id = author.business_id.clone();
    connecting::forget(&state, author, account).await?;
    Ok(Json(view::show(&state, &business_id).await?))
}

/// The mode that an address names; nothing is there for any other word.
fn named(mode: &str) -> Result<PaymentMode, Problem> {
    mode.parse().map_err(|_| Problem::NotFound)
}
