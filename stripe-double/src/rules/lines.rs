//! Rules about the lines of a session and what they come to.

use serde::Deserialize;
use serde_json::Value;

use super::{coupon::currency, session::no_such_param};
use crate::{
    books::Account,
    currency::Currency,
    money::{self, Reduction, Totals},
    refusal::{Code, Refusal},
    sessions::Line,
    wire::check::missing_parameter,
};

/// A line, as the wire check leaves it.
#[derive(Debug, Deserialize)]
pub(super) struct LineParams {
    price: Option<String>,
    price_data: Option<PriceParams>,
    quantity: Option<i64>,
    metadata: Option<Value>,
    adjustable_quantity: Option<AdjustableParams>,
    tax_rates: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct AdjustableParams {
    enabled: bool,
}

#[derive(Debug, Deserialize)]
struct PriceParams {
    currency: String,
    product: Option<String>,
    product_data: Option<ProductParams>,
    unit_amount: Option<i64>,
    unit_amount_decimal: Option<String>,
    recurring: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct ProductParams {
    name: String,
    description: Option<String>,
}

/// Documented: charges have eight digits at most.
const TOTAL_MAX_MINOR: i64 = 99_999_999;

/// Documented: from 1 to 100 lines in one currency. Verbatim: the wording about recurring prices.
pub(super) fn lines(
    params: &[LineParams],
    account: &Account,
) -> Result<(Currency, Vec<Line>), Refusal> {
    if params.is_empty() {
        return Err(missing_parameter("line_items"));
    }
    if params.len() > 100 {
        let message = "You can only pass up to 100 line_items in payment mode.";
        return Err(Refusal::invalid("line_items", None, message));
    }
    let read = params
        .iter()
        .enumerate()
        .map(|(index, line)| read_line(index, line, account));
    let read = read.collect::<Result<Vec<_>, _>>()?;
    let currency = read[0].0;
    if let Some(index) = read.iter().position(|(other, _)| *other != currency) {
        return Err(Refusal::invalid(
            format!("line_items[{index}][price_data][currency]"),
            None,
            "All line items of a Checkout Session must have the same currency.",
        ));
    }
    Ok((currency, read.into_iter().map(|(_, line)| line).collect()))
}

/// Documented: a line has a price or price data, which names its product and its amount; no amount
/// is negative; quantities count from 1.
fn read_line(
    index: usize,
    line: &LineParams,
    account: &Account,
) -> Result<(Currency, Line), Refusal> {
    let at = |name: &str| format!("line_items[{index}]{name}");
    let data = match (&line.price, &line.price_data) {
        (None, Some(data)) => data,
        (Some(id), None) => return priced_line(index, line, id, account),
        (None, None) => return Err(missing_parameter(&at("[price]"))),
        (Some(_), Some(_)) => {
            let message = "You may only specify one of these parameters: price, price_data.";
            return Err(Refusal::invalid(at("[price]"), None, message));
        }
    };
    if data.recurring.is_some() {
        return Err(recurring(at("[price_data][recurring]")));
    }
    if data.unit_amount_decimal.is_some() {
        return Err(Refusal::not_modelled(at(
            "[price_data][unit_amount_decimal]",
        )));
    }
    let (name, description) = match (&data.product, &data.product_data) {
        (None, Some(product)) => (product.name.clone(), product.description.clone()),
        (Some(id), None) => {
            let param = at("[price_data][product]");
            let product = account.products.get(id);
            let product = product.ok_or_else(|| no_such_param("product", id, &param))?;
            (product.name.clone(), product.description.clone())
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(missing_parameter(&at("[price_data][product_data]")));
        }
    };
    let currency = currency(&data.currency, &at("[price_data][currency]"))?;
    let unit_minor = data
        .unit_amount
        .ok_or_else(|| missing_parameter(&at("[price_data][unit_amount]")))?;
    unit_amount(unit_minor, currency, &at("[price_data][unit_amount]"))?;
    let line = Line {
        name,
        description,
        unit_minor,
        quantity: quantity(index, line)?,
        metadata: super::metadata(line.metadata.as_ref(), &at("[metadata]"))?,
        price: None,
        product: data.product.clone(),
    };
    Ok((currency, line))
}

/// A line with a price that exists. Documented: the price exists, is active and does not
/// recur.
fn priced_line(
    index: usize,
    line: &LineParams,
    id: &str,
    account: &Account,
) -> Result<(Currency, Line), Refusal> {
    let param = format!("line_items[{index}][price]");
    let price = account.prices.get(id);
    let price = price.ok_or_else(|| no_such_param("price", id, &param))?;
    if !price.active {
        let message =
            format!("The price specified is inactive. This field only accepts active prices: {id}");
        return Err(Refusal::invalid(param, None, message));
    }
    if price.recurring.is_some() {
        return Err(recurring(param));
    }
    let product = account.products.get(&price.product);
    let metadata_param = format!("line_items[{index}][metadata]");
    let read = Line {
        name: product.map_or_else(|| id.to_owned(), |product| product.name.clone()),
        description: product.and_then(|product| product.description.clone()),
        unit_minor: price.unit_minor,
        quantity: quantity(index, line)?,
        metadata: super::metadata(line.metadata.as_ref(), &metadata_param)?,
        price: Some(price.id.clone()),
        product: Some(price.product.clone()),
    };
    Ok((price.currency, read))
}

/// Verbatim: the wording.
fn recurring(param: String) -> Refusal {
    Refusal::invalid(
        param,
        None,
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
    )
}

fn quantity(index: usize, line: &LineParams) -> Result<i64, Refusal> {
    let at = |name: &str| format!("line_items[{index}]{name}");
    let adjustable = line.adjustable_quantity.as_ref();
    if adjustable.is_some_and(|quantity| quantity.enabled) {
        return Err(Refusal::not_modelled(at("[adjustable_quantity]")));
    }
    if line.tax_rates.is_some() {
        return Err(Refusal::not_modelled(at("[tax_rates]")));
    }
    let quantity = line
        .quantity
        .ok_or_else(|| missing_parameter(&at("[quantity]")))?;
    if quantity >= 1 {
        return Ok(quantity);
    }
    let message = "This value must be greater than or equal to 1.";
    Err(Refusal::invalid(
        at("[quantity]"),
        Code::ParameterInvalidInteger,
        message,
    ))
}

/// Verbatim: no negative amounts. Documented: currencies whose last digits must be zero.
pub(super) fn unit_amount(minor: i64, currency: Currency, param: &str) -> Result<(), Refusal> {
    if minor < 0 {
        let message = "Invalid non-negative integer";
        return Err(Refusal::invalid(
            param,
            Code::ParameterInvalidInteger,
            message,
        ));
    }
    let step = currency.step_minor();
    if minor % step == 0 {
        return Ok(());
    }
    let message = format!("Amounts in {currency} must be divisible by {step}.");
    Err(Refusal::invalid(param, Code::InvalidChargeAmount, message))
}

/// Verbatim: code and wording below the minimum. Documented: eight digits at most.
/// Stricter: a total of 0 is refused as well. Stripe completes such a session without a payment;
/// our product books it without Stripe, so a session of nothing is a mistake of ours.
pub(super) fn totals(
    lines: &[Line],
    reduction: Option<Reduction>,
    currency: Currency,
) -> Result<Totals, Refusal> {
    let amounts: Vec<(i64, i64)> = lines
        .iter()
        .map(|line| (line.unit_minor, line.quantity))
        .collect();
    let too_large = || {
        let message = format!(
            "The Checkout Session's total amount due must be no more than {} {currency}.",
            currency.format(TOTAL_MAX_MINOR)
        );
        Refusal::invalid("line_items", Code::AmountTooLarge, message)
    };
    let totals = money::total(&amounts, reduction).map_err(|_| too_large())?;
    if totals.total_minor > TOTAL_MAX_MINOR {
        return Err(too_large());
    }
    let minimum = currency.minimum_minor().unwrap_or(1);
    if totals.total_minor < minimum {
        let message = format!(
            "The Checkout Session's total amount due must add up to at least {} {currency}",
            currency.format(minimum)
        );
        return Err(Refusal {
            param: None,
            ..Refusal::invalid("", Code::AmountTooSmall, message)
        });
    }
    Ok(totals)
}
