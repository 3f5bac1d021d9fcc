//! How a session looks on the wire.

use serde_json::{Map, Value, json};

use super::{Line, LineIds, Session, State};
use crate::{
    payments::PaymentStatus,
    refusal::Refusal,
    shelf::{Paging, page},
};

/// Parameters that the object gives back as they came, `null` when they did not come.
const ECHOED: [&str; 10] = [
    "adaptive_pricing",
    "allow_promotion_codes",
    "allowed_payment_method_types",
    "billing_address_collection",
    "excluded_payment_method_types",
    "integration_identifier",
    "locale",
    "origin_context",
    "submit_type",
    "wallet_options",
];

/// Properties that are `null` in every session that the double makes.
const ABSENT: [&str; 21] = [
    "after_expiration",
    "client_secret",
    "collected_information",
    "consent",
    "consent_collection",
    "currency_conversion",
    "customer_account",
    "invoice",
    "invoice_creation",
    "name_collection",
    "payment_link",
    "permissions",
    "presentment_details",
    "recovered_from",
    "return_url",
    "saved_payment_method_options",
    "setup_intent",
    "shipping_address_collection",
    "shipping_cost",
    "subscription",
    "tax_id_collection",
];

impl Session {
    /// The object, nothing expanded. `base_url` is where the hosted page is.
    pub(crate) fn to_json(&self, base_url: &str) -> Value {
        let terms = &self.terms;
        let mut object = Map::new();
        for name in ABSENT {
            object.insert(name.to_owned(), Value::Null);
        }
        for name in ECHOED {
            object.insert(name.to_owned(), terms.echoed[name].clone());
        }
        let (status, payment_status) = match &self.state {
            State::Open => ("open", "unpaid"),
            State::Complete(done) if done.status == PaymentStatus::Succeeded => {
                ("complete", "paid")
            }
            State::Complete(_) => ("complete", "unpaid"),
            State::Expired => ("expired", "unpaid"),
        };
        let is_open = self.state == State::Open;
        // Presumed: a discount that came by a promotion code names that, and not its coupon.
        let discounts = terms
            .coupon
            .iter()
            .map(|coupon| match &terms.promotion_code {
                Some(code) => json!({ "coupon": null, "promotion_code": code }),
                None => json!({ "coupon": coupon, "promotion_code": null }),
            });
        let methods: &[&str] = if self.delayed_methods {
            &["card", "sepa_debit"]
        } else {
            &["card"]
        };
        let own = json!({
            "id": self.id,
            "object": "checkout.session",
            "amount_subtotal": terms.totals.subtotal_minor,
            "amount_total": terms.totals.total_minor,
            "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
            "branding_settings": self.branding(),
            "cancel_url": terms.cancel_url,
            "client_reference_id": terms.client_reference_id,
            "created": self.created,
            "currency": terms.currency,
            "custom_fields": [],
            "custom_text": self.custom_text(),
            "customer": terms.customer,
            "customer_creation": terms.echoed.get("customer_creation").cloned().unwrap_or(json!("if_required")),
            "customer_details": self.customer_details(),
            "customer_email": terms.customer_email,
            "discounts": discounts.collect::<Vec<_>>(),
            "expires_at": terms.expires_at,
            "livemode": false,
            "metadata": terms.metadata,
            "mode": "payment",
            "payment_intent": self.completion().map(|done| done.intent.as_str()),
            "payment_method_collection": "if_required",
            "payment_method_configuration_details": { "id": self.payment_method_configuration, "parent": null },
            "payment_method_options": { "card": { "request_three_d_secure": "automatic" } },
            "payment_method_types": methods,
            "payment_status": payment_status,
            "phone_number_collection": { "enabled": false },
            "shipping_options": [],
            "status": status,
            "success_url": terms.success_url,
            "total_details": {
                "amount_discount": terms.totals.discount_minor,
                "amount_shipping": 0,
                "amount_tax": 0,
            },
            "ui_mode": "hosted_page",
            "url": is_open.then(|| format!("{base_url}/c/pay/{}", self.id)),
        });
        if let Value::Object(own) = own {
            object.extend(own);
        }
        Value::Object(object)
    }

