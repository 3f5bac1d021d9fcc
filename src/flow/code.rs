//! The coupon field: a code is typed, asked about once, and accepted or refused.

use booking_contract::{CouponCheck, CouponCheckReply, ProblemCode};
use booking_engine::{CouponCode, PriceRequest};

use super::booking::{At, Flow};
use super::coupon::{Applied, Check, CheckPurpose, CodeField, CodeTrouble, Reply};
use super::message::{Effect, Failure, Ticket};
use super::screen::FocusTarget;
use crate::text;

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
        let Some(field) = &mut self.coupons.field else {
            return;
        };
        field.trouble = None;
        let text = field.text.clone();
        self.try_code(text, CheckPurpose::Apply);
    }

    /// Applies the code of the page's address, once there is a price to apply it to.
    pub(super) fn apply_code_from_address(&mut self) {
        let asked = self.coupons.from_address.is_some();
        if !asked || !matches!(self.at, At::Booking(_)) || self.quote().is_err() {
            return;
        }
        if let Some(text) = self.coupons.from_address.take()
            && self.coupons.field.is_none()
            && self.coupons.applied.is_none()
        {
            self.try_code(text, CheckPurpose::Address);
        }
    }

    #[inline(never)]
    fn try_code(&mut self, text: String, purpose: CheckPurpose) {
        let code: CouponCode = match tidied(&text).parse() {
            Ok(code) => code,
            Err(error) => return self.refuse_code(text, CodeTrouble::Form(error), purpose),
        };
        if self.coupons.code() == Some(&code) {
            self.close_code();
            self.announcement = text::fill(self.text.coupon_same(), &[("code", code.as_str())]);
            return;
        }
        let check = self.check_of(&code);
        // What is refused does not hang on the time of the appointment.
        let same = |known: &CouponCheck| {
            known.email == check.email
                && known.request.code == check.request.code
                && known.request.items == check.request.items
                && known.request.location_id == check.request.location_id
        };
        let mut refused = self.coupons.refused.iter();
        if let Some((_, reason)) = refused.find(|(known, _)| same(known)) {
            let trouble = CodeTrouble::Rejected(*reason);
            return self.refuse_code(text, trouble, purpose);
        }
        if self.coupons.throttled_until.is_some_and(|at| self.now < at) {
            return self.refuse_code(text, CodeTrouble::Throttled, purpose);
        }
        let asked = |check: &Check| check.code == code;
        if self.coupons.check.as_ref().is_some_and(asked) {
            return;
        }
        if purpose == CheckPurpose::Apply {
            self.announcement = self.text.coupon_checking().to_owned();
        }
        self.ask_about(code, check, purpose);
    }

    /// Asks for the present terms of the applied code.
    pub(super) fn refresh_code(&mut self) {
        if let Some(code) = self.coupons.code().cloned() {
            let check = self.check_of(&code);
            self.ask_about(code, check, CheckPurpose::Refresh);
        }
    }

    fn check_of(&self, code: &CouponCode) -> CouponCheck {
        let request = PriceRequest {
            code: Some(code.to_string()),
            ..self.request()
        };
        let email = self.draft.form.email();
        CouponCheck {
            request,
            email,
            member: self.member(),
        }
    }

    fn ask_about(&mut self, code: CouponCode, check: CouponCheck, purpose: CheckPurpose) {
        let ticket = self.ticket();
        self.effects.push(Effect::CheckCoupon {
            ticket,
            calendar: self.page.calendar.id.clone(),
            check: Box::new(check.clone()),
        });
        self.coupons.check = Some(Check {
            ticket,
            code,
            purpose,
            asked: Box::new(check),
        });
    }

    pub(super) fn coupon_answered(
        &mut self,
        ticket: Ticket,
        result: Result<CouponCheckReply, Failure>,
    ) {
        let asked = self.coupons.check.take_if(|check| check.ticket == ticket);
        let Some(Check {
            code,
            purpose,
            asked,
            ..
        }) = asked
        else {
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
        let trouble = match reply {
            Ok(Reply::Accepted(applied)) => return self.accept_code(applied, text, purpose),
            Ok(Reply::Rejected(reason)) => {
                self.coupons.refused.push((asked, reason));
                CodeTrouble::Rejected(reason)
            }
            Ok(Reply::Unreadable) => CodeTrouble::Failed(Failure::Unreadable),
            Err(Failure::Refused(problem)) if problem.code == ProblemCode::TooManyTries => {
                self.coupons.throttled_until = Some(self.throttle_end(&problem));
                CodeTrouble::Throttled
            }
            Err(failure) => CodeTrouble::Failed(failure),
        };
        self.refuse_code(text, trouble, purpose);
    }

    fn accept_code(&mut self, applied: Box<Applied>, text: String, purpose: CheckPurpose) {
        let request = self.request();
        let rejection = applied.rejection(&self.page.terms, &request, self.now);
        let holds_one = self.coupons.applied.is_some() || self.coupons.granted.is_some();
        if let Some(reason) = rejection.filter(|_| holds_one) {
            // A code that does not fit does not push out one that may.
            return self.refuse_code(text, CodeTrouble::Rejected(reason), purpose);
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
            self.focus_late_on(FocusTarget::CodeRemove);
        }
        let currency = self.page.terms.currency;
        let Ok(quote) = self.quote() else {
            return;
        };
        let discount = self.text.money(-quote.discount_minor, currency);
        let total = self.text.money(quote.total_minor, currency);
        self.has_told_total();
        let reason = match rejection {
            Some(reason) => Some(self.rejection_text(reason)),
            None => (quote.coupon.is_none()).then(|| self.text.code_choose_time().to_owned()),
        };
        self.announcement = match reason {
            None => text::fill(
                self.text.coupon_applied(),
                &[("code", &code), ("discount", &discount), ("total", &total)],
            ),
            Some(reason) => text::fill(
                self.text.coupon_waits(),
                &[("code", &code), ("reason", &reason)],
            ),
        };
    }

    /// Puts the code into the field with what is wrong. One that the guest has not typed waits
    /// there for them, without a word.
    fn refuse_code(&mut self, text: String, trouble: CodeTrouble, purpose: CheckPurpose) {
        let told = self.code_trouble_text(&trouble);
        // What is no code may be anything that the guest has typed.
        let code: Result<CouponCode, _> = tidied(&text).parse();
        let code = code.map_or_else(|_| String::new(), |code| code.to_string());
        self.tell_refused_code(code, &trouble);
        self.coupons.refuse(text, trouble);
        if purpose == CheckPurpose::Apply {
            self.announcement = told;
            if self.coupon_in_sight() {
                self.focus_late_on(FocusTarget::CodeInput);
            }
        }
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
            self.has_told_total();
            self.announcement = text::fill(self.text.coupon_removed(), &[("total", &total)]);
        }
    }

    /// Whether a code was typed that is neither applied nor refused: going on would lose it
    /// without a word. Marks it.
    pub(super) fn has_unapplied_code(&mut self) -> bool {
        if self
            .coupons
            .check
            .as_ref()
            .is_some_and(|c| c.purpose != CheckPurpose::Refresh)
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

/// A typed text as it is asked about: without any blanks, and with the dashes, letters and digits
/// that phones and keyboards for other scripts put in the place of plain ones.
fn tidied(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    let chars = text.chars().filter(|c| !c.is_whitespace());
    chars.map(plain).collect()
}
