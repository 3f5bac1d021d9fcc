//! Every route, and what all of them share.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;

use crate::clock::Clock;
use crate::config::Config;
use crate::store::Store;
use crate::{Problem, health, openapi, pages};

/// The largest body of a request, in bytes.
pub const BODY_BYTES_MAX: usize = 32 * 1024;

/// What every handler may use. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct AppState {
    /// How this companion is set up.
    pub config: Arc<Config>,
    /// The one clock.
    pub clock: Clock,
    /// The books.
    pub store: Store,
}

impl AppState {
    /// A companion over opened books.
    pub fn new(config: Config, clock: Clock, store: Store) -> Self {
        Self {
            config: Arc::new(config),
            clock,
            store,
        }
    }
}

/// Every route.
pub fn router(state: AppState) -> Router {
    Router::new()
        .merge(health::router())
        .merge(openapi::router())
        .merge(pages::router(&state.config))
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(state)
}
