//! What moves money: payments, refunds, disputes. Each change tells its events and is entered in
//! the ledger in the same breath.

use std::collections::BTreeMap;

use crate::{
    books::{Account, Books, Cause, Owner},
    currency::Currency,
    disputes::{Dispute, DisputeStatus},
    ids::new_id,
    ledger::Ledger,
    payments::{Payment, PaymentStatus},
    refunds::{Refund, RefundStatus},
    sessions::{Completion, State},
};

/// How a guest pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// The money is there at once.
    Card,
    /// The money comes, or fails to come, when the control says so.
    Delayed,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentOutcome {
    Paid,
    /// It was paid before; nothing more is charged.
    AlreadyPaid,
    /// The session has ended without a payment.
    Ended,
    /// The coupon was used up or ran out since the session was made.
    CouponGone,
    NoSuchSession,
}

/// Why the control could not do what it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Impossible {
    /// There is no such object.
    Unknown,
    /// The object is not in a state in which this can happen.
    WrongState,
}

/// A refund as it was asked for and allowed.
#[derive(Debug)]
pub(crate) struct RefundTerms {
    pub(crate) intent: String,
    pub(crate) amount_minor: i64,
    pub(crate) reason: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
}

impl Books {
    /// A guest enters a promotion code on the page; false where it cannot be used.
    pub(crate) fn enter_code(&mut self, session_id: &str, typed: &str) -> bool {
        let now = self.now();
        let Some((_, account)) = self.find(|account| account.sessions.get(session_id).is_some())
        else {
            return false;
        };
        let session = account.sessions.get(session_id);
        let session = session.filter(|it| it.state == State::Open && it.takes_codes());
        let entered = session
            .and_then(|it| crate::rules::session::enter_code(&it.terms, account, typed, now).ok());
        let Some(terms) = entered else {
            return false;
        };
        let coupon = terms.coupon.as_ref().and_then(|id| account.coupons.get(id));
        let discount = coupon.map(crate::sessions::Discount::of);
        if let Some(session) = account.sessions.get_mut(session_id) {
            (session.terms, session.discount) = (terms, discount);
        }
        true
    }

    /// Takes the payment for a session.
    ///
    /// Presumed: a coupon counts as redeemed when the session is completed, and one that was used
    /// up in the meantime stops the payment. Documented: a delayed method completes the session
    /// with `payment_status` unpaid.
    pub(crate) fn pay(&mut self, session_id: &str, email: &str, method: Method) -> PaymentOutcome {
        let now = self.now();
        let Some((owner, account)) =
            self.find(|account| account.sessions.get(session_id).is_some())
        else {
            return PaymentOutcome::NoSuchSession;
        };
        let Account {
            coupons,
            promotion_codes,
            sessions,
            payments,
            charges,
            ledger,
            ..
        } = account;
        let Some(session) = sessions.get_mut(session_id) else {
            return PaymentOutcome::NoSuchSession;
        };
        match session.state {
            State::Complete(_) => return PaymentOutcome::AlreadyPaid,
            State::Expired => return PaymentOutcome::Ended,
            State::Open => {}
        }
        let terms = &session.terms;
        let mut code = terms
            .promotion_code
            .as_ref()
            .and_then(|id| promotion_codes.get_mut(id));
        if code.as_ref().is_some_and(|code| !code.active(coupons, now)) {
            return PaymentOutcome::CouponGone;
        }
        if let Some(coupon) = terms.coupon.as_ref().and_then(|id| coupons.get_mut(id)) {
            if coupon.usable(now).is_err() {
                return PaymentOutcome::CouponGone;
            }
            coupon.times_redeemed += 1;
        }
        if let Some(code) = &mut code {
            code.times_redeemed += 1;
        }
        let status = match method {
            Method::Card => PaymentStatus::Succeeded,
            Method::Delayed => PaymentStatus::Processing,
        };
        let payment = Payment {
            intent: new_id("pi_", 24),
            charge: new_id("ch_", 24),
            currency: terms.currency,
            amount_minor: terms.totals.total_minor,
            email: email.to_owned(),
            customer: terms.customer.clone(),
            created: now,
            metadata: terms.payment_intent_metadata.clone(),
            status,
            refunded_minor: 0,
            dispute: None,
        };
        if status == PaymentStatus::Succeeded {
            enter(ledger, payment.currency, |sums| {
                sums.payments += 1;
                sums.paid_minor += payment.amount_minor;
            });
        }
        session.state = State::Complete(Completion {
            intent: payment.intent.clone(),
            email: email.to_owned(),
            status,
        });
        let intent = payment.intent.clone();
        charges.insert(payment.charge.clone(), intent.clone());
        payments.add(&intent, payment);
        if status == PaymentStatus::Succeeded {
            self.tell_of_payment(&owner, &intent);
        }
        self.tell_of_session(&owner, session_id, "checkout.session.completed");
        PaymentOutcome::Paid
    }

