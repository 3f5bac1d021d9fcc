//! Stripe's events in every order.

use booking_proof::events::{STORIES, Story, tell};

use crate::{engine, turn};

#[tokio::test(flavor = "multi_thread")]
async fn in_whatever_order_events_come_an_order_ends_the_same() {
    let _turn = turn().await;
    for story in STORIES {
        let told = tell(&engine(), story, 3, 12)
            .await
            .expect("the story is told");
        assert_eq!(told.complaints, [""; 0], "{story:?}");
        assert!(told.orders > 1, "{told:?}");
        let state = match story {
            Story::Expired | Story::Failed => "expired",
            Story::Refunded => "refunded",
            _ => "paid",
        };
        assert_eq!(told.state, state, "{told:?}");
        println!("{story:?}: {} orders of {:?}", told.orders, told.events);
    }
}
