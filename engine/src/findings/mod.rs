//! Definition checks for owners: which coupons and codes cannot work, and which will surprise.
//!
//! [`findings`] reads what an owner has defined and says what is wrong with it, as data for the
//! texts. What a coupon does to money is never computed here: [`crate::price`] prices chosen
//! orders, and the findings are what it answered.
//!
//! What is switched off or archived is not judged, since nobody can use it: a form that wants to
//! know before the owner switches a coupon on passes it as active. Limits are judged as they are
//! written, not by how much of them is used up.
//!
//! The work is bounded. For each calendar at most 2,000 offers (a service in one form by one
//! member of staff) are priced, three times each. For each coupon and calendar at most 32
//! different prices are tried with at most 43 orders each, and then at most 100 orders of several
//! services; for each code and calendar at most four orders more. Where a calendar has more
//! offers or a coupon more prices than that, what cannot be known of the rest is not said.

mod appointment;
mod code_text;
mod coupon_rules;
mod flaw;
mod money;
mod offers;
mod overlap;
mod promotion;
mod trial;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Coupon, CouponCode, CouponId, PromotionCode, PromotionCodeId, Terms};
pub use flaw::{Extent, Flaw, Stake, Weakness};
use money::CouponMoney;
use offers::Offers;

/// What an owner has defined. Ids are unique within each list, as in the companion's books.
#[derive(Clone, Copy, Debug)]
pub struct Definitions<'d> {
    /// The coupons.
    pub coupons: &'d [Coupon],
    /// The codes that belong to them.
    pub promotion_codes: &'d [PromotionCode],
    /// The terms of each calendar: its services, currency, deposit, switches and granted
    /// coupons. Coupons, codes, customers and history within them are not looked at.
    pub calendars: &'d [Terms],
}

/// Something that is wrong with a coupon or a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// What is wrong.
    pub flaw: Flaw,
}

/// How bad a finding is; the worst is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot work, or not as it is written.
    Error,
    /// It works, and will surprise.
    Warning,
    /// Worth knowing.
    Notice,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Subject {
    /// A coupon.
    Coupon {
        /// Which.
        coupon_id: CouponId,
    },
    /// A promotion code.
    PromotionCode {
        /// Which.
        promotion_code_id: PromotionCodeId,
    },
}

/// Everything that is wrong with the definitions at an instant: the worst first, then coupons
/// and codes by id. The order of the lists does not matter.
pub fn findings(definitions: &Definitions<'_>, now: DateTime<Utc>) -> Vec<Finding> {
    let books = Books::of(definitions, now);
    let mut found = Found::default();
    for coupon in books.coupons.values().filter(|coupon| coupon.active) {
        found.subject = Some(Subject::Coupon {
            coupon_id: coupon.id.clone(),
        });
        coupon_rules::check(coupon, &books, &mut found);
        let money = CouponMoney::of(coupon, &books);
        money::check(&money, &mut found);
        for code in books.codes_of(coupon) {
            found.subject = Some(Subject::of_code(code));
            promotion::check(code, &money, &books, &mut found);
        }
    }
    for code in &books.codes {
        found.subject = Some(Subject::of_code(code));
        promotion::check_alone(code, &books, &mut found);
    }
    overlap::check(&books, &mut found);
    let mut findings = found.findings;
    // Stable, so that what is said of one subject stays in the order of the checks.
    findings.sort_by(|a, b| (a.severity, &a.subject).cmp(&(b.severity, &b.subject)));
    findings
}

/// The definitions in an order of their own, without what is archived.
struct Books<'d> {
    now: DateTime<Utc>,
    coupons: BTreeMap<&'d CouponId, &'d Coupon>,
    /// The codes that are not archived, by id.
    codes: Vec<&'d PromotionCode>,
    /// The same by coupon.
    codes_of: BTreeMap<&'d CouponId, Vec<&'d PromotionCode>>,
    /// The same by text.
    codes_by_text: BTreeMap<&'d CouponCode, Vec<&'d PromotionCode>>,
    granted: BTreeSet<&'d CouponId>,
    /// The calendars, by id, with what may be booked in them.
    calendars: Vec<Offers<'d>>,
}

impl<'d> Books<'d> {
    fn of(definitions: &Definitions<'d>, now: DateTime<Utc>) -> Self {
        let in_use = |code: &&PromotionCode| !code.archived;
        let mut codes: Vec<_> = definitions.promotion_codes.iter().filter(in_use).collect();
        codes.sort_by(|a, b| a.id.cmp(&b.id));
        let mut codes_of: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut codes_by_text: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for code in codes.iter().copied() {
            codes_of.entry(&code.coupon_id).or_default().push(code);
            codes_by_text.entry(&code.code).or_default().push(code);
        }
        let mut calendars: Vec<_> = definitions.calendars.iter().collect();
        calendars.sort_by(|a, b| a.calendar_id.cmp(&b.calendar_id));
        Self {
            now,
            coupons: definitions.coupons.iter().map(|it| (&it.id, it)).collect(),
            codes,
            codes_of,
            codes_by_text,
            granted: (calendars.iter())
                .flat_map(|terms| &terms.granted)
                .map(|grant| &grant.coupon_id)
                .collect(),
            calendars: (calendars.into_iter())
                .map(|terms| Offers::of(terms, now))
                .collect(),
        }
    }

    fn codes_of(&self, coupon: &Coupon) -> &[&'d PromotionCode] {
        self.codes_of.get(&coupon.id).map_or(&[], Vec::as_slice)
    }

    /// Whether a guest can come by the coupon now or later.
    fn is_obtainable(&self, coupon: &Coupon) -> bool {
        let is_usable = |code: &&PromotionCode| code.expires_at.is_none_or(|end| end >= self.now);
        self.granted.contains(&coupon.id) || self.codes_of(coupon).iter().any(is_usable)
    }
}

/// The findings so far, and what the next ones are about.
#[derive(Default)]
struct Found {
    subject: Option<Subject>,
    findings: Vec<Finding>,
}

impl Found {
    fn add(&mut self, severity: Severity, flaw: Flaw) {
        if let Some(subject) = &self.subject {
            self.findings.push(Finding {
                severity,
                subject: subject.clone(),
                flaw,
            });
        }
    }
}

impl Subject {
    fn of_code(code: &PromotionCode) -> Self {
        Self::PromotionCode {
            promotion_code_id: code.id.clone(),
        }
    }
}
