//! Money back: who may give back what, the call that does it, and what Stripe tells of it.
//!
//! A refund is written down with the body and the key of its call, and the amount is kept for it,
//! before Stripe is asked. From there on asking again is safe: the same key gives the same
//! refund. What Stripe answers or tells by itself comes through [`facts`], once per fact.

mod disputes;
mod facts;
mod plan;

use booking_contract::CancelReason;
use serde_json::json;

pub(crate) use disputes::dispute;
pub(crate) use facts::{apply, reconcile, vacate};
pub use plan::{RefundRefusal, Share};

use crate::metrics::OrderOutcome;
use crate::order_state::OrderState;
use crate::store::order_payments::{self, OrderPayment};
use crate::store::orders::{self, Order};
use crate::store::owner_log::{self, Action};
use crate::store::refunds::{self, NewRefund, Refund, RefundState};
use crate::store::settlements::{self, Recorded};
use crate::store::{Conn, StoreError, kept, seats};
use crate::stripe::CallError;
use crate::{AppState, Problem, fail_point, keys};
use plan::{Part, Plan};

/// How often a request starts over because the order changed meanwhile.
const ROUNDS_MAX: u32 = 5;
/// When the sweeper takes over a refund that its own request did not finish, in milliseconds:
/// longer than every try at Stripe together.
const ABANDONED_MS: i64 = 30 * 1000;
/// After how long a refund is looked for before it is asked for again, in milliseconds: Stripe
/// forgets keys after a day.
const KEY_AGE_MAX_MS: i64 = 60 * 60 * 1000;
/// After how long a call that shows no effect can have none any more, in milliseconds.
const SETTLED_MS: i64 = 10 * 60 * 1000;

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// How much.
    pub(crate) share: Share,
    /// What whoever asks was told it comes to, in minor units; none where nobody was told.
    pub(crate) told_minor: Option<i64>,
    /// The owner's doing, to be logged as theirs; none where it is the guest's.
    pub(crate) actor: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Requested {
    /// The order as it stands then.
    pub(crate) order: Order,
    /// What is given back, one for each payment that gives a part of it.
    pub(crate) refunds: Vec<Refund>,
}

/// Asks for a refund and tries to make it; what is not made now is made by the sweeper.
pub(crate) async fn request(
    state: &AppState,
    order: Order,
    request: Request,
) -> Result<Result<Requested, RefundRefusal>, Problem> {
    let mut order = order;
    for _ in 0..ROUNDS_MAX {
        let mut conn = state.store.read().await?;
        let read = Read::of(&mut conn, &order).await?;
        drop(conn);
        let mut plan = match Plan::of(&order, &read.recorded, &read.earlier, request.share) {
            Ok(plan) => plan,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let amount_minor = plan.amount_minor;
        if request.told_minor.is_some_and(|told| told != amount_minor) {
            return Ok(Err(RefundRefusal::Changed { amount_minor }));
        }
        plan.mark = mark()?;
        if order.starts_ms <= state.clock.now_ms() && plan.leave.is_some() {
            // A use is given back only by calling off before the appointment; what was never
            // booked has none.
            plan.leave = plan.leave.map(|leave| match order.state {
                OrderState::Paid => plan::Leave::KeepingCoupon,
                _ => leave,
            });
        }
        let Some(parts) = plan.parts(&read.sources(&order)) else {
            return Err(Problem::Internal("payments do not add up".into()));
        };
        let called_off = plan.leave.is_some();
        fail_point::here("refund:before-transaction");
        let writing = Writing {
            order: order.clone(),
            plan,
            parts,
            actor: request.actor.clone(),
            now_ms: state.clock.now_ms(),
        };
        let written = state
            .store
            .attempt(writing, |conn, writing| Box::pin(writing.write(conn)));
        let written = written.await?;
        fail_point::here("refund:after-commit");
        let Ok(requested) = written else {
            let mut conn = state.store.read().await?;
            order = orders::again(&mut conn, &order).await?;
            continue;
        };
        if called_off {
            state.metrics.order(OrderOutcome::Cancelled);
        }
        let mut refunds = Vec::new();
        for refund in requested.refunds {
            refunds.push(if refund.state == RefundState::Requested {
                send(state, &requested.order, refund).await?
            } else {
                refund
            });
        }
        let mut conn = state.store.read().await?;
        let order = orders::again(&mut conn, &requested.order).await?;
        return Ok(Ok(Requested { order, refunds }));
    }
    Err(Problem::Unavailable)
}

/// 64 random bits.
fn mark() -> Result<String, Problem> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| Problem::Internal(error.to_string()))?;
    Ok(hex::encode(bytes))
}