    /// Ends the payment of a delayed method.
    pub(crate) fn settle(&mut self, session_id: &str, arrived: bool) -> Result<(), Impossible> {
        let (owner, account) = self
            .find(|account| account.sessions.get(session_id).is_some())
            .ok_or(Impossible::Unknown)?;
        let session = account.sessions.get_mut(session_id);
        let Some(State::Complete(completion)) = session.map(|session| &mut session.state) else {
            return Err(Impossible::WrongState);
        };
        if completion.status != PaymentStatus::Processing {
            return Err(Impossible::WrongState);
        }
        completion.status = if arrived {
            PaymentStatus::Succeeded
        } else {
            PaymentStatus::Failed
        };
        let intent = completion.intent.clone();
        if let Some(payment) = account.payments.get_mut(&intent) {
            payment.status = completion.status;
            if arrived {
                enter(&mut account.ledger, payment.currency, |sums| {
                    sums.payments += 1;
                    sums.paid_minor += payment.amount_minor;
                });
            }
        }
        if arrived {
            self.tell_of_payment(&owner, &intent);
        }
        let kind = if arrived {
            "checkout.session.async_payment_succeeded"
        } else {
            "checkout.session.async_payment_failed"
        };
        self.tell_of_session(&owner, session_id, kind);
        Ok(())
    }

    /// Gives money back; the rules allowed it. The id of the new refund.
    pub(crate) fn refund(&mut self, owner: &Owner, terms: RefundTerms, cause: &Cause) -> String {
        let now = self.now();
        let status = if self.settings.pending_refunds {
            RefundStatus::Pending
        } else {
            RefundStatus::Succeeded
        };
        let account = self.account(owner);
        let id = new_id("re_", 24);
        let Some(payment) = account.payments.get_mut(&terms.intent) else {
            return id;
        };
        payment.refunded_minor += terms.amount_minor;
        enter(&mut account.ledger, payment.currency, |sums| {
            sums.refunds += 1;
            sums.refunded_minor += terms.amount_minor;
        });
        let refund = Refund {
            id: id.clone(),
            charge: payment.charge.clone(),
            currency: payment.currency,
            amount_minor: terms.amount_minor,
            created: now,
            reason: terms.reason,
            metadata: terms.metadata,
            status,
            intent: terms.intent,
        };
        let charge = payment.charge_json();
        let of_intent = account.refunds_of.entry(refund.intent.clone()).or_default();
        of_intent.push(id.clone());
        let object = refund.to_json();
        account.refunds.add(&id, refund);
        self.tell(owner, "refund.created", &object, cause);
        self.tell(owner, "charge.refunded", &charge, cause);
        id
    }

    /// Ends a refund, or takes it back after it had succeeded.
    pub(crate) fn end_refund(&mut self, id: &str, end: RefundStatus) -> Result<(), Impossible> {
        let (owner, account) = self
            .find(|account| account.refunds.get(id).is_some())
            .ok_or(Impossible::Unknown)?;
        let refund = account.refunds.get_mut(id).ok_or(Impossible::Unknown)?;
        let failed = matches!(end, RefundStatus::Failed(_));
        match (&refund.status, failed) {
            (RefundStatus::Pending, _) | (RefundStatus::Succeeded, true) => refund.status = end,
            _ => return Err(Impossible::WrongState),
        }
        if failed {
            if let Some(payment) = account.payments.get_mut(&refund.intent) {
                payment.refunded_minor -= refund.amount_minor;
            }
            enter(&mut account.ledger, refund.currency, |sums| {
                sums.refunds -= 1;
                sums.refunded_minor -= refund.amount_minor;
            });
        }
        let object = refund.to_json();
        let none = Cause::default();
        self.tell(&owner, "refund.updated", &object, &none);
        self.tell(&owner, "charge.refund.updated", &object, &none);
        if failed {
            self.tell(&owner, "refund.failed", &object, &none);
        }
        Ok(())
    }

