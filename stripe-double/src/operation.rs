//! Which operation of the API a request asks for.

use crate::{
    refusal::{Refusal, Status},
    wire::facts::FACTS,
};

/// An operation that the double models, with the id from the address where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) what: What,
    /// Empty where the address has none.
    pub(crate) id: String,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    CreateCoupon,
    ListCoupons,
    RetrieveCoupon,
    UpdateCoupon,
    DeleteCoupon,
    CreatePromotionCode,
    ListPromotionCodes,
    RetrievePromotionCode,
    UpdatePromotionCode,
    CreateProduct,
    ListProducts,
    RetrieveProduct,
    UpdateProduct,
    DeleteProduct,
    CreatePrice,
    ListPrices,
    RetrievePrice,
    UpdatePrice,
    CreateCustomer,
    ListCustomers,
    RetrieveCustomer,
    UpdateCustomer,
    DeleteCustomer,
    CreateSession,
    ListSessions,
    RetrieveSession,
    UpdateSession,
    ExpireSession,
    ListLineItems,
    RetrievePaymentIntent,
    ListPaymentIntents,
    RetrieveCharge,
    ListCharges,
    CreateRefund,
    ListRefunds,
    RetrieveRefund,
    UpdateRefund,
    RetrieveDispute,
    ListDisputes,
    ListEvents,
    RetrieveEvent,
    RetrieveAccount,
    ListWebhookEndpoints,
}

/// Every operation with its name in the API facts, its method and its address, where `*` stands
/// for an id.
#[rustfmt::skip]
pub(crate) const OPERATIONS: [(What, &str, &str, &str); 43] = [
    (What::CreateCoupon, "create:coupon", "POST", "/v1/coupons"),
    (What::ListCoupons, "list:coupon", "GET", "/v1/coupons"),
    (What::RetrieveCoupon, "retrieve:coupon", "GET", "/v1/coupons/*"),
    (What::UpdateCoupon, "modify:coupon", "POST", "/v1/coupons/*"),
    (What::DeleteCoupon, "delete:coupon", "DELETE", "/v1/coupons/*"),
    (What::CreatePromotionCode, "create:promotion_code", "POST", "/v1/promotion_codes"),
    (What::ListPromotionCodes, "list:promotion_code", "GET", "/v1/promotion_codes"),
    (What::RetrievePromotionCode, "retrieve:promotion_code", "GET", "/v1/promotion_codes/*"),
    (What::UpdatePromotionCode, "modify:promotion_code", "POST", "/v1/promotion_codes/*"),
    (What::CreateProduct, "create:product", "POST", "/v1/products"),
    (What::ListProducts, "list:product", "GET", "/v1/products"),
    (What::RetrieveProduct, "retrieve:product", "GET", "/v1/products/*"),
    (What::UpdateProduct, "modify:product", "POST", "/v1/products/*"),
    (What::DeleteProduct, "delete:product", "DELETE", "/v1/products/*"),
    (What::CreatePrice, "create:price", "POST", "/v1/prices"),
    (What::ListPrices, "list:price", "GET", "/v1/prices"),
    (What::RetrievePrice, "retrieve:price", "GET", "/v1/prices/*"),
    (What::UpdatePrice, "modify:price", "POST", "/v1/prices/*"),
    (What::CreateCustomer, "create:customer", "POST", "/v1/customers"),
    (What::ListCustomers, "list:customer", "GET", "/v1/customers"),
    (What::RetrieveCustomer, "retrieve:customer", "GET", "/v1/customers/*"),
    (What::UpdateCustomer, "modify:customer", "POST", "/v1/customers/*"),
    (What::DeleteCustomer, "delete:customer", "DELETE", "/v1/customers/*"),
    (What::CreateSession, "create:checkout.session", "POST", "/v1/checkout/sessions"),
    (What::ListSessions, "list:checkout.session", "GET", "/v1/checkout/sessions"),
    (What::RetrieveSession, "retrieve:checkout.session", "GET", "/v1/checkout/sessions/*"),
    (What::UpdateSession, "modify:checkout.session", "POST", "/v1/checkout/sessions/*"),
    (What::ExpireSession, "expire:checkout.session", "POST", "/v1/checkout/sessions/*/expire"),
    (What::ListLineItems, "list_line_items:checkout.session", "GET", "/v1/checkout/sessions/*/line_items"),
    (What::RetrievePaymentIntent, "retrieve:payment_intent", "GET", "/v1/payment_intents/*"),
    (What::ListPaymentIntents, "list:payment_intent", "GET", "/v1/payment_intents"),
    (What::RetrieveCharge, "retrieve:charge", "GET", "/v1/charges/*"),
    (What::ListCharges, "list:charge", "GET", "/v1/charges"),
    (What::CreateRefund, "create:refund", "POST", "/v1/refunds"),
    (What::ListRefunds, "list:refund", "GET", "/v1/refunds"),
    (What::RetrieveRefund, "retrieve:refund", "GET", "/v1/refunds/*"),
    (What::UpdateRefund, "modify:refund", "POST", "/v1/refunds/*"),
    (What::RetrieveDispute, "retrieve:dispute", "GET", "/v1/disputes/*"),
    (What::ListDisputes, "list:dispute", "GET", "/v1/disputes"),
    (What::ListEvents, "list:event", "GET", "/v1/events"),
    (What::RetrieveEvent, "retrieve:event", "GET", "/v1/events/*"),
    (What::RetrieveAccount, "retrieve:account", "GET", "/v1/account"),
    (What::ListWebhookEndpoints, "list:webhook_endpoint", "GET", "/v1/webhook_endpoints"),
];

