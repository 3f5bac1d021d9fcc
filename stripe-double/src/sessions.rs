//! The Checkout Session: its terms, its life, and how it looks on the wire.
//!
//! ```text
//! open -> complete   paid on the hosted page
//! open -> expired    by the clock, or by POST .../expire
//! ```
//! Both ends are final.

mod object;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{clock::Seconds, coupons::Coupon, currency::Currency, ids::new_id, money::Totals};

/// What was agreed when the session was created. It never changes.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) currency: Currency,
    pub(crate) lines: Vec<Line>,
    /// The id of the coupon.
    pub(crate) coupon: Option<String>,
    pub(crate) totals: Totals,
    pub(crate) expires_at: Seconds,
    pub(crate) success_url: String,
    pub(crate) cancel_url: Option<String>,
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

/// Where a session is in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Complete(Payment),
    Expired,
}

/// The payment that completed a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payment {
    pub(crate) intent: String,
    pub(crate) charge: String,
    pub(crate) email: String,
    pub(crate) at: Seconds,
}

#[derive(Debug, Clone)]
struct LineIds {
    line: String,
    price: String,
    product: String,
}

impl Session {
    /// Opens a session. `coupon` is the one that the terms name.
    pub(crate) fn open(terms: Terms, coupon: Option<&Coupon>, now: Seconds) -> Self {
        let line_ids = terms.lines.iter().map(|_| LineIds {
            line: new_id("li_", 24),
            price: new_id("price_", 24),
            product: new_id("prod_", 14),
        });
        Self {
            id: new_id("cs_test_", 58),
            created: now,
            line_ids: line_ids.collect(),
            payment_method_configuration: new_id("pmc_", 24),
            discount: coupon.map(|coupon| Discount {
                id: new_id("di_", 24),
                name: coupon.name.clone().unwrap_or_else(|| coupon.id.clone()),
                benefit: match &coupon.benefit {
                    crate::coupons::Benefit::Percent(percent) => Some(format!("{percent}% off")),
                    crate::coupons::Benefit::Amount { .. } => None,
                },
            }),
            state: State::Open,
            terms,
        }
    }

    /// The payment, once there is one.
    pub(crate) fn payment(&self) -> Option<&Payment> {
        match &self.state {
            State::Complete(payment) => Some(payment),
            State::Open | State::Expired => None,
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
