//! The coupon object.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    clock::Seconds,
    currency::Currency,
    money::{PercentOff, Reduction},
};

/// A coupon as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Coupon {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) benefit: Benefit,
    pub(crate) duration: Duration,
    pub(crate) max_redemptions: Option<i64>,
    pub(crate) redeem_by: Option<Seconds>,
    pub(crate) times_redeemed: i64,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) created: Seconds,
}

/// What a coupon gives.
#[derive(Debug, Clone)]
pub(crate) enum Benefit {
    Percent(PercentOff),
    /// An amount in minor units for the main currency, and for further ones.
    Amount {
        main: Currency,
        minor: BTreeMap<Currency, i64>,
    },
}

/// How long the discount lasts on a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duration {
    Once,
    Repeating { months: i64 },
    Forever,
}

/// The names of [`Duration`] on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DurationName {
    Once,
    Repeating,
    Forever,
}

/// Why a coupon cannot be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// `redeem_by` has passed.
    Expired,
    /// `max_redemptions` are used.
    UsedUp,
}

impl Coupon {
    /// Whether the coupon may be used at `now`.
    pub(crate) fn usable(&self, now: Seconds) -> Result<(), Unusable> {
        if self.redeem_by.is_some_and(|until| now > until) {
            return Err(Unusable::Expired);
        }
        if self
            .max_redemptions
            .is_some_and(|max| self.times_redeemed >= max)
        {
            return Err(Unusable::UsedUp);
        }
        Ok(())
    }

    /// What it takes off in this currency; `None` when it has no amount for it.
    pub(crate) fn reduction(&self, currency: Currency) -> Option<Reduction> {
        match &self.benefit {
            Benefit::Percent(percent) => Some(Reduction::Percent(*percent)),
            Benefit::Amount { minor, .. } => minor.get(&currency).copied().map(Reduction::Amount),
        }
    }

    /// The object on the wire.
    pub(crate) fn to_json(&self, now: Seconds) -> Value {
        let (percent_off, amount_off, currency) = match &self.benefit {
            // A float only on its way out; the double computes with the integer.
            Benefit::Percent(percent) => {
                (serde_json::from_str(&percent.to_string()).ok(), None, None)
            }
            Benefit::Amount { main, minor } => (None::<Value>, minor.get(main), Some(main)),
        };
        let (duration, months) = match self.duration {
            Duration::Once => (DurationName::Once, None),
            Duration::Repeating { months } => (DurationName::Repeating, Some(months)),
            Duration::Forever => (DurationName::Forever, None),
        };
        json!({
            "id": self.id,
            "object": "coupon",
            "amount_off": amount_off,
            "created": self.created,
            "currency": currency,
            "duration": duration,
            "duration_in_months": months,
            "livemode": false,
            "max_redemptions": self.max_redemptions,
            "metadata": self.metadata,
            "name": self.name,
            "percent_off": percent_off,
            "redeem_by": self.redeem_by,
            "times_redeemed": self.times_redeemed,
            "valid": self.usable(now).is_ok(),
        })
    }
}
