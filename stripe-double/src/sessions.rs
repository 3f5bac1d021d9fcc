//! The Checkout Session: its terms, its life, and how it looks on the wire.
//!
//! ```text
//! open -> complete   the guest has finished on the hosted page
//! open -> expired    by the clock, or by POST .../expire
//! ```
//! Both ends are final. Whether the money of a complete session is there is the payment's affair:
//! see [`crate::payments`].

mod object;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    clock::Seconds, coupons::Coupon, currency::Currency, ids::new_id, money::Totals,
    payments::PaymentStatus,
};

/// What was agreed when the session was created. Only a promotion code that the guest enters changes
/// it.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) currency: Currency,
    pub(crate) lines: Vec<Line>,
    /// The id of the coupon, whether it was named itself or by a promotion code.
    pub(crate) coupon: Option<String>,
    /// The id of the promotion code.
    pub(crate) promotion_code: Option<String>,
    pub(crate) totals: Totals,
    pub(crate) expires_at: Seconds,
    pub(crate) success_url: String,
    pub(crate) cancel_url: Option<String>,
    pub(crate) customer: Option<String>,
    pub(crate) customer_email: Option<String>,
    pub(crate) client_reference_id: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) payment_intent_metadata: BTreeMap<String, String>,
    /// The name that the page shows instead of the merchant's.
    pub(crate) display_name: Option<String>,
    /// The parameters as they were checked; some are given back unchanged.
    pub(crate) echoed: Value,
}

/// One line: a product at a price, so many times.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) unit_minor: i64,
    pub(crate) quantity: i64,
    pub(crate) metadata: BTreeMap<String, String>,
    /// The price and the product that exist already.
    pub(crate) price: Option<String>,
    pub(crate) product: Option<String>,
}

/// A session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) created: Seconds,
    pub(crate) terms: Terms,
    pub(crate) state: State,
    /// The discount as the page shows it: the coupon may change or go after the session was made.
    pub(crate) discount: Option<Discount>,
    /// Ways to pay beside the card.
    pub(crate) delayed_methods: bool,
    line_ids: Vec<LineIds>,
    payment_method_configuration: String,
}

/// A coupon as a session used it.
#[derive(Debug, Clone)]
pub(crate) struct Discount {
    pub(crate) id: String,
    pub(crate) name: String,
    /// For instance `25% off`; `None` for an amount, which speaks for itself.
    pub(crate) benefit: Option<String>,
}

impl Discount {
    /// A coupon, as the page shows it from now on.
    pub(crate) fn of(coupon: &Coupon) -> Self {
        Self {
            id: new_id("di_", 24),
            name: coupon.name.clone().unwrap_or_else(|| coupon.id.clone()),
            benefit: match &coupon.benefit {
                crate::coupons::Benefit::Percent(percent) => Some(format!("{percent}% off")),
                crate::coupons::Benefit::Amount { .. } => None,
            },
        }
    }
}

/// Where a session is in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Complete(Completion),
    Expired,
}

/// How a session was completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Completion {
    /// The id of the payment intent.
    pub(crate) intent: String,
    pub(crate) email: String,
    pub(crate) status: PaymentStatus,
}

#[derive(Debug, Clone)]
struct LineIds {
    line: String,
    price: String,
    product: String,
}

impl Session {
    /// Opens a session. `coupon` is the one that the terms name.
    pub(crate) fn open(
        terms: Terms,
        coupon: Option<&Coupon>,
        livemode: bool,
        delayed_methods: bool,
        now: Seconds,
    ) -> Self {
        let given = |id: &Option<String>, prefix, length| {
            id.clone().unwrap_or_else(|| new_id(prefix, length))
        };
        let line_ids = terms.lines.iter().map(|line| LineIds {
            line: new_id("li_", 24),
            price: given(&line.price, "price_", 24),
            product: given(&line.product, "prod_", 14),
        });
        Self {
            id: new_id(if livemode { "cs_live_" } else { "cs_test_" }, 58),
            created: now,
            delayed_methods,
            line_ids: line_ids.collect(),
            payment_method_configuration: new_id("pmc_", 24),
            discount: coupon.map(Discount::of),
            state: State::Open,
            terms,
        }
    }

    /// Whether the guest may enter a promotion code on the page.
    pub(crate) fn takes_codes(&self) -> bool {
        self.terms.echoed["allow_promotion_codes"] == true && self.discount.is_none()
    }

    /// How it was completed, once it was.
    pub(crate) fn completion(&self) -> Option<&Completion> {
        match &self.state {
            State::Complete(completion) => Some(completion),
            State::Open | State::Expired => None,
        }
    }

    /// Where it is, as the wire calls it.
    pub(crate) fn status(&self) -> &'static str {
        match self.state {
            State::Open => "open",
            State::Complete(_) => "complete",
            State::Expired => "expired",
        }
    }

    /// Where the guest goes after paying.
    pub(crate) fn success_url(&self) -> String {
        self.with_own_id(&self.terms.success_url)
    }

    /// Where the guest goes without paying.
    pub(crate) fn cancel_url(&self) -> Option<String> {
        self.terms
            .cancel_url
            .as_deref()
            .map(|url| self.with_own_id(url))
    }

    fn with_own_id(&self, url: &str) -> String {
        url.replace("{CHECKOUT_SESSION_ID}", &self.id)
    }
}
