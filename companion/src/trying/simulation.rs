//! A booking that nobody makes: priced by the engine over the business's own books, with the code
//! judged as at a guest's confirmation, and the true reasons told.

use booking_contract::owner::{CivilTime, LeadsTo, Simulate, Simulation, Tried, TriedDraft};
use booking_contract::{Field, FieldProblemCode};
use booking_engine::{
    CouponCode, CustomerKey, PriceRequest, PromotionCode, Terms, remedies, trace,
};
use chrono::{DateTime, Utc};

use crate::coupons::{Editor, Refused, defined};
use crate::customer::Customer;
use crate::open_order::price_problem;
use crate::store::catalog::{self, Calendar};
use crate::store::coupon_previews::Unsaved;
use crate::store::services::{services, terms};
use crate::store::{Conn, StoreError, code_rows, codes, coupon_rows, menu, parsed, trying};
use crate::{AppState, Problem};

/// The code of a draft that has none of its own.
const CODE_OF_DRAFT: &str = "DRAFT";
/// The id of a draft's code, and of a draft that changes no coupon.
const ID_OF_DRAFT: &str = "draft";
/// The name of a guest who is known to be none of a list, and of whom nothing else is known.
const SOMEBODY_ELSE: &str = "somebody-else";

/// What a booking would cost, and how its code is judged.
pub(crate) async fn simulate(
    state: &AppState,
    editor: &Editor,
    asked: Simulate,
) -> Result<Simulation, Problem> {
    in_years(asked.starts, Field::StartsAt)?;
    in_years(asked.books, Field::StartsAt)?;
    let zone = editor.zone;
    let instant = |time: CivilTime| defined::first_instant(zone, time);
    let booked_at = asked.books.map_or_else(|| state.clock.now(), instant);
    let mut conn = state.store.read().await?;
    let calendar = catalog::calendar(&mut conn, &asked.calendar_id).await?;
    let calendar = calendar
        .filter(|calendar| calendar.business.id == editor.business_id)
        .ok_or(Problem::NotFound)?;
    let secret = state.store.secret();
    let customer = Customer::named(secret, asked.email.as_ref(), asked.member.as_ref());
    let mut request = PriceRequest {
        starts_at: asked
            .starts
            .map(|time| instant(time).with_timezone(&zone).fixed_offset()),
        location_id: asked.location_id,
        ..PriceRequest::of(asked.items)
    };
    let mut terms = books(&mut conn, &calendar, &customer).await?;
    match &asked.tried {
        Some(Tried::Code(typed)) => {
            request.code = Some(typed.clone());
            if let (true, Ok(code)) = (calendar.coupons, typed.parse()) {
                let code = &code;
                add_code(
                    &mut conn, state, editor, &calendar, &customer, code, &mut terms,
                )
                .await?;
            }
        }
        Some(Tried::Draft(tried)) => {
            let unsaved = unsaved(&mut conn, state, editor, tried).await?;
            request.code = Some(unsaved.code.to_string());
            if calendar.coupons {
                add_unsaved(&mut conn, state, &calendar, &customer, unsaved, &mut terms).await?;
            }
        }
        None => {}
    }
    drop(conn);
    told(&request, &terms, &calendar, booked_at)
}

fn in_years(time: Option<CivilTime>, field: Field) -> Result<(), Problem> {
    if time.is_none_or(defined::in_years) {
        return Ok(());
    }
    let detail = "a time of a year from 1970 to 9998";
    Err(Problem::field(field, FieldProblemCode::OutOfRange, detail))
}

/// The terms of a calendar for a customer, with the coupons that they hold.
async fn books(
    conn: &mut Conn,
    calendar: &Calendar,
    customer: &Customer,
) -> Result<Terms, StoreError> {
    let services = services(conn, &calendar.id).await?;
    let menu = menu::of_calendar(conn, calendar, &services).await?;
    let mut terms = terms(calendar, &services, &menu);
    terms.customer = customer.names();
    terms.history.customer_purchases = codes::purchases(conn, calendar, customer).await?;
    for row in codes::granted(&calendar.id, customer)
        .fetch_all(conn)
        .await?
    {
        codes::add_grant(&row, &mut terms)?;
    }
    Ok(terms)
}

/// Adds the code that is typed, where there is one; and also where it is somebody else's, so that
/// this can be told.
async fn add_code(
    conn: &mut Conn,
    state: &AppState,
    editor: &Editor,
    calendar: &Calendar,
    customer: &Customer,
    code: &CouponCode,
    terms: &mut Terms,
) -> Result<(), StoreError> {
    let presented = codes::presented(&calendar.id, customer, code);
    if let Some(row) = presented.fetch_optional(conn).await? {
        codes::add_to_terms(&row, code, terms)?;
        if !codes::may_be_for(&row, customer)? {
            be_somebody_else(terms)?;
        }
        return Ok(());
    }
    let now_ms = state.clock.now_ms();
    for other in code_rows::of_text(conn, &editor.business_id, code).await? {
        let (business_id, id) = (&editor.business_id, &other.coupon_id);
        let stored = coupon_rows::find(conn, business_id, id, editor.zone, now_ms).await?;
        terms.coupons.extend(stored.map(|stored| stored.coupon));
        terms.promotion_codes.push(other);
        be_somebody_else(terms)?;
    }
    Ok(())
}

