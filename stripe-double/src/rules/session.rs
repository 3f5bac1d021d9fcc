//! Rules of `POST /v1/checkout/sessions`.

use serde::Deserialize;
use serde_json::Value;

use super::promotion;
use crate::{
    books::Account,
    clock::Seconds,
    coupons::Unusable,
    currency::Currency,
    money::Reduction,
    refusal::{Code, Refusal},
    rules::lines::{LineParams, lines, totals},
    sessions::{Line, Terms},
    wire::check::{at_most, missing_parameter},
};

/// The parameters that rules look at, as the wire check leaves them.
#[derive(Debug, Deserialize)]
struct Params {
    mode: Option<String>,
    ui_mode: Option<String>,
    success_url: Option<String>,
    cancel_url: Option<String>,
    line_items: Option<Vec<LineParams>>,
    discounts: Option<Vec<DiscountParams>>,
    allow_promotion_codes: Option<bool>,
    customer: Option<String>,
    customer_email: Option<String>,
    client_reference_id: Option<String>,
    expires_at: Option<Seconds>,
    payment_intent_data: Option<Value>,
    branding_settings: Option<Value>,
    metadata: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct DiscountParams {
    coupon: Option<String>,
    promotion_code: Option<String>,
}

/// Parameters that the double either models or may ignore: they change neither the sum nor the
/// life of a session. Any other one is refused as not modelled.
const UNDERSTOOD: &[&str] = &[
    "adaptive_pricing",
    "allow_promotion_codes",
    "allowed_payment_method_types",
    "automatic_tax",
    "billing_address_collection",
    "branding_settings",
    "cancel_url",
    "client_reference_id",
    "custom_text",
    "customer",
    "customer_creation",
    "customer_email",
    "discounts",
    "excluded_payment_method_types",
    "expand",
    "expires_at",
    "integration_identifier",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "origin_context",
    "payment_intent_data",
    "payment_method_configuration",
    "payment_method_data",
    "payment_method_options",
    "phone_number_collection",
    "submit_type",
    "success_url",
    "ui_mode",
    "wallet_options",
];

/// Switches that the double leaves off; switched on they would change what is charged or shown.
const OFF_ONLY: &[(&str, &str)] = &[
    ("adaptive_pricing", "/adaptive_pricing/enabled"),
    ("automatic_tax", "/automatic_tax/enabled"),
    (
        "phone_number_collection",
        "/phone_number_collection/enabled",
    ),
];

/// Documented: a session lasts from 30 minutes to 24 hours, 24 hours by default.
const LIFE_MIN_SECONDS: Seconds = 30 * 60;
const LIFE_MAX_SECONDS: Seconds = 24 * 60 * 60;

/// Checks the parameters of a new session against each other, what the account has and the clock,
/// and settles what it costs.
pub(crate) fn check(params: &Value, account: &Account, now: Seconds) -> Result<Terms, Refusal> {
    let read: Params =
        serde_json::from_value(params.clone()).expect("the wire check leaves these types");
    modelled(params, &read)?;
    mode(&read)?;
    let success_url = urls(&read)?;
    discounts_alone(&read)?;
    customer(&read, account)?;
    reference(&read)?;
    let expires_at = expires_at(read.expires_at, now)?;
    let (currency, lines) = lines(read.line_items.as_deref().unwrap_or_default(), account)?;
    let discount = discount(&read, account, &lines, currency, now)?;
    let totals = totals(
        &lines,
        discount.as_ref().map(|discount| discount.reduction),
        currency,
    )?;
    let (coupon, promotion_code) = match discount {
        Some(discount) => (Some(discount.coupon), discount.promotion_code),
        None => (None, None),
    };
    let payment_intent_metadata = read
        .payment_intent_data
        .as_ref()
        .and_then(|data| data.get("metadata"));
    Ok(Terms {
        currency,
        lines,
        coupon,
        promotion_code,
        totals,
        expires_at,
        success_url,
        cancel_url: read.cancel_url,
        customer_email: read.customer_email,
        customer: read.customer,
        client_reference_id: read.client_reference_id,
        metadata: super::metadata(read.metadata.as_ref(), "metadata")?,
        payment_intent_metadata: super::metadata(
            payment_intent_metadata,
            "payment_intent_data[metadata]",
        )?,
        display_name: read
            .branding_settings
            .as_ref()
            .and_then(|settings| settings["display_name"].as_str())
            .map(str::to_owned),
        echoed: params.clone(),
    })
}

/// Not Stripe's rule but the double's honesty: what it does not model is refused with a 501.
fn modelled(params: &Value, read: &Params) -> Result<(), Refusal> {
    let unknown = params
        .as_object()
        .and_then(|map| map.keys().find(|name| !UNDERSTOOD.contains(&name.as_str())));
    if let Some(name) = unknown {
        return Err(Refusal::not_modelled(name.as_str()));
    }
    for (name, pointer) in OFF_ONLY {
        if params.pointer(pointer) == Some(&Value::Bool(true)) {
            return Err(Refusal::not_modelled(*name));
        }
    }
    if params
        .pointer("/payment_intent_data/capture_method")
        .is_some()
    {
        return Err(Refusal::not_modelled("payment_intent_data[capture_method]"));
    }
    match read.ui_mode.as_deref() {
        None | Some("hosted_page") => Ok(()),
        Some(_) => Err(Refusal::not_modelled("ui_mode")),
    }
}

/// Presumed: a session without a mode is refused. The double models `payment`.
fn mode(read: &Params) -> Result<(), Refusal> {
    match read.mode.as_deref() {
        None => Err(missing_parameter("mode")),
        Some("payment") => Ok(()),
        Some(_) => Err(Refusal::not_modelled("mode")),
    }
}

/// Documented: the hosted page needs a `success_url`; `cancel_url` is optional.
fn urls(read: &Params) -> Result<String, Refusal> {
    let success_url = read
        .success_url
        .clone()
        .ok_or_else(|| missing_parameter("success_url"))?;
    super::web_address(&success_url, "success_url")?;
    if let Some(cancel_url) = &read.cancel_url {
        super::web_address(cancel_url, "cancel_url")?;
    }
    Ok(success_url)
}

/// Verbatim: `discounts` and `allow_promotion_codes` exclude each other, even when the flag is
/// false.
fn discounts_alone(read: &Params) -> Result<(), Refusal> {
    match (&read.discounts, read.allow_promotion_codes) {
        (Some(_), Some(_)) => Err(super::only_one_of(["allow_promotion_codes", "discounts"])),
        _ => Ok(()),
    }
}

/// Verbatim: `customer` and `customer_email` exclude each other. Verbatim: an e-mail address that
/// is none. Documented: the customer exists.
fn customer(read: &Params, account: &Account) -> Result<(), Refusal> {
    match (&read.customer, &read.customer_email) {
        (Some(_), Some(_)) => Err(super::only_one_of(["customer", "customer_email"])),
        (Some(id), None) if account.customers.get(id).is_none() => {
            Err(no_such_param("customer", id, "customer"))
        }
        (None, Some(email)) if !looks_like_email(email) => Err(Refusal::invalid(
            "customer_email",
            Code::EmailInvalid,
            format!("Invalid email address: {email}"),
        )),
        _ => Ok(()),
    }
}

/// Documented: 200 characters at most.
fn reference(read: &Params) -> Result<(), Refusal> {
    let reference = read.client_reference_id.as_deref().unwrap_or_default();
    at_most(reference, 200, "client_reference_id").map(drop)
}

/// Verbatim: both wordings. Presumed: that 30 minutes to the second and 24 hours to the second are
/// taken.
fn expires_at(asked: Option<Seconds>, now: Seconds) -> Result<Seconds, Refusal> {
    let asked = asked.unwrap_or(now + LIFE_MAX_SECONDS);
    let message = match asked.saturating_sub(now) {
        life if life < LIFE_MIN_SECONDS => {
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        }
        life if life > LIFE_MAX_SECONDS => {
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        }
        _ => return Ok(asked),
    };
    Err(Refusal::invalid("expires_at", None, message))
}

/// What a session takes off, and by which coupon.
struct Discount {
    coupon: String,
    promotion_code: Option<String>,
    reduction: Reduction,
}

/// Documented: one discount at most, of one kind; the promotion code exists and may be used here.
fn discount(
    read: &Params,
    account: &Account,
    lines: &[Line],
    currency: Currency,
    now: Seconds,
) -> Result<Option<Discount>, Refusal> {
    let discount = match read.discounts.as_deref().unwrap_or_default() {
        [] => return Ok(None),
        [discount] => discount,
        _ => {
            let message = "You may only specify one coupon or promotion code.";
            return Err(Refusal::invalid("discounts", None, message));
        }
    };
    let (id, promotion_code, param) = match (&discount.coupon, &discount.promotion_code) {
        (Some(id), None) => (id, None, "discounts[0][coupon]"),
        (None, Some(id)) => {
            let param = "discounts[0][promotion_code]";
            let code = account.promotion_codes.get(id);
            let code = code.ok_or_else(|| no_such_param("promotion code", id, param))?;
            let customer = read.customer.as_deref();
            // A sum that does not fit is refused with the totals.
            let amounts = lines
                .iter()
                .map(|line| line.unit_minor.saturating_mul(line.quantity));
            let subtotal_minor = amounts.fold(0, i64::saturating_add);
            promotion::usable(code, account, customer, (subtotal_minor, currency), now)?;
            (&code.coupon, Some(id.clone()), param)
        }
        (Some(_), Some(_)) => return Err(super::only_one_of(["coupon", "promotion_code"])),
        (None, None) => return Err(missing_parameter("discounts[0][coupon]")),
    };
    Ok(Some(Discount {
        coupon: id.clone(),
        promotion_code,
        reduction: reduction(id, param, account, currency, now)?,
    }))
}

/// Documented: where the session allows it, the guest may enter a promotion code on the page. It is
/// found whatever its case, and has to be usable by whoever pays.
pub(crate) fn enter_code(
    terms: &Terms,
    account: &Account,
    typed: &str,
    now: Seconds,
) -> Result<Terms, Refusal> {
    let unknown = || no_such_param("promotion code", typed, "promotion_code");
    let known = account.promotion_codes.newest_first().map(|(_, code)| code);
    let code = known
        .filter(|code| code.active(&account.coupons, now))
        .find(|code| code.code.eq_ignore_ascii_case(typed))
        .ok_or_else(unknown)?;
    let (customer, currency) = (terms.customer.as_deref(), terms.currency);
    let subtotal = (terms.totals.subtotal_minor, currency);
    promotion::usable(code, account, customer, subtotal, now)?;
    let reduction = reduction(&code.coupon, "promotion_code", account, currency, now)?;
    Ok(Terms {
        coupon: Some(code.coupon.clone()),
        promotion_code: Some(code.id.clone()),
        totals: totals(&terms.lines, Some(reduction), currency)?,
        ..terms.clone()
    })
}

/// Documented: the coupon exists, is usable now and has an amount in the session's currency.
fn reduction(
    id: &str,
    param: &str,
    account: &Account,
    currency: Currency,
    now: Seconds,
) -> Result<Reduction, Refusal> {
    let coupon = account
        .coupons
        .get(id)
        .ok_or_else(|| no_such_param("coupon", id, param))?;
    // Presumed: one code for both reasons; Stripe lists `coupon_expired` and nothing for used up.
    coupon.usable(now).map_err(|reason| {
        let why = match reason {
            Unusable::Expired => "expired",
            Unusable::UsedUp => "been redeemed as often as it can be",
        };
        Refusal::invalid(
            param,
            Code::CouponExpired,
            format!("This coupon has {why}: {id}"),
        )
    })?;
    coupon.reduction(currency).ok_or_else(|| {
        // Presumed: Stripe states that the currencies must match, not how it says so.
        let message =
            format!("The coupon {id} has no amount in {currency}, the currency of this session.");
        Refusal::invalid(param, None, message)
    })
}

/// Verbatim: an object that is named in a parameter and does not exist is a 400, not a 404.
pub(super) fn no_such_param(what: &str, id: &str, param: &str) -> Refusal {
    Refusal::invalid(
        param,
        Code::ResourceMissing,
        format!("No such {what}: '{id}'"),
    )
}

/// Something, an at sign, something with a dot in it, and no blanks.
pub(crate) fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        let dotted = domain
            .split_once('.')
            .is_some_and(|(host, end)| !host.is_empty() && !end.is_empty());
        !local.is_empty() && dotted && !domain.contains('@') && !text.contains(char::is_whitespace)
    })
}
