//! Where the companion keeps the orders of a business.

use crate::client::part;

/// All of them.
pub(super) fn all(business: &str) -> String {
    format!("/v1/businesses/{}/orders", part(business))
}

/// One.
pub(super) fn one(business: &str, order: &str) -> String {
    format!("{}/{}", all(business), part(order))
}

/// The receipt of one, as a file.
pub(super) fn receipt(business: &str, order: &str) -> String {
    format!("{}/receipt.pdf", one(business, order))
}

/// One's own appointments.
pub(super) fn appointments(business: &str) -> String {
    format!("/v1/businesses/{}/appointments", part(business))
}