/// While an address is not known, the engine takes what is for some customers as one for everybody.
/// What is for members alone is refused at once: whoever is no member is known to be none.
fn be_somebody_else(terms: &mut Terms) -> Result<(), StoreError> {
    if terms.customer.is_empty() {
        let nobody: CustomerKey = parsed(SOMEBODY_ELSE, "customer key")?;
        terms.customer = vec![nobody];
    }
    Ok(())
}

fn code_of(tried: &TriedDraft) -> Result<CouponCode, StoreError> {
    match &tried.draft.code {
        Some(code) => Ok(code.clone()),
        None => parsed(CODE_OF_DRAFT, "promotion code"),
    }
}

/// The coupon of a draft as if it were switched on; of one that changes a coupon of the business.
pub(super) async fn unsaved(
    conn: &mut Conn,
    state: &AppState,
    editor: &Editor,
    tried: &TriedDraft,
) -> Result<Unsaved, Problem> {
    let id = match &tried.coupon_id {
        Some(id) => {
            let (business_id, now_ms) = (&editor.business_id, state.clock.now_ms());
            let stored = coupon_rows::find(conn, business_id, id, editor.zone, now_ms).await?;
            stored.ok_or(Problem::NotFound)?;
            id.clone()
        }
        None => parsed(ID_OF_DRAFT, "coupon id")?,
    };
    let coupon = defined::coupon(id, &tried.draft, editor.zone, state.store.secret())
        .map_err(Refused::from)?;
    Ok(Unsaved {
        coupon,
        code: code_of(tried)?,
        changes: tried.coupon_id.is_some(),
    })
}

/// Adds a coupon as if it were saved, with the uses of the one that it changes.
pub(super) async fn add_unsaved(
    conn: &mut Conn,
    state: &AppState,
    calendar: &Calendar,
    customer: &Customer,
    Unsaved {
        coupon,
        code,
        changes,
    }: Unsaved,
    terms: &mut Terms,
) -> Result<(), Problem> {
    let history = &mut terms.history;
    if changes {
        let (business, id) = (&calendar.business, &coupon.id);
        let now_ms = state.clock.now_ms();
        let stored = coupon_rows::find(conn, &business.id, id, business.zone, now_ms).await?;
        let stored = stored.ok_or(Problem::NotFound)?;
        let uses = if calendar.test_mode {
            stored.test_uses
        } else {
            stored.uses
        };
        let uses = uses.reserved + uses.redeemed;
        history.coupon_redemptions.insert(id.clone(), uses);
    }
    let earlier = trying::earlier(conn, calendar, &coupon.id, customer).await?;
    history
        .customer_redemptions
        .insert(coupon.id.clone(), earlier.uses);
    history.customer_orders = earlier.orders;
    if !customer.may_be_one_of(&coupon.customers) {
        be_somebody_else(terms)?;
    }
    let code_id = parsed(ID_OF_DRAFT, "promotion code id")?;
    terms
        .promotion_codes
        .push(PromotionCode::of(code_id, coupon.id.clone(), code));
    // A coupon that somebody holds is there already, as it was saved.
    terms.coupons.retain(|held| held.id != coupon.id);
    terms.coupons.push(coupon);
    Ok(())
}

fn told(
    request: &PriceRequest,
    terms: &Terms,
    calendar: &Calendar,
    booked_at: DateTime<Utc>,
) -> Result<Simulation, Problem> {
    let trace = trace(request, terms, booked_at).map_err(|error| price_problem(&error, request))?;
    let code = terms.promotion_codes.first();
    let coupon = code.and_then(|code| {
        let mut coupons = terms.coupons.iter();
        coupons.find(|coupon| coupon.id == code.coupon_id)
    });
    let rejected = trace.quote.rejected.as_ref();
    Ok(Simulation {
        explanation: trace.quote.explain(),
        told: rejected.map(|rejected| rejected.reason.for_stranger(&terms.policy)),
        remedies: remedies(request, terms, booked_at),
        leads_to: code.zip(coupon).map(|(code, coupon)| LeadsTo {
            coupon_id: coupon.id.clone(),
            name: coupon.name.clone(),
            promotion_code_id: code.id.clone(),
        }),
        takes_codes: calendar.coupons,
        test_mode: calendar.test_mode,
        quote: trace.quote,
        checks: trace.checks,
        booked_at,
    })
}
