//! `expand[]`: ids in an answer replaced by the objects that they stand for.
//!
//! Documented: four levels at most; in lists every path starts with `data.`; a property that
//! cannot be expanded is refused. One that is `null` expands to nothing.

use serde_json::Value;

use crate::{
    books::Account,
    clock::Seconds,
    payments::Payment,
    refusal::Refusal,
    shelf::{Paging, page},
    wire::facts::FACTS,
};

const LEVELS_MAX: usize = 4;

/// Expands what the parameters ask for.
pub(crate) fn expand(
    object: &mut Value,
    params: &Value,
    account: &Account,
    now: Seconds,
) -> Result<(), Refusal> {
    let paths = params["expand"].as_array().into_iter().flatten();
    for path in paths.filter_map(Value::as_str) {
        let segments: Vec<&str> = path.split('.').collect();
        if segments.len() > LEVELS_MAX {
            let message =
                format!("You cannot expand more than {LEVELS_MAX} levels of a property ({path}).");
            return Err(Refusal::invalid("expand", None, message));
        }
        let walk = Walk { account, now, path };
        walk.down(object, "", &segments)?;
    }
    Ok(())
}

/// The refunds of a charge, which it shows only when they are asked for.
fn refunds_of(account: &Account, payment: &Payment) -> Result<Value, Refusal> {
    let ids = account.refunds_of.get(&payment.intent);
    let newest_first: Vec<(&str, Value)> = ids
        .into_iter()
        .flatten()
        .rev()
        .filter_map(|id| Some((id.as_str(), account.refunds.get(id)?.to_json())))
        .collect();
    let url = format!("/v1/charges/{}/refunds", payment.charge);
    page(&newest_first, &Paging::default(), &url, Value::clone)
}

struct Walk<'a> {
    account: &'a Account,
    now: Seconds,
    /// As it was sent.
    path: &'a str,
}

impl Walk<'_> {
    /// Expands `segments` below `value`, which is at `above` within the object that it belongs to.
    fn down(&self, value: &mut Value, above: &str, segments: &[&str]) -> Result<(), Refusal> {
        let Some((name, rest)) = segments.split_first() else {
            return Ok(());
        };
        match value {
            Value::Array(list) => {
                return list
                    .iter_mut()
                    .try_for_each(|element| self.down(element, above, segments));
            }
            Value::Null => return Ok(()),
            Value::Object(_) => {}
            _ => return Err(self.refused()),
        }
        if value["object"] == "list" {
            return if *name == "data" {
                self.down(&mut value["data"], "", rest)
            } else {
                Err(self.refused())
            };
        }
        // An object with a name of its own starts a new path.
        let above = if value["object"].is_string() {
            ""
        } else {
            above
        };
        let below = if above.is_empty() {
            (*name).to_owned()
        } else {
            format!("{above}.{name}")
        };
        // What is an object already is walked through, to something within it.
        let leads_on = !rest.is_empty() && value[*name]["object"].is_string();
        if value["object"].is_string() && !leads_on && !may_start(value, segments) {
            return Err(self.refused());
        }
        self.include(value, name)?;
        let child = &mut value[*name];
        if let Value::String(id) = child
            && let Some(object) = self.object(name, id)
        {
            *child = object;
        }
        self.down(child, &below, rest)
    }

    /// Adds the parts that an object has only when they are asked for.
    fn include(&self, value: &mut Value, name: &str) -> Result<(), Refusal> {
        let id = value["id"].as_str().unwrap_or_default().to_owned();
        let session = || self.account.sessions.get(&id);
        match (value["object"].as_str().unwrap_or_default(), name) {
            ("checkout.session", "line_items") => {
                if let Some(session) = session() {
                    value["line_items"] = session.line_items_page(&Paging::default())?;
                }
            }
            ("checkout.session", "total_details") => {
                if let Some(session) = session() {
                    value["total_details"]["breakdown"] = session.breakdown();
                }
            }
            ("charge", "refunds") => {
                if let Some(payment) = self.account.payment_of_charge(&id) {
                    value["refunds"] = refunds_of(self.account, payment)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The object behind an id in the property `name`. What was deleted since stays an id.
    fn object(&self, name: &str, id: &str) -> Option<Value> {
        let account = self.account;
        match name {
            "coupon" => Some(account.coupons.get(id)?.to_json(self.now)),
            "promotion_code" => {
                let code = account.promotion_codes.get(id)?;
                Some(code.to_json(&account.coupons, self.now))
            }
            "customer" => Some(account.customers.get(id)?.to_json()),
            "product" => Some(account.products.get(id)?.to_json()),
            "default_price" => Some(account.prices.get(id)?.to_json()),
            "payment_intent" => Some(account.payments.get(id)?.intent_json()),
            "charge" | "latest_charge" => Some(account.payment_of_charge(id)?.charge_json()),
            _ => None,
        }
    }

    /// Verbatim: a property that cannot be expanded is refused.
    fn refused(&self) -> Refusal {
        let message = format!("This property cannot be expanded ({}).", self.path);
        Refusal::invalid("expand", None, message)
    }
}

/// Whether the description lets some start of these segments be expanded.
fn may_start(value: &Value, segments: &[&str]) -> bool {
    let kind = value["object"].as_str().unwrap_or_default();
    (1..=segments.len()).any(|count| FACTS.is_expandable(kind, &segments[..count].join(".")))
}
