//! Two hundred guests at once, and the same without the guard.

use booking_proof::races::{Guard, Outcome, Prize, run};

use crate::{SEED, engine, program, turn};

async fn race(prize: Prize, guard: Guard) -> Outcome {
    let _turn = turn().await;
    run(&engine(), program(), SEED, prize, guard)
        .await
        .expect("the race is run")
}

/// With its guard the prize is shared out as it should be; without, it is not.
async fn check(prize: Prize) {
    let outcome = race(prize, Guard::Up).await;
    assert!(prize.is_shared_out(&outcome), "{outcome:?}");
    assert_eq!(outcome.complaints, [""; 0]);
    let outcome = race(prize, Guard::Down).await;
    assert!(!prize.is_shared_out(&outcome), "this is no race: {outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_of_two_hundred_use_a_coupon_with_ten_uses() {
    check(Prize::Coupon).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_customer_with_two_hundred_tabs_uses_a_coupon_once() {
    check(Prize::CustomersUse).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hundred_first_orders_one_is_the_first() {
    check(Prize::FirstOrder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_hundred_has_the_slot() {
    check(Prize::Slot).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lessons_that_overlap_are_not_both_booked() {
    check(Prize::Overlap).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_of_eight_never_has_nine_attendees() {
    check(Prize::Seats).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_opens_one_order_however_often_it_is_sent() {
    check(Prize::Key).await;
}