/// What a refund is worked out from, beside the order.
struct Read {
    recorded: Vec<Recorded>,
    beside: Vec<OrderPayment>,
    earlier: Vec<Refund>,
}

impl Read {
    async fn of(conn: &mut Conn, order: &Order) -> Result<Self, StoreError> {
        Ok(Self {
            recorded: settlements::of_order(conn, &order.id).await?,
            beside: order_payments::of_order(conn, &order.id).await?,
            earlier: refunds::of_order(conn, &order.id).await?,
        })
    }

    fn sources(&self, order: &Order) -> Vec<plan::Source> {
        plan::sources(order, &self.recorded, &self.beside, &self.earlier)
    }
}

/// A refund on its way into the books.
struct Writing {
    order: Order,
    plan: Plan,
    parts: Vec<Part>,
    actor: Option<String>,
    now_ms: i64,
}

/// The order is another one by now: nothing was written.
struct Changed;

impl Writing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Requested, Changed>, StoreError> {
        let (order, plan) = (&self.order, &self.plan);
        let moved = match plan.to {
            Some(to) => orders::transition(conn, order, to, None, self.now_ms).await?,
            None => orders::touch(conn, order, self.now_ms).await?,
        };
        if !moved {
            // Run again after its answer was lost, the transaction finds its own work.
            return self.own_work(conn).await;
        }
        if plan.amount_minor > 0
            && !orders::reserve_return(conn, &order.id, plan.amount_minor).await?
        {
            return Ok(Err(Changed));
        }
        for part in &self.parts {
            if !self.insert(conn, part).await? {
                return Ok(Err(Changed));
            }
        }
        if let Some(leave) = plan.leave {
            orders::owe(conn, &order.id, order.returned_minor + plan.amount_minor).await?;
            vacate(conn, order, leave, self.now_ms).await?;
            let reason = match &self.actor {
                Some(_) => CancelReason::Business,
                None => CancelReason::Guest,
            };
            let to = plan.to.unwrap_or(order.state);
            facts::called_off(conn, order, to, reason, self.now_ms).await?;
        } else if let Some(attendee) = plan.attendee {
            let position = plan::line_of(order, attendee).unwrap_or_default();
            if !seats::release_one(conn, &order.id, position).await? {
                return Ok(Err(Changed));
            }
        }
        if let Some(actor) = &self.actor {
            self.log(conn, actor).await?;
        }
        if self.parts.iter().any(|part| self.is_given_by_hand(part)) {
            // Nobody will tell of it: it is where it was to come already.
            facts::end(conn, &order.id, self.now_ms).await?;
        }
        let order = orders::again(conn, order).await?;
        let refunds = self.own(conn).await?;
        fail_point::here("refund:before-commit");
        Ok(Ok(Requested { order, refunds }))
    }

    /// Whether a part is given back by hand, by whoever asks for it.
    fn is_given_by_hand(&self, part: &Part) -> bool {
        part.amount_minor > 0 && part.at_stripe.is_none() && self.actor.is_some()
    }

    /// Writes down a part. What Stripe gives back is asked for; what is to be given back by hand is
    /// given by whoever asks for it, and waits for the owner where that is the guest.
    async fn insert(&self, conn: &mut Conn, part: &Part) -> Result<bool, StoreError> {
        let (order, plan) = (&self.order, &self.plan);
        let (key, body) = (plan.key(part), plan.body(part));
        let asked = part.at_stripe.is_some();
        let given = self.is_given_by_hand(part);
        let waits = part.amount_minor > 0 && !asked && !given;
        let by_hand = format!("hand:{}:refund:{}", order.id, part.number);
        let new = NewRefund {
            order_id: &order.id,
            number: part.number,
            amount_minor: part.amount_minor,
            attendee: part.attendee,
            payment: part.payment,
            state: if asked {
                RefundState::Requested
            } else if waits {
                RefundState::Pending
            } else {
                RefundState::Succeeded
            },
            idempotency_key: asked.then_some(key.as_str()),
            body: (part.amount_minor > 0).then_some(body.as_str()),
            stripe_id: (given || waits).then_some(by_hand.as_str()),
            next_at_ms: if asked {
                Some(self.now_ms + plan.lease_ms)
            } else {
                // A person's turn, which never falls due.
                waits.then_some(i64::MAX)
            },
            now_ms: self.now_ms,
        };
        if !refunds::insert(conn, new).await? {
            return Ok(false);
        }
        if given {
            facts::give_by_hand(conn, order, &by_hand, part.amount_minor, self.now_ms).await?;
        }
        Ok(true)
    }

    /// The parts as the books have them.
    async fn own(&self, conn: &mut Conn) -> Result<Vec<Refund>, StoreError> {
        let mut own = Vec::new();
        for part in &self.parts {
            own.extend(refunds::find(conn, &self.order.id, part.number).await?);
        }
        Ok(own)
    }

    async fn own_work(&self, conn: &mut Conn) -> Result<Result<Requested, Changed>, StoreError> {
        let refunds = self.own(conn).await?;
        let is_own = |(refund, part): (&Refund, &Part)| {
            refund.body.as_deref() == Some(self.plan.body(part).as_str())
        };
        let all = refunds.len() == self.parts.len() && !refunds.is_empty();
        if !all || !refunds.iter().zip(&self.parts).all(is_own) {
            return Ok(Err(Changed));
        }
        let order = orders::again(conn, &self.order).await?;
        Ok(Ok(Requested { order, refunds }))
    }

    async fn log(&self, conn: &mut Conn, actor: &str) -> Result<(), StoreError> {
        let plan = &self.plan;
        let detail = json!({
            "refund": plan.number,
            "amount_minor": plan.amount_minor,
            "attendee": plan.attendee,
            "state": plan.to.map(OrderState::as_str),
        });
        let action = Action {
            business_id: &self.order.business_id,
            actor,
            done: if plan.called_off {
                "order.cancel"
            } else {
                "order.refund"
            },
            subject: &self.order.id,
            detail: &detail.to_string(),
            now_ms: self.now_ms,
        };
        owner_log::add(conn, &action).await
    }
}

