//! The operations of reports: one empty function each, as in the guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{Report, ReportFileQuery, ReportQuery};

/// Bookings of a range of days, added up
///
/// Bookings that are paid for or free and not called off count on the day on which they were made, on
/// the clocks of the business.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/reports",
    tag = "reports",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ReportQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = Report, description = "By day, week or month."))
)]
pub(super) fn report() {}

/// What was sold, as a file
///
/// A row for each service of each booking, also of those that were called off. Written while it is
/// sent; cells that a spreadsheet would take for formulas begin with an apostrophe.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/reports/items/csv",
    tag = "reports",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ReportFileQuery
    ),
    security(("session" = [])),
    responses((
        status = 200,
        body = String,
        content_type = "text/csv",
        description = "A file as RFC 4180 has it, oldest bookings first."
    ))
)]
pub(super) fn items_file() {}

/// Uses of coupons, as a file
///
/// A row for each, also for those that were given back.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/reports/redemptions/csv",
    tag = "reports",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ReportFileQuery
    ),
    security(("session" = [])),
    responses((
        status = 200,
        body = String,
        content_type = "text/csv",
        description = "A file as RFC 4180 has it, oldest bookings first."
    ))
)]
pub(super) fn redemptions_file() {}
