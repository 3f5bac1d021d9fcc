//! Receipts: what an order cost and what was paid of it, as lines for whoever draws them.
//!
//! They are in English, as the messages of Stripe's page are, and name amounts by their currency's
//! code, which reads alike everywhere.

mod letters;
mod metrics;
mod page;
mod pdf;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::clock::instant;
use crate::payments::Account;
use crate::store::orders::Order;
use crate::store::settlements::{self, Recorded, TransactionKind};
use crate::store::{Conn, StoreError, businesses, order_payments, refunds};
use crate::stripe::checkout::amount;

pub(crate) use page::page;
pub(crate) use pdf::file;

/// A line with an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it is.
    pub(crate) name: String,
    /// More about it; may be empty.
    pub(crate) detail: String,
    /// The amount, written out.
    pub(crate) amount: String,
    /// Whether it is a sum of those above.
    pub(crate) is_sum: bool,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    /// The name of the business.
    pub(crate) business: String,
    /// The order's id.
    pub(crate) order: String,
    /// When it was booked.
    pub(crate) booked: String,
    /// Who booked.
    pub(crate) guest: Vec<String>,
    /// What it costs, with the discount's own line.
    pub(crate) price: Vec<Line>,
    /// What was paid and given back, and what is left.
    pub(crate) paid: Vec<Line>,
    /// What is to be known of it.
    pub(crate) notes: Vec<&'static str>,
}

impl Receipt {
    /// The receipt of an order as it stands; none of one that its business has no order for.
    pub(crate) async fn of(conn: &mut Conn, order: &Order) -> Result<Option<Self>, StoreError> {
        if !crate::store::orders::particulars(conn, &order.id)
            .await?
            .recorded
        {
            return Ok(None);
        }
        let recorded = settlements::of_order(conn, &order.id).await?;
        let refunds = refunds::of_order(conn, &order.id).await?;
        let beside = order_payments::of_order(conn, &order.id).await?;
        let business = businesses::find(conn, &order.business_id).await?;
        let account = Account::of(order, &recorded, &refunds);
        let by_hand = |one: &Recorded| {
            let mut beside = beside.iter();
            let own = beside.find(|payment| payment.transaction_id.as_ref() == Some(&one.id));
            own.is_some_and(|payment| payment.at_stripe().is_none())
        };
        let mut paid: Vec<Line> = (recorded.iter())
            .filter(|one| one.kind != TransactionKind::Created)
            .map(|one| movement(one, by_hand(one), order.business_zone))
            .collect();
        let balance = amount(account.balance_minor(), order.quote.currency);
        paid.push(sum("Remaining balance", balance));
        Ok(Some(Self {
            business: business.map(|business| business.name).unwrap_or_default(),
            order: order.id.clone(),
            booked: day(instant(order.created_ms), order.business_zone),
            guest: vec![
                order.guest.name.as_str().to_owned(),
                order.guest.email.as_str().to_owned(),
            ],
            price: price(order),
            paid,
            notes: if order.test_mode {
                vec!["A test booking: no real money was moved."]
            } else {
                Vec::new()
            },
        }))
    }
}

fn day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%-d %b %Y, %H:%M")
        .to_string()
}

fn sum(name: &str, amount: String) -> Line {
    Line {
        name: name.to_owned(),
        detail: String::new(),
        amount,
        is_sum: true,
    }
}

/// What was booked, what the coupon took off, taxes, and the adjusted total.
fn price(order: &Order) -> Vec<Line> {
    let (quote, zone) = (&order.quote, order.business_zone);
    let money = |minor| amount(minor, quote.currency);
    let line = |name: String, detail: String, minor| Line {
        name,
        detail,
        amount: money(minor),
        is_sum: false,
    };
    let booked = quote.lines.iter().zip(&order.items).map(|(priced, item)| {
        let mut detail = day(instant(item.starts_ms), zone);
        if priced.attendees > 1 {
            let each = money(priced.attendee_minor().unwrap_or_default());
            detail = format!("{detail}, {} x {each}", priced.attendees);
        }
        if !item.add_ons.is_empty() {
            detail = format!("{detail}, with {}", item.add_ons.join(", "));
        }
        line(item.name.clone(), detail, priced.amount_minor)
    });
    let mut lines: Vec<Line> = booked.collect();
    if let Some(coupon) = &quote.coupon {
        let named = match coupon.code() {
            Some(code) => format!("Discount with {code}"),
            None => "Discount".to_owned(),
        };
        lines.push(line(named, coupon.name.clone(), -quote.discount_minor));
    }
    for tax in quote.taxes() {
        let percent = tax.rate.percent.to_string();
        match tax.rate.kind {
            booking_engine::TaxKind::Exclusive => {
                lines.push(line(
                    format!("Tax, {percent} %"),
                    String::new(),
                    tax.amount_minor,
                ));
            }
            booking_engine::TaxKind::Inclusive => lines.push(line(
                format!("Tax contained, {percent} %"),
                "in the prices above".to_owned(),
                tax.amount_minor,
            )),
        }
    }
    lines.push(sum("Total", money(quote.total_minor)));
    lines
}

/// One movement of money.
fn movement(one: &Recorded, by_hand: bool, zone: Tz) -> Line {
    let name = match (one.kind, one.amount_minor < 0) {
        (TransactionKind::Refund, true) => "Given back",
        (TransactionKind::Refund, false) => "Refund that came back",
        (TransactionKind::Dispute, true) => "Taken back by the bank",
        (TransactionKind::Dispute, false) => "Returned by the bank",
        _ => "Paid",
    };
    let mut detail = day(instant(one.at_ms), zone);
    if by_hand {
        detail.push_str(", at the business");
    }
    let amount = one.currency.parse().map_or_else(
        |_| format!("{} {}", one.currency, one.amount_minor),
        |currency| amount(one.amount_minor, currency),
    );
    Line {
        name: name.to_owned(),
        detail,
        amount,
        is_sum: false,
    }
}
