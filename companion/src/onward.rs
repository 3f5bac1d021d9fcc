//! The business's own page for guests who have booked, with what it asked to be told.

use booking_contract::owner::ContinueField;
use chrono::SecondsFormat;
use reqwest::Url;

use crate::clock::instant;
use crate::order_state::OrderState;
use crate::store::orders::Order;

/// Where the guest of an order goes on to; none while it is not booked, where the business has no
/// such page, and where its address is not a safe one.
pub(crate) fn continue_to(order: &Order) -> Option<String> {
    let onward = order.continue_to.as_ref()?;
    if order.state != OrderState::Paid {
        return None;
    }
    let mut url = Url::parse(&onward.url).ok()?;
    if !is_safe(&url) {
        return None;
    }
    for field in &onward.fields {
        let (name, value) = told(order, *field);
        url.query_pairs_mut().append_pair(name, &value);
    }
    Some(url.into())
}

/// Whether what is told about a booking stays between the guest and that page: by `https`, and
/// on this very machine, where things are tried out, by `http`.
fn is_safe(url: &Url) -> bool {
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    url.scheme() == "https" || url.scheme() == "http" && local
}

/// Whether a text is such an address.
pub(crate) fn is_safe_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| is_safe(&url))
}

fn told(order: &Order, field: ContinueField) -> (&'static str, String) {
    match field {
        ContinueField::Order => ("order", order.id.clone()),
        // The only state in which guests go on.
        ContinueField::Status => ("status", "paid".to_owned()),
        ContinueField::Service => {
            let ids = order
                .quote
                .lines
                .iter()
                .map(|line| line.service_id.as_str());
            ("service", ids.collect::<Vec<_>>().join(","))
        }
        ContinueField::StartsAt => {
            let starts_at = instant(order.starts_ms);
            (
                "starts_at",
                starts_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            )
        }
        ContinueField::Total => ("total", order.quote.total_minor.to_string()),
        ContinueField::Currency => ("currency", order.quote.currency.code().to_owned()),
        ContinueField::Email => ("email", order.guest.email.as_str().to_owned()),
        ContinueField::Name => ("name", order.guest.name.as_str().to_owned()),
    }
}