/// Money that came too late goes back, by the sweeper: the order is `PaidLate` as it is given
/// here, and is on its way back afterwards.
pub(crate) async fn give_back_late(
    conn: &mut Conn,
    order: &Order,
    now_ms: i64,
) -> Result<(), StoreError> {
    let read = Read::of(conn, order).await?;
    let planned = Plan::of(order, &read.recorded, &read.earlier, Share::Everything);
    let Ok(mut plan) = planned else {
        return Ok(());
    };
    let Some(parts) = plan.parts(&read.sources(order)) else {
        return Err(StoreError::Malformed("payments: they do not add up"));
    };
    plan.is_late = true;
    // Nobody else works on it.
    plan.lease_ms = 0;
    let writing = Writing {
        order: order.clone(),
        plan,
        parts,
        actor: None,
        now_ms,
    };
    match writing.write(conn).await? {
        Ok(_) => Ok(()),
        Err(Changed) => Err(StoreError::Malformed(
            "order: it changed under its own hand",
        )),
    }
}

/// Money that came by a link for an order that is not booked any more goes back, by the sweeper.
pub(crate) async fn give_back_beside(
    conn: &mut Conn,
    order: &Order,
    amount_minor: i64,
    now_ms: i64,
) -> Result<(), StoreError> {
    let read = Read::of(conn, order).await?;
    let planned = Plan::beside(order, &read.earlier, amount_minor);
    let Some(parts) = planned.parts(&read.sources(order)) else {
        return Err(StoreError::Malformed("payments: they do not add up"));
    };
    let writing = Writing {
        order: order.clone(),
        plan: planned,
        parts,
        actor: None,
        now_ms,
    };
    match writing.write(conn).await? {
        Ok(_) => Ok(()),
        Err(Changed) => Err(StoreError::Malformed(
            "order: it changed under its own hand",
        )),
    }
}