    /// Lets the guest's bank take a payment back, all of it unless told otherwise.
    pub(crate) fn dispute(
        &mut self,
        charge: &str,
        amount_minor: Option<i64>,
        reason: &str,
    ) -> Result<String, Impossible> {
        let now = self.now();
        let (owner, account) = self
            .find(|account| account.charges.contains_key(charge))
            .ok_or(Impossible::Unknown)?;
        let intent = account.charges.get(charge).cloned().unwrap_or_default();
        let payment = account
            .payments
            .get_mut(&intent)
            .ok_or(Impossible::Unknown)?;
        let amount_minor = amount_minor.unwrap_or_else(|| payment.unrefunded_minor());
        let possible = 1..=payment.unrefunded_minor();
        if payment.status != PaymentStatus::Succeeded
            || payment.dispute.is_some()
            || !possible.contains(&amount_minor)
        {
            return Err(Impossible::WrongState);
        }
        let dispute = Dispute {
            id: new_id("du_", 24),
            charge: charge.to_owned(),
            currency: payment.currency,
            amount_minor,
            reason: reason.to_owned(),
            created: now,
            status: DisputeStatus::NeedsResponse,
            intent,
        };
        payment.dispute = Some(dispute.id.clone());
        enter(&mut account.ledger, payment.currency, |sums| {
            sums.disputed_minor += amount_minor;
        });
        let (id, object) = (dispute.id.clone(), dispute.to_json());
        account.disputes.add(&id, dispute);
        let none = Cause::default();
        self.tell(&owner, "charge.dispute.created", &object, &none);
        self.tell(&owner, "charge.dispute.funds_withdrawn", &object, &none);
        Ok(id)
    }

    /// Decides a dispute.
    pub(crate) fn close_dispute(&mut self, id: &str, won: bool) -> Result<(), Impossible> {
        let (owner, account) = self
            .find(|account| account.disputes.get(id).is_some())
            .ok_or(Impossible::Unknown)?;
        let dispute = account.disputes.get_mut(id).ok_or(Impossible::Unknown)?;
        if dispute.status != DisputeStatus::NeedsResponse {
            return Err(Impossible::WrongState);
        }
        dispute.status = if won {
            DisputeStatus::Won
        } else {
            DisputeStatus::Lost
        };
        if won {
            enter(&mut account.ledger, dispute.currency, |sums| {
                sums.disputed_minor -= dispute.amount_minor;
            });
        }
        let object = dispute.to_json();
        let none = Cause::default();
        self.tell(&owner, "charge.dispute.closed", &object, &none);
        if won {
            self.tell(&owner, "charge.dispute.funds_reinstated", &object, &none);
        }
        Ok(())
    }

    fn tell_of_session(&mut self, owner: &Owner, id: &str, kind: &str) {
        let base_url = self.base_url().to_owned();
        if let Some(session) = self.account(owner).sessions.get(id) {
            let object = session.to_json(&base_url);
            self.tell(owner, kind, &object, &Cause::default());
        }
    }

    /// The events about the payment itself, for endpoints that asked for them.
    fn tell_of_payment(&mut self, owner: &Owner, intent: &str) {
        if !self.knobs.payment_events {
            return;
        }
        if let Some(payment) = self.account(owner).payments.get(intent).cloned() {
            let none = Cause::default();
            self.tell(owner, "charge.succeeded", &payment.charge_json(), &none);
            self.tell(
                owner,
                "payment_intent.succeeded",
                &payment.intent_json(),
                &none,
            );
        }
    }
}

fn enter(
    ledger: &mut BTreeMap<Currency, Ledger>,
    currency: Currency,
    change: impl FnOnce(&mut Ledger),
) {
    change(ledger.entry(currency).or_default());
}
