//! What must hold once everything has settled: of the books in themselves, between them and
//! Stripe's, and of every answer that a guest was given.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use crate::Failure;
use crate::world::World;

/// States in which nothing is decided yet.
const OPEN: &str = "('opening', 'awaiting', 'closing')";
/// States in which the order was paid, or free, and is booked.
const BOOKED: &[&str] = &["paid"];
/// How long everything may take to settle, with the clocks moved on all the time.
const SETTLED_MAX: Duration = Duration::from_secs(90);

/// An order that a guest was told of with success.
#[derive(Clone, Debug, Default)]
pub struct Acknowledged {
    /// Its id.
    pub order_id: String,
    /// The key that opened it.
    pub key: String,
    /// Whether there was nothing to pay.
    pub free: bool,
    /// Whether Stripe has its money, or had it.
    pub paid: bool,
    /// Whether its guest called it off.
    pub called_off: bool,
}

/// Lets time pass until no order is open any more, no money on its way back and nobody waits to
/// be told; answers what is still open when even that does not help. The companion must be running.
pub async fn settle(world: &World) -> Result<Vec<String>, Failure> {
    let started = Instant::now();
    let question = format!(
        "SELECT id, state FROM orders WHERE state IN {OPEN} \
         UNION ALL SELECT order_id, 'being given back' FROM refund \
         WHERE state IN ('requested', 'pending') \
         UNION ALL SELECT event_id, 'about to be told' FROM webhook_delivery WHERE state = 'due'"
    );
    loop {
        let open = world.books.rows(&question).await?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        if started.elapsed() > SETTLED_MAX {
            let told = |row: &Vec<String>| format!("{} is {} for ever", row[0], row[1]);
            return Ok(open.iter().map(told).collect());
        }
        world.advance(TimeDelta::minutes(11)).await?;
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
}

/// Every law that is broken. The books have settled, and of `SQLite` no companion runs.
pub async fn complaints(
    world: &World,
    acknowledged: &[Acknowledged],
) -> Result<Vec<String>, Failure> {
    let mut complaints = world.broken_laws().await?;
    complaints.extend(counts(world).await?);
    complaints.extend(guests(world, acknowledged).await?);
    complaints.extend(money(world).await?);
    complaints.extend(refunds(world, acknowledged).await?);
    Ok(complaints)
}

/// Questions whose answer is 0.
async fn counts(world: &World) -> Result<Vec<String>, Failure> {
    let booked = BOOKED.join("', '");
    let questions = [
        (
            "orders are open although everything has settled",
            format!("SELECT COUNT(*) FROM orders WHERE state IN {OPEN}"),
        ),
        (
            "units of a slot are stuck",
            "SELECT COUNT(*) FROM hold WHERE state = 'held'".to_owned(),
        ),
        (
            "uses of a coupon are stuck",
            "SELECT COUNT(*) FROM redemption WHERE state = 'reserved'".to_owned(),
        ),
        (
            "coupons are used more often than they may",
            "SELECT COUNT(*) FROM coupon c WHERE max_redemptions < (SELECT COUNT(*) \
             FROM redemption r WHERE r.coupon_id = c.id AND r.state = 'redeemed')"
                .to_owned(),
        ),
        (
            "customers use a coupon more often than they may",
            "SELECT COUNT(*) FROM coupon c JOIN (SELECT coupon_id, customer_key, \
             COUNT(*) AS uses FROM redemption WHERE state = 'redeemed' \
             GROUP BY coupon_id, customer_key) u ON u.coupon_id = c.id \
             WHERE u.uses > c.max_per_customer"
                .to_owned(),
        ),
        (
            "appointments of one calendar overlap",
            format!(
                "SELECT COUNT(*) FROM orders a JOIN orders b ON a.calendar_id = b.calendar_id \
                 AND a.id < b.id AND a.starts_ms < b.ends_ms AND b.starts_ms < a.ends_ms \
                 WHERE a.starts_ms <> b.starts_ms AND a.state IN ('{booked}') \
                 AND b.state IN ('{booked}')"
            ),
        ),
        (
            "appointments have more attendees than seats",
            format!(
                "SELECT COUNT(*) FROM (SELECT o.service_id, o.starts_ms, SUM(o.attendees) AS seats, \
                 MIN(s.capacity) AS capacity FROM orders o JOIN service s ON s.id = o.service_id \
                 WHERE o.state IN ('{booked}') GROUP BY o.service_id, o.starts_ms) full_ones \
                 WHERE seats > capacity"
            ),
        ),
        (
            "orders are quarantined although nothing lied",
            "SELECT COUNT(*) FROM orders WHERE state = 'quarantine'".to_owned(),
        ),
        (
            "orders were given back while they could still be paid",
            "SELECT COUNT(*) FROM orders WHERE state = 'paid_late'".to_owned(),
        ),
    ];
    let mut complaints = Vec::new();
    for (law, question) in questions {
        let rows = world.books.number(&question).await?;
        if rows != 0 {
            complaints.push(format!("{rows} {law}"));
        }
    }
    Ok(complaints)
}

/// What guests were told is so.
async fn guests(world: &World, acknowledged: &[Acknowledged]) -> Result<Vec<String>, Failure> {
    let rows = world.books.rows("SELECT id, state FROM orders").await?;
    let states: BTreeMap<&str, &str> = rows.iter().map(|row| (&*row[0], &*row[1])).collect();
    let mut complaints = Vec::new();
    let mut by_key = BTreeMap::new();
    for one in acknowledged {
        let id = one.order_id.as_str();
        if *by_key.entry(one.key.as_str()).or_insert(id) != id {
            complaints.push(format!(
                "{id} was doubled: its key has opened another order, too"
            ));
        }
        match states.get(id) {
            None => complaints.push(format!("{id} was acknowledged and is lost")),
            Some(state) => {
                let agrees = match (one.called_off, one.paid) {
                    (true, true) => *state == "refunded",
                    (true, false) => *state == "cancelled",
                    (false, paid) => BOOKED.contains(state) == (one.free || paid),
                };
                if !agrees {
                    let paid = if one.paid { "paid" } else { "not paid" };
                    let off = if one.called_off {
                        " and called off"
                    } else {
                        ""
                    };
                    complaints.push(format!("{id} is {state} and was {paid} at Stripe's{off}"));
                }
            }
        }
    }
    Ok(complaints)
}

/// What was called off was given back once, and nothing else was.
async fn refunds(world: &World, acknowledged: &[Acknowledged]) -> Result<Vec<String>, Failure> {
    let given = world.stripe.refunds().await?;
    let owed: BTreeSet<&str> = (acknowledged.iter())
        .filter(|one| one.called_off && one.paid)
        .map(|one| &*one.order_id)
        .collect();
    let mut counts: BTreeMap<&str, usize> = owed.iter().map(|id| (*id, 0)).collect();
    for order_id in &given {
        *counts.entry(order_id).or_default() += 1;
    }
    let mut complaints = Vec::new();
    for (order_id, count) in counts {
        match (owed.contains(order_id), count) {
            (true, 1) => {}
            (true, 0) => complaints.push(format!("{order_id} was called off and not given back")),
            (true, _) => complaints.push(format!("{order_id} was given back {count} times")),
            (false, _) => complaints.push(format!("{order_id:?} was given back for nothing")),
        }
    }
    Ok(complaints)
}

/// The books and Stripe's agree, order by order and in sum.
async fn money(world: &World) -> Result<Vec<String>, Failure> {
    let mut complaints = Vec::new();
    let mut paid = BTreeSet::new();
    for session in world.stripe.sessions().await? {
        if session.open {
            complaints.push(format!(
                "{} still takes money for {}",
                session.id, session.order_id
            ));
        }
        if session.paid && !paid.insert(session.order_id.clone()) {
            complaints.push(format!("{} was charged twice", session.order_id));
        }
    }
    let payments = "SELECT order_id FROM order_transaction WHERE kind = 'payment'";
    let rows = world.books.rows(payments).await?;
    let booked: BTreeSet<String> = rows.into_iter().flatten().collect();
    for id in paid.symmetric_difference(&booked) {
        complaints.push(format!(
            "{id} was paid at Stripe's or in the books, and not in both"
        ));
    }
    let sums = "SELECT currency, CAST(SUM(amount_minor) AS BIGINT) FROM order_transaction \
                GROUP BY currency HAVING SUM(amount_minor) <> 0 ORDER BY currency";
    let mut booked = Vec::new();
    for row in world.books.rows(sums).await? {
        booked.push((row[0].clone(), row[1].parse::<i64>()?));
    }
    let ledger = world.stripe.ledger().await?;
    if ledger != booked {
        complaints.push(format!(
            "Stripe's ledger is {ledger:?}, the books' is {booked:?}"
        ));
    }
    Ok(complaints)
}
