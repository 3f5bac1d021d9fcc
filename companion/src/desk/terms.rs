//! The terms on which a customer books, for the price at once; and whether a code can be used.
//!
//! Whoever books for others belongs to the business: they are told the true reason, and their
//! wrong tries are nobody's guesses.

use booking_contract::owner::{AskBookingTerms, BookingTerms};
use booking_engine::{CouponCode, Rejection, Terms, price};

use crate::customer::Customer;
use crate::open_order::price_problem;
use crate::routes::coupon_checks::stands_against;
use crate::store::catalog::{self, Calendar};
use crate::store::services::{services, terms};
use crate::store::{Conn, codes, menu, parsed};
use crate::{AppState, Problem};

/// A calendar of a business, as long as it can be booked.
pub(crate) async fn calendar(
    conn: &mut Conn,
    business_id: &str,
    id: &booking_engine::CalendarId,
) -> Result<Calendar, Problem> {
    let calendar = catalog::calendar(conn, id).await?;
    let own = calendar.filter(|it| it.business.id == business_id && !it.archived);
    own.ok_or(Problem::NotFound)
}

/// What a customer books on.
pub(crate) async fn ask(
    state: &AppState,
    business_id: &str,
    asked: AskBookingTerms,
) -> Result<BookingTerms, Problem> {
    let now = state.clock.now();
    let mut conn = state.store.read().await?;
    let calendar = calendar(&mut conn, business_id, &asked.calendar_id).await?;
    let customer = Customer::new(state.store.secret(), asked.email.as_ref(), None);
    let mut terms = books(&mut conn, &calendar, &customer).await?;
    let Some(typed) = &asked.request.code else {
        return Ok(BookingTerms {
            terms: Box::new(terms.public(None)),
            code: None,
            refused: None,
            now,
        });
    };
    let code = find(&mut conn, &calendar, &customer, typed, &mut terms).await?;
    drop(conn);
    let refused = match &code {
        None => Some(Rejection::NotFound),
        Some(code) => {
            let mut request = asked.request.clone();
            request.code = Some(code.to_string());
            let quote =
                price(&request, &terms, now).map_err(|error| price_problem(&error, &request))?;
            stands_against(&quote)
        }
    };
    let code = code.filter(|_| refused.is_none());
    Ok(BookingTerms {
        terms: Box::new(terms.public(code.as_ref())),
        code,
        refused,
        now,
    })
}

/// The terms of a calendar for a customer, with the coupons that they hold and what counts against
/// them.
async fn books(
    conn: &mut Conn,
    calendar: &Calendar,
    customer: &Customer,
) -> Result<Terms, Problem> {
    let mut services = services(conn, &calendar.id).await?;
    services.retain(|service| !service.archived);
    let menu = menu::of_calendar(conn, calendar, &services).await?;
    let mut terms = terms(calendar, &services, &menu);
    terms.customer = customer.names();
    terms.history.customer_purchases = codes::purchases(conn, calendar, customer).await?;
    if calendar.coupons {
        let granted = codes::granted(&calendar.id, customer);
        for row in granted.fetch_all(conn).await? {
            codes::add_grant(&row, &mut terms)?;
        }
    }
    Ok(terms)
}

/// The code that is meant, where there is one for this customer; its coupon is in the terms then.
async fn find(
    conn: &mut Conn,
    calendar: &Calendar,
    customer: &Customer,
    typed: &str,
    terms: &mut Terms,
) -> Result<Option<CouponCode>, Problem> {
    let Some(code) = typed
        .parse::<CouponCode>()
        .ok()
        .filter(|_| calendar.coupons)
    else {
        return Ok(None);
    };
    let look_alikes = code.look_alikes();
    let meant = codes::meant(&calendar.id, customer, &code, &look_alikes);
    let Some(row) = meant.fetch_optional(conn).await? else {
        return Ok(None);
    };
    if !codes::may_be_for(&row, customer)? {
        return Ok(None);
    }
    let code: CouponCode = parsed(&row.get::<String>("code")?, "promotion code")?;
    codes::add_to_terms(&row, &code, terms)?;
    Ok(Some(code))
}
