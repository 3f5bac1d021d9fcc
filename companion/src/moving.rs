//! A guest moves a booking to another time: services, attendees and price stay, the seats change
//! hands in one transaction, and where they are gone nothing has happened.

pub(crate) mod agreed;

use booking_contract::MoveOrder;
use chrono::{DateTime, TimeDelta, Utc};

use crate::choice::{Choice, Offering, claims};
use crate::clock::instant;
use crate::open_order::{slot_taken, without};
use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::routes::calendars::window;
use crate::routes::slots::cells_around;
use crate::slots::BookedSession;
use crate::store::catalog::{self, Calendar};
use crate::store::menu::{self, Menu};
use crate::store::orders::{self, Order};
use crate::store::services::{OfferedService, services};
use crate::store::{Conn, Step, StoreError, run_all, seats};
use crate::{AppState, Problem, zones};

/// How often a move starts over because the order or the books changed meanwhile.
const ROUNDS_MAX: u32 = 3;

/// Until when the guest of an order can move it: as long as calling it off would be in time.
pub(crate) fn movable_until(order: &Order, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let notice = TimeDelta::minutes(order.terms.cancel_notice_minutes);
    let until = instant(order.starts_ms) - notice;
    let may = order.state == OrderState::Paid && order.terms.cancellation && now <= until;
    may.then_some(until)
}

/// Moves an order; one that is there already is answered as it stands.
pub(crate) async fn reschedule(
    state: &AppState,
    order: Order,
    wanted: MoveOrder,
) -> Result<Order, Problem> {
    let starts_at = wanted.starts_at;
    let mut order = order;
    for _ in 0..ROUNDS_MAX {
        let there = order.starts_ms == starts_at.timestamp_millis();
        if there && order.state == OrderState::Paid {
            return Ok(order);
        }
        if movable_until(&order, state.clock.now()).is_none() {
            return Err(Problem::WrongState(
                "it cannot be moved by its guest, or not any more",
            ));
        }
        // The guest may leave; what was begun is finished all the same.
        let work = {
            let (state, order) = (state.clone(), order.clone());
            tokio::spawn(async move { try_once(&state, &order, starts_at).await })
        };
        let moved = work
            .await
            .map_err(|error| Problem::Internal(error.to_string()))??;
        if let Some(moved) = moved {
            tracing::info!(order = moved.id, "moved by its guest");
            return Ok(moved);
        }
        let mut conn = state.store.read().await?;
        order = orders::again(&mut conn, &order).await?;
    }
    Err(Problem::Unavailable)
}

/// What a move looks at.
struct Look {
    calendar: Calendar,
    services: Vec<OfferedService>,
    menu: Menu,
    /// What the order has now, with its places among the order's services.
    own: Vec<(usize, BookedSession)>,
}

