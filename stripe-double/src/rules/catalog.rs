//! Rules of products, prices and customers.

use serde::Deserialize;
use serde_json::Value;

use super::{
    coupon::currency,
    lines::unit_amount,
    session::{looks_like_email, no_such_param},
};
use crate::{
    books::Account,
    catalog::{Customer, Price, Product, Recurring},
    clock::Seconds,
    ids::new_id,
    refusal::{Code, Refusal},
    wire::check::missing_parameter,
};

/// A product, as the wire check leaves it.
#[derive(Debug, Deserialize)]
struct ProductParams {
    id: Option<String>,
    name: String,
    description: Option<String>,
    active: Option<bool>,
    default_price_data: Option<Box<PriceParams>>,
    metadata: Option<Value>,
}

/// A price, as the wire check leaves it.
#[derive(Debug, Deserialize)]
struct PriceParams {
    currency: String,
    product: Option<String>,
    product_data: Option<ProductParams>,
    unit_amount: Option<i64>,
    active: Option<bool>,
    nickname: Option<String>,
    lookup_key: Option<String>,
    recurring: Option<RecurringParams>,
    metadata: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct RecurringParams {
    interval: String,
    interval_count: Option<i64>,
}

/// Parameters that would change what is charged, and that the double does not model.
const PRICING: [&str; 8] = [
    "billing_scheme",
    "currency_options",
    "custom_unit_amount",
    "tiers",
    "tiers_mode",
    "transfer_lookup_key",
    "transform_quantity",
    "unit_amount_decimal",
];

/// A new product, and the price that came with it. Whether its id is free is for the caller to
/// see.
pub(crate) fn product(params: &Value, now: Seconds) -> Result<(Product, Option<Price>), Refusal> {
    if let Some(data) = params.get("default_price_data") {
        modelled(data, "default_price_data")?;
    }
    let read: ProductParams =
        serde_json::from_value(params.clone()).expect("the wire check leaves these types");
    let mut product = product_of(&read, "metadata", now)?;
    let price = match read.default_price_data {
        Some(data) => Some(price_of(*data, &product.id, "default_price_data", now)?),
        None => None,
    };
    product.default_price = price.as_ref().map(|price| price.id.clone());
    Ok((product, price))
}

/// Documented: name, description, metadata and whether it is active can be changed, among others
/// that the double does not model.
pub(crate) fn change_product(
    product: &mut Product,
    params: &Value,
    now: Seconds,
) -> Result<(), Refusal> {
    if params.get("default_price").is_some() {
        return Err(Refusal::not_modelled("default_price"));
    }
    super::change_metadata(&mut product.metadata, params.get("metadata"))?;
    if let Some(name) = params["name"].as_str() {
        name.clone_into(&mut product.name);
    }
    change_text(&mut product.description, params, "description");
    product.active = params["active"].as_bool().unwrap_or(product.active);
    product.updated = now;
    Ok(())
}

/// A new price, and the product that came with it. Documented: exactly one of `product` and
/// `product_data`, and an amount.
pub(crate) fn price(
    params: &Value,
    account: &Account,
    now: Seconds,
) -> Result<(Price, Option<Product>), Refusal> {
    modelled(params, "")?;
    let mut read: PriceParams =
        serde_json::from_value(params.clone()).expect("the wire check leaves these types");
    let made = match (&read.product, &read.product_data) {
        (Some(_), Some(_)) => return Err(super::only_one_of(["product", "product_data"])),
        (None, None) => return Err(missing_parameter("product")),
        (Some(id), None) if account.products.get(id).is_none() => {
            return Err(no_such_param("product", id, "product"));
        }
        (Some(_), None) => None,
        (None, Some(data)) => Some(product_of(data, "product_data[metadata]", now)?),
    };
    if let Some(key) = &read.lookup_key
        && account
            .prices
            .newest_first()
            .any(|(_, price)| price.lookup_key.as_ref() == Some(key))
    {
        let message = format!("A price already uses that lookup key: {key}");
        return Err(Refusal::invalid("lookup_key", None, message));
    }
    let product = match &made {
        Some(product) => product.id.clone(),
        None => read.product.take().unwrap_or_default(),
    };
    Ok((price_of(read, &product, "", now)?, made))
}

/// Documented: the amount of a price never changes.
pub(crate) fn change_price(price: &mut Price, params: &Value) -> Result<(), Refusal> {
    for name in [
        "currency_options",
        "lookup_key",
        "tax_behavior",
        "transfer_lookup_key",
    ] {
        if params.get(name).is_some() {
            return Err(Refusal::not_modelled(name));
        }
    }
    super::change_metadata(&mut price.metadata, params.get("metadata"))?;
    change_text(&mut price.nickname, params, "nickname");
    price.active = params["active"].as_bool().unwrap_or(price.active);
    Ok(())
}

/// A new customer. Verbatim: an e-mail address that is none.
pub(crate) fn customer(params: &Value, now: Seconds) -> Result<Customer, Refusal> {
    let mut customer = Customer {
        id: new_id("cus_", 14),
        email: None,
        name: None,
        phone: None,
        description: None,
        metadata: super::metadata(params.get("metadata"), "metadata")?,
        created: now,
    };
    change_customer(&mut customer, params)?;
    Ok(customer)
}

/// Changes what the double keeps of a customer; anything else is not modelled.
pub(crate) fn change_customer(customer: &mut Customer, params: &Value) -> Result<(), Refusal> {
    const KEPT: [&str; 6] = [
        "description",
        "email",
        "expand",
        "metadata",
        "name",
        "phone",
    ];
    let names = params.as_object().into_iter().flat_map(|map| map.keys());
    if let Some(name) = names
        .into_iter()
        .find(|name| !KEPT.contains(&name.as_str()))
    {
        return Err(Refusal::not_modelled(name.as_str()));
    }
    if let Some(email) = params["email"].as_str()
        && !email.is_empty()
        && !looks_like_email(email)
    {
        let message = format!("Invalid email address: {email}");
        return Err(Refusal::invalid("email", Code::EmailInvalid, message));
    }
    change_text(&mut customer.email, params, "email");
    change_text(&mut customer.name, params, "name");
    change_text(&mut customer.phone, params, "phone");
    change_text(&mut customer.description, params, "description");
    Ok(())
}

/// Documented: an empty value unsets.
fn change_text(text: &mut Option<String>, params: &Value, name: &str) {
    if let Some(new) = params[name].as_str() {
        *text = Some(new.to_owned()).filter(|new| !new.is_empty());
    }
}

fn modelled(price: &Value, below: &str) -> Result<(), Refusal> {
    match PRICING.iter().find(|name| price.get(**name).is_some()) {
        Some(name) => Err(Refusal::not_modelled(within(below, name))),
        None => Ok(()),
    }
}

fn product_of(
    read: &ProductParams,
    metadata_param: &str,
    now: Seconds,
) -> Result<Product, Refusal> {
    Ok(Product {
        id: read.id.clone().unwrap_or_else(|| new_id("prod_", 14)),
        name: read.name.clone(),
        description: read.description.clone(),
        active: read.active.unwrap_or(true),
        default_price: None,
        metadata: super::metadata(read.metadata.as_ref(), metadata_param)?,
        created: now,
        updated: now,
    })
}

fn price_of(read: PriceParams, product: &str, below: &str, now: Seconds) -> Result<Price, Refusal> {
    let currency = currency(&read.currency, &within(below, "currency"))?;
    let param = within(below, "unit_amount");
    let unit_minor = read.unit_amount.ok_or_else(|| missing_parameter(&param))?;
    unit_amount(unit_minor, currency, &param)?;
    Ok(Price {
        id: new_id("price_", 24),
        product: product.to_owned(),
        currency,
        unit_minor,
        active: read.active.unwrap_or(true),
        nickname: read.nickname,
        lookup_key: read.lookup_key,
        recurring: read.recurring.map(|recurring| Recurring {
            interval: recurring.interval,
            interval_count: recurring.interval_count.unwrap_or(1),
        }),
        metadata: super::metadata(read.metadata.as_ref(), &within(below, "metadata"))?,
        created: now,
    })
}

fn within(below: &str, name: &str) -> String {
    if below.is_empty() {
        name.to_owned()
    } else {
        format!("{below}[{name}]")
    }
}
