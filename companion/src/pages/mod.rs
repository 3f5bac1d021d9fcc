//! Pages for browsers: the frame, the hosted page, the demo sites, and the files they load.

use axum::Router;

use crate::AppState;
use crate::config::Config;

/// The routes; the demo sites only where the companion serves the demo.
pub fn router(_config: &Config) -> Router<AppState> {
    Router::new()
}
