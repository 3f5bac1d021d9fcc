//! Two hundred guests at once, and the same without the guard.

use booking_proof::races::{Guard, Outcome, Prize, run};

use crate::{SEED, engine, program, turn};

/// How often guests may fail to meet without the guard before it counts as no race.
const TRIES: u64 = 6;

async fn race(seed: u64, prize: Prize, guard: Guard) -> Outcome {
    let _turn = turn().await;
    run(&engine(), program(), seed, prize, guard)
        .await
        .expect("the race is run")
}

/// With its guard the prize is shared out as it should be; without, it is not.
async fn check(prize: Prize) {
    let outcome = race(SEED, prize, Guard::Up).await;
    assert!(prize.is_shared_out(&outcome), "{outcome:?}");
    assert_eq!(outcome.complaints, [""; 0]);
    for seed in SEED..SEED + TRIES {
        let outcome = race(seed, prize, Guard::Down).await;
        if !prize.is_shared_out(&outcome) {
            return;
        }
    }
    panic!("without its guard {prize:?} is shared out all the same: this is no race");
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
