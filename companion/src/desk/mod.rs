//! Bookings that somebody of the business makes for a customer: on which terms ([`terms`]), for
//! whom ([`customers`]), and the booking itself ([`booking`]). It is booked at once, as the order
//! that the guest could have made, and paid later: at the business or by a link.

pub(crate) mod booking;
pub(crate) mod customers;
pub(crate) mod terms;
