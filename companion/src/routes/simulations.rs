//! `/v1/businesses/{id}/simulations`: bookings that nobody makes.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{
    NewPreview, Permission, PreviewMade, Simulate, Simulation, SimulationMenu,
};

use super::coupons::{Body, editor};
use crate::json::StrictJson;
use crate::people::Member;
use crate::trying::{menu, preview, simulation};
use crate::{AppState, Problem};

/// The routes of simulations.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/simulations", post(simulate))
        .route("/v1/businesses/{id}/simulations/menu", get(show_menu))
        .route(
            "/v1/businesses/{id}/simulations/previews",
            post(make_preview),
        )
}

async fn simulate(
    State(state): State<AppState>,
    member: Member,
    body: Body<Simulate>,
) -> Result<Json<Simulation>, Problem> {
    member.may(Permission::ViewCoupons)?;
    let StrictJson(asked) = body?;
    let editor = editor(&state, member).await?;
    let simulation = simulation::simulate(&state, &editor, asked).await?;
    Ok(Json(simulation))
}

async fn make_preview(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewPreview>,
) -> Result<(StatusCode, Json<PreviewMade>), Problem> {
    member.may(Permission::ViewCoupons)?;
    let StrictJson(new) = body?;
    let editor = editor(&state, member).await?;
    let made = preview::make(&state, &editor, new).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn show_menu(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<SimulationMenu>, Problem> {
    member.may(Permission::ViewCoupons)?;
    let mut conn = state.store.read().await?;
    let menu = menu::read(&mut conn, &member.business_id).await?;
    Ok(Json(menu))
}
