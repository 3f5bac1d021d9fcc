//! What finds no fault must be able to find one.

use booking_contract::{OrderOpened, OrderStatus};
use booking_proof::guest::{self, Tariff, Wish};
use booking_proof::oracle::{self, Acknowledged};
use booking_proof::receiver::Receiver;
use booking_proof::world::{LESSON, World};
use booking_proof::{model, stripe};

use crate::{SEED, engine, turn};

fn acknowledged(order_id: &str) -> Acknowledged {
    Acknowledged {
        order_id: order_id.to_owned(),
        key: "the-same-key".to_owned(),
        free: true,
        ..Acknowledged::default()
    }
}

/// A lesson that is booked with this code.
async fn booked(world: &World, code: &'static str) -> OrderOpened {
    let tariff = Tariff::of(world, &[LESSON]).await.expect("prices");
    let wish = Wish {
        place: LESSON,
        attendees: 1,
        starts_at: world.slot(LESSON, 3, 0),
        code: Some(code),
        guest: 1,
    };
    let body = tariff.confirmation(&wish).expect("a confirmation");
    let reply = guest::confirm(world, LESSON, "proof-controls-1", &body).await;
    reply.opened().expect("an order").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oracle_sees_what_is_lost_doubled_stuck_and_not_booked() {
    let _turn = turn().await;
    let world = World::inside(&engine()).await.expect("a world");
    let clean = oracle::complaints(&world, &[]).await.expect("it looks");
    assert_eq!(clean, [""; 0]);

    let opened = booked(&world, "TEN").await;
    let mute = serde_json::json!({ "mute": true });
    world
        .stripe
        .control("webhooks", &mute)
        .await
        .expect("it is quiet");
    let session = stripe::session_of(&opened.order).expect("a page");
    assert!(world.stripe.pay(session, false).await.expect("it pays"));

    let told = [acknowledged("ord_one"), acknowledged("ord_two")];
    let complaints = oracle::complaints(&world, &told).await.expect("it looks");
    let complaints = complaints.join("\n");
    for seen in ["lost", "doubled", "stuck", "open", "not in both", "ledger"] {
        assert!(complaints.contains(seen), "{seen}: {complaints}");
    }
    world.remove().await.expect("it goes");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oracle_sees_money_that_is_not_given_back_and_money_that_should_not_be() {
    let _turn = turn().await;
    let world = World::inside(&engine()).await.expect("a world");
    let knobs = serde_json::json!({ "payment_events": true });
    let turned = world.stripe.control("webhooks", &knobs).await;
    turned.expect("the knobs turn");
    let opened = booked(&world, "TEN").await;
    let session = stripe::session_of(&opened.order).expect("a page");
    assert!(world.stripe.pay(session, false).await.expect("it pays"));
    let view = guest::look(&world, &opened).await.expect("an answer");
    assert_eq!(view.status, OrderStatus::Paid);
    let paid = Acknowledged {
        order_id: opened.order.id.clone(),
        key: "a-key".to_owned(),
        paid: true,
        ..Acknowledged::default()
    };
    let clean = oracle::complaints(&world, std::slice::from_ref(&paid)).await;
    assert_eq!(clean.expect("it looks"), [""; 0]);
    let off = Acknowledged {
        called_off: true,
        ..paid.clone()
    };
    let complaints = oracle::complaints(&world, &[off]).await.expect("it looks");
    let complaints = complaints.join("\n");
    assert!(complaints.contains("not given back"), "{complaints}");

    // The business gives it back in Stripe's own dashboard.
    let events = world.stripe.events_after(None).await.expect("events");
    let charge = events.iter().find(|e| e.object["object"] == "charge");
    let charge = charge.and_then(|e| e.object["id"].as_str());
    let given = world.stripe.refund(charge.expect("a charge")).await;
    given.expect("it gives back");
    let complaints = oracle::complaints(&world, &[paid]).await.expect("it looks");
    let complaints = complaints.join("\n");
    assert!(complaints.contains("for nothing"), "{complaints}");
    world.remove().await.expect("it goes");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receiver_sees_what_is_not_told_told_too_early_otherwise_or_made_up() {
    let _turn = turn().await;
    let world = World::inside(&engine()).await.expect("a world");
    let receiver = Receiver::start(&world).await.expect("it listens");
    booked(&world, "FREE").await;
    let events = world
        .books
        .rows("SELECT id, body FROM outbox_event ORDER BY seq")
        .await
        .expect("events");
    let [first, second, third] = events.as_slice() else {
        panic!("{} events", events.len());
    };
    let tell = async |id: &str, body: &str| {
        let post = world.http.post(&receiver.url).header("webhook-id", id);
        let told = post.body(body.to_owned()).send().await;
        told.expect("it hears");
    };
    let heard = async || {
        let complaints = receiver.complaints(&world).await.expect("it compares");
        complaints.join("\n")
    };
    assert!(heard().await.contains("was never told"));
    tell(&second[0], &second[1]).await;
    tell(&first[0], &first[1]).await;
    tell(&third[0], "something else").await;
    tell("msg_made_up", "{}").await;
    let complaints = heard().await;
    for seen in ["was told after", "in other words", "never happened"] {
        assert!(complaints.contains(seen), "{seen}: {complaints}");
    }
    assert!(!complaints.contains("was never told"), "{complaints}");
    world.remove().await.expect("it goes");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_model_sees_seats_that_are_not_counted() {
    let _turn = turn().await;
    let world = World::inside(&engine()).await.expect("a world");
    let undone = "UPDATE slot_session SET taken = 0; DELETE FROM cell;";
    world
        .books
        .sabotage("INSERT ON hold", undone)
        .await
        .expect("it is sabotaged");
    let run = model::run_in(world, SEED, 60)
        .await
        .expect("the model runs");
    assert!(!run.complaints.is_empty());
}