impl Operation {
    /// Reads method and path.
    ///
    /// An address that Stripe has and the double has not is told apart from one that neither has.
    pub(crate) fn recognise(method: &str, path: &str) -> Result<Self, Refusal> {
        let found = OPERATIONS
            .iter()
            .filter(|(_, _, known, _)| *known == method)
            .find_map(|(what, _, _, template)| {
                let id = id_in(path, template)?;
                Some(Self {
                    what: *what,
                    id: decoded(id),
                })
            });
        found.ok_or_else(|| {
            if FACTS.knows_path(path) {
                return Refusal::not_modelled(format!("{method} {path}"));
            }
            Refusal::plain(
                Status::NotFound,
                None,
                format!(
                    "Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code."
                ),
            )
        })
    }

    /// The name of the operation in the API facts.
    pub(crate) fn name(&self) -> &'static str {
        OPERATIONS
            .iter()
            .find(|(what, ..)| *what == self.what)
            .map_or("", |(_, name, ..)| name)
    }

    /// Every name, for those who choose an operation by it.
    pub(crate) fn names() -> Vec<&'static str> {
        OPERATIONS.iter().map(|(_, name, ..)| *name).collect()
    }
}

/// The id in a path that has the shape of the template; empty for a template without one.
fn id_in<'p>(path: &'p str, template: &str) -> Option<&'p str> {
    let Some((start, end)) = template.split_once('*') else {
        return (path == template).then_some("");
    };
    let id = path.strip_prefix(start)?.strip_suffix(end)?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

/// An id out of the address: clients percent-encode what a path cannot hold.
fn decoded(segment: &str) -> String {
    // A plus sign in a path is a plus sign, while form decoding would make it a blank.
    let protected = segment.replace('+', "%2B");
    url::form_urlencoded::parse(protected.as_bytes())
        .map(|(name, value)| {
            if value.is_empty() {
                name.into_owned()
            } else {
                format!("{name}={value}")
            }
        })
        .collect::<Vec<_>>()
        .join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_decoded_once() {
        let found = Operation::recognise("GET", "/v1/coupons/25%25%20off+more").unwrap();
        assert_eq!(
            (found.what, found.id.as_str()),
            (What::RetrieveCoupon, "25% off+more")
        );
    }

    #[test]
    fn an_id_may_stand_in_the_middle() {
        let found = Operation::recognise("POST", "/v1/checkout/sessions/cs_1/expire").unwrap();
        assert_eq!(
            (found.name(), found.id.as_str()),
            ("expire:checkout.session", "cs_1")
        );
    }

    #[test]
    fn what_stripe_has_and_the_double_has_not_is_said_apart_from_nonsense() {
        let status = |method, path| Operation::recognise(method, path).unwrap_err().status;
        assert_eq!(status("POST", "/v1/webhook_endpoints"), Status::NotModelled);
        assert_eq!(status("POST", "/v1/refund"), Status::NotFound);
        assert_eq!(status("GET", "/v1/coupons/a/b"), Status::NotFound);
        assert_eq!(status("GET", "/v1/coupons/"), Status::NotFound);
    }
}
