//! Products, their prices, and customers: what a session may refer to instead of bringing it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{clock::Seconds, currency::Currency};

/// A product.
#[derive(Debug, Clone)]
pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) active: bool,
    /// The id of the price that came with it.
    pub(crate) default_price: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) created: Seconds,
    pub(crate) updated: Seconds,
}

/// A price of a product.
#[derive(Debug, Clone)]
pub(crate) struct Price {
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) currency: Currency,
    pub(crate) unit_minor: i64,
    pub(crate) active: bool,
    pub(crate) nickname: Option<String>,
    pub(crate) lookup_key: Option<String>,
    /// How it recurs, as it was given; never in a session that is paid once.
    pub(crate) recurring: Option<Recurring>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) created: Seconds,
}

/// How often a price is charged.
#[derive(Debug, Clone)]
pub(crate) struct Recurring {
    pub(crate) interval: String,
    pub(crate) interval_count: i64,
}

/// A customer.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) created: Seconds,
}

impl Product {
    /// The object on the wire.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "product",
            "active": self.active,
            "created": self.created,
            "default_price": self.default_price,
            "description": self.description,
            "images": [],
            "livemode": false,
            "marketing_features": [],
            "metadata": self.metadata,
            "name": self.name,
            "package_dimensions": null,
            "shippable": null,
            "statement_descriptor": null,
            "tax_code": null,
            "type": "service",
            "unit_label": null,
            "updated": self.updated,
            "url": null,
        })
    }
}

impl Price {
    /// The object on the wire.
    pub(crate) fn to_json(&self) -> Value {
        let recurring = self.recurring.as_ref().map(|recurring| {
            json!({
                "interval": recurring.interval,
                "interval_count": recurring.interval_count,
                "meter": null,
                "trial_period_days": null,
                "usage_type": "licensed",
            })
        });
        json!({
            "id": self.id,
            "object": "price",
            "active": self.active,
            "billing_scheme": "per_unit",
            "created": self.created,
            "currency": self.currency,
            "custom_unit_amount": null,
            "livemode": false,
            "lookup_key": self.lookup_key,
            "metadata": self.metadata,
            "nickname": self.nickname,
            "product": self.product,
            "recurring": recurring,
            "tax_behavior": "unspecified",
            "tiers_mode": null,
            "transform_quantity": null,
            "type": if self.recurring.is_some() { "recurring" } else { "one_time" },
            "unit_amount": self.unit_minor,
            "unit_amount_decimal": self.unit_minor.to_string(),
        })
    }
}

impl Customer {
    /// The object on the wire.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "customer",
            "address": null,
            "balance": 0,
            "created": self.created,
            "currency": null,
            "default_source": null,
            "delinquent": false,
            "description": self.description,
            "email": self.email,
            "invoice_prefix": null,
            "livemode": false,
            "metadata": self.metadata,
            "name": self.name,
            "next_invoice_sequence": 1,
            "phone": self.phone,
            "preferred_locales": [],
            "shipping": null,
            "tax_exempt": "none",
            "test_clock": null,
        })
    }
}
