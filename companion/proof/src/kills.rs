//! The companion is killed at every fail point and at random moments while guests book, pay,
//! give up and wait, holds lapse and Stripe stumbles.
//!
//! A round has books and a Stripe of its own, and many lives of the companion. After every kill
//! the laws of the books hold; at the end of a round, with everything settled, the whole of
//! [`oracle`](crate::oracle) does.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use booking_companion::fail_point;
use booking_contract::{OrderOpened, OrderStatus, ProblemCode};
use chrono::TimeDelta;
use fastrand::Rng;
use serde_json::json;
use tokio::task::JoinSet;

use crate::Failure;
use crate::books::Engine;
use crate::companion::Companion;
use crate::guest::{self, Reply, Tariff, Wish};
use crate::oracle::{self, Acknowledged};
use crate::stripe::session_of;
use crate::world::{CLASS, CODES, LESSON, VISIT, World};

/// Guests who book at the same time, one order after the other.
const GUESTS: u64 = 10;
/// How long a life may go on without coming to its fail point.
const LIFE_MAX: Duration = Duration::from_millis(1_200);
/// How long a guest tries to get an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a round saw.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How often the companion was killed.
    pub kills: u32,
    /// The fail points at which it was.
    pub points: Vec<&'static str>,
    /// Orders that guests were told of with success.
    pub acknowledged: usize,
    /// Of those, how many were paid at Stripe's.
    pub paid: usize,
    /// Every law that was broken; empty where all is well.
    pub complaints: Vec<String>,
}

/// One round of so many kills; the same seed plans the same.
pub async fn round(
    engine: &Engine,
    program: &Path,
    seed: u64,
    kills: u32,
) -> Result<Tally, Failure> {
    let mut rng = Rng::with_seed(seed);
    let world = Arc::new(World::new(engine, program.to_owned()).await?);
    let mut companion = world.serve().await?;
    let street = Arc::new(Street {
        tariff: Tariff::of(&world, &[LESSON, CLASS, VISIT]).await?,
        world: Arc::clone(&world),
        stop: AtomicBool::new(false),
        seen: Mutex::default(),
    });
    companion.kill().await?;

    // Stripe tells things twice, late, or the last first.
    let knobs = json!({
        "duplicate": rng.u32(0..3),
        "delay_ms": rng.u64(0..100),
        "reorder": rng.u32(0..2) * 4,
    });
    world.stripe.control("webhooks", &knobs).await?;

    let mut tally = Tally::default();
    let mut points = fail_point::NAMES.to_vec();
    rng.shuffle(&mut points);
    let mut points = points.into_iter().cycle();
    let mut guests = JoinSet::new();
    for _ in 0..GUESTS {
        guests.spawn(Arc::clone(&street).live(rng.fork()));
    }
    for number in 0..kills {
        // Every fourth death comes from outside.
        let point = (number % 4 != 3).then(|| points.next()).flatten();
        let nth = 1 + rng.u32(0..2) * rng.u32(0..4);
        let named = point.map(|name| format!("{name}:{}", if is_rare(name) { 1 } else { nth }));
        trouble(&world, point, &mut rng).await?;
        let at_point = match world.start.serve(named.as_deref()).await? {
            None => true,
            Some(mut companion) => life(&world, &mut companion, point, &mut rng).await?,
        };
        tally.kills += 1;
        tally.points.extend(point.filter(|_| at_point));
        for law in world.broken_laws().await? {
            let law = format!("after kill {number} ({named:?}): {law}");
            tally.complaints.push(law);
        }
    }
    let mut companion = world.serve().await?;
    world.stripe.end_faults().await?;
    street.stop.store(true, Ordering::SeqCst);
    for left in guests.join_all().await {
        left?;
    }
    tally.complaints.extend(oracle::settle(&world).await?);
    companion.kill().await?;

    let told = std::mem::take(&mut *hold(&street.seen));
    drop(street);
    tally.acknowledged = told.acknowledged.len();
    tally.paid = told.acknowledged.iter().filter(|one| one.paid).count();
    tally.complaints.extend(told.complaints);
    let complaints = oracle::complaints(&world, &told.acknowledged).await?;
    tally.complaints.extend(complaints);
    if tally.complaints.is_empty() {
        Arc::into_inner(world)
            .ok_or("a guest is left")?
            .remove()
            .await?;
    } else {
        let kept = format!("books and log are kept: {}", world.start.log.display());
        tally.complaints.push(kept);
    }
    Ok(tally)
}