/// Moves the order as it was seen; none where something changed meanwhile.
async fn try_once(
    state: &AppState,
    order: &Order,
    starts_at: DateTime<Utc>,
) -> Result<Option<Order>, Problem> {
    let look = Look::at(state, order).await?;
    let offering = Offering {
        calendar: &look.calendar,
        services: &look.services,
        menu: &look.menu,
        location: order.location.as_ref().map(|location| &location.id),
    };
    let choices = look.choices(order)?;
    let now = state.clock.now();
    let zone = look.calendar.business.zone;
    let agreed = agreed::price_at(order, starts_at.with_timezone(&zone).fixed_offset())
        .map_err(|error| Problem::Internal(error.to_string()))?;
    if agreed.discount_minor != order.quote.discount_minor {
        let changes = agreed.changes_since(&order.quote);
        return Err(Problem::QuoteChanged(Box::new(agreed), changes));
    }
    let range = starts_at..starts_at;
    let date = zones::date_at(zone, starts_at);
    let mut conn = state.store.read().await?;
    let schedule = catalog::schedule(&mut conn, &look.calendar, date, date).await?;
    let cells = cells_around(&range, &choices);
    let mut sessions = seats::booked(&mut conn, &look.calendar.id, &cells).await?;
    drop(conn);
    without(&mut sessions, &look.own);
    let mut offer = offering.offer(&choices, &schedule, window(&look.calendar, now));
    for (leg, item) in offer.legs.iter_mut().zip(&order.items) {
        // It takes as long as it was booked for, whatever the service takes by now.
        let minutes = (item.ends_ms - item.starts_ms) / 60_000;
        leg.times.duration_minutes = u32::try_from(minutes).unwrap_or_default();
    }
    let placed = Some(starts_at).filter(|at| offer.has_start(*at));
    let Some(placed) = placed.and_then(|at| offer.place(at, &sessions)) else {
        let own = Some(&look.own[..]);
        return Err(slot_taken(state, offering, &choices, starts_at, own, now).await?);
    };
    let mut moved = order.clone();
    moved.starts_ms = starts_at.timestamp_millis();
    moved.ends_ms = offer.ends_at(starts_at).timestamp_millis();
    moved.seq += 1;
    for ((item, leg), placed) in moved.items.iter_mut().zip(&offer.legs).zip(&placed) {
        let staff = leg.takers.get(placed.taker).and_then(|taker| taker.staff);
        let member = staff.and_then(|id| look.menu.member(id));
        item.staff_id = staff.cloned();
        item.staff_name = member.map(|member| member.info.name.clone());
        item.starts_ms = placed.starts_at.timestamp_millis();
        item.ends_ms = placed.ends_at.timestamp_millis();
    }
    let mut steps = Vec::new();
    for claim in claims(&offer, &placed)
        .iter()
        .filter(|claim| claim.seats > 0)
    {
        let taken = seats::take(&order.id, claim, true, Lost::Slot);
        steps.extend(taken.map(Step::into_owned));
    }
    let moving = Moving {
        from: order.clone(),
        to: moved,
        steps,
        now_ms: state.clock.now_ms(),
    };
    let written = state
        .store
        .attempt(moving, |conn, moving| Box::pin(moving.write(conn)))
        .await?;
    match written {
        Ok(order) => Ok(Some(order)),
        Err(Lost::Order) => Ok(None),
        Err(Lost::Slot) if offer.legs.iter().any(|leg| leg.takers.len() > 1) => Ok(None),
        Err(Lost::Slot) => {
            let own = Some(&look.own[..]);
            Err(slot_taken(state, offering, &choices, starts_at, own, now).await?)
        }
    }
}

impl Look {
    async fn at(state: &AppState, order: &Order) -> Result<Self, Problem> {
        let mut conn = state.store.read().await?;
        let calendar = catalog::calendar(&mut conn, &order.calendar_id).await?;
        let calendar = calendar.ok_or(Problem::NotFound)?;
        let services = services(&mut conn, &calendar.id).await?;
        let menu = menu::of_calendar(&mut conn, &calendar, &services).await?;
        let own = seats::of_order(&mut conn, &order.id).await?;
        Ok(Self {
            calendar,
            services,
            menu,
            own,
        })
    }

    /// What the order books, as it is offered now: with whom the guest asked for, and as many
    /// seats as were not called off.
    fn choices(&self, order: &Order) -> Result<Vec<Choice<'_>>, Problem> {
        let gone = || Problem::WrongState("what was booked is not offered any more");
        let lines = order.quote.lines.iter().enumerate();
        lines
            .map(|(position, line)| {
                let service = self.services.iter().find(|it| it.id == line.service_id);
                let service = service.ok_or_else(gone)?;
                let variation = match &line.variation_id {
                    Some(id) => Some(service.variation(id).ok_or_else(gone)?),
                    None => None,
                };
                let staff = match &line.staff_id {
                    Some(id) => Some(&self.menu.member(id).ok_or_else(gone)?.info.id),
                    None => None,
                };
                let own = self.own.iter().find(|(place, _)| *place == position);
                Ok(Choice {
                    service,
                    variation,
                    staff,
                    seats: own.map_or(0, |(_, session)| session.taken),
                })
            })
            .collect()
    }
}

/// Why a move was not written.
#[derive(Clone, Copy, Debug)]
enum Lost {
    /// The order is not what it was.
    Order,
    /// Somebody else has the slot.
    Slot,
}

/// An order on its way to another time.
struct Moving {
    from: Order,
    to: Order,
    steps: Vec<Step<'static, Lost>>,
    now_ms: i64,
}

impl Moving {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Order, Lost>, StoreError> {
        if !orders::reschedule(conn, &self.from, &self.to, self.now_ms).await? {
            // Run again after its answer was lost, the transaction finds its own work.
            let now = orders::again(conn, &self.from).await?;
            let own = now.seq == self.to.seq && now.starts_ms == self.to.starts_ms;
            return Ok(if own { Ok(now) } else { Err(Lost::Order) });
        }
        seats::leave(conn, &self.from.id).await?;
        if let Err(lost) = run_all(conn, &self.steps).await? {
            return Ok(Err(lost));
        }
        facts::order_moved(conn, &self.from, &self.to, self.now_ms).await?;
        Ok(Ok(orders::again(conn, &self.from).await?))
    }
}
