//! Guests of a campaign of kills: each books, pays, gives up, waits or calls off, and tries again
//! until there is an answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use booking_contract::{OpenOrder, OrderOpened, OrderStatus, ProblemCode};
use fastrand::Rng;

use crate::Failure;
use crate::guest::{self, Reply, Tariff, Wish};
use crate::oracle::Acknowledged;
use crate::stripe::session_of;
use crate::world::{CLASS, CODES, LESSON, Place, VISIT, World};

/// How long a guest tries to get an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// What all guests of a round share.
#[derive(Debug)]
pub(crate) struct Street {
    pub(crate) world: Arc<World>,
    pub(crate) tariff: Tariff,
    pub(crate) stop: AtomicBool,
    pub(crate) seen: Mutex<Seen>,
}

/// What guests saw.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) acknowledged: Vec<Acknowledged>,
    pub(crate) complaints: Vec<String>,
}

impl Street {
    /// One guest after the other, until the round ends.
    pub(crate) async fn live(self: Arc<Self>, mut rng: Rng) -> Result<(), Failure> {
        while !self.stop.load(Ordering::SeqCst) {
            self.book(&mut rng).await?;
        }
        Ok(())
    }

    async fn book(&self, rng: &mut Rng) -> Result<(), Failure> {
        let place = [LESSON, CLASS, CLASS, VISIT][rng.usize(0..4)];
        let wish = Wish {
            place,
            attendees: rng.u32(1..=place.attendees_max),
            // So few that many want the same, and far enough that calling off gives everything
            // back: the notice is a day, and hours pass while guests make up their minds.
            starts_at: self.world.slot(place, rng.i64(3..6), rng.i64(0..24)),
            code: (place.coupons && rng.u32(0..3) > 0).then(|| CODES[rng.usize(0..CODES.len())]),
            guest: rng.u32(0..60),
        };
        let mut body = self.tariff.confirmation(&wish)?;
        let mut key = guest::new_key(rng);
        let since = Instant::now();
        let opened = loop {
            match guest::confirm(&self.world, place, &key, &body).await {
                Reply::Opened(opened) => break opened,
                reply if reply.is_passing() => {
                    // A guest whose payment page was refused may leave it at that.
                    let refused = reply.code() == Some(ProblemCode::PaymentUnavailable);
                    if since.elapsed() > PATIENCE || refused && rng.bool() {
                        return Ok(());
                    }
                }
                Reply::Refused(409, problem) => {
                    // The widget shows the new price and confirms it with a new key.
                    let quote = problem.and_then(|problem| problem.quote);
                    let Some(quote) = quote.filter(|_| rng.bool()) else {
                        return Ok(());
                    };
                    body.quote = *quote;
                    key = guest::new_key(rng);
                }
                Reply::Refused(500.., _) | Reply::Nothing | Reply::Refused(..) => return Ok(()),
            }
            pause(rng, 20..120).await;
        };
        let mut one = Acknowledged {
            order_id: opened.order.id.clone(),
            key: key.clone(),
            free: opened.order.quote.amount_due_minor == 0,
            ..Acknowledged::default()
        };
        if rng.u32(0..3) == 0 {
            self.confirm_again(place, &key, &body, &opened).await;
        }
        let session = session_of(&opened.order).map(str::to_owned);
        if let Some(session) = session.filter(|_| !one.free) {
            one.paid = self.pay(&session, &opened, rng).await?;
        }
        if (one.free || one.paid) && rng.u32(0..3) == 0 {
            one.called_off = self.call_off(&opened, rng).await;
        }
        hold(&self.seen).acknowledged.push(one);
        Ok(())
    }

    /// The same key and body give the same order, or no answer.
    async fn confirm_again(&self, place: Place, key: &str, body: &OpenOrder, opened: &OrderOpened) {
        match guest::confirm(&self.world, place, key, body).await {
            Reply::Opened(again) if again.order.id != opened.order.id => {
                self.complain(format!(
                    "{key} opened {} and {}",
                    opened.order.id, again.order.id
                ));
            }
            Reply::Refused(status @ (400..=408 | 410..=499), problem) => {
                self.complain(format!(
                    "{key} was refused when sent again: {status} {problem:?}"
                ));
            }
            _ => {}
        }
    }

    /// What a guest may do at the payment page; true where Stripe has the money in the end.
    async fn pay(
        &self,
        session: &str,
        opened: &OrderOpened,
        rng: &mut Rng,
    ) -> Result<bool, Failure> {
        let (world, stripe) = (&self.world, &self.world.stripe);
        pause(rng, 0..200).await;
        Ok(match rng.u32(0..12) {
            0..4 => stripe.pay(session, false).await?,
            4 => {
                stripe.decline(session).await?;
                stripe.pay(session, false).await?
            }
            5 | 6 => false,
            7 => {
                let view = guest::release(world, opened).await;
                let expired = view.is_some_and(|view| view.status == OrderStatus::Expired);
                let paid = stripe.pay(session, false).await?;
                if expired && paid {
                    let id = &opened.order.id;
                    self.complain(format!("{id} was given back and could still be paid"));
                }
                paid
            }
            8 => {
                let (_, paid) =
                    tokio::join!(guest::release(world, opened), stripe.pay(session, false));
                paid?
            }
            9 | 10 => {
                let begun = stripe.pay(session, true).await?;
                if begun {
                    pause(rng, 0..600).await;
                    let arrived = rng.bool();
                    stripe.settle(session, arrived).await?;
                    arrived
                } else {
                    false
                }
            }
            _ => {
                guest::look(world, opened).await;
                let paid = stripe.pay(session, false).await?;
                guest::look(world, opened).await;
                paid
            }
        })
    }

    /// The guest calls the booking off; whether they did.
    async fn call_off(&self, opened: &OrderOpened, rng: &mut Rng) -> bool {
        let since = Instant::now();
        let mut asked = false;
        while since.elapsed() < PATIENCE {
            if let Some(view) = guest::look(&self.world, opened).await {
                if is_called_off(view.status) {
                    return true;
                }
                match view.cancellation {
                    Some(offer) => {
                        asked = true;
                        let told = offer.refund_minor;
                        let answer = guest::call_off(&self.world, opened, told).await;
                        if answer.is_some_and(|view| is_called_off(view.status)) {
                            return true;
                        }
                    }
                    // Not booked yet, for all the companion knows.
                    None if since.elapsed() > PATIENCE / 6 => return false,
                    None => {}
                }
            }
            pause(rng, 30..150).await;
        }
        if asked {
            let id = &opened.order.id;
            self.complain(format!("{id} could not be called off for a minute"));
        }
        false
    }

    fn complain(&self, complaint: String) {
        hold(&self.seen).complaints.push(complaint);
    }
}

fn is_called_off(status: OrderStatus) -> bool {
    matches!(
        status,
        OrderStatus::Refunding | OrderStatus::Refunded | OrderStatus::Cancelled
    )
}

async fn pause(rng: &mut Rng, range_ms: std::ops::Range<u64>) {
    tokio::time::sleep(Duration::from_millis(rng.u64(range_ms))).await;
}

pub(crate) fn hold<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
