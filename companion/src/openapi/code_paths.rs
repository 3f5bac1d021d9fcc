//! The operations on promotion codes and on uses: one empty function each, as in the guests' file
//! beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    CodeSaved, CodeView, CodesPage, CodesProgress, CodesQuery, GenerateCodes, NewCode, UseTotals,
    UsesPage, UsesQuery,
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
        ("test_mode" = Option<bool>, Query, description = "Those in test mode instead.")
    ),
    security(("session" = [])),
    responses((status = 200, body = UseTotals, description = "By state and currency."))
)]
pub(super) fn use_totals() {}
