//! What prices depend on: the guest's choices.

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::{AMOUNT_MAX_MINOR, AddOnId, GrantId, LocationId, ServiceId, StaffId, VariationId};

/// The most items of one request.
pub const ITEMS_MAX: usize = 50;

/// The most kinds of add-ons of one item.
pub const ADD_ONS_MAX: usize = 50;

/// What prices depend on: the guest's choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceRequest {
    /// What is booked, 1 to [`ITEMS_MAX`] items.
    pub items: Vec<Item>,
    /// The code as it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The granted coupon that the guest picked; none: the one with the lowest total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<GrantId>,
    /// When the appointment starts, with the offset that the business's clocks have then; none
    /// as long as the guest has not chosen a time.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::moment::optional"
    )]
    pub starts_at: Option<DateTime<FixedOffset>>,
    /// Where it takes place, where the calendar has locations to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
}

/// One booked service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The service.
    pub service_id: ServiceId,
    /// Its form; none: the service as such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variation_id: Option<VariationId>,
    /// Who performs it; none: anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_id: Option<StaffId>,
    /// What is booked along, each kind at most once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<ItemAddOn>,
    /// How many take part, at least 1.
    pub attendees: u32,
}

/// Something booked along with a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemAddOn {
    /// The add-on.
    pub add_on_id: AddOnId,
    /// How many pieces for each attendee, at least 1.
    pub quantity: u32,
}

/// Why there is no price. A code that does not apply is not among these: it is part of the
/// quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PriceError {
    /// The request has no items.
    NoItems,
    /// The request has more than [`ITEMS_MAX`] items.
    TooManyItems,
    /// The calendar does not sell this service.
    UnknownService {
        /// The service.
        service_id: ServiceId,
    },
    /// The service has no such variation.
    UnknownVariation {
        /// The service.
        service_id: ServiceId,
        /// The variation.
        variation_id: VariationId,
    },
    /// Nobody of that id performs the service.
    UnknownStaff {
        /// The service.
        service_id: ServiceId,
        /// Who was asked for.
        staff_id: StaffId,
    },
    /// The service has no such add-on.
    UnknownAddOn {
        /// The service.
        service_id: ServiceId,
        /// The add-on.
        add_on_id: AddOnId,
    },
    /// No pieces of an add-on, or more than it comes in.
    AddOnQuantity {
        /// The service.
        service_id: ServiceId,
        /// The add-on.
        add_on_id: AddOnId,
        /// The most pieces.
        quantity_max: u32,
    },
    /// An add-on is named twice for one item, or more than [`ADD_ONS_MAX`] are.
    AddOns {
        /// The service.
        service_id: ServiceId,
    },
    /// Fewer than one attendee or more than the service takes.
    Attendees {
        /// The service.
        service_id: ServiceId,
        /// The most it takes.
        attendees_max: u32,
    },
    /// An amount is negative or above [`AMOUNT_MAX_MINOR`].
    AmountOutOfRange,
    /// The engine made a quote that breaks a law: a defect, never shown as a price.
    LawBroken,
}

impl PriceRequest {
    /// A request for these items and nothing else.
    pub fn of(items: Vec<Item>) -> Self {
        Self {
            items,
            code: None,
            grant_id: None,
            starts_at: None,
            location_id: None,
        }
    }
}

impl Item {
    /// So many places in a service as such.
    pub fn plain(service_id: ServiceId, attendees: u32) -> Self {
        Self {
            service_id,
            variation_id: None,
            staff_id: None,
            add_ons: Vec::new(),
            attendees,
        }
    }
}

impl fmt::Display for PriceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoItems => f.write_str("the request has no items: name at least one service"),
            Self::TooManyItems => write!(f, "the request has more than {ITEMS_MAX} items"),
            Self::UnknownService { service_id } => {
                write!(f, "the calendar does not sell the service {service_id}")
            }
            Self::UnknownVariation {
                service_id,
                variation_id,
            } => write!(
                f,
                "the service {service_id} has no variation {variation_id}"
            ),
            Self::UnknownStaff {
                service_id,
                staff_id,
            } => write!(f, "{staff_id} does not perform the service {service_id}"),
            Self::UnknownAddOn {
                service_id,
                add_on_id,
            } => write!(f, "the service {service_id} has no add-on {add_on_id}"),
            Self::AddOnQuantity {
                service_id,
                add_on_id,
                quantity_max,
            } => write!(
                f,
                "the add-on {add_on_id} of the service {service_id} comes in 1 to {quantity_max} \
                 pieces"
            ),
            Self::AddOns { service_id } => write!(
                f,
                "an item of the service {service_id} names an add-on twice, or more than \
                 {ADD_ONS_MAX} of them"
            ),
            Self::Attendees {
                service_id,
                attendees_max,
            } => write!(
                f,
                "the service {service_id} takes 1 to {attendees_max} attendees"
            ),
            Self::AmountOutOfRange => write!(
                f,
                "an amount is negative or above {AMOUNT_MAX_MINOR} minor units"
            ),
            Self::LawBroken => f.write_str("the engine made a quote that breaks a law of its own"),
        }
    }
}

impl std::error::Error for PriceError {}
