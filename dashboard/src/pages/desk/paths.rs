//! Where the companion takes bookings for customers.

use booking_contract::SlotsQuery;
use booking_engine::CalendarId;
use yew_router::query::ToQuery;

use crate::client::part;

/// Bookings.
pub(super) fn bookings(business: &str) -> String {
    format!("/v1/businesses/{}/bookings", part(business))
}

/// Customers who booked before.
pub(super) fn customers(business: &str, search: &str) -> String {
    let business = part(business);
    format!(
        "/v1/businesses/{business}/customers?search={}",
        part(search)
    )
}

/// The coupons that can be used now.
pub(super) fn running_coupons(business: &str) -> String {
    let business = part(business);
    format!("/v1/businesses/{business}/coupons?status=active&limit=100")
}

/// When something can be booked, as guests see it; none where the query cannot be written.
pub(super) fn slots(calendar: &CalendarId, query: &SlotsQuery) -> Option<String> {
    let query = query.to_query().ok()?;
    Some(format!(
        "/v1/calendars/{}/slots?{query}",
        part(calendar.as_str())
    ))
}
