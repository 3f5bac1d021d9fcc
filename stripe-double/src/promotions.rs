//! The promotion code object: a text that guests type, and the coupon that it stands for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{clock::Seconds, coupons::Coupon, currency::Currency, shelf::Shelf};

/// A promotion code as it stands.
#[derive(Debug, Clone)]
pub(crate) struct PromotionCode {
    pub(crate) id: String,
    pub(crate) code: String,
    /// The id of the coupon.
    pub(crate) coupon: String,
    /// What the owner set; see [`PromotionCode::active`].
    pub(crate) switched_on: bool,
    pub(crate) customer: Option<String>,
    pub(crate) expires_at: Option<Seconds>,
    pub(crate) max_redemptions: Option<i64>,
    pub(crate) times_redeemed: i64,
    pub(crate) first_time_transaction: bool,
    pub(crate) minimum: Option<(i64, Currency)>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) created: Seconds,
}

impl PromotionCode {
    /// Whether the code may be used at `now`, as far as it and its coupon go.
    ///
    /// Documented: a code whose coupon is not valid, that has expired or is used up, is not
    /// active, whatever it was set to.
    pub(crate) fn active(&self, coupons: &Shelf<Coupon>, now: Seconds) -> bool {
        let coupon_is_valid = coupons
            .get(&self.coupon)
            .is_some_and(|coupon| coupon.usable(now).is_ok());
        let over = self.expires_at.is_some_and(|end| now > end);
        let used_up = self
            .max_redemptions
            .is_some_and(|max| self.times_redeemed >= max);
        self.switched_on && coupon_is_valid && !over && !used_up
    }

    /// The object on the wire.
    pub(crate) fn to_json(&self, coupons: &Shelf<Coupon>, now: Seconds) -> Value {
        json!({
            "id": self.id,
            "object": "promotion_code",
            "active": self.active(coupons, now),
            "code": self.code,
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "expires_at": self.expires_at,
            "livemode": false,
            "max_redemptions": self.max_redemptions,
            "metadata": self.metadata,
            "promotion": { "coupon": self.coupon, "type": "coupon" },
            "restrictions": {
                "first_time_transaction": self.first_time_transaction,
                "minimum_amount": self.minimum.map(|(minor, _)| minor),
                "minimum_amount_currency": self.minimum.map(|(_, currency)| currency),
            },
            "times_redeemed": self.times_redeemed,
        })
    }
}
