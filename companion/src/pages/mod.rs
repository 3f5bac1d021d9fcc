//! Pages for browsers: the frame, the hosted page, the dashboard, the demo's sites, and the files
//! they load.
//!
//! A page of the widget shows at once what is known (texts, and shapes where the rest will be),
//! carries the calendar's data inside, and loads the program beside it. If the program does not
//! start, the page says so and shows other ways.

pub(crate) mod booking;
pub mod bundle;
mod coupon_preview;
mod dashboard;
mod demo;
pub(crate) mod document;
mod files;
mod first;
mod gallery;
pub(crate) mod lean;
pub(crate) mod policy;
mod preview;
pub(crate) mod refusal;
mod skeleton;
pub(crate) mod speech;

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::config::Config;
use crate::{AppState, plain};
use booking_first_look::Looks;
use bundle::{Bundle, Folder};

/// How hard the pages are compressed: as hard as costs no more than the levels below. The highest
/// would take a hundred milliseconds a page.
const PAGE_QUALITY: CompressionLevel = CompressionLevel::Precise(7);

/// What handlers of this module take the files from.
type Files = Extension<Arc<Bundle>>;

/// The routes over what was built with the binary; the demo's sites only where the companion
/// serves the demo.
pub fn router(config: &Config) -> Router<AppState> {
    let mut bundle = Bundle::built();
    if let Some(folder) = &config.gallery {
        match Folder::read(folder) {
            Ok(gallery) => bundle.gallery = gallery,
            Err(reason) => tracing::warn!(?folder, %reason, "there is no gallery"),
        }
    }
    routes(config, bundle)
}

/// The routes over these files.
pub fn routes(config: &Config, bundle: Bundle) -> Router<AppState> {
    let looks = Looks::start();
    if let Err(reason) = &looks {
        tracing::warn!(%reason, "pages begin without a first screen");
    }
    // Files come compressed from the build; these are written for each guest.
    let mut router = Router::new()
        .route("/embed/{calendar}", get(booking::frame))
        .route("/b/{calendar}", get(booking::way_to_hosted))
        .route("/b/{business}/{calendar}", get(booking::hosted))
        .route("/embed/preview/{id}/{calendar}", get(preview::frame))
        .route(
            "/embed/preview/{id}/coupons/{token}",
            get(coupon_preview::frame),
        )
        .merge(plain::router())
        .route("/assets/looks/{name}", get(files::look))
        .layer(middleware::from_fn(refusal::as_a_page))
        .layer(Extension(looks.ok()))
        .layer(CompressionLayer::new().quality(PAGE_QUALITY))
        .route("/sign-in", get(dashboard::page))
        .route("/join", get(dashboard::page))
        .route("/account", get(dashboard::page))
        .route("/businesses", get(dashboard::page))
        .route("/businesses/{*page}", get(dashboard::page))
        .route("/widget.js", get(files::loader))
        .route("/widget-more.js", get(files::more))
        .route("/widget-inline.js", get(files::inline))
        .route("/assets/covers/{name}", get(files::cover))
        .route("/assets/texts/{name}", get(files::texts))
        .route("/assets/{*name}", get(files::asset));
    if config.demo {
        router = router
            .route("/demo", get(demo::without_slash))
            .route("/demo/", get(demo::index))
            .route("/demo/gallery", get(gallery::without_slash))
            .route("/demo/gallery/", get(gallery::index))
            .route("/demo/gallery/{*name}", get(gallery::file))
            .route("/demo/{*name}", get(demo::file));
    }
    router.layer(Extension(Arc::new(bundle)))
}

/// The answer for a file that the build has not made yet; for a developer's eyes.
fn not_built() -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::CACHE_CONTROL, "no-store")],
        "the widget is not built yet: run cargo xtask demo\n",
    )
        .into_response()
}
