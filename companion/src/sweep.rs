//! The background loop: holds that lapse, openings that were cut short, payments that nobody
//! told us of.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::order_state::OrderState;
use crate::payments::link;
use crate::people::IDLE_MAX_MS;
use crate::store::orders::{self, Order};
use crate::store::refunds::{self, Refund};
use crate::store::{invitations, kept, live_holds, order_payments, sessions, tries};
use crate::{AppState, Problem, closing, fail_point, payment, refund, settle};

/// How often is looked.
const INTERVAL: Duration = Duration::from_secs(1);
/// How many orders are taken up at once.
const BATCH: i64 = 20;
/// How long the sweeper waits after its first try in vain, and at most, in milliseconds.
const WAIT_MS: i64 = 5 * 1000;
const WAIT_MAX_MS: i64 = 10 * 60 * 1000;
/// In how many rounds what is no longer needed is forgotten once.
const FORGET_ROUNDS: u32 = 600;
/// How long the key of a confirmation is kept, in milliseconds: 30 days.
const KEY_AGE_MAX_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// How many keys are forgotten in one transaction.
const KEYS_MAX: i64 = 500;

/// Sweeps until the companion ends.
pub async fn run(state: AppState) {
    let mut rounds: u32 = 0;
    loop {
        if let Err(problem) = once(&state).await {
            tracing::error!(?problem, "the sweeper could not work");
        }
        if rounds.is_multiple_of(FORGET_ROUNDS)
            && let Err(problem) = forget(&state).await
        {
            tracing::error!(?problem, "what is no longer needed is still there");
        }
        rounds = rounds.wrapping_add(1);
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Takes up every order and every refund that is due now, and answers how many there were.
pub async fn once(state: &AppState) -> Result<usize, Problem> {
    let now_ms = state.clock.now_ms();
    let mut conn = state.store.read().await?;
    let due = orders::due(&mut conn, now_ms, BATCH).await?;
    let due_refunds = refunds::due(&mut conn, now_ms, BATCH).await?;
    let due_links = order_payments::due(&mut conn, now_ms, BATCH).await?;
    drop(conn);
    let count = due.len() + due_refunds.len() + due_links.len();
    let mut work = JoinSet::new();
    for due in due_refunds {
        if claim_refund(state, &due, now_ms).await? {
            let state = state.clone();
            work.spawn(async move { refund::take_up(&state, due).await });
        }
    }
    for due in due_links {
        let wait_ms = (WAIT_MS << due.tries.clamp(0, 10)).min(WAIT_MAX_MS);
        let claim = (due.clone(), now_ms + wait_ms);
        let claimed = state.store.write(claim, |conn, (link, next_ms)| {
            Box::pin(kept(order_payments::claim(conn, link, *next_ms)))
        });
        if claimed.await? {
            let state = state.clone();
            work.spawn(async move { Box::pin(link::take_up(&state, due)).await });
        }
    }
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
            work.spawn(async move { Box::pin(take_up(&state, order)).await });
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

/// Claims a refund until the sweeper would try again.
async fn claim_refund(state: &AppState, due: &Refund, now_ms: i64) -> Result<bool, Problem> {
    let wait_ms = (WAIT_MS << due.tries.clamp(0, 10)).min(WAIT_MAX_MS);
    let claim = (due.clone(), now_ms + wait_ms);
    let claimed = state.store.write(claim, |conn, (refund, next_ms)| {
        Box::pin(async move {
            let claimed = refunds::claim(conn, refund, *next_ms).await?;
            fail_point::here("refund-sweep:before-commit");
            Ok(Ok(claimed))
        })
    });
    let claimed = claimed.await?;
    fail_point::here("refund-sweep:after-commit");
    Ok(claimed)
}

/// What was begun before a companion started is due at once where nobody else can be working on
/// it. Where several companions share the books, it is due when its claim lapses: another one
/// may be at it. To be called before the first request is answered.
pub async fn wake(state: &AppState) -> Result<(), Problem> {
    if !state.store.is_exclusive() {
        return Ok(());
    }
    let woken = state.store.write(state.clock.now_ms(), |conn, now_ms| {
        Box::pin(kept(orders::wake_opening(conn, *now_ms)))
    });
    Ok(woken.await?)
}

/// Forgets what is no longer needed.
pub async fn forget(state: &AppState) -> Result<(), Problem> {
    let forgotten = state.store.write(state.clock.now_ms(), |conn, now_ms| {
        Box::pin(kept(async {
            live_holds::forget(conn).await?;
            tries::forget(conn, *now_ms).await?;
            invitations::forget(conn, *now_ms).await?;
            sessions::forget(conn, *now_ms - IDLE_MAX_MS, *now_ms).await
        }))
    });
    forgotten.await?;
    forget_keys(state).await?;
    Ok(())
}

/// Forgets the keys of confirmations that nobody can be repeating any more.
pub async fn forget_keys(state: &AppState) -> Result<u64, Problem> {
    let mut count = 0;
    loop {
        let before_ms = state.clock.now_ms() - KEY_AGE_MAX_MS;
        let forgotten = state.store.write(before_ms, |conn, before_ms| {
            Box::pin(kept(orders::forget_keys(conn, *before_ms, KEYS_MAX)))
        });
        let forgotten = forgotten.await?;
        count += forgotten;
        if forgotten == 0 {
            return Ok(count);
        }
    }
}

async fn take_up(state: &AppState, order: Order) -> Result<(), Problem> {
    let now_ms = state.clock.now_ms();
    let lapsed = order.hold_until_ms <= now_ms;
    match order.state {
        OrderState::Opening if !lapsed => {
            Box::pin(payment::recover(state, order)).await?;
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
            closing::close(state, order, closing::Why::Lapsed).await?;
        }
        // Nothing of theirs falls due: what they give back is a refund of its own.
        OrderState::Paid
        | OrderState::Expired
        | OrderState::PaidLate
        | OrderState::Quarantine
        | OrderState::Disputed
        | OrderState::RefundPending
        | OrderState::Refunded
        | OrderState::Cancelled => {}
    }
    Ok(())
}
