//! The coupon field: a code is asked about once; afterwards its terms are here and every price
//! is made from them without a request.

use booking_contract::{CouponCheck, CouponCheckReply, ProblemCode};
use booking_engine::{
    CodeError, Coupon, CouponCode, PriceRequest, PromotionCode, Rejection, Terms, price,
};
use chrono::{DateTime, Utc};

use super::booking::{At, Flow};
use super::message::{Effect, Failure, Step, Ticket, Told};
use super::screen::FocusTarget;
use crate::text;

/// What the coupon field holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Coupons {
    pub applied: Option<Box<Applied>>,
    /// The input, while it is open.
    pub field: Option<CodeField>,
    pub check: Option<Check>,
    /// A code from the page's address, to apply as soon as a time is chosen.
    pub from_address: Option<String>,
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
}

/// Why a code is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckPurpose {
    /// To apply it.
    Apply,
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
            CouponCheckReply::Accepted { code, terms } if code == *asked => {
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
        terms.coupons = vec![self.coupon.clone()];
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
    pub(super) fn open_code(&mut self) {
        if self.page.calendar.coupons && self.coupons.field.is_none() {
            self.coupons.field = Some(CodeField::default());
            self.focus_on(FocusTarget::CodeInput);
        }
    }

    pub(super) fn edit_code(&mut self, text: String) {
        if !self.page.calendar.coupons {
            return;
        }
        // An answer for another text than the one in sight would surprise.
        self.coupons.check = None;
        self.coupons.field = Some(CodeField {
            text,
            trouble: None,
        });
    }

    pub(super) fn close_code(&mut self) {
        self.coupons.check = None;
        if self.coupons.field.take().is_some() {
            self.focus_on(self.code_button());
        }
    }

    /// What has the focus once the input is gone.
    fn code_button(&self) -> FocusTarget {
        if self.coupons.applied.is_some() {
            FocusTarget::CodeRemove
        } else {
            FocusTarget::CodeOpen
        }
    }

    pub(super) fn submit_code(&mut self) {
        let Some(field) = &self.coupons.field else {
            return;
        };
        let text = field.text.clone();
        let code: CouponCode = match text.parse() {
            Ok(code) => code,
            Err(error) => return self.refuse_code(text, CodeTrouble::Form(error)),
        };
        if self.coupons.code() == Some(&code) {
            self.close_code();
            self.announcement = text::fill(self.text.coupon_same(), &[("code", code.as_str())]);
            return;
        }
        if self.coupons.throttled_until.is_some_and(|at| self.now < at) {
            return self.refuse_code(text, CodeTrouble::Throttled);
        }
        let asked = |check: &Check| check.code == code;
        if self.coupons.check.as_ref().is_some_and(asked) {
            return;
        }
        if let Some(field) = &mut self.coupons.field {
            field.trouble = None;
        }
        self.announcement = self.text.coupon_checking().to_owned();
        self.ask_about(code, text, CheckPurpose::Apply);
    }

    /// Applies the code of the page's address, once.
    pub(super) fn apply_code_from_address(&mut self) {
        if self.slot().is_none() {
            return;
        }
        let Some(text) = self.coupons.from_address.take() else {
            return;
        };
        if self.coupons.field.is_none() && self.coupons.applied.is_none() {
            self.coupons.field = Some(CodeField {
                text,
                trouble: None,
            });
            let focus = self.focus;
            self.submit_code();
            // The guest is choosing a time; a code that is wrong may wait in its field.
            self.focus = focus;
        }
    }

    /// Asks for the present terms of the applied code.
    pub(super) fn refresh_code(&mut self) {
        if let Some(code) = self.coupons.code().cloned() {
            let text = code.to_string();
            self.ask_about(code, text, CheckPurpose::Refresh);
        }
    }

    fn ask_about(&mut self, code: CouponCode, text: String, purpose: CheckPurpose) {
        let ticket = self.ticket();
        self.coupons.check = Some(Check {
            ticket,
            code,
            purpose,
        });
        let request = PriceRequest {
            code: Some(text),
            ..self.request()
        };
        let email = self.draft.form.email();
        self.effects.push(Effect::CheckCoupon {
            ticket,
            calendar: self.page.calendar.id.clone(),
            check: Box::new(CouponCheck { request, email }),
        });
    }

    pub(super) fn coupon_answered(
        &mut self,
        ticket: Ticket,
        result: Result<CouponCheckReply, Failure>,
    ) {
        let asked = self.coupons.check.take_if(|check| check.ticket == ticket);
        let Some(Check { code, purpose, .. }) = asked else {
            return;
        };
        let reply = result.map(|reply| Applied::from_reply(reply, &code));
        if purpose == CheckPurpose::Refresh {
            // Whatever else the answer is, the confirmation finds it out and says so.
            if let Ok(Reply::Accepted(applied)) = reply {
                self.set_applied(Some(applied));
            }
            return;
        }
        let field = self.coupons.field.as_ref();
        let text = field.map_or_else(|| code.to_string(), |field| field.text.clone());
        match reply {
            Ok(Reply::Accepted(applied)) => self.accept_code(applied, text),
            Ok(Reply::Rejected(reason)) => self.refuse_code(text, CodeTrouble::Rejected(reason)),
            Ok(Reply::Unreadable) => {
                self.refuse_code(text, CodeTrouble::Failed(Failure::Unreadable));
            }
            Err(Failure::Refused(problem)) if problem.code == ProblemCode::TooManyTries => {
                self.coupons.throttled_until = Some(self.throttle_end(&problem));
                self.refuse_code(text, CodeTrouble::Throttled);
            }
            Err(failure) => self.refuse_code(text, CodeTrouble::Failed(failure)),
        }
    }

    fn accept_code(&mut self, applied: Box<Applied>, text: String) {
        let request = self.request();
        let rejection = applied.rejection(&self.page.terms, &request, self.now);
        if let Some(reason) = rejection
            && self.coupons.applied.is_some()
        {
            // A code that does not fit does not push out one that may.
            return self.refuse_code(text, CodeTrouble::Rejected(reason));
        }
        let code = applied.promotion.code.to_string();
        let had_focus = self.coupon_in_sight();
        self.set_applied(Some(applied));
        self.coupons.field = None;
        if had_focus
            && self
                .focus
                .is_some_and(|f| f.target == FocusTarget::CodeInput)
        {
            self.focus_on(FocusTarget::CodeRemove);
        }
        let currency = self.page.terms.currency;
        let Ok(quote) = self.quote() else {
            return;
        };
        let discount = self.text.money(-quote.discount_minor, currency);
        let total = self.text.money(quote.total_minor, currency);
        self.announcement = match rejection {
            None => text::fill(
                self.text.coupon_applied(),
                &[("code", &code), ("discount", &discount), ("total", &total)],
            ),
            Some(reason) => {
                let reason = self.rejection_text(reason);
                text::fill(
                    self.text.coupon_waits(),
                    &[("code", &code), ("reason", &reason)],
                )
            }
        };
        self.tell(Told::CouponApplied {
            code,
            discount_minor: quote.discount_minor,
            currency,
        });
    }

    fn refuse_code(&mut self, text: String, trouble: CodeTrouble) {
        self.coupons.refuse(text, trouble);
        self.announcement.clear();
        if self.coupon_in_sight() {
            self.focus_on(FocusTarget::CodeInput);
        }
        if let Some(field) = &self.coupons.field
            && let Some(trouble) = &field.trouble
        {
            self.announcement = self.code_trouble_text(trouble);
        }
        self.tell(Told::Error {
            code: "coupon_not_applied",
        });
    }

    pub(super) fn remove_code(&mut self) {
        if self.coupons.applied.is_none() {
            return;
        }
        self.set_applied(None);
        self.coupons.check = None;
        self.coupons.field = None;
        self.focus_on(FocusTarget::CodeOpen);
        if let Ok(quote) = self.quote() {
            let total = self.text.money(quote.total_minor, quote.currency);
            self.announcement = text::fill(self.text.coupon_removed(), &[("total", &total)]);
        }
        self.tell(Told::CouponRemoved);
    }

    /// Puts a code in the place of any other, or takes it off.
    pub(super) fn set_applied(&mut self, applied: Option<Box<Applied>>) {
        if let Some(applied) = &applied {
            applied.put_into(&mut self.page.terms);
        } else {
            self.page.terms.coupons.clear();
            self.page.terms.promotion_codes.clear();
        }
        self.coupons.applied = applied;
    }

    /// Whether the style shows the coupon field now.
    pub(super) fn coupon_in_sight(&self) -> bool {
        use booking_contract::WidgetStyle::{Classic, Neo};
        let At::Booking(step) = self.at else {
            return false;
        };
        self.page.calendar.coupons
            && match self.page.calendar.style {
                Neo => self.draft.picked.is_some(),
                Classic => step == Step::Payment,
            }
    }

    /// Whether a code was typed that is neither applied nor refused: going on would lose it
    /// without a word. Marks it.
    pub(super) fn has_unapplied_code(&mut self) -> bool {
        if self
            .coupons
            .check
            .as_ref()
            .is_some_and(|c| c.purpose == CheckPurpose::Apply)
        {
            self.announcement = self.text.coupon_checking().to_owned();
            return true;
        }
        let Some(field) = &mut self.coupons.field else {
            return false;
        };
        let told = !matches!(field.trouble, None | Some(CodeTrouble::Unapplied));
        if field.text.trim().is_empty() || told {
            return false;
        }
        field.trouble = Some(CodeTrouble::Unapplied);
        self.announcement = self.text.code_unapplied().to_owned();
        self.focus_on(FocusTarget::CodeInput);
        true
    }
}
