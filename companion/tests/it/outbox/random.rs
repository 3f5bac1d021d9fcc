//! Whatever guests and time do: each fact has exactly its events, and each event was delivered
//! exactly once, in order.

use std::collections::BTreeMap;

use booking_contract::OrderOpened;
use chrono::TimeDelta;

use super::receiver::{Manner, Receiver};
use super::{courier, deliver_over, hook, rows};
use crate::app::{CLASS, LESSON, TUESDAY, TestApp, guest};

/// A small generator, so that a seed is a run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

#[tokio::test]
async fn after_any_operations_each_fact_has_exactly_its_events() {
    for seed in [3, 1_795_165_200, 0x2026_1121_0709] {
        let mut dice = Dice(seed);
        let app = TestApp::start().await;
        let receiver = Receiver::start().await;
        hook(&app, &receiver).await;
        app.sql("UPDATE service SET capacity = 100").await;
        let mut courier = courier(&app);
        let mut open: Vec<OrderOpened> = Vec::new();
        for step in 0..40 {
            match dice.roll(8) {
                0..=2 => {
                    let code = ["WELCOME10", "FREECLASS", "LASTONE"]
                        .into_iter()
                        .nth(usize::try_from(dice.roll(4)).expect("small"));
                    let service = [CLASS, LESSON][usize::from(dice.roll(5) == 0)];
                    let mut body = app.confirmation(service, 1, TUESDAY, code).await;
                    body.guest = guest(&format!("guest{step}@example.com"));
                    let answer = app.confirm(&body).await;
                    if answer.status == 201 {
                        open.push(answer.success());
                    }
                }
                3 | 4 if !open.is_empty() => {
                    let which = dice.roll(open.len() as u64);
                    let opened = open.swap_remove(usize::try_from(which).expect("small"));
                    if opened.order.checkout_url.is_some() {
                        app.press(&opened, "pay").await;
                    }
                }
                5 if !open.is_empty() => {
                    let opened = open.pop().expect("one");
                    if opened.order.checkout_url.is_some() {
                        app.release(&opened).await;
                    }
                }
                6 => {
                    let broken = dice.roll(2) == 0;
                    receiver.answers(Manner::Status(if broken { 500 } else { 200 }, None));
                    courier.deliver_due().await.expect("it delivers");
                }
                _ => app.later(TimeDelta::minutes(7)).await,
            }
            app.audit().await;
        }
        // Every hold ends, and the receiver is well.
        app.later(TimeDelta::minutes(45)).await;
        app.later(TimeDelta::minutes(45)).await;
        receiver.answers(Manner::Status(200, None));
        deliver_over(&app, 30, TimeDelta::hours(1)).await;
        app.check_books().await;
        let undelivered = "SELECT COUNT(*) FROM webhook_delivery WHERE state <> 'delivered'";
        assert_eq!(app.number(undelivered).await, 0, "seed {seed}");

        // Counted from what the receiver got, not from our own rows of events.
        let mut kinds: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
        let mut seen = std::collections::BTreeSet::new();
        for letter in receiver.letters() {
            if seen.insert(letter.id.clone()) {
                let order = letter.event().fact.order().id.clone();
                *kinds
                    .entry(letter.kind())
                    .or_default()
                    .entry(order)
                    .or_default() += 1;
            }
        }
        let told = |kind: &str| {
            let orders = kinds.get(kind);
            orders.map_or(0, |orders| orders.values().sum::<i64>())
        };
        assert!(rows(&app, "orders").await > 3, "seed {seed}");
        assert_eq!(told("order.created"), rows(&app, "orders").await);
        assert_eq!(
            told("payment.received"),
            rows(&app, "order_transaction").await
        );
        let expired = "SELECT COUNT(*) FROM orders WHERE state = 'expired'";
        assert_eq!(told("order.cancelled"), app.number(expired).await);
        let redeemed = "SELECT COUNT(*) FROM redemption WHERE state = 'redeemed'";
        assert_eq!(told("coupon.redeemed"), app.number(redeemed).await);
        assert_eq!(told("payment.refunded"), 0);
        assert_eq!(
            i64::try_from(seen.len()).expect("few"),
            rows(&app, "outbox_event").await
        );
    }
}
