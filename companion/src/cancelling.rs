//! A guest calls a booking off by its link: what it means is told before, and done as told.

use booking_contract::{CancelOrder, Cancellation, CancellationTerms};
use chrono::{DateTime, Utc};

use crate::clock::instant;
use crate::order_state::OrderState;
use crate::refund::{self, Request, Share};
use crate::store::orders::{self, Order};
use crate::{AppState, Problem};

/// How often a cancellation starts over because the order changed meanwhile.
const ROUNDS_MAX: u32 = 3;

/// What calling an order off would mean now; none where its guest cannot.
pub(crate) fn cancellation(order: &Order, now: DateTime<Utc>) -> Option<Cancellation> {
    let terms = order.terms;
    if order.state != OrderState::Paid || !terms.cancellation {
        return None;
    }
    let left_minor = (order.received_minor - order.returned_minor).max(0);
    // Negative numbers are not in the books.
    let small = |number| u32::try_from(number).unwrap_or(0);
    let promised = CancellationTerms {
        notice_minutes: small(terms.cancel_notice_minutes),
        refund_percent: small(terms.cancel_refund_percent),
        late_refund_percent: small(terms.cancel_late_refund_percent),
    };
    let starts_at = instant(order.starts_ms);
    let told = promised.cancellation(starts_at, left_minor, order.quote.currency, now)?;
    Some(Cancellation {
        releases_coupon: terms.release_on_cancel && order.quote.coupon.is_some(),
        ..told
    })
}

/// Calls an order off, if it still means what the guest was told. An order that is over already
/// is answered as it stands.
pub(crate) async fn cancel(
    state: &AppState,
    order: Order,
    told: CancelOrder,
) -> Result<Order, Problem> {
    let mut order = order;
    for _ in 0..ROUNDS_MAX {
        match order.state {
            OrderState::Cancelled | OrderState::Refunded | OrderState::RefundPending => {
                return Ok(order);
            }
            _ => {}
        }
        let Some(now) = cancellation(&order, state.clock.now()) else {
            return Err(Problem::WrongState(if order.state.is_open() {
                "it is not paid: release it instead"
            } else {
                "it cannot be called off by its guest, or not any more"
            }));
        };
        if now.refund_minor != told.refund_minor {
            return Err(Problem::RefundChanged(now.refund_minor));
        }
        let asked = Request {
            share: Share::CalledOff(now.refund_minor),
            told_minor: Some(now.refund_minor),
            actor: None,
        };
        // The guest may leave; what was begun is finished all the same.
        let work = {
            let (state, order) = (state.clone(), order.clone());
            tokio::spawn(async move { refund::request(&state, order, asked).await })
        };
        let requested = work
            .await
            .map_err(|error| Problem::Internal(error.to_string()))??;
        if let Ok(requested) = requested {
            tracing::info!(order = order.id, "called off by its guest");
            return Ok(requested.order);
        }
        // It changed between our reading and our writing.
        let mut conn = state.store.read().await?;
        order = orders::again(&mut conn, &order).await?;
    }
    Err(Problem::Unavailable)
}
