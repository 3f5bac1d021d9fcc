//! What the API's description cannot say: the rules between fields, and between a request and
//! what already exists.
//!
//! Each rule says how well it is known:
//! - **Verbatim**: status, code and wording were recorded by people who met the live API.
//! - **Documented**: Stripe's pages state the rule; the wording of the message is ours.
//! - **Presumed**: nobody has shown us; the strictest sensible reading.
//! - **Stricter**: Stripe allows it, our product must not do it.
//!
//! A client may branch on status, type and code, never on a message.

pub(crate) mod catalog;
pub(crate) mod coupon;
mod lines;
pub(crate) mod promotion;
pub(crate) mod refund;
pub(crate) mod session;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    refusal::{Code, Refusal},
    wire::check::at_most,
};

/// Documented: up to 50 keys of 40 characters with values of 500. An empty value drops its key.
pub(crate) fn metadata(
    value: Option<&Value>,
    param: &str,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut kept = BTreeMap::new();
    for (key, value) in value.and_then(Value::as_object).into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        at_most(key, 40, param)?;
        at_most(value, 500, &format!("{param}[{key}]"))?;
        if !value.is_empty() {
            kept.insert(key.clone(), value.to_owned());
        }
    }
    if kept.len() > 50 {
        return Err(Refusal::invalid(
            param,
            None,
            "Metadata can have at most 50 keys.",
        ));
    }
    Ok(kept)
}

/// Documented: what is sent is merged into what is there; an empty value drops its key, an empty
/// `metadata` drops all.
pub(crate) fn change_metadata(
    kept: &mut BTreeMap<String, String>,
    change: Option<&Value>,
) -> Result<(), Refusal> {
    match change {
        Some(Value::Object(sent)) => {
            let mut merged = serde_json::Map::new();
            for (key, value) in &*kept {
                merged.insert(key.clone(), Value::from(value.as_str()));
            }
            merged.extend(sent.clone());
            *kept = metadata(Some(&Value::Object(merged)), "metadata")?;
        }
        Some(_) => kept.clear(),
        None => {}
    }
    Ok(())
}

/// Verbatim: the refusal of two parameters that exclude each other. `names` are in alphabetical
/// order, the first of them is the parameter at fault.
fn only_one_of(names: [&str; 2]) -> Refusal {
    let message = format!(
        "You may only specify one of these parameters: {}.",
        names.join(", ")
    );
    Refusal::invalid(names[0], None, message)
}

/// Verbatim: the refusal of an address that does not parse. Presumed: that only `http` and `https`
/// are taken.
fn web_address(text: &str, param: &str) -> Result<(), Refusal> {
    match url::Url::parse(text) {
        Ok(address) if matches!(address.scheme(), "http" | "https") => Ok(()),
        _ => Err(Refusal::invalid(param, Code::UrlInvalid, "Not a valid URL")),
    }
}
