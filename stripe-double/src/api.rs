//! The operations themselves: checked parameters in, an object or a refusal out.

mod catalog;
mod coupons;
mod events;
mod filter;
mod payments;
mod promotions;
mod sessions;
mod standing;

use serde_json::{Value, json};

use crate::{
    books::{Account, Books, Cause, Owner, in_mode},
    clock::Seconds,
    expand::expand,
    operation::{Operation, What},
    refusal::Refusal,
};

/// An admitted call: who asks for what, with parameters that went through the wire check.
pub(crate) struct Call<'a> {
    pub(crate) books: &'a mut Books,
    pub(crate) owner: &'a Owner,
    pub(crate) operation: &'a Operation,
    pub(crate) params: &'a Value,
    pub(crate) cause: &'a Cause,
}

/// Does what the operation says.
pub(crate) fn perform(mut call: Call<'_>) -> Result<Value, Refusal> {
    let mut object = call.perform()?;
    in_mode(&mut object, call.owner.livemode);
    Ok(object)
}

impl Call<'_> {
    fn perform(&mut self) -> Result<Value, Refusal> {
        match self.operation.what {
            What::CreateCoupon => self.create_coupon(),
            What::ListCoupons => self.list_coupons(),
            What::RetrieveCoupon => self.retrieve_coupon(),
            What::UpdateCoupon => self.update_coupon(),
            What::DeleteCoupon => self.delete_coupon(),
            What::CreatePromotionCode => self.create_promotion_code(),
            What::ListPromotionCodes => self.list_promotion_codes(),
            What::RetrievePromotionCode => self.shown_promotion_code(&self.operation.id.clone()),
            What::UpdatePromotionCode => self.update_promotion_code(),
            What::CreateProduct => self.create_product(),
            What::ListProducts => self.list_products(),
            What::RetrieveProduct => self.shown_product(&self.operation.id.clone()),
            What::UpdateProduct => self.update_product(),
            What::DeleteProduct => self.delete_product(),
            What::CreatePrice => self.create_price(),
            What::ListPrices => self.list_prices(),
            What::RetrievePrice => self.shown_price(&self.operation.id.clone()),
            What::UpdatePrice => self.update_price(),
            What::CreateCustomer => self.create_customer(),
            What::ListCustomers => self.list_customers(),
            What::RetrieveCustomer => self.shown_customer(&self.operation.id.clone()),
            What::UpdateCustomer => self.update_customer(),
            What::DeleteCustomer => self.delete_customer(),
            What::CreateSession => self.create_session(),
            What::ListSessions => self.list_sessions(),
            What::RetrieveSession => self.shown_session(&self.operation.id.clone()),
            What::UpdateSession => self.update_session(),
            What::ExpireSession => self.expire_session(),
            What::ListLineItems => self.list_line_items(),
            What::RetrievePaymentIntent => self.retrieve_payment_intent(),
            What::ListPaymentIntents => self.list_payment_intents(),
            What::RetrieveCharge => self.retrieve_charge(),
            What::ListCharges => self.list_charges(),
            What::CreateRefund => self.create_refund(),
            What::ListRefunds => self.list_refunds(),
            What::RetrieveRefund => self.shown_refund(&self.operation.id.clone()),
            What::UpdateRefund => self.update_refund(),
            What::RetrieveDispute => self.retrieve_dispute(),
            What::ListDisputes => self.list_disputes(),
            What::ListEvents => self.list_events(),
            What::RetrieveEvent => self.retrieve_event(),
            What::RetrieveAccount => Ok(self.retrieve_account()),
            What::ListWebhookEndpoints => self.list_webhook_endpoints(),
        }
    }

    fn now(&self) -> Seconds {
        self.books.now()
    }

    /// The id in the address.
    fn id(&self) -> &str {
        &self.operation.id
    }

    fn account(&mut self) -> &mut Account {
        self.books.account(self.owner)
    }

    /// The object as the call wants to see it.
    fn shown(&mut self, mut object: Value) -> Result<Value, Refusal> {
        let now = self.now();
        let params = self.params;
        expand(&mut object, params, self.account(), now)?;
        Ok(object)
    }
}

/// What is answered to a deletion.
fn deleted(kind: &str, id: &str) -> Value {
    json!({ "id": id, "object": kind, "deleted": true })
}
