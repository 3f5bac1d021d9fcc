//! Rules of `POST /v1/promotion_codes`, and of using one in a session.

use serde::Deserialize;
use serde_json::Value;

use super::{coupon::currency, session::no_such_param};
use crate::{
    books::Account,
    clock::Seconds,
    ids::new_id,
    promotions::PromotionCode,
    refusal::{Code, Refusal},
    wire::check::{at_most, missing_parameter},
};

/// The parameters, as the wire check leaves them.
#[derive(Debug, Deserialize)]
struct Params {
    promotion: Promotion,
    code: Option<String>,
    active: Option<bool>,
    customer: Option<String>,
    customer_account: Option<String>,
    expires_at: Option<Seconds>,
    max_redemptions: Option<i64>,
    #[serde(default)]
    restrictions: Restrictions,
    metadata: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Promotion {
    coupon: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Restrictions {
    first_time_transaction: Option<bool>,
    minimum_amount: Option<i64>,
    minimum_amount_currency: Option<String>,
    currency_options: Option<Value>,
}

/// Presumed: as long as Stripe's pages let codes be.
const CODE_MAX: usize = 500;

/// Checks the parameters of a new promotion code.
pub(crate) fn check(
    params: &Value,
    account: &Account,
    now: Seconds,
) -> Result<PromotionCode, Refusal> {
    let read: Params =
        serde_json::from_value(params.clone()).expect("the wire check leaves these types");
    if read.customer_account.is_some() {
        return Err(Refusal::not_modelled("customer_account"));
    }
    if read.restrictions.currency_options.is_some() {
        return Err(Refusal::not_modelled("restrictions[currency_options]"));
    }
    let coupon = read
        .promotion
        .coupon
        .as_ref()
        .ok_or_else(|| missing_parameter("promotion[coupon]"))?;
    within_the_coupon(&read, coupon, account, now)?;
    if let Some(id) = &read.customer
        && account.customers.get(id).is_none()
    {
        return Err(no_such_param("customer", id, "customer"));
    }
    let code = match read.code {
        Some(code) => spelled(code)?,
        None => new_id("", 8).to_ascii_uppercase(),
    };
    let minimum = minimum(&read.restrictions)?;
    let code = PromotionCode {
        id: new_id("promo_", 24),
        code,
        coupon: coupon.clone(),
        switched_on: read.active.unwrap_or(true),
        customer: read.customer,
        expires_at: read.expires_at,
        max_redemptions: read.max_redemptions,
        times_redeemed: 0,
        first_time_transaction: read.restrictions.first_time_transaction.unwrap_or(false),
        minimum,
        metadata: super::metadata(read.metadata.as_ref(), "metadata")?,
        created: now,
    };
    if code.switched_on {
        alone(&code, account, now)?;
    }
    Ok(code)
}

/// Changes a promotion code. Documented: it can be switched on again only while its coupon is
/// valid and it could otherwise be redeemed.
pub(crate) fn change(
    code: &mut PromotionCode,
    params: &Value,
    account: &Account,
    now: Seconds,
) -> Result<(), Refusal> {
    if params.get("restrictions").is_some() {
        return Err(Refusal::not_modelled("restrictions"));
    }
    super::change_metadata(&mut code.metadata, params.get("metadata"))?;
    let Some(switched_on) = params["active"].as_bool() else {
        return Ok(());
    };
    let was_off = !code.switched_on;
    code.switched_on = switched_on;
    if switched_on && was_off {
        if !code.active(&account.coupons, now) {
            let message = "This promotion code cannot be activated: it or its coupon has expired or been redeemed as often as it can be.";
            return Err(Refusal::invalid("active", None, message));
        }
        alone(code, account, now)?;
    }
    Ok(())
}

/// Whether a session may use the code. Documented: it is active, for this customer, and the order
/// comes to what it asks for. Verbatim: the wording about earlier payments.
pub(super) fn usable(
    code: &PromotionCode,
    account: &Account,
    customer: Option<&str>,
    subtotal: (i64, crate::currency::Currency),
    now: Seconds,
) -> Result<(), Refusal> {
    let param = "discounts[0][promotion_code]";
    let refuse = |message: &str| Err(Refusal::invalid(param, None, message));
    if !code.active(&account.coupons, now) {
        // Presumed: the code that Stripe lists for coupons.
        let message = format!("This promotion code is not active: {}", code.code);
        return Err(Refusal::invalid(param, Code::CouponExpired, message));
    }
    if code.customer.is_some() && code.customer.as_deref() != customer {
        return refuse("This promotion code is for another customer.");
    }
    let has_paid = |customer: &str| {
        let mut payments = account.payments.newest_first();
        payments.any(|(_, payment)| payment.customer.as_deref() == Some(customer))
    };
    if code.first_time_transaction && customer.is_some_and(has_paid) {
        return refuse(
            "This promotion code cannot be redeemed because the associated customer has prior transactions.",
        );
    }
    match code.minimum {
        Some((least, currency)) if currency != subtotal.1 || subtotal.0 < least => {
            refuse(&format!(
                "This promotion code asks for an order of at least {}.",
                currency.format(least)
            ))
        }
        _ => Ok(()),
    }
}

/// Documented: the coupon exists and is valid, and the code neither outlasts nor outnumbers it.
fn within_the_coupon(
    read: &Params,
    coupon_id: &str,
    account: &Account,
    now: Seconds,
) -> Result<(), Refusal> {
    let param = "promotion[coupon]";
    let coupon = account
        .coupons
        .get(coupon_id)
        .ok_or_else(|| no_such_param("coupon", coupon_id, param))?;
    if coupon.usable(now).is_err() {
        let message = format!("The coupon {coupon_id} is no longer valid.");
        return Err(Refusal::invalid(param, Code::CouponExpired, message));
    }
    if let Some(max) = read.max_redemptions {
        if max < 1 {
            let message = "This value must be greater than or equal to 1.";
            return Err(Refusal::invalid(
                "max_redemptions",
                Code::ParameterInvalidInteger,
                message,
            ));
        }
        if coupon.max_redemptions.is_some_and(|most| max > most) {
            let message = "max_redemptions may not be above the coupon's.";
            return Err(Refusal::invalid("max_redemptions", None, message));
        }
    }
    let message = match (read.expires_at, coupon.redeem_by) {
        (Some(end), _) if end <= now => "expires_at must be in the future.",
        (Some(end), Some(last)) if end > last => {
            "expires_at may not be after the coupon's redeem_by."
        }
        _ => return Ok(()),
    };
    Err(Refusal::invalid("expires_at", None, message))
}

/// Documented: letters, digits and dashes.
fn spelled(code: String) -> Result<String, Refusal> {
    at_most(&code, CODE_MAX, "code")?;
    if code
        .bytes()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == b'-')
    {
        return Ok(code);
    }
    let message = "A code consists of the letters a-z and A-Z, digits and dashes.";
    Err(Refusal::invalid("code", None, message))
}

/// Documented: amount and currency come together.
fn minimum(
    restrictions: &Restrictions,
) -> Result<Option<(i64, crate::currency::Currency)>, Refusal> {
    let amount_param = "restrictions[minimum_amount]";
    let currency_param = "restrictions[minimum_amount_currency]";
    match (
        restrictions.minimum_amount,
        &restrictions.minimum_amount_currency,
    ) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(missing_parameter(currency_param)),
        (None, Some(_)) => Err(missing_parameter(amount_param)),
        (Some(minor), Some(_)) if minor < 1 => Err(Refusal::invalid(
            amount_param,
            Code::ParameterInvalidInteger,
            "This value must be greater than or equal to 1.",
        )),
        (Some(minor), Some(code)) => Ok(Some((minor, currency(code, currency_param)?))),
    }
}

/// Verbatim: the wording. Documented: a code is unique among the active ones, whatever its case;
/// codes of different customers may be alike.
fn alone(code: &PromotionCode, account: &Account, now: Seconds) -> Result<(), Refusal> {
    let mut others = account.promotion_codes.newest_first();
    let taken = others.any(|(_, other)| {
        other.id != code.id
            && other.active(&account.coupons, now)
            && other.customer == code.customer
            && other.code.eq_ignore_ascii_case(&code.code)
    });
    if !taken {
        return Ok(());
    }
    let message = format!(
        "An active promotion code with `code: {}` already exists.",
        code.code
    );
    Err(Refusal::invalid("code", None, message))
}