    /// What was given, over what Stripe falls back to.
    fn branding(&self) -> Value {
        let Some(given) = self.terms.echoed["branding_settings"].as_object() else {
            return Value::Null;
        };
        let mut branding = json!({
            "background_color": "#ffffff",
            "border_style": "rounded",
            "button_color": "#0074d4",
            "display_name": "",
            "font_family": "default",
            "icon": null,
            "logo": null,
        });
        for (name, value) in given {
            branding[name] = value.clone();
        }
        branding
    }

    fn custom_text(&self) -> Value {
        let places = [
            "after_submit",
            "shipping_address",
            "submit",
            "terms_of_service_acceptance",
        ];
        let text = |place| {
            let sent = &self.terms.echoed["custom_text"][place];
            if sent.is_object() {
                sent.clone()
            } else {
                Value::Null
            }
        };
        places
            .into_iter()
            .map(|place| (place.to_owned(), text(place)))
            .collect::<Map<_, _>>()
            .into()
    }

    /// Before the payment what was given, after it what the guest entered.
    fn customer_details(&self) -> Value {
        let paid_by = self.completion().map(|done| done.email.as_str());
        match paid_by.or(self.terms.customer_email.as_deref()) {
            None => Value::Null,
            Some(email) => json!({
                "address": null,
                "business_name": null,
                "email": email,
                "individual_name": null,
                "name": null,
                "phone": null,
                "tax_exempt": "none",
                "tax_ids": null,
            }),
        }
    }

    /// One page of the lines.
    pub(crate) fn line_items_page(&self, paging: &Paging) -> Result<Value, Refusal> {
        let url = format!("/v1/checkout/sessions/{}/line_items", self.id);
        page(&self.line_items(), paging, &url, Value::clone)
    }

    /// The lines as objects, with their ids.
    fn line_items(&self) -> Vec<(&str, Value)> {
        let totals = &self.terms.totals;
        let lines = self
            .terms
            .lines
            .iter()
            .zip(&self.line_ids)
            .zip(&totals.line_discounts_minor);
        lines
            .map(|((line, ids), discount_minor)| {
                let subtotal_minor = line.unit_minor * line.quantity;
                let object = json!({
                    "id": ids.line,
                    "object": "item",
                    "adjustable_quantity": null,
                    "amount_discount": discount_minor,
                    "amount_subtotal": subtotal_minor,
                    "amount_tax": 0,
                    "amount_total": subtotal_minor - discount_minor,
                    "currency": self.terms.currency,
                    "description": line.name,
                    "metadata": line.metadata,
                    "price": self.price(line, ids),
                    "quantity": line.quantity,
                });
                (ids.line.as_str(), object)
            })
            .collect()
    }

    fn price(&self, line: &Line, ids: &LineIds) -> Value {
        json!({
            "id": ids.price,
            "object": "price",
            "active": line.price.is_some(),
            "billing_scheme": "per_unit",
            "created": self.created,
            "currency": self.terms.currency,
            "custom_unit_amount": null,
            "livemode": false,
            "lookup_key": null,
            "metadata": {},
            "nickname": null,
            "product": ids.product,
            "recurring": null,
            "tax_behavior": "unspecified",
            "tiers_mode": null,
            "transform_quantity": null,
            "type": "one_time",
            "unit_amount": line.unit_minor,
            "unit_amount_decimal": line.unit_minor.to_string(),
        })
    }

    /// What the discount came to, for those who expand it.
    pub(crate) fn breakdown(&self) -> Value {
        let discounts = self.discount.iter().map(|discount| {
            json!({
                "amount": self.terms.totals.discount_minor,
                "discount": {
                    "id": discount.id,
                    "object": "discount",
                    "checkout_session": self.id,
                    "customer": null,
                    "end": null,
                    "invoice": null,
                    "invoice_item": null,
                    "promotion_code": self.terms.promotion_code,
                    "source": { "coupon": self.terms.coupon, "type": "coupon" },
                    "start": self.created,
                    "subscription": null,
                    "subscription_item": null,
                },
            })
        });
        json!({ "discounts": discounts.collect::<Vec<_>>(), "taxes": [] })
    }
}
