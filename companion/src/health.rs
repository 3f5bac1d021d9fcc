//! `/healthz` and `/readyz`: is the process alive, and can it answer?

use axum::Router;

use crate::AppState;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new()
}
