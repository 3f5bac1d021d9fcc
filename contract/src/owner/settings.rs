//! How a business is set up: what its owner chose, and what follows for its guests.

use std::fmt;
use std::str::FromStr;

use booking_engine::{Currency, FirstPurchaseScope, FreeOrders, OversizeFixed};
use serde::{Deserialize, Serialize};

use crate::GuestName;

/// The longest address of a site, in bytes.
pub const WEB_ADDRESS_BYTES_MAX: usize = 2_048;

/// Everything that the owner chose for the business as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BusinessSettings {
    /// The name, as guests read it.
    pub name: GuestName,
    /// Its own site, which the hosted page leads back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<WebAddress>,
    /// The IANA name of the time zone in which it opens and closes.
    pub zone: String,
    /// What everything is priced in. It stays once something is priced or ordered.
    pub currency: Currency,
    /// Whether a coupon may bring a booking down to nothing.
    pub free_orders: FreeOrders,
    /// What happens to a fixed coupon that is worth more than the booking.
    pub oversize_fixed: OversizeFixed,
    /// What earlier orders a coupon for first purchases looks at.
    pub first_purchase_scope: FirstPurchaseScope,
    /// Whether guests are told plainly why a code does not apply.
    pub explain_rejections: bool,
    /// How long time and coupon are kept for a guest who pays, in minutes: 1 to 720.
    pub hold_minutes: u32,
    /// How often that may be made longer: 0 to 10.
    pub hold_extensions_max: u32,
    /// By how many minutes each time: 1 to 60.
    pub hold_extension_minutes: u32,
    /// How many unpaid bookings may wait for one network: 1 to 1000; none: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds_per_network_max: Option<u32>,
    /// How many unpaid bookings may wait for one customer: 1 to 1000; none: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds_per_customer_max: Option<u32>,
    /// Whether guests may call their bookings off by themselves.
    pub guests_cancel: bool,
    /// How many minutes before the start it is still in time: 0 to 525600.
    pub cancel_notice_minutes: u32,
    /// How much a guest gets back who is in time, in percent: 0 to 100.
    pub cancel_refund_percent: u32,
    /// How much one gets back who is late: 0 to 100.
    pub cancel_late_refund_percent: u32,
    /// Whether a coupon can be used again after its booking was called off.
    pub release_on_cancel: bool,
}

/// A number of the settings, and what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingsNumber {
    /// See [`BusinessSettings::hold_minutes`].
    HoldMinutes,
    /// See [`BusinessSettings::hold_extensions_max`].
    HoldExtensionsMax,
    /// See [`BusinessSettings::hold_extension_minutes`].
    HoldExtensionMinutes,
    /// See [`BusinessSettings::holds_per_network_max`].
    HoldsPerNetworkMax,
    /// See [`BusinessSettings::holds_per_customer_max`].
    HoldsPerCustomerMax,
    /// See [`BusinessSettings::cancel_notice_minutes`].
    CancelNoticeMinutes,
    /// See [`BusinessSettings::cancel_refund_percent`].
    CancelRefundPercent,
    /// See [`BusinessSettings::cancel_late_refund_percent`].
    CancelLateRefundPercent,
}

impl SettingsNumber {
    /// The name of the field on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HoldMinutes => "hold_minutes",
            Self::HoldExtensionsMax => "hold_extensions_max",
            Self::HoldExtensionMinutes => "hold_extension_minutes",
            Self::HoldsPerNetworkMax => "holds_per_network_max",
            Self::HoldsPerCustomerMax => "holds_per_customer_max",
            Self::CancelNoticeMinutes => "cancel_notice_minutes",
            Self::CancelRefundPercent => "cancel_refund_percent",
            Self::CancelLateRefundPercent => "cancel_late_refund_percent",
        }
    }

    /// The least and the most.
    pub const fn range(self) -> (u32, u32) {
        match self {
            Self::HoldMinutes => (1, 720),
            Self::HoldExtensionsMax => (0, 10),
            Self::HoldExtensionMinutes => (1, 60),
            Self::HoldsPerNetworkMax | Self::HoldsPerCustomerMax => (1, 1_000),
            Self::CancelNoticeMinutes => (0, 525_600),
            Self::CancelRefundPercent | Self::CancelLateRefundPercent => (0, 100),
        }
    }

    /// Whether it may be this.
    pub const fn takes(self, number: u32) -> bool {
        let (least, most) = self.range();
        least <= number && number <= most
    }
}

impl BusinessSettings {
    /// Its numbers that are outside of what they may be.
    pub fn out_of_range(&self) -> Vec<SettingsNumber> {
        use SettingsNumber as Number;
        let numbers = [
            (Number::HoldMinutes, Some(self.hold_minutes)),
            (Number::HoldExtensionsMax, Some(self.hold_extensions_max)),
            (
                Number::HoldExtensionMinutes,
                Some(self.hold_extension_minutes),
            ),
            (Number::HoldsPerNetworkMax, self.holds_per_network_max),
            (Number::HoldsPerCustomerMax, self.holds_per_customer_max),
            (
                Number::CancelNoticeMinutes,
                Some(self.cancel_notice_minutes),
            ),
            (
                Number::CancelRefundPercent,
                Some(self.cancel_refund_percent),
            ),
            (
                Number::CancelLateRefundPercent,
                Some(self.cancel_late_refund_percent),
            ),
        ];
        let wrong = numbers
            .into_iter()
            .filter(|(which, number)| number.is_some_and(|number| !which.takes(number)));
        wrong.map(|(which, _)| which).collect()
    }
}

/// The settings as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsView {
    /// What was chosen.
    pub settings: BusinessSettings,
    /// To be named by whoever changes them.
    pub version: i64,
    /// Whether the currency may still be another one: nothing is priced or ordered yet.
    pub currency_is_free: bool,
}

/// Changes the settings: all of them, from those that were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditSettings {
    /// The version that was read.
    pub version: i64,
    /// What they shall be.
    pub settings: BusinessSettings,
}

/// The address of a site: `http` or `https`, a host, and no blanks; at most
/// [`WEB_ADDRESS_BYTES_MAX`] bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct WebAddress(String);

/// Why a text is not the address of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebAddressError {
    /// Neither `https://` nor `http://`.
    Scheme,
    /// No host, a blank, or a character that addresses do not have.
    Malformed,
    /// Longer than [`WEB_ADDRESS_BYTES_MAX`].
    TooLong,
}

impl WebAddress {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WebAddress {
    type Err = WebAddressError;

    fn from_str(text: &str) -> Result<Self, WebAddressError> {
        let text = text.trim();
        if text.len() > WEB_ADDRESS_BYTES_MAX {
            return Err(WebAddressError::TooLong);
        }
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(WebAddressError::Scheme)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let odd =
            |sign: char| sign.is_whitespace() || sign.is_control() || "<>\"\\`".contains(sign);
        // A name before the host would make it look like another one's.
        if host.is_empty() || host.contains('@') || text.contains(odd) {
            return Err(WebAddressError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for WebAddress {
    type Error = WebAddressError;

    fn try_from(text: String) -> Result<Self, WebAddressError> {
        text.parse()
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> Self {
        address.0
    }
}

impl fmt::Display for WebAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "the address of a site begins with https://",
            Self::Malformed => "the address of a site has a host and no blanks",
            Self::TooLong => "the address of a site has at most 2048 bytes",
        })
    }
}

impl std::error::Error for WebAddressError {}
