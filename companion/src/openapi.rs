//! `/openapi.json`: the HTTP surface for machines.

use axum::Router;

use crate::AppState;

/// The route.
pub fn router() -> Router<AppState> {
    Router::new()
}