/// Whether the companion comes there only after Stripe has left all tries of a call unanswered.
fn is_rare(point: &str) -> bool {
    ["leave:", "find:", "found:", "attempt:"]
        .iter()
        .any(|rare| point.starts_with(rare))
}

/// Lets one life of the companion run to its end; true where it ended at its fail point.
async fn life(
    world: &World,
    companion: &mut Companion,
    point: Option<&str>,
    rng: &mut Rng,
) -> Result<bool, Failure> {
    let limit = match point {
        Some(name) if is_rare(name) => 4 * LIFE_MAX,
        Some(_) => LIFE_MAX,
        None => Duration::from_millis(rng.u64(20..900)),
    };
    let started = Instant::now();
    while started.elapsed() < limit {
        let glance = Duration::from_millis(rng.u64(30..250)).min(limit);
        if companion.ends_within(glance).await? {
            return Ok(true);
        }
        // Holds last half an hour, and Stripe is asked every two minutes.
        match rng.u32(0..10) {
            0..4 => world.advance(TimeDelta::minutes(rng.i64(1..4))).await?,
            4 => world.advance(TimeDelta::minutes(rng.i64(10..45))).await?,
            _ => {}
        }
    }
    companion.kill().await?;
    Ok(false)
}

/// What Stripe does to this life: what leads to its fail point, or anything, or nothing.
async fn trouble(world: &World, point: Option<&str>, rng: &mut Rng) -> Result<(), Failure> {
    world.stripe.end_faults().await?;
    let (coupon, session) = ("create:coupon", "create:checkout.session");
    let fault = match point.and_then(|name| name.split(':').next()) {
        Some("attempt") => json!({ "next": "500_after_effect", "on": coupon, "times": 2 }),
        // Enough for all three tries of every guest, and none for those who look afterwards.
        Some("leave" | "find" | "found") => {
            json!({ "next": "connection_reset", "on": session, "times": 3 * GUESTS })
        }
        Some("give-back") => json!({ "next": "401", "on": session, "times": 3 }),
        _ => {
            let kinds = [
                "connection_reset",
                "429",
                "500",
                "500_after_effect",
                "truncated_body",
                "garbage_json",
                "502_page",
            ];
            match rng.usize(0..3 * kinds.len()) {
                kind if kind < kinds.len() => {
                    json!({ "next": kinds[kind], "times": 1 + rng.u32(0..4) })
                }
                _ => return Ok(()),
            }
        }
    };
    world.stripe.control("faults", &fault).await?;
    Ok(())
}

/// What all guests of a round share.
struct Street {
    world: Arc<World>,
    tariff: Tariff,
    stop: AtomicBool,
    seen: Mutex<Seen>,
}

/// What guests saw.
#[derive(Debug, Default)]
struct Seen {
    acknowledged: Vec<Acknowledged>,
    complaints: Vec<String>,
}

impl Street {
    /// One guest after the other, until the round ends.
    async fn live(self: Arc<Self>, mut rng: Rng) -> Result<(), Failure> {
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
            // So few that many want the same.
            starts_at: self.world.slot(place, rng.i64(2..5), rng.i64(0..24)),
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
            paid: false,
        };
        if rng.u32(0..3) == 0 {
            self.confirm_again(place, &key, &body, &opened).await;
        }
        let session = session_of(&opened.order).map(str::to_owned);
        if let Some(session) = session.filter(|_| !one.free) {
            one.paid = self.pay(&session, &opened, rng).await?;
        }
        hold(&self.seen).acknowledged.push(one);
        Ok(())
    }

    /// The same key and body give the same order, or no answer.
    async fn confirm_again(
        &self,
        place: crate::world::Place,
        key: &str,
        body: &booking_contract::OpenOrder,
        opened: &OrderOpened,
    ) {
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

    fn complain(&self, complaint: String) {
        hold(&self.seen).complaints.push(complaint);
    }
}

async fn pause(rng: &mut Rng, range_ms: std::ops::Range<u64>) {
    tokio::time::sleep(Duration::from_millis(rng.u64(range_ms))).await;
}

fn hold<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
