//! The operations on coupons: one empty function each, as in the guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    CheckCoupon, CouponChecked, CouponSaved, CouponsPage, CouponsQuery, EditCoupon, FreeCode,
    NewCoupon, SwitchCoupon,
};
use booking_engine::CouponId;

/// The coupons of a business
///
/// Uses are those of live payments. A page costs the same wherever in the list it is.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/coupons",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        CouponsQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = CouponsPage, description = "A page of them."))
)]
pub(super) fn coupons() {}

/// Make a coupon
///
/// Its code is unique among all codes of the business that are in use, and kept in capitals. What
/// is wrong with a coupon that can be used all the same is told with it.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons",
    tag = "coupons",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = NewCoupon,
    security(("session" = [])),
    responses((status = 201, body = CouponSaved, description = "The coupon."))
)]
pub(super) fn create_coupon() {}

/// What is wrong with a draft?
///
/// Nothing is written. The draft is judged as if it were switched on.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/check",
    tag = "coupons",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = CheckCoupon,
    security(("session" = [])),
    responses((status = 200, body = CouponChecked, description = "What is to be said of it."))
)]
pub(super) fn check_draft() {}

/// A code that nobody has
///
/// Ten letters and digits by chance. It is not kept for anybody.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/generate",
    tag = "coupons",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = FreeCode, description = "The code."))
)]
pub(super) fn generate_code() {}

/// A coupon with what is wrong with it
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/coupons/{coupon}",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon.")
    ),
    security(("session" = [])),
    responses((status = 200, body = CouponSaved, description = "The coupon."))
)]
pub(super) fn coupon() {}

/// Change a coupon
///
/// The whole draft is replaced, for bookings to come; orders keep what they were opened with. The
/// benefit stays once an order was paid with it, and the limit is not below what is used. A code
/// that is replaced ends.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/coupons/{coupon}",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon.")
    ),
    request_body = EditCoupon,
    security(("session" = [])),
    responses((status = 200, body = CouponSaved, description = "The coupon as it is now."))
)]
pub(super) fn edit_coupon() {}

/// Delete a coupon that no order ever used or held
///
/// Its codes go with it. Any other is switched off instead.
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/coupons/{coupon}",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon.")
    ),
    security(("session" = [])),
    responses((status = 204, description = "It is gone."))
)]
pub(super) fn delete_coupon() {}

/// Switch a coupon on
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/{coupon}/activate",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon.")
    ),
    request_body = SwitchCoupon,
    security(("session" = [])),
    responses((status = 200, body = CouponSaved, description = "The coupon as it is now."))
)]
pub(super) fn activate_coupon() {}

/// Switch a coupon off
///
/// Orders that hold or have used it keep it.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/{coupon}/deactivate",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon.")
    ),
    request_body = SwitchCoupon,
    security(("session" = [])),
    responses((status = 200, body = CouponSaved, description = "The coupon as it is now."))
)]
pub(super) fn deactivate_coupon() {}

/// Make a coupon that says the same
///
/// It is switched off, has a random code where the other has one of its own, and no promotion
/// codes.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/coupons/{coupon}/duplicate",
    tag = "coupons",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("coupon" = CouponId, Path, description = "The coupon to copy.")
    ),
    security(("session" = [])),
    responses((status = 201, body = CouponSaved, description = "The new coupon."))
)]
pub(super) fn duplicate_coupon() {}
