//! A guest confirms: the price is made again, compared with the one that was shown, and slot,
//! coupon and order are taken in one transaction. Only then is Stripe asked for a page.

mod fields;
mod form;
mod items;
mod offered;
mod places;
mod pricing;
mod taking;

use std::sync::Arc;

use booking_contract::{Answer, OpenOrder, Passed};
use booking_engine::{CalendarId, Payment};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub(crate) use places::{slot_taken, without};
pub(crate) use pricing::price_problem;

use crate::choice::{Choice, Offering, claims};
use crate::customer::Customer;
use crate::order_state::OrderState;
use crate::routes::calendars::window;
use crate::slots::Offer;
use crate::store::catalog::Calendar;
use crate::store::live_holds::{self, Holder};
use crate::store::orders::{self, Order};
use crate::{AppState, Problem, fail_point, member, payment};
use fields::check_fields;
use items::{Agreed, booked_items, choose};
use offered::{Offered, Wanted};
use pricing::price_again;
use taking::{Lost, write};

/// How often a confirmation starts over because the books moved between reading and writing.
const ROUNDS_MAX: u32 = 12;

/// How a confirmation was answered.
#[derive(Debug)]
pub(crate) enum Opening {
    /// The order was made by this request.
    Made(Order),
    /// An earlier request with this key made it.
    Repeated(Order),
}

/// Who confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The guest, who pays what is due on a page before it is booked.
    Guest,
    /// Somebody of the business, named by their account, for a guest: it is booked at once, and
    /// paid later.
    Desk(String),
}

/// A confirmation as it came.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Who confirms.
    pub(crate) by: By,
    /// The calendar that it is for.
    pub(crate) calendar_id: CalendarId,
    /// Its `Idempotency-Key`.
    pub(crate) key: String,
    /// The keyed hash of the network it came from.
    pub(crate) network_key: String,
    /// What it says.
    pub(crate) body: OpenOrder,
}

/// A confirmation whose fields are in order.
struct Confirmation {
    by: By,
    calendar: Calendar,
    key: String,
    network_key: String,
    fingerprint: String,
    body: OpenOrder,
    answers: Vec<Answer>,
    zone: Tz,
    return_to: Option<String>,
    passed: Vec<Passed>,
    wanted: Wanted,
}

/// Opens an order, or answers the one that this key has opened.
pub(crate) async fn open(state: &AppState, asked: Asked) -> Result<Opening, Problem> {
    let token = asked.body.member.as_deref();
    let member = member::told(state, &asked.calendar_id, token).await?;
    let wanted = Wanted {
        calendar_id: asked.calendar_id.clone(),
        service_ids: (asked.body.request.items.iter())
            .map(|item| item.service_id.clone())
            .collect(),
        starts_at: asked.body.starts_at,
        code: (asked.body.request.code.as_ref()).and_then(|text| text.parse().ok()),
        customer: Customer::new(state.store.secret(), Some(&asked.body.guest.email), member),
    };
    let (calendar, offered) = wanted.look(state).await?;
    let confirmation = Arc::new(check_fields(state, calendar, asked, wanted).await?);
    // The guest may leave; what was begun is finished all the same.
    let making = tokio::spawn(make(state.clone(), Arc::clone(&confirmation), offered));
    let made = making
        .await
        .map_err(|error| Problem::Internal(error.to_string()))?;
    fail_point::here("confirm:before-answer");
    match made {
        Ok(paying) => paying.map(Opening::Made),
        // What got in the way may be this very confirmation, sent before: then that one's
        // order is the answer, whatever it would cost by now.
        Err(refusal) => match earlier(state, &confirmation).await? {
            Some(order) => Ok(Opening::Repeated(order)),
            None => Err(refusal),
        },
    }
}

/// Takes everything, or tells what is in the way; then makes the page to pay on, where something
/// is to be paid.
async fn make(
    state: AppState,
    confirmation: Arc<Confirmation>,
    offered: Offered,
) -> Result<Result<Order, Problem>, Problem> {
    let order = take(&state, &confirmation, offered).await?;
    if order.state == OrderState::Opening {
        Ok(Box::pin(payment::prepare(&state, order)).await)
    } else {
        Ok(Ok(order))
    }
}

/// The order that this key has opened, brought up to date.
async fn earlier(state: &AppState, confirmation: &Confirmation) -> Result<Option<Order>, Problem> {
    let mut conn = state.store.read().await?;
    let found =
        orders::find_by_key(&mut conn, &confirmation.calendar.id, &confirmation.key).await?;
    let Some(order) = found else {
        return Ok(None);
    };
    if order.fingerprint != confirmation.fingerprint {
        return Err(Problem::KeyReused);
    }
    // Without a page for its guest, a closing order is about to free the key.
    let closing = order.state == OrderState::Closing && order.checkout_url.is_none();
    if order.state == OrderState::Opening || closing {
        return Err(Problem::InProgress);
    }
    Ok(Some(order))
}

