//! The operations on promotion codes and on uses: one empty function each, as in the guests' file
//! beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    CodeSaved, CodeView, CodesFileQuery, CodesImported, CodesPage, CodesProgress, CodesQuery,
    GenerateCodes, ImportQuery, NewCode, UseTotals, UsesPage, UsesQuery,
};
use booking_engine::{CouponId, PromotionCodeId};

/// The codes of a coupon
///
/// Its own code is among them.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/coupons/{coupon}/codes",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon."),
        CodesQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = CodesPage, description = "A page of them, newest first."))
)]
pub(super) fn codes() {}

/// Make a promotion code
///
/// It never changes: archive it and make another one instead.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/{coupon}/codes",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon.")
    ),
    request_body = NewCode,
    security(("session" = [])),
    responses((status = 201, body = CodeSaved, description = "The code."))
)]
pub(super) fn create_code() {}

/// Make many codes
///
/// The answer is a line of JSON for every so many codes, and one at the end. They are made to the
/// end even where nobody reads on.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/{coupon}/codes/generate",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon.")
    ),
    request_body = GenerateCodes,
    security(("session" = [])),
    responses((
        status = 200,
        body = CodesProgress,
        content_type = "application/jsonl",
        description = "How it goes; the schema is that of each line."
    ))
)]
pub(super) fn generate_codes() {}

/// End a code for good
///
/// Orders that hold or have used it keep it. Its text is free again.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/{coupon}/codes/{code}/archive",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon."),
        ("code" = PromotionCodeId, Path, description = "The id of the code.")
    ),
    security(("session" = [])),
    responses((status = 200, body = CodeView, description = "The code as it is now."))
)]
pub(super) fn archive_code() {}

/// The codes of a coupon as a file
///
/// Written while it is sent, in the columns of an import and how often each is used. Cells that a
/// spreadsheet would take for formulas begin with an apostrophe.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/coupons/{coupon}/codes/csv",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon."),
        CodesFileQuery
    ),
    security(("session" = [])),
    responses((
        status = 200,
        body = String,
        content_type = "text/csv",
        description = "A file as RFC 4180 has it, newest codes first."
    ))
)]
pub(super) fn codes_file() {}

/// Make codes that were thought of elsewhere
///
/// A file of at most 500 lines and 32 kB; a longer one comes in several. Its columns are named in a
/// first line: `code`, `expires`, `max_redemptions`, `customer`, of which only `code` has to be there.
/// Without that line it has the codes alone. Every line is judged by itself, and what is good is made
/// in one step.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/{coupon}/codes/import",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon."),
        ImportQuery
    ),
    request_body(content = String, content_type = "text/csv"),
    security(("session" = [])),
    responses((status = 200, body = CodesImported, description = "What became of every line."))
)]
pub(super) fn import_codes() {}

/// Who used a coupon
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/coupons/{coupon}/uses",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon."),
        UsesQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = UsesPage, description = "A page of uses, newest first."))
)]
pub(super) fn uses() {}

/// How often and for how much a coupon was used
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/coupons/{coupon}/uses/totals",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon."),
        ("test_mode" = Option<bool>, Query, description = "Those in test mode instead."),
        ("code" = Option<String>, Query, description = "Those by one code, named by its id.")
    ),
    security(("session" = [])),
    responses((status = 200, body = UseTotals, description = "By state and currency."))
)]
pub(super) fn use_totals() {}
