//! `/v1/businesses/{id}/simulations`: what a booking would cost with a coupon, and how the coupon was
//! judged, with nothing booked.

use booking_engine::{
    CalendarId, CouponId, Currency, Explanation, Item, LocationId, PromotionCodeId, Quote,
    Rejection, Remedy, ServiceId, StaffId, TracedCheck,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CivilTime, CouponDraft};
use crate::{EmailAddress, LocationInfo, MemberId, ServiceInfo, StaffInfo};

/// `POST …/simulations`: a booking as a guest could make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Simulate {
    /// Where it is booked.
    pub calendar_id: CalendarId,
    /// What is booked.
    pub items: Vec<Item>,
    /// Where it takes place, where the calendar has several locations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    /// When it takes place, on the clocks of the business; none: the guest has not chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d)?$", example = "2026-12-08T18:00"))]
    pub starts: Option<CivilTime>,
    /// When it is booked, on the clocks of the business; none: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d)?$", example = "2026-12-02T09:30"))]
    pub books: Option<CivilTime>,
    /// The address of the guest; none: not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The member of the business who books; none: nobody who is signed in there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// What is tried; none: the price without any code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<Tried>,
}

/// What is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Tried {
    /// A code as a guest types it.
    Code(String),
    /// A coupon that is not saved like this, as if it were switched on.
    Draft(Box<TriedDraft>),
}

/// A coupon that is not saved like this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TriedDraft {
    /// What it would say.
    pub draft: CouponDraft,
    /// The coupon that it changes, whose uses count; none: a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<CouponId>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// The price.
    pub quote: Quote,
    /// Where its figures come from.
    pub explanation: Explanation,
    /// Every check of the code, in their order; none where no code was tried.
    pub checks: Vec<TracedCheck>,
    /// What the guest would be told; none where the code applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Rejection>,
    /// What the guest could do so that it applies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
    /// What the code leads to; none where there is no such code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<LeadsTo>,
    /// Whether guests can type codes at this calendar. Where they cannot, no code is found.
    pub takes_codes: bool,
    /// Whether the calendar takes test payments, whose uses are counted apart.
    pub test_mode: bool,
    /// The moment of booking that it was judged at.
    pub booked_at: DateTime<Utc>,
}

/// What a code leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadsTo {
    /// The coupon.
    pub coupon_id: CouponId,
    /// Its name.
    pub name: String,
    /// The code.
    pub promotion_code_id: PromotionCodeId,
}

/// `GET …/simulations/menu`: what can be tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulationMenu {
    /// Every calendar of the business.
    pub calendars: Vec<SimulationCalendar>,
}

/// What a calendar sells, private services included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulationCalendar {
    /// The calendar.
    pub id: CalendarId,
    /// Its title.
    pub title: String,
    /// The currency of its prices.
    pub currency: Currency,
    /// Whether guests can type codes there.
    pub takes_codes: bool,
    /// Whether its payments are tests.
    pub test_mode: bool,
    /// Whether it is put away: guests cannot book it any more.
    #[serde(default)]
    pub archived: bool,
    /// What is sold, in the order of the menu.
    pub services: Vec<SimulationService>,
    /// Who performs it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffInfo>,
    /// The locations to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationInfo>,
}

/// A service to try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulationService {
    /// What guests see of it.
    pub info: ServiceInfo,
    /// Who performs it; empty: nobody in particular.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffId>,
    /// The most attendees of one booking.
    pub attendees_max: u32,
}

impl SimulationCalendar {
    /// A service that it sells.
    pub fn service(&self, id: &ServiceId) -> Option<&SimulationService> {
        self.services.iter().find(|service| service.info.id == *id)
    }
}
