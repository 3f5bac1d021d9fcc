//! `/v1/businesses/{id}/settings` and `…/sites`: how the business is set up, and where its widgets
//! may stand.

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{EditSettings, NamedSite, Permission, SettingsView, Sites};

use super::coupons::Body;
use crate::business::sites::{self, Deed};
use crate::business::{Author, settings};
use crate::json::StrictJson;
use crate::people::Member;
use crate::{AppState, Problem};

/// The routes of the settings.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/settings", get(show).put(edit))
        .route("/v1/businesses/{id}/sites", get(list_sites).post(allow))
        .route("/v1/businesses/{id}/sites/remove", post(withdraw))
}

async fn show(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<SettingsView>, Problem> {
    member.may(Permission::ManageSettings)?;
    Ok(Json(settings::show(&state, &member.business_id).await?))
}

async fn edit(
    State(state): State<AppState>,
    member: Member,
    body: Body<EditSettings>,
) -> Result<Json<SettingsView>, Problem> {
    member.may(Permission::ManageSettings)?;
    let StrictJson(asked) = body?;
    let author = Author::of(&state, member);
    Ok(Json(settings::edit(&state, author, asked).await?))
}

async fn list_sites(State(state): State<AppState>, member: Member) -> Result<Json<Sites>, Problem> {
    member.may(Permission::ManageSettings)?;
    Ok(Json(sites::list(&state, &member.business_id).await?))
}

async fn allow(
    State(state): State<AppState>,
    member: Member,
    body: Body<NamedSite>,
) -> Result<Json<Sites>, Problem> {
    change_sites(&state, member, body, Deed::Allow).await
}

async fn withdraw(
    State(state): State<AppState>,
    member: Member,
    body: Body<NamedSite>,
) -> Result<Json<Sites>, Problem> {
    change_sites(&state, member, body, Deed::Withdraw).await
}

async fn change_sites(
    state: &AppState,
    member: Member,
    body: Body<NamedSite>,
    deed: Deed,
) -> Result<Json<Sites>, Problem> {
    member.may(Permission::ManageSettings)?;
    let StrictJson(NamedSite { site }) = body?;
    let author = Author::of(state, member);
    Ok(Json(sites::change(state, author, &site, deed).await?))
}
