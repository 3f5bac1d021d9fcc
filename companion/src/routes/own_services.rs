//! `/v1/businesses/{id}/services/{service}`: services, for those who look after them.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{EditService, NewService, Permission, Reorder, ServiceView};
use booking_engine::ServiceId;

use super::coupons::{Body, editor};
use crate::catalog::services::{self, Deed};
use crate::json::StrictJson;
use crate::people::Member;
use crate::{AppState, Problem};

/// The routes of services.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route(
            "/v1/businesses/{id}/services/{service}",
            get(show).put(edit),
        )
        .route(
            "/v1/businesses/{id}/services/{service}/archive",
            post(archive),
        )
        .route(
            "/v1/businesses/{id}/services/{service}/restore",
            post(restore),
        )
        .route("/v1/businesses/{id}/services/{service}/move", post(reorder))
}

/// The business and the service of a path; what is no id names nothing.
fn service_of((_, service): (String, String)) -> Result<ServiceId, Problem> {
    service.parse().map_err(|_| Problem::NotFound)
}

pub(super) async fn create(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewService>,
) -> Result<(StatusCode, Json<ServiceView>), Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(NewService { calendar_id, draft }) = body?;
    let editor = editor(&state, member).await?;
    let made = services::create(&state, editor, calendar_id, draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn show(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<Json<ServiceView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let id = service_of(path)?;
    let editor = editor(&state, member).await?;
    Ok(Json(services::find(&state, &editor, &id).await?))
}

async fn edit(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
    body: Body<EditService>,
) -> Result<Json<ServiceView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let id = service_of(path)?;
    let StrictJson(EditService { version, draft }) = body?;
    let editor = editor(&state, member).await?;
    let changed = services::edit(&state, editor, &id, version, draft).await?;
    Ok(Json(changed))
}

async fn archive(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<Json<ServiceView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    act(&state, member, path, Deed::Archive).await
}

async fn restore(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<Json<ServiceView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    act(&state, member, path, Deed::Restore).await
}

async fn reorder(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
    body: Body<Reorder>,
) -> Result<Json<ServiceView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(Reorder { to }) = body?;
    act(&state, member, path, Deed::Move(to)).await
}

async fn act(
    state: &AppState,
    member: Member,
    path: (String, String),
    deed: Deed,
) -> Result<Json<ServiceView>, Problem> {
    let id = service_of(path)?;
    let editor = editor(state, member).await?;
    Ok(Json(services::act(state, editor, &id, deed).await?))
}
