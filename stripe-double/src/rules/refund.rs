//! Rules of `POST /v1/refunds`.

use serde::Deserialize;
use serde_json::Value;

use super::session::no_such_param;
use crate::{
    books::Account,
    disputes::DisputeStatus,
    payments::{Payment, PaymentStatus},
    refusal::{Code, Refusal, Status},
    till::RefundTerms,
};

/// The parameters, as the wire check leaves them.
#[derive(Debug, Deserialize)]
struct Params {
    charge: Option<String>,
    payment_intent: Option<String>,
    amount: Option<i64>,
    reason: Option<String>,
    metadata: Option<Value>,
}

/// Parameters of refunds that the double does not make: to Connect's senders, to cash balances, to
/// guests whose bank has to be asked.
const NOT_MODELLED: [&str; 6] = [
    "currency",
    "customer",
    "instructions_email",
    "origin",
    "refund_application_fee",
    "reverse_transfer",
];

/// Checks a new refund against the payment that it gives back.
pub(crate) fn check(params: &Value, account: &Account) -> Result<RefundTerms, Refusal> {
    if let Some(name) = NOT_MODELLED
        .iter()
        .find(|name| params.get(**name).is_some())
    {
        return Err(Refusal::not_modelled(*name));
    }
    let read: Params =
        serde_json::from_value(params.clone()).expect("the wire check leaves these types");
    let payment = payment(&read, account)?;
    refundable(payment, account)?;
    let amount_minor = amount(read.amount, payment)?;
    Ok(RefundTerms {
        intent: payment.intent.clone(),
        amount_minor,
        reason: read.reason,
        metadata: super::metadata(read.metadata.as_ref(), "metadata")?,
    })
}

/// Verbatim: the wording when neither is named, and that an unknown charge is called `id`.
/// Presumed: both may be named when they belong together.
fn payment<'a>(read: &Params, account: &'a Account) -> Result<&'a Payment, Refusal> {
    let by_intent = match &read.payment_intent {
        Some(id) => {
            let found = account.payments.get(id);
            Some(found.ok_or_else(|| no_such_param("payment_intent", id, "payment_intent"))?)
        }
        None => None,
    };
    let by_charge = match &read.charge {
        Some(id) => {
            let found = account.payment_of_charge(id);
            Some(found.ok_or_else(|| no_such_param("charge", id, "id"))?)
        }
        None => None,
    };
    match (by_intent, by_charge) {
        (Some(payment), Some(other)) if payment.intent != other.intent => {
            let message = format!(
                "The charge {} does not belong to the PaymentIntent {}.",
                other.charge, payment.intent
            );
            Err(Refusal::invalid("charge", None, message))
        }
        (Some(payment), _) | (None, Some(payment)) => Ok(payment),
        (None, None) => Err(Refusal::plain(
            Status::Invalid,
            None,
            "One of the following params should be provided for this request: payment_intent or charge.",
        )),
    }
}

/// Verbatim: all three codes and wordings. Presumed: a dispute that was won no longer stands in
/// the way.
fn refundable(payment: &Payment, account: &Account) -> Result<(), Refusal> {
    if payment.status != PaymentStatus::Succeeded {
        let message = format!(
            "This PaymentIntent ({}) does not have a successful charge to refund.",
            payment.intent
        );
        return Err(Refusal::plain(Status::Invalid, None, message));
    }
    let dispute = payment
        .dispute
        .as_ref()
        .and_then(|id| account.disputes.get(id));
    if dispute.is_some_and(|dispute| dispute.status != DisputeStatus::Won) {
        let message = format!(
            "Charge {} has been charged back; cannot issue a refund.",
            payment.charge
        );
        return Err(Refusal::plain(
            Status::Invalid,
            Code::ChargeDisputed,
            message,
        ));
    }
    if payment.unrefunded_minor() == 0 {
        let message = format!("Charge {} has already been refunded.", payment.charge);
        return Err(Refusal::plain(
            Status::Invalid,
            Code::ChargeAlreadyRefunded,
            message,
        ));
    }
    Ok(())
}

/// Verbatim: the wording and the missing code above what is left. Documented: a refund is
/// positive, and all that is left unless told otherwise.
fn amount(asked: Option<i64>, payment: &Payment) -> Result<i64, Refusal> {
    let left = payment.unrefunded_minor();
    match asked {
        None => Ok(left),
        Some(amount) if amount < 1 => Err(Refusal::invalid(
            "amount",
            Code::ParameterInvalidInteger,
            "This value must be greater than or equal to 1.",
        )),
        Some(amount) if amount > left => {
            let currency = payment.currency;
            let message = format!(
                "Refund amount ({}) is greater than unrefunded amount on charge ({})",
                currency.format(amount),
                currency.format(left)
            );
            Err(Refusal::invalid("amount", None, message))
        }
        Some(amount) => Ok(amount),
    }
}
