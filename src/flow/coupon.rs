//! What the guest has in hand: an accepted code with its terms, from which every price is made
//! without a request, or a benefit of their own. What is typed is in [`super::code`].

use booking_contract::{CouponCheck, CouponCheckReply};
use booking_engine::{
    CodeError, Coupon, CouponCode, PriceRequest, PromotionCode, Rejection, Terms, price,
};
use chrono::{DateTime, Utc};

use super::booking::{At, Flow};
use super::grant::Granted;
use super::message::{Failure, Step, Ticket};

/// What the coupon field holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Coupons {
    pub applied: Option<Box<Applied>>,
    /// The input, while it is open.
    pub field: Option<CodeField>,
    pub check: Option<Check>,
    /// A code from the page's address, to apply as soon as there is a price.
    pub from_address: Option<String>,
    /// What the companion refused in this visit: it is not asked the same again.
    pub refused: Vec<(Box<CouponCheck>, Rejection)>,
    /// The guest's own benefit, where the companion has told of one.
    pub granted: Option<Box<Granted>>,
    /// No code is asked about before this instant.
    pub throttled_until: Option<DateTime<Utc>>,
}

/// A code that was accepted, with the terms that came with it.
#[derive(Clone, Debug)]
pub(super) struct Applied {
    pub coupon: Coupon,
    pub promotion: PromotionCode,
}

#[derive(Clone, Debug, Default)]
pub(super) struct CodeField {
    pub text: String,
    pub trouble: Option<CodeTrouble>,
}

/// A question that is under way.
#[derive(Clone, Debug)]
pub(super) struct Check {
    pub ticket: Ticket,
    pub code: CouponCode,
    pub purpose: CheckPurpose,
    /// What was asked.
    pub asked: Box<CouponCheck>,
}

/// Why a code is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckPurpose {
    /// To apply it.
    Apply,
    /// To apply the code of the page's address: the guest is doing something else meanwhile.
    Address,
    /// To learn the present terms of the applied code, after its price turned out to be old.
    Refresh,
}

/// Why a code was not applied.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CodeTrouble {
    /// The text is not a code.
    Form(CodeError),
    /// The code does not apply.
    Rejected(Rejection),
    /// Too many tries; see [`Coupons::throttled_until`].
    Throttled,
    /// The question was not answered.
    Failed(Failure),
    /// The guest wanted to go on with a code typed but not applied.
    Unapplied,
}

impl Check {
    /// Whether it is the page's address that brought the code.
    fn is_unasked(&self) -> bool {
        self.purpose == CheckPurpose::Address
    }
}

impl Coupons {
    /// The applied code.
    pub(super) fn code(&self) -> Option<&CouponCode> {
        self.applied.as_ref().map(|applied| &applied.promotion.code)
    }

    /// Opens the field with what went wrong.
    pub(super) fn refuse(&mut self, text: String, trouble: CodeTrouble) {
        let trouble = Some(trouble);
        self.field = Some(CodeField { text, trouble });
    }
}

impl Applied {
    /// The accepted code out of an answer; none where the answer does not hold it.
    pub(super) fn from_reply(reply: CouponCheckReply, asked: &CouponCode) -> Reply {
        match reply {
            CouponCheckReply::Rejected { reason } => Reply::Rejected(reason),
            CouponCheckReply::Accepted { code, terms } if code.looks_like(asked) => {
                let Terms {
                    coupons,
                    promotion_codes,
                    ..
                } = *terms;
                let promotion = promotion_codes.into_iter().find(|p| p.code == code);
                let found = promotion.and_then(|promotion| {
                    let coupon = coupons.into_iter().find(|c| c.id == promotion.coupon_id)?;
                    Some(Box::new(Self { coupon, promotion }))
                });
                found.map_or(Reply::Unreadable, Reply::Accepted)
            }
            CouponCheckReply::Accepted { .. } => Reply::Unreadable,
        }
    }

    /// Puts the code into terms, in the place of any other.
    pub(super) fn put_into(&self, terms: &mut Terms) {
        terms.coupons.retain(|coupon| coupon.id != self.coupon.id);
        terms.coupons.push(self.coupon.clone());
        terms.promotion_codes = vec![self.promotion.clone()];
    }

    /// Why the code would take nothing off the choices, if so.
    pub(super) fn rejection(
        &self,
        terms: &Terms,
        request: &PriceRequest,
        now: DateTime<Utc>,
    ) -> Option<Rejection> {
        let mut terms = terms.clone();
        self.put_into(&mut terms);
        let request = PriceRequest {
            code: Some(self.promotion.code.to_string()),
            ..request.clone()
        };
        let quote = price(&request, &terms, now).ok()?;
        quote.rejected.map(|rejected| rejected.reason)
    }
}

/// An answer to a question about a code, taken apart.
pub(super) enum Reply {
    Accepted(Box<Applied>),
    Rejected(Rejection),
    Unreadable,
}

impl Flow {
    /// Puts a code in the place of any other, or takes it off.
    pub(super) fn set_applied(&mut self, applied: Option<Box<Applied>>) {
        self.coupons.applied = applied;
        self.fill_terms();
    }

    /// Puts what the guest has in hand into the terms: the applied code and the own benefit.
    #[inline(never)]
    pub(super) fn fill_terms(&mut self) {
        let terms = &mut self.page.terms;
        terms.coupons.clear();
        terms.promotion_codes.clear();
        terms.granted.clear();
        if let Some(granted) = &self.coupons.granted {
            granted.put_into(terms);
        }
        if let Some(applied) = &self.coupons.applied {
            applied.put_into(terms);
        }
    }

    /// The coupon that prices are made with: that of the applied code, or else the own benefit.
    pub(super) fn coupon_in_hand(&self) -> Option<&Coupon> {
        let applied = self.coupons.applied.as_ref();
        let granted = self.coupons.granted.as_ref();
        applied
            .map(|applied| &applied.coupon)
            .or(granted.map(|granted| &granted.coupon))
    }

    /// Whether the style shows the coupon field now.
    pub(super) fn coupon_in_sight(&self) -> bool {
        use booking_contract::WidgetStyle::{Classic, Neo};
        let At::Booking(step) = self.at else {
            return false;
        };
        let coupons = &self.coupons;
        let held = coupons.applied.is_some() || coupons.field.is_some();
        self.page.calendar.coupons
            && match self.page.calendar.style {
                Neo => held || self.draft.picked.is_some(),
                // A code that came with the page's address has its place with the times already:
                // it may be for some of them.
                Classic => {
                    let comes = || coupons.check.as_ref().is_some_and(Check::is_unasked);
                    step == Step::Payment || step == Step::Time && (held || comes())
                }
            }
    }
}
