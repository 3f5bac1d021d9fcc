//! `GET /v1/businesses/{id}/appointments`: what somebody who performs services has to do.

use booking_engine::StaffId;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{GuestName, Notes};

/// The most appointments of one page.
pub const APPOINTMENTS_PER_PAGE_MAX: u32 = 200;

/// Which appointments of one's own, the first to take place first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default, deny_unknown_fields)]
pub struct AppointmentsQuery {
    /// From this day of the business on; today where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, from 1 to 200; 50 where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
}

/// A page of one's own appointments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppointmentsPage {
    /// The member of staff that one is; none: the account is linked to nobody, and the list is
    /// empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_id: Option<StaffId>,
    /// The appointments.
    pub appointments: Vec<OwnAppointment>,
    /// What to ask the next page after; none: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One service that somebody performs for one guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnAppointment {
    /// The order.
    pub order_id: String,
    /// What is to be done.
    pub service: String,
    /// The names of its add-ons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<String>,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// How many take part.
    pub seats: u32,
    /// Who booked.
    pub name: GuestName,
    /// What they wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
    /// Whether it still waits for its payment.
    pub unpaid: bool,
    /// Whether it is a test.
    pub test_mode: bool,
}
