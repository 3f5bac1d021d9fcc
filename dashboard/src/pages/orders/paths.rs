//! Where the companion keeps the orders of a business.

use crate::client::part;

/// All of them.
pub(super) fn all(business: &str) -> String {
    format!("/v1/businesses/{}/orders", part(business))
}

/// The calendars that orders can be of.
pub(super) fn calendars(business: &str) -> String {
    format!("/v1/businesses/{}/bookings/menu", part(business))
}

/// One.
pub(super) fn one(business: &str, order: &str) -> String {
    format!("{}/{}", all(business), part(order))
}

/// The receipt of one, as a page with a link to the file.
pub(super) fn receipt(business: &str, order: &str) -> String {
    format!("{}/receipt", one(business, order))
}

/// One's own appointments.
pub(super) fn appointments(business: &str) -> String {
    format!("/v1/businesses/{}/appointments", part(business))
}
