//! `/v1/payment_intents`, `/v1/charges`, `/v1/refunds`, `/v1/disputes`.

use serde_json::{Value, json};

use super::{
    Call,
    filter::{Filter, wants},
};
use crate::{refusal::Refusal, rules, shelf::page};

impl Call<'_> {
    pub(super) fn retrieve_payment_intent(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        let payment = self.account().payments.get(&id);
        let object = payment
            .ok_or_else(|| Refusal::no_such("payment_intent", &id, "intent"))?
            .intent_json();
        self.shown(object)
    }

    pub(super) fn list_payment_intents(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        let filter = Filter::of(params);
        let all: Vec<_> = self
            .account()
            .payments
            .newest_first()
            .filter(|(_, payment)| filter.created.admits(payment.created))
            .filter(|(_, payment)| wants(params, "/customer", payment.customer.as_deref()))
            .collect();
        let list = page(&all, &filter.paging, "/v1/payment_intents", |payment| {
            payment.intent_json()
        })?;
        self.shown(list)
    }

    pub(super) fn retrieve_charge(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        let payment = self.account().payment_of_charge(&id);
        let object = payment
            .ok_or_else(|| Refusal::no_such("charge", &id, "charge"))?
            .charge_json();
        self.shown(object)
    }

    pub(super) fn list_charges(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        let filter = Filter::of(params);
        let all: Vec<_> = self
            .account()
            .payments
            .newest_first()
            .map(|(_, payment)| (payment.charge.as_str(), payment))
            .filter(|(_, payment)| filter.created.admits(payment.created))
            .filter(|(_, payment)| wants(params, "/customer", payment.customer.as_deref()))
            .filter(|(_, payment)| wants(params, "/payment_intent", Some(&payment.intent)))
            .collect();
        let list = page(&all, &filter.paging, "/v1/charges", |payment| {
            payment.charge_json()
        })?;
        self.shown(list)
    }

    pub(super) fn create_refund(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        let terms = rules::refund::check(params, self.account())?;
        // An expansion that cannot be refuses the whole request, before any money moves.
        self.shown(json!({ "object": "refund", "payment_intent": terms.intent, "charge": null }))?;
        let id = self.books.refund(self.owner, terms, self.cause);
        self.shown_refund(&id)
    }

    /// Documented: only the metadata can be changed.
    pub(super) fn update_refund(&mut self) -> Result<Value, Refusal> {
        let (id, params) = (self.id().to_owned(), self.params);
        self.shown_refund(&id)?;
        let refund = self.account().refunds.get_mut(&id);
        let refund = refund.ok_or_else(|| no_such_refund(&id))?;
        rules::change_metadata(&mut refund.metadata, params.get("metadata"))?;
        self.shown_refund(&id)
    }

    pub(super) fn list_refunds(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        let filter = Filter::of(params);
        let all: Vec<_> = self
            .account()
            .refunds
            .newest_first()
            .filter(|(_, refund)| filter.created.admits(refund.created))
            .filter(|(_, refund)| wants(params, "/charge", Some(&refund.charge)))
            .filter(|(_, refund)| wants(params, "/payment_intent", Some(&refund.intent)))
            .collect();
        let list = page(&all, &filter.paging, "/v1/refunds", |refund| {
            refund.to_json()
        })?;
        self.shown(list)
    }

    /// The refund as an object, expanded as asked.
    pub(super) fn shown_refund(&mut self, id: &str) -> Result<Value, Refusal> {
        let refund = self.account().refunds.get(id);
        let object = refund.ok_or_else(|| no_such_refund(id))?.to_json();
        self.shown(object)
    }

    pub(super) fn retrieve_dispute(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        let dispute = self.account().disputes.get(&id);
        let object = dispute
            .ok_or_else(|| Refusal::no_such("dispute", &id, "dispute"))?
            .to_json();
        self.shown(object)
    }

    pub(super) fn list_disputes(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        let filter = Filter::of(params);
        let all: Vec<_> = self
            .account()
            .disputes
            .newest_first()
            .filter(|(_, dispute)| filter.created.admits(dispute.created))
            .filter(|(_, dispute)| wants(params, "/charge", Some(&dispute.charge)))
            .filter(|(_, dispute)| wants(params, "/payment_intent", Some(&dispute.intent)))
            .collect();
        let list = page(&all, &filter.paging, "/v1/disputes", |dispute| {
            dispute.to_json()
        })?;
        self.shown(list)
    }
}

fn no_such_refund(id: &str) -> Refusal {
    Refusal::no_such("refund", id, "refund")
}