/// A refund that waits for a person: the money was given back by hand.
pub(crate) async fn hand_over(
    state: &AppState,
    order: &Order,
    number: i64,
    actor: &str,
) -> Result<bool, Problem> {
    let input = (
        order.id.clone(),
        number,
        actor.to_owned(),
        state.clock.now_ms(),
    );
    let handed = state
        .store
        .write(input, |conn, (id, number, actor, now_ms)| {
            Box::pin(kept(facts::hand_over(conn, id, *number, actor, *now_ms)))
        });
    Ok(handed.await?)
}

/// Makes a refund at Stripe and notes the outcome; where there is none yet, the sweeper goes on.
async fn send(state: &AppState, order: &Order, refund: Refund) -> Result<Refund, Problem> {
    let (Some(key), Some(body)) = (&refund.idempotency_key, &refund.body) else {
        return Ok(refund);
    };
    let stripe = keys::of_order(state, order).await;
    fail_point::here("refund:before-call");
    let answer = stripe.create_refund(key, body).await;
    fail_point::here("refund:after-call");
    match answer {
        Ok(object) => apply(state, order, vec![object], None).await?,
        // A key of ours that is refused says nothing about the refund.
        Err(CallError::Refused(refusal)) if !refusal.is_about_key() => {
            tracing::error!(
                order = order.id,
                number = refund.number,
                "Stripe refuses a refund: the business has to look at it"
            );
            facts::refuse(state, &refund).await?;
        }
        Err(_) => {
            tracing::warn!(
                order = order.id,
                number = refund.number,
                "a refund waits for Stripe"
            );
        }
    }
    let mut conn = state.store.read().await?;
    Ok(refunds::find(&mut conn, &order.id, refund.number)
        .await?
        .unwrap_or(refund))
}

/// Takes up a refund that is due: asks for it, or asks how far it has come.
pub(crate) async fn take_up(state: &AppState, refund: Refund) -> Result<(), Problem> {
    let mut conn = state.store.read().await?;
    let Some(order) = orders::find(&mut conn, &refund.order_id).await? else {
        return Ok(());
    };
    drop(conn);
    let age_ms = state.clock.now_ms() - refund.created_ms;
    // An answer may have been lost: the refund itself tells whether it was made.
    if refund.state != RefundState::Requested || refund.tries > 0 || age_ms > KEY_AGE_MAX_MS {
        if !reconcile(state, &order, None).await? {
            return Ok(());
        }
        let mut conn = state.store.read().await?;
        let Some(now) = refunds::find(&mut conn, &refund.order_id, refund.number).await? else {
            return Ok(());
        };
        drop(conn);
        if now.state != RefundState::Requested {
            return Ok(());
        }
        let mut again = now;
        if age_ms > SETTLED_MS && again.tries > 3 {
            // What is stored under the key is an error that would be repeated for a day.
            again = with_another_key(state, again).await?;
        }
        send(state, &order, again).await?;
        return Ok(());
    }
    send(state, &order, refund).await?;
    Ok(())
}

async fn with_another_key(state: &AppState, refund: Refund) -> Result<Refund, Problem> {
    let key = format!(
        "refund:{}:{}:{}",
        refund.order_id,
        refund.number,
        refund.attempt + 1
    );
    let writing = (refund, key);
    let next = state.store.write(writing, |conn, (refund, key)| {
        Box::pin(kept(async {
            refunds::next_attempt(conn, refund, key).await?;
            let found = refunds::find(conn, &refund.order_id, refund.number).await?;
            found.ok_or(StoreError::Malformed("refund: it is gone"))
        }))
    });
    Ok(next.await?)
}
