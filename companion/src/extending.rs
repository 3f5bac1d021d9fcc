//! A guest who needs more time to pay: the hold is extended, within limits, as long as the
//! Stripe session is open.

use booking_contract::HoldExtension;
use chrono::{DateTime, Utc};

use crate::closing::SESSION_SLACK_MS;
use crate::order_state::OrderState;
use crate::payment::POLL_MS;
use crate::store::orders::{self, Order};
use crate::store::{Conn, StoreError};
use crate::{AppState, Problem};

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60 * 1000;
/// How often an extension starts over because the order changed meanwhile.
const ROUNDS_MAX: u32 = 3;

/// How the hold of an order may be extended; none where it may not.
pub(crate) fn extension(order: &Order, now: DateTime<Utc>) -> Option<HoldExtension> {
    let terms = order.terms;
    let held = order.hold_until_ms > now.timestamp_millis();
    if order.state != OrderState::Awaiting || !held {
        return None;
    }
    let step_ms = terms.extension_minutes * MINUTE_MS;
    let room_ms = last_end_ms(order) - order.hold_until_ms;
    let steps = room_ms.max(0).div_euclid(step_ms) + i64::from(room_ms.rem_euclid(step_ms) > 0);
    let left = (terms.extensions_max - order.extensions).min(if room_ms > 0 { steps } else { 0 });
    let left = u32::try_from(left).ok().filter(|left| *left > 0)?;
    Some(HoldExtension {
        left,
        minutes: u32::try_from(terms.extension_minutes).ok()?,
    })
}

/// Extends the hold of an order; answers the order with its new end.
pub(crate) async fn extend(state: &AppState, order: Order) -> Result<Order, Problem> {
    let mut order = order;
    for _ in 0..ROUNDS_MAX {
        let now = state.clock.now();
        if extension(&order, now).is_none() {
            return Err(Problem::WrongState(
                "its hold cannot be extended, or not any more",
            ));
        }
        let until_ms = order.hold_until_ms + order.terms.extension_minutes * MINUTE_MS;
        let extending = Extending {
            until_ms: until_ms.min(last_end_ms(&order)),
            now_ms: now.timestamp_millis(),
            order: order.clone(),
        };
        let extended = state
            .store
            .attempt(extending, |conn, extending| Box::pin(extending.write(conn)));
        match extended.await? {
            Ok(order) => return Ok(order),
            Err(Changed(now)) => order = *now,
        }
    }
    Err(Problem::Unavailable)
}

/// Until when a hold may last: the session's own end, less what it takes to be sure of it.
fn last_end_ms(order: &Order) -> i64 {
    order.stripe_expires_ms.unwrap_or(order.hold_until_ms) - SESSION_SLACK_MS
}

/// An extension on its way into the books.
struct Extending {
    order: Order,
    until_ms: i64,
    now_ms: i64,
}

/// The order is another one by now.
struct Changed(Box<Order>);

impl Extending {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Order, Changed>, StoreError> {
        let (order, until_ms) = (&self.order, self.until_ms);
        let next_ms = until_ms.min(self.now_ms + POLL_MS);
        let extended = orders::extend(conn, order, until_ms, next_ms).await?;
        let now = orders::again(conn, order).await?;
        // Run again after its answer was lost, the transaction finds its own work.
        let own = now.extensions == order.extensions + 1 && now.hold_until_ms == until_ms;
        Ok(if extended || own {
            Ok(now)
        } else {
            Err(Changed(Box::new(now)))
        })
    }
}
