//! The guest's own benefit: a coupon that a plan or a subscription gave them. The companion tells
//! of it at the confirmation, when it knows who books.

use booking_contract::EmailAddress;
use booking_engine::{Coupon, CouponSource, GrantedCoupon, Quote, Scope, Terms};

use super::booking::Flow;

/// A granted coupon, as far as a quote tells of it. Whether it goes for other choices as well is
/// the companion's to say; what is shown until then is made from this.
#[derive(Clone, Debug)]
pub(super) struct Granted {
    pub coupon: Coupon,
    grant: GrantedCoupon,
    /// Whose it is.
    email: Option<EmailAddress>,
}

impl Granted {
    fn of(quote: &Quote, flow: &Flow) -> Option<Self> {
        let applied = quote.coupon.as_ref()?;
        let CouponSource::Grant { grant_id } = &applied.source else {
            return None;
        };
        // Only what it was seen to cover is promised.
        let covered = quote.lines.iter().filter(|line| line.eligible);
        let scope = Scope::Only {
            calendars: Vec::new(),
            services: covered.map(|line| line.service_id.clone()).collect(),
        };
        let id = applied.coupon_id.clone();
        let coupon = Coupon::of(id.clone(), applied.name.clone(), applied.benefit.clone());
        Some(Self {
            coupon: Coupon { scope, ..coupon },
            grant: GrantedCoupon {
                id: grant_id.clone(),
                coupon_id: id,
                granted_at: flow.now,
                location_id: None,
            },
            email: flow.draft.form.email(),
        })
    }

    pub(super) fn put_into(&self, terms: &mut Terms) {
        terms.coupons.push(self.coupon.clone());
        terms.granted.push(self.grant.clone());
    }
}

impl Flow {
    /// Keeps the benefit that a price of the companion's tells of.
    pub(super) fn keep_grant(&mut self, quote: &Quote) {
        if let Some(granted) = Granted::of(quote, self) {
            self.coupons.granted = Some(Box::new(granted));
            self.fill_terms();
        }
    }

    /// Lets the benefit go where somebody else books, or where it has ended.
    pub(super) fn check_grant(&mut self, ended: bool) {
        let email = self.draft.form.email();
        let granted = self.coupons.granted.as_ref();
        if granted.is_some_and(|granted| ended || granted.email != email) {
            self.coupons.granted = None;
            self.agreed = None;
            self.change = None;
            self.fill_terms();
        }
    }
}
