//! A booking for a customer: the guest's own way through slot, coupon and order, and what it is
//! paid by.

use booking_contract::OpenOrder;
use booking_contract::owner::{BookForCustomer, BookedForCustomer, CollectBalance, PayBy};
use booking_engine::Currency;

use super::terms::calendar;
use crate::open_order::{Asked, By, Opening};
use crate::payments::{details, link};
use crate::routes::orders::opened;
use crate::store::catalog::Calendar;
use crate::store::orders::{self, Order};
use crate::{AppState, Problem};

/// Books, or tells what is in the way. A key that has booked before answers the same order; whether
/// it was made now is told beside it.
pub(crate) async fn book(
    state: &AppState,
    business_id: &str,
    actor: String,
    key: &str,
    asked: BookForCustomer,
) -> Result<(bool, BookedForCustomer), Problem> {
    let mut conn = state.store.read().await?;
    let calendar = calendar(&mut conn, business_id, &asked.calendar_id).await?;
    drop(conn);
    if asked.pay == PayBy::Link {
        check_chargeable(asked.quote.total_minor, asked.quote.currency)?;
    }
    let pay = asked.pay;
    let opening = Asked {
        by: By::Desk(actor.clone()),
        calendar_id: asked.calendar_id.clone(),
        // No key of a guest has a colon.
        key: format!("desk:{key}"),
        // Nothing waits for a payment, so that no hold is counted.
        network_key: String::new(),
        body: confirmation(asked, &calendar),
    };
    let (made, order) = match opened(state, opening).await? {
        Opening::Made(order) => (true, order),
        Opening::Repeated(order) => (false, order),
    };
    let no_link = match pay {
        PayBy::AtBusiness => None,
        PayBy::Link => collect(state, &order, &actor).await?,
    };
    let mut conn = state.store.read().await?;
    let order = orders::again(&mut conn, &order).await?;
    let booked = BookedForCustomer {
        order: Box::new(details::of(&mut conn, &order).await?),
        guest_page: guest_page(state, &order),
        no_link: no_link.map(|problem| Box::new(problem.into_body())),
    };
    Ok((made, booked))
}

/// What a link could not collect is told before anything is booked.
fn check_chargeable(total_minor: i64, currency: Currency) -> Result<(), Problem> {
    match currency.minimum_charge_minor() {
        Some(least) if (1..least).contains(&total_minor) => Err(Problem::BelowMinimumCharge(least)),
        _ => Ok(()),
    }
}

/// What the guest would have sent. They consent to nothing by it, and are asked nothing.
fn confirmation(asked: BookForCustomer, calendar: &Calendar) -> OpenOrder {
    OpenOrder {
        request: asked.request,
        starts_at: asked.starts_at,
        guest: asked.guest,
        attendees: Vec::new(),
        answers: Vec::new(),
        consent: false,
        quote: asked.quote,
        zone: calendar.business.zone.name().to_owned(),
        language: None,
        return_to: None,
        passed: Vec::new(),
        member: None,
    }
}

/// Makes the link for all that is left. The booking stands without one, so why there is none is
/// part of the answer.
async fn collect(state: &AppState, order: &Order, actor: &str) -> Result<Option<Problem>, Problem> {
    let mut conn = state.store.read().await?;
    let balance_minor = details::of(&mut conn, order).await?.payments.balance_minor;
    drop(conn);
    if balance_minor == 0 {
        return Ok(None);
    }
    let told = CollectBalance { balance_minor };
    let collected = Box::pin(link::collect(state, order.clone(), told, actor)).await;
    Ok(collected.err())
}

/// Where the guest looks at the booking.
fn guest_page(state: &AppState, order: &Order) -> String {
    format!(
        "{}/b/{}/{}?order={}#{}",
        state.config.public_url,
        order.business_id,
        order.calendar_id,
        order.id,
        state.store.secret().order_token(&order.id)
    )
}
