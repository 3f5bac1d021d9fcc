//! What finds no fault must be able to find one.

use booking_proof::guest::{self, Tariff, Wish};
use booking_proof::oracle::{self, Acknowledged};
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

#[tokio::test(flavor = "multi_thread")]
async fn the_oracle_sees_what_is_lost_doubled_stuck_and_not_booked() {
    let _turn = turn().await;
    let world = World::inside(&engine()).await.expect("a world");
    let clean = oracle::complaints(&world, &[]).await.expect("it looks");
    assert_eq!(clean, [""; 0]);

    let tariff = Tariff::of(&world, &[LESSON]).await.expect("prices");
    let wish = Wish {
        place: LESSON,
        attendees: 1,
        starts_at: world.slot(LESSON, 3, 0),
        code: Some("TEN"),
        guest: 1,
    };
    let body = tariff.confirmation(&wish).expect("a confirmation");
    let reply = guest::confirm(&world, LESSON, "proof-controls-1", &body).await;
    let opened = reply.opened().expect("an order");
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
