//! The companion is killed at every fail point and at random moments while guests book, pay,
//! give up and wait, holds lapse and Stripe stumbles.
//!
//! A round has books and a Stripe of its own, and many lives of the companion. After every kill
//! the laws of the books hold; at the end of a round, with everything settled, the whole of
//! [`oracle`](crate::oracle) does.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use booking_companion::fail_point;
use chrono::TimeDelta;
use fastrand::Rng;
use serde_json::json;
use tokio::task::JoinSet;

use crate::Failure;
use crate::books::Engine;
use crate::companion::Companion;
use crate::guest::Tariff;
use crate::house::{House, Staff};
use crate::oracle;
use crate::receiver::Receiver;
use crate::street::{Street, hold};
use crate::world::{CLASS, LESSON, VISIT, World};

/// Guests who book at the same time, one order after the other.
const GUESTS: u64 = 10;
/// How long a life may go on without coming to its fail point.
const LIFE_MAX: Duration = Duration::from_millis(1_200);
/// What a round does.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// What guests and deaths are chosen by.
    pub seed: u64,
    /// How often a companion is killed.
    pub kills: u32,
    /// The fail points at which it is; all of them where there is none.
    pub points: &'a [&'static str],
    /// How many companions there are.
    pub staff: Staff,
}

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
    /// Of those, how many were called off.
    pub called_off: usize,
    /// How often a business was told of anything.
    pub told: usize,
    /// Every law that was broken; empty where all is well.
    pub complaints: Vec<String>,
}

/// One round of kills; the same plan is the same round, as far as a plan goes.
pub async fn round(engine: &Engine, program: &Path, plan: Plan<'_>) -> Result<Tally, Failure> {
    let mut rng = Rng::with_seed(plan.seed);
    let world = Arc::new(World::new(engine, program.to_owned()).await?);
    let receiver = Receiver::start(&world).await?;
    let mut companion = world.serve().await?;
    let street = Arc::new(Street {
        tariff: Tariff::of(&world, &[LESSON, CLASS, VISIT]).await?,
        world: Arc::clone(&world),
        stop: AtomicBool::new(false),
        seen: Mutex::default(),
    });
    companion.kill().await?;
    let mut house = House::open(&world, plan.staff).await?;

    // Stripe tells things twice, late, or the last first.
    let knobs = json!({
        "duplicate": rng.u32(0..3),
        "delay_ms": rng.u64(0..100),
        "reorder": rng.u32(0..2) * 4,
    });
    world.stripe.control("webhooks", &knobs).await?;

    let mut tally = Tally::default();
    let mut points = match plan.points {
        [] => fail_point::NAMES.to_vec(),
        some => some.to_vec(),
    };
    rng.shuffle(&mut points);
    let mut points = points.into_iter().cycle();
    let mut guests = JoinSet::new();
    for _ in 0..GUESTS {
        guests.spawn(Arc::clone(&street).live(rng.fork()));
    }
    for number in 0..plan.kills {
        // Every fourth death comes from outside.
        let point = (number % 4 != 3).then(|| points.next()).flatten();
        let nth = 1 + rng.u32(0..2) * rng.u32(0..4);
        let named = point.map(|name| format!("{name}:{}", if is_rare(name) { 1 } else { nth }));
        trouble(&world, point, &mut rng).await?;
        let at_point = match house.victim(named.as_deref()).await? {
            None => true,
            Some(mut companion) => life(&world, &mut companion, point, &mut rng).await?,
        };
        tally.kills += 1;
        tally.points.extend(point.filter(|_| at_point));
        for law in world.broken_laws().await? {
            let law = format!("after kill {number} ({named:?}): {law}");
            tally.complaints.push(law);
        }
        // Whoever stood by is the next to die, and not at a place of its own choosing.
        if number % 3 == 2 && house.change_places().await? {
            tally.kills += 1;
        }
    }
    let mut companion = house.last().await?;
    world.stripe.end_faults().await?;
    street.stop.store(true, Ordering::SeqCst);
    for left in guests.join_all().await {
        left?;
    }
    tally.complaints.extend(oracle::settle(&world).await?);
    companion.kill().await?;

    let seen = std::mem::take(&mut *hold(&street.seen));
    drop(street);
    let count = |which: fn(&oracle::Acknowledged) -> bool| {
        seen.acknowledged.iter().filter(|one| which(one)).count()
    };
    tally.acknowledged = seen.acknowledged.len();
    tally.paid = count(|one| one.paid);
    tally.called_off = count(|one| one.called_off);
    tally.told = receiver.count();
    let complaints = oracle::complaints(&world, &seen.acknowledged).await?;
    tally.complaints.extend(seen.complaints);
    tally.complaints.extend(complaints);
    tally.complaints.extend(receiver.complaints(&world).await?);
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
    ["leave:", "find:", "found:", "attempt:", "refund-sweep:"]
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
        // So that the sweeper has to find out what became of it.
        Some("refund-sweep" | "refunds") => {
            let kind = ["connection_reset", "500_after_effect", "truncated_body"][rng.usize(0..3)];
            json!({ "next": kind, "on": "create:refund", "times": 3 })
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
