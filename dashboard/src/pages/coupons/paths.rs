//! Where the companion keeps the coupons of a business.

use crate::client::part;

/// All of them.
pub(super) fn all(business: &str) -> String {
    format!("/v1/businesses/{}/coupons", part(business))
}

/// One.
pub(super) fn one(business: &str, coupon: &str) -> String {
    format!("{}/{}", all(business), part(coupon))
}

/// Something that is done with one.
pub(super) fn deed(business: &str, coupon: &str, deed: &str) -> String {
    format!("{}/{deed}", one(business, coupon))
}
