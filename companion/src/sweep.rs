//! The background loop: holds that lapse, openings that were cut short, payments that nobody
//! told us of.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::order_state::OrderState;
use crate::store::orders::{self, Order};
use crate::store::{kept, tries};
use crate::{AppState, Problem, closing, fail_point, payment, settle};

/// How often is looked.
const INTERVAL: Duration = Duration::from_secs(1);
/// How many orders are taken up at once.
const BATCH: i64 = 20;
/// How long the sweeper waits after its first try in vain, and at most, in milliseconds.
const WAIT_MS: i64 = 5 * 1000;
const WAIT_MAX_MS: i64 = 10 * 60 * 1000;
/// In how many rounds old counts of wrong codes are forgotten once.
const FORGET_ROUNDS: u32 = 600;

/// Sweeps until the companion ends.
pub async fn run(state: AppState) {
    if let Err(problem) = wake(&state).await {
        tracing::error!(?problem, "cut-short openings wait for their turn");
    }
    let mut rounds: u32 = 0;
    loop {
        if let Err(problem) = once(&state).await {
            tracing::error!(?problem, "the sweeper could not work");
        }
        if rounds.is_multiple_of(FORGET_ROUNDS)
            && let Err(problem) = forget(&state).await
        {
            tracing::error!(?problem, "old counts of wrong codes are still there");
        }
        rounds = rounds.wrapping_add(1);
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Takes up every order that is due now, and answers how many there were.
pub async fn once(state: &AppState) -> Result<usize, Problem> {
    let now_ms = state.clock.now_ms();
    let mut conn = state.store.read().await?;
    let due = orders::due(&mut conn, now_ms, BATCH).await?;
    drop(conn);
    let count = due.len();
    let mut work = JoinSet::new();
    for order in due {
        let wait_ms = (WAIT_MS << order.tries.clamp(0, 10)).min(WAIT_MAX_MS);
        let claim = (order.clone(), now_ms + wait_ms);
        let claimed = state.store.write(claim, |conn, (order, next_ms)| {
            Box::pin(async move {
                let claimed = orders::claim(conn, order, *next_ms).await?;
                fail_point::here("sweep:before-commit");
                Ok(Ok(claimed))
            })
        });
        let claimed = claimed.await?;
        fail_point::here("sweep:after-commit");
        if claimed {
            let state = state.clone();
            work.spawn(async move { take_up(&state, order).await });
        }
    }
    while let Some(outcome) = work.join_next().await {
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => tracing::warn!(?problem, "an order was not swept"),
            Err(error) => tracing::error!(%error, "an order was not swept"),
        }
    }
    Ok(count)
}

/// Nobody else works on openings when a companion starts: they are due at once.
pub async fn wake(state: &AppState) -> Result<(), Problem> {
    let woken = state.store.write(state.clock.now_ms(), |conn, now_ms| {
        Box::pin(kept(orders::wake_opening(conn, *now_ms)))
    });
    Ok(woken.await?)
}

async fn forget(state: &AppState) -> Result<(), Problem> {
    let forgotten = state.store.write(state.clock.now_ms(), |conn, now_ms| {
        Box::pin(kept(tries::forget(conn, *now_ms)))
    });
    Ok(forgotten.await?)
}

async fn take_up(state: &AppState, order: Order) -> Result<(), Problem> {
    let now_ms = state.clock.now_ms();
    let lapsed = order.hold_until_ms <= now_ms;
    match order.state {
        OrderState::Opening if !lapsed => {
            payment::recover(state, order).await?;
        }
        OrderState::Awaiting if !lapsed => {
            let order = settle::ask(state, order).await?;
            if order.state == OrderState::Awaiting {
                let next = order.hold_until_ms.min(now_ms + payment::POLL_MS);
                let look = state.store.write((order.id, next), |conn, (id, next_ms)| {
                    Box::pin(async move {
                        orders::look_again(conn, id, *next_ms).await?;
                        fail_point::here("look:before-commit");
                        Ok(Ok(()))
                    })
                });
                look.await?;
                fail_point::here("look:after-commit");
            }
        }
        OrderState::Opening | OrderState::Awaiting | OrderState::Closing => {
            closing::close(state, order).await?;
        }
        OrderState::Paid | OrderState::Expired | OrderState::PaidLate | OrderState::Quarantine => {}
    }
    Ok(())
}
