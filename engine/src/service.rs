//! What is sold, as far as its price goes.

use serde::{Deserialize, Serialize};

use crate::{AddOnId, Percent, ServiceId, StaffId, VariationId};

/// The most attendees of one line.
pub const ATTENDEES_MAX: u32 = 1_000;

/// A service. Its prices are for one attendee, in minor units of the terms' currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Its own price, for one attendee.
    pub unit_price_minor: i64,
    /// The most attendees of one booking, at least 1.
    pub attendees_max: u32,
    /// Forms of it with prices of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variations: Vec<Variation>,
    /// Who performs it. Empty: guests have no choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffOffer>,
    /// What may be booked along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<AddOn>,
    /// The tax on it, where the business states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
}

/// A form of a service, such as a length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Variation {
    /// Its id.
    pub id: VariationId,
    /// Its price, instead of the service's.
    pub unit_price_minor: i64,
}

/// Someone who performs a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StaffOffer {
    /// Who.
    pub staff_id: StaffId,
    /// Prices that differ from the service's and its variations'.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_prices: Vec<StaffPrice>,
}

/// A price of one member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StaffPrice {
    /// The variation it is for; none: the service without a variation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variation_id: Option<VariationId>,
    /// The price, instead of the service's or the variation's.
    pub unit_price_minor: i64,
}

/// Something booked along with a service, for every attendee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddOn {
    /// Its id.
    pub id: AddOnId,
    /// The price of one piece.
    pub unit_price_minor: i64,
    /// The most pieces for one attendee, at least 1.
    pub quantity_max: u32,
}

/// A tax on a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// The rate.
    pub percent: Percent,
    /// Whether prices contain it.
    pub kind: TaxKind,
}

/// Whether prices contain a tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxKind {
    /// They do: the tax is stated, nothing is added.
    Inclusive,
    /// They do not: the tax is added to what the guest pays.
    Exclusive,
}

/// Where a unit price comes from: the most particular one there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PriceSource {
    /// The service's own price.
    #[default]
    Service,
    /// The variation's price.
    Variation,
    /// A price of the chosen member of staff.
    Staff,
}

impl Service {
    /// A service with one price and nothing to choose.
    pub fn plain(id: ServiceId, unit_price_minor: i64, attendees_max: u32) -> Self {
        Self {
            id,
            unit_price_minor,
            attendees_max,
            variations: Vec::new(),
            staff: Vec::new(),
            add_ons: Vec::new(),
            tax: None,
        }
    }
}

impl PriceSource {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    pub(crate) fn is_service(&self) -> bool {
        *self == Self::Service
    }
}
