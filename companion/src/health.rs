//! `/healthz` and `/readyz`: is the process alive, and can it answer?

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{AppState, Problem};

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
}

/// How the companion is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// In a word.
    pub status: HealthStatus,
}

/// How the companion is, in a word.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// The process runs.
    Alive,
    /// The books answer.
    Ready,
}

/// The process runs, whatever else does.
async fn alive() -> impl IntoResponse {
    answer(HealthStatus::Alive)
}

/// The books answer; a balancer sends guests elsewhere while they do not.
async fn ready(State(state): State<AppState>) -> Result<impl IntoResponse, Problem> {
    state.store.ping().await.map_err(|_| Problem::Unavailable)?;
    Ok(answer(HealthStatus::Ready))
}

fn answer(status: HealthStatus) -> impl IntoResponse {
    (
        [(header::CACHE_CONTROL, "no-store")],
        Json(Health { status }),
    )
}