/// Takes slot, coupon and order, or tells what is in the way.
async fn take(
    state: &AppState,
    confirmation: &Confirmation,
    offered: Offered,
) -> Result<Order, Problem> {
    let mut seen = Some(offered);
    for _ in 0..ROUNDS_MAX {
        let offered = match seen.take() {
            Some(offered) => offered,
            None => confirmation.wanted.look(state).await?.1,
        };
        let offering = confirmation.offering(&offered);
        let choices = choose(confirmation, offering)?;
        let now = state.clock.now();
        let priced = price_again(confirmation, &offered, now)?;
        let shown = &confirmation.body.quote;
        if priced.quote != *shown {
            let changes = priced.quote.changes_since(shown);
            return Err(Problem::QuoteChanged(
                Box::new(priced.quote.clone()),
                changes,
            ));
        }
        let at_once = match (&confirmation.by, priced.quote.payment()) {
            (By::Desk(_), _) | (By::Guest, Payment::Free) => true,
            (By::Guest, Payment::Charge) => false,
            (By::Guest, Payment::BelowMinimum { minimum_minor }) => {
                return Err(Problem::BelowMinimumCharge(minimum_minor));
            }
        };
        if !at_once && confirmation.calendar.stripe_account.is_none() && !state.stripe.has_key() {
            return Err(Problem::PaymentUnavailable(
                "this business has no Stripe account for payments of the calendar's mode; its \
                 owner connects one in the settings",
            ));
        }
        let window = window(&confirmation.calendar, now);
        let offer = offering.offer(&choices, &offered.schedule, window);
        let starts_at = confirmation.body.starts_at;
        let placed = Some(starts_at).filter(|at| offer.has_start(*at));
        let Some(placed) = placed.and_then(|at| offer.place(at, &offered.sessions)) else {
            return Err(confirmation
                .slot_taken(state, offering, &choices, now)
                .await?);
        };
        let agreed = Agreed {
            items: booked_items(&offering, &choices, &offer, &placed, &priced.quote),
            claims: claims(&offer, &placed),
            location: offering.location.and_then(|id| offered.menu.place(id)),
            priced,
        };
        match write(state, confirmation, &agreed, at_once, now).await? {
            Ok(order) => return Ok(order),
            // The caller reads the key.
            Err(Lost::Key) => return Err(Problem::InProgress),
            Err(Lost::Slot) => {
                // Where anyone may take a service, somebody else may still be free.
                let mut again = None;
                if offer_has_others(&offer) {
                    again = Some(confirmation.wanted.look(state).await?.1);
                }
                let sessions = again.as_ref().map(|again| &again.sessions);
                if sessions.and_then(|it| offer.place(starts_at, it)).is_none() {
                    return Err(confirmation
                        .slot_taken(state, offering, &choices, now)
                        .await?);
                }
                seen = again;
            }
            Err(Lost::Holds) => return Err(too_many_holds(state, confirmation).await?),
            // Somebody else took the last use: the price is another one now.
            Err(Lost::Coupon) => {}
        }
    }
    Err(Problem::Unavailable)
}

/// The refusal of one more hold, with the time until one ends.
async fn too_many_holds(state: &AppState, confirmation: &Confirmation) -> Result<Problem, Problem> {
    let mut conn = state.store.read().await?;
    let first_ms = live_holds::first_end_ms(&mut conn, confirmation.holder()).await?;
    let now_ms = state.clock.now_ms();
    let wait_ms = first_ms.map_or(0, |first_ms| first_ms - now_ms);
    let seconds = u32::try_from(wait_ms.max(0).div_euclid(1000)).unwrap_or(u32::MAX);
    // Its end takes the sweeper a moment, too.
    Ok(Problem::TooManyHolds(seconds.saturating_add(1)))
}

/// Whether any service may be taken by several.
fn offer_has_others(offer: &Offer<'_>) -> bool {
    offer.legs.iter().any(|leg| leg.takers.len() > 1)
}

impl Confirmation {
    /// What the calendar offers where the guest wants to go.
    fn offering<'a>(&'a self, offered: &'a Offered) -> Offering<'a> {
        Offering {
            calendar: &self.calendar,
            services: &offered.services,
            menu: &offered.menu,
            location: self.body.request.location_id.as_ref(),
        }
    }

    /// The refusal of the wanted slot, with the nearest ones that are free.
    async fn slot_taken(
        &self,
        state: &AppState,
        offering: Offering<'_>,
        choices: &[Choice<'_>],
        now: DateTime<Utc>,
    ) -> Result<Problem, Problem> {
        slot_taken(state, offering, choices, self.body.starts_at, None, now).await
    }

    /// Whose hold it would be.
    fn holder(&self) -> Holder<'_> {
        Holder {
            business_id: &self.calendar.business.id,
            network_key: &self.network_key,
            customer_key: self.wanted.customer.email_key(),
        }
    }
}
