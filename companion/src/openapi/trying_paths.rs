//! The operations that try something: one empty function each, as in the guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    Backtest, BacktestLine, NewPreview, PreviewMade, Simulate, Simulation, SimulationMenu,
};

/// Try a booking with a code or with a draft
///
/// Priced by the engine over the business's own books, and nothing is written. Every check is told
/// with its true reason, also those that guests are not told.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/simulations",
    tag = "coupons",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = Simulate,
    security(("session" = [])),
    responses((status = 200, body = Simulation, description = "What came of it."))
)]
pub(super) fn simulate() {}

/// What can be tried
///
/// Every calendar of the business with all that it sells, private services included.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/simulations/menu",
    tag = "coupons",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = SimulationMenu, description = "The calendars."))
)]
pub(super) fn simulation_menu() {}

/// Preview the widget with a coupon that is not saved
///
/// The answer's token stands in the place of a calendar's id for free times and checks of codes, for
/// half an hour; nothing can be booked under it.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/simulations/previews",
    tag = "coupons",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = NewPreview,
    security(("session" = [])),
    responses((status = 201, body = PreviewMade, description = "The preview."))
)]
pub(super) fn preview_coupon() {}

/// What a draft would have taken off bookings that were made
///
/// Each is priced again, with what was booked, at the prices of then: what comes of it if everybody
/// uses the coupon who can. The answer is a line of JSON for every so many orders and one at the end;
/// whoever stops reading ends it.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/backtests",
    tag = "coupons",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = Backtest,
    security(("session" = [])),
    responses((
        status = 200,
        body = BacktestLine,
        content_type = "application/jsonl",
        description = "How it goes; the schema is that of each line."
    ))
)]
pub(super) fn backtest() {}
