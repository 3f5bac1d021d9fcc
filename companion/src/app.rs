//! Every route, and what all of them share.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post, put};
use tower_http::catch_panic::CatchPanicLayer;

use crate::clock::Clock;
use crate::config::Config;
use crate::door::body::{self, BodyLimits};
use crate::door::throttle::{self, Throttle};
use crate::door::{cors, headers};
use crate::metrics::Metrics;
use crate::outbox::Poster;
use crate::people::Passwords;
use crate::polls::Polls;
use crate::store::Store;
use crate::stripe::Stripe;
use crate::{Problem, health, openapi, pages, requests, routes};

/// The largest body of a request, in bytes.
pub const BODY_BYTES_MAX: usize = 32 * 1024;
/// The largest event of Stripe's, in bytes: sessions with many lines are larger than our own
/// bodies.
pub(crate) const EVENT_BYTES_MAX: usize = 256 * 1024;

/// What every handler may use. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct AppState {
    /// How this companion is set up.
    pub config: Arc<Config>,
    /// The one clock.
    pub clock: Clock,
    /// The books.
    pub store: Store,
    /// The Stripe API.
    pub(crate) stripe: Stripe,
    /// When orders were last asked about at Stripe.
    pub(crate) polls: Polls,
    /// What is counted for the owner.
    pub metrics: Metrics,
    /// How much each network has asked.
    pub(crate) throttle: Throttle,
    /// Compares passwords.
    pub(crate) passwords: Passwords,
    /// Posts to businesses' own systems.
    pub(crate) poster: Poster,
}

impl AppState {
    /// A companion over opened books.
    pub fn new(config: Config, clock: Clock, store: Store) -> Self {
        Self {
            stripe: Stripe::new(&config.stripe_api, config.stripe_secret_key.as_deref()),
            throttle: Throttle::new(config.door.requests_per_second),
            config: Arc::new(config),
            clock,
            store,
            polls: Polls::default(),
            metrics: Metrics::default(),
            passwords: Passwords::default(),
            poster: Poster::new(),
        }
    }
}

/// The dashboard's routes. Each asks who is signed in and what their role allows; the test
/// `authority` has a line for each of them.
fn owner_routes() -> Router<AppState> {
    Router::new()
        .route(
            "/v1/sessions",
            get(routes::sessions::list)
                .post(routes::sessions::begin)
                .delete(routes::sessions::end_all),
        )
        .route(
            "/v1/sessions/current",
            get(routes::sessions::show).delete(routes::sessions::end),
        )
        .route(
            "/v1/account/password",
            put(routes::sessions::change_own_password),
        )
        .route("/v1/businesses/{id}", get(routes::businesses::show))
        .route("/v1/businesses/{id}/log", get(routes::log::list))
        .route("/v1/businesses/{id}/log/check", get(routes::log::check))
        .merge(routes::coupons::router())
        .merge(routes::catalog::router())
        .merge(routes::settings::router())
        .merge(routes::stripe_accounts::router())
        .merge(routes::members::router())
        .merge(routes::webhooks::router())
        .merge(routes::invitations::router())
        .merge(routes::simulations::router())
        .merge(routes::backtests::router())
        .merge(routes::owner_orders::router())
        .merge(routes::appointments::router())
        .merge(routes::bookings::router())
        .merge(routes::reports::router())
}

/// Every route.
pub fn router(state: AppState) -> Router {
    let bodies = |bytes_max| {
        let limits = BodyLimits {
            bytes_max,
            time_max: state.config.door.body,
        };
        middleware::from_fn_with_state(limits, body::whole)
    };
    let routes = Router::new()
        .route("/v1/calendars/{id}", get(routes::calendars::show))
        .route("/v1/calendars/{id}/slots", get(routes::slots::list))
        .route(
            "/v1/calendars/{id}/coupon-checks",
            post(routes::coupon_checks::check),
        )
        .route("/v1/calendars/{id}/orders", post(routes::orders::open))
        .route("/v1/orders/{id}", get(routes::orders::show))
        .route("/v1/orders/{id}/release", post(routes::orders::release))
        .route("/v1/orders/{id}/extend", post(routes::orders::extend))
        .route("/v1/orders/{id}/cancel", post(routes::orders::cancel))
        .route("/v1/orders/{id}/move", post(routes::orders::reschedule))
        .merge(routes::receipts::router())
        .merge(owner_routes())
        .merge(health::router())
        .merge(openapi::router())
        .merge(pages::router(&state.config))
        .layer(bodies(BODY_BYTES_MAX))
        .route(
            "/v1/stripe/webhooks",
            post(routes::stripe_webhooks::receive).layer(bodies(EVENT_BYTES_MAX)),
        )
        .route(
            "/v1/stripe/webhooks/{account}",
            post(routes::stripe_webhooks::receive_own).layer(bodies(EVENT_BYTES_MAX)),
        )
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed);
    // From the inside to the outside: what comes later here sees a request earlier.
    routes
        // Bodies have had their limits, which differ.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(state.clone(), cors::allow))
        .layer(CatchPanicLayer::custom(requests::panicked))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            requests::in_time,
        ))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            throttle::limit,
        ))
        // What the layers above refuse; the pages do the same for what their handlers do.
        .layer(middleware::from_fn(pages::refusal::as_a_page))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            headers::dress,
        ))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            requests::trace,
        ))
        .with_state(state)
}
