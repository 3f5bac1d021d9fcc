//! Rules of `POST /v1/coupons`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    clock::Seconds,
    coupons::{Benefit, Coupon, Duration, DurationName},
    currency::Currency,
    ids::new_id,
    money::PercentOff,
    refusal::{Code, Refusal},
    wire::check::{at_most, missing_parameter},
};

/// The parameters, as the wire check leaves them.
#[derive(Debug, Deserialize)]
struct Params {
    id: Option<String>,
    name: Option<String>,
    percent_off: Option<String>,
    amount_off: Option<i64>,
    currency: Option<String>,
    #[serde(default)]
    currency_options: BTreeMap<String, CurrencyOption>,
    duration: Option<DurationName>,
    duration_in_months: Option<i64>,
    max_redemptions: Option<i64>,
    redeem_by: Option<Seconds>,
    applies_to: Option<Value>,
    metadata: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct CurrencyOption {
    amount_off: i64,
}

/// Documented: `redeem_by` may lie up to five years ahead.
const REDEEM_BY_MAX_SECONDS: Seconds = 5 * 366 * 86_400;

/// Checks the parameters of a new coupon. Whether its id is free is for the caller to see.
pub(crate) fn check(params: &Value, now: Seconds) -> Result<Coupon, Refusal> {
    let params: Params =
        serde_json::from_value(params.clone()).expect("the wire check leaves these types");
    if params.applies_to.is_some() {
        return Err(Refusal::not_modelled("applies_to"));
    }
    let benefit = benefit(&params)?;
    let duration = duration(&params)?;
    redemptions(params.max_redemptions)?;
    redeem_by(params.redeem_by, now)?;
    if let Some(name) = &params.name {
        // Documented: what prints on receipts has 40 characters.
        at_most(name, 40, "name")?;
    }
    Ok(Coupon {
        id: params.id.unwrap_or_else(|| new_id("", 8)),
        name: params.name,
        benefit,
        duration,
        max_redemptions: params.max_redemptions,
        redeem_by: params.redeem_by,
        times_redeemed: 0,
        metadata: super::metadata(params.metadata.as_ref(), "metadata")?,
        created: now,
    })
}

/// Changes a coupon. Documented: name, metadata and further currencies of an amount, nothing else;
/// what is wrong leaves it as it was.
pub(crate) fn change(coupon: &mut Coupon, params: &Value) -> Result<(), Refusal> {
    let mut changed = coupon.clone();
    if let Some(name) = params["name"].as_str() {
        at_most(name, 40, "name")?;
        changed.name = Some(name.to_owned());
    }
    super::change_metadata(&mut changed.metadata, params.get("metadata"))?;
    let options = params["currency_options"].as_object();
    for (code, option) in options.into_iter().flatten() {
        let param = format!("currency_options[{code}]");
        let Benefit::Amount { minor, .. } = &mut changed.benefit else {
            return Err(super::only_one_of(["currency_options", "percent_off"]));
        };
        let amount = option["amount_off"].as_i64().unwrap_or_default();
        let further = currency(code, &param)?;
        minor.insert(further, positive(amount, &format!("{param}[amount_off]"))?);
    }
    *coupon = changed;
    Ok(())
}

/// Documented: exactly one of `percent_off` and `amount_off`; a percentage is above 0 and at most
/// 100; an amount is positive and comes with a currency.
fn benefit(params: &Params) -> Result<Benefit, Refusal> {
    match (&params.percent_off, params.amount_off) {
        (Some(_), Some(_)) => Err(super::only_one_of(["amount_off", "percent_off"])),
        (None, None) => Err(missing_parameter("percent_off")),
        (Some(percent), None) => {
            let parsed = PercentOff::parse(percent).ok_or_else(|| {
                let message = "Invalid percent_off: must be greater than 0 and at most 100";
                Refusal::invalid("percent_off", None, message)
            })?;
            // Presumed: currencies say nothing about a percentage.
            if !params.currency_options.is_empty() {
                return Err(super::only_one_of(["currency_options", "percent_off"]));
            }
            Ok(Benefit::Percent(parsed))
        }
        (None, Some(amount)) => {
            let code = params
                .currency
                .as_deref()
                .ok_or_else(|| missing_parameter("currency"))?;
            let main = currency(code, "currency")?;
            let mut minor = BTreeMap::from([(main, positive(amount, "amount_off")?)]);
            for (code, option) in &params.currency_options {
                let param = format!("currency_options[{code}]");
                let further = currency(code, &param)?;
                minor.insert(
                    further,
                    positive(option.amount_off, &format!("{param}[amount_off]"))?,
                );
            }
            Ok(Benefit::Amount { main, minor })
        }
    }
}

/// Documented: `once` by default; `duration_in_months` goes with `repeating` and nothing else.
fn duration(params: &Params) -> Result<Duration, Refusal> {
    let months = params.duration_in_months;
    match (params.duration.unwrap_or(DurationName::Once), months) {
        (DurationName::Once, None) => Ok(Duration::Once),
        (DurationName::Forever, None) => Ok(Duration::Forever),
        (DurationName::Repeating, Some(months)) => Ok(Duration::Repeating {
            months: positive(months, "duration_in_months")?,
        }),
        (DurationName::Repeating, None) => Err(missing_parameter("duration_in_months")),
        (DurationName::Once | DurationName::Forever, Some(_)) => Err(Refusal::invalid(
            "duration_in_months",
            None,
            "You can only pass duration_in_months when duration is repeating.",
        )),
    }
}

/// Documented: a limit is at least 1.
fn redemptions(max: Option<i64>) -> Result<(), Refusal> {
    max.map_or(Ok(()), |max| positive(max, "max_redemptions").map(drop))
}

/// Documented: at most five years ahead. Presumed: not in the past.
fn redeem_by(redeem_by: Option<Seconds>, now: Seconds) -> Result<(), Refusal> {
    let message = match redeem_by {
        Some(until) if until <= now => "redeem_by must be in the future.",
        Some(until) if until > now + REDEEM_BY_MAX_SECONDS => {
            "redeem_by must be at most 5 years in the future."
        }
        _ => return Ok(()),
    };
    Err(Refusal::invalid("redeem_by", None, message))
}

/// Documented: amounts and counts here are positive integers.
fn positive(value: i64, param: &str) -> Result<i64, Refusal> {
    if value > 0 {
        return Ok(value);
    }
    let message = "This value must be greater than or equal to 1.";
    Err(Refusal::invalid(
        param,
        Code::ParameterInvalidInteger,
        message,
    ))
}

/// Presumed: three letters are taken for a currency; the facts have no closed list.
pub(super) fn currency(code: &str, param: &str) -> Result<Currency, Refusal> {
    Currency::parse(code)
        .ok_or_else(|| Refusal::invalid(param, None, format!("Invalid currency: {code}")))
}
