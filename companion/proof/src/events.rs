//! Stripe's events about one order in every order, with duplicates: the order ends in the same
//! state however they come.
//!
//! An event is only a signal, and what Stripe says when it is asked counts. So the facts happen
//! first, with the double holding its events back, and then the events come in.

use serde_json::json;

use crate::Failure;
use crate::books::Engine;
use crate::guest::{self, Reply, Tariff, Wish};
use crate::stripe::{Event, session_of};
use crate::world::{LESSON, World};

/// Events of one story at most: all orders of six with duplicates would be too many.
const EVENTS_MAX: usize = 5;

/// What happens to an order at Stripe's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// A card is charged.
    Paid,
    /// A card is charged, and each fact is told by two events of different ids.
    PaidToldTwice,
    /// Nobody pays.
    Expired,
    /// A bank debit whose money arrives.
    Arrived,
    /// A bank debit whose money does not.
    Failed,
    /// A card is charged, and the business gives the money back.
    Refunded,
    /// A card is charged, its bank takes the money back, and gives it back in the end.
    Disputed,
}

/// Every story.
pub const STORIES: [Story; 7] = [
    Story::Paid,
    Story::PaidToldTwice,
    Story::Expired,
    Story::Arrived,
    Story::Failed,
    Story::Refunded,
    Story::Disputed,
];

/// What came of a story.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The types of its events.
    pub events: Vec<String>,
    /// In how many orders they came.
    pub orders: usize,
    /// The state in which every one of them ended.
    pub state: String,
    /// What was otherwise, and laws that are broken.
    pub complaints: Vec<String>,
}

/// Tells a story in every order of its events that is at most so long, duplicates included; or,
/// where those are too many, in so many of them.
pub async fn tell(
    engine: &Engine,
    story: Story,
    length_max: usize,
    orders_max: usize,
) -> Result<Told, Failure> {
    let world = World::inside(engine).await?;
    let knobs = json!({
        "hold": true,
        "two_events": story == Story::PaidToldTwice,
        "payment_events": matches!(story, Story::Refunded | Story::Disputed),
    });
    world.stripe.control("webhooks", &knobs).await?;
    let teller = Teller {
        tariff: Tariff::of(&world, &[LESSON]).await?,
        world,
        story,
    };
    let mut told = Told::default();
    let first = teller.order(0).await?;
    told.events = first.iter().map(|event| event.kind.clone()).collect();
    let orders = orders_of(first.len(), length_max.max(first.len()));
    let stride = orders.len().div_ceil(orders_max).max(1);
    for (number, order) in (1..).zip(orders.iter().step_by(stride)) {
        let events = teller.order(number).await?;
        let come: Vec<&str> = order.iter().map(|&index| &*events[index].id).collect();
        teller.world.stripe.deliver(&come).await?;
        let state = teller.state(number).await?;
        let names: Vec<&str> = order.iter().map(|&index| &*events[index].kind).collect();
        if told.orders == 0 {
            told.state = state;
        } else if state != told.state {
            let complaint = format!(
                "{story:?} ends {} and, told as {names:?}, {state}",
                told.state
            );
            told.complaints.push(complaint);
        }
        told.orders += 1;
    }
    // Nothing was told of the order before the first; Stripe is asked instead.
    teller.world.advance(chrono::TimeDelta::minutes(3)).await?;
    teller.world.sweep().await?;
    told.complaints.extend(teller.world.broken_laws().await?);
    teller.world.remove().await?;
    Ok(told)
}

struct Teller {
    world: World,
    tariff: Tariff,
    story: Story,
}

impl Teller {
    /// An order whose story has happened, and the events that tell it, in their order.
    async fn order(&self, number: u32) -> Result<Vec<Event>, Failure> {
        let (world, stripe) = (&self.world, &self.world.stripe);
        let before = stripe.events_after(None).await?.pop().map(|event| event.id);
        let before = before.as_deref();
        let wish = Wish {
            place: LESSON,
            attendees: 1,
            starts_at: world.slot(LESSON, 2, 0),
            code: Some("TEN"),
            guest: number,
        };
        let mut body = self.tariff.confirmation(&wish)?;
        body.starts_at += chrono::TimeDelta::minutes(30 * i64::from(number));
        let key = format!("proof-events-{number:08}");
        let reply = guest::confirm(world, LESSON, &key, &body).await;
        let Reply::Opened(opened) = reply else {
            return Err(format!("not opened: {reply:?}").into());
        };
        let session = session_of(&opened.order).ok_or("no page")?;
        match self.story {
            Story::Paid | Story::PaidToldTwice => {
                stripe.pay(session, false).await?;
            }
            Story::Expired => stripe.advance(90 * 60).await?,
            Story::Arrived | Story::Failed => {
                stripe.pay(session, true).await?;
                stripe.settle(session, self.story == Story::Arrived).await?;
            }
            Story::Refunded => {
                stripe.pay(session, false).await?;
                stripe.refund(&self.charge(before).await?).await?;
            }
            Story::Disputed => {
                stripe.pay(session, false).await?;
                let path = format!("charges/{}/dispute", self.charge(before).await?);
                let dispute = stripe.control(&path, &json!({})).await?;
                let id = dispute["id"].as_str().ok_or("no dispute")?;
                let path = format!("disputes/{id}/close");
                stripe.control(&path, &json!({ "won": true })).await?;
            }
        }
        if self.story == Story::Expired {
            // Both clocks again tell the same time, or no signature is good.
            stripe.advance(-90 * 60).await?;
        }
        let events = stripe.events_after(before).await?;
        Ok(events
            .into_iter()
            // They were turned on to learn the charge, and would be too many to try all orders.
            .filter(|event| {
                !["charge.succeeded", "payment_intent.succeeded"].contains(&&*event.kind)
            })
            .take(EVENTS_MAX)
            .collect())
    }

    /// The charge that the events since then tell of.
    async fn charge(&self, since: Option<&str>) -> Result<String, Failure> {
        let events = self.world.stripe.events_after(since).await?;
        let charge = events
            .iter()
            .find(|event| event.object["object"] == "charge");
        let id = charge.and_then(|event| event.object["id"].as_str());
        Ok(id.ok_or("no charge")?.to_owned())
    }

    async fn state(&self, number: u32) -> Result<String, Failure> {
        let question =
            format!("SELECT state FROM orders WHERE guest_email = 'guest{number}@example.com'");
        let rows = self.world.books.rows(&question).await?;
        Ok(rows.first().ok_or("no such order")?[0].clone())
    }
}

/// Every sequence of so many events, each at least once, from the shortest to the longest; the
/// first is the one in which they happened.
fn orders_of(events: usize, length_max: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut begun = vec![Vec::new()];
    for length in 1..=length_max {
        begun = begun
            .iter()
            .flat_map(|order: &Vec<usize>| {
                (0..events).map(move |event| [order.as_slice(), &[event]].concat())
            })
            // What still has to come must find room.
            .filter(|order| events - distinct(order) <= length_max - length)
            .collect();
        found.extend(
            begun
                .iter()
                .filter(|order| distinct(order) == events)
                .cloned(),
        );
    }
    found
}

fn distinct(order: &[usize]) -> usize {
    order
        .iter()
        .collect::<std::collections::BTreeSet<_>>()
        .len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_events_is_tried_with_duplicates() {
        assert_eq!(orders_of(1, 3), [vec![0], vec![0, 0], vec![0, 0, 0]]);
        assert_eq!(orders_of(2, 2), [[0, 1], [1, 0]]);
        assert_eq!(orders_of(2, 5).len(), 2 + 6 + 14 + 30);
        assert_eq!(orders_of(5, 5).len(), 120);
    }
}
