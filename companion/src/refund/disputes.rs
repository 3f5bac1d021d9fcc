//! What Stripe says about disputes, brought into the books once: the guest's bank takes money
//! back, and may have to return it.

use crate::AppState;
use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::settle::Signal;
use crate::store::orders::{self, Order};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::store::{Conn, StoreError, kept};
use crate::stripe::money_back::{Dispute, DisputeStatus};

/// Applies what a dispute says to its order.
pub(crate) async fn dispute(
    state: &AppState,
    order: &Order,
    dispute: Dispute,
    signal: &Signal,
) -> Result<(), StoreError> {
    let fact = Disputing {
        order_id: order.id.clone(),
        dispute,
        signal: signal.clone(),
        now_ms: state.clock.now_ms(),
    };
    let applied = state
        .store
        .write(fact, |conn, fact| Box::pin(kept(fact.write(conn))));
    applied.await
}

struct Disputing {
    order_id: String,
    dispute: Dispute,
    signal: Signal,
    now_ms: i64,
}

impl Disputing {
    async fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        let Signal { event_id, kind } = &self.signal;
        if !settlements::note(conn, event_id, kind, self.now_ms).await? {
            return Ok(());
        }
        orders::lock(conn, &self.order_id).await?;
        let order = orders::find(conn, &self.order_id)
            .await?
            .ok_or(StoreError::Malformed("order: it is gone"))?;
        let Dispute { id, amount, .. } = &self.dispute;
        let won = self.dispute.status == DisputeStatus::Won;
        if self.dispute.status == DisputeStatus::Other {
            return Ok(());
        }
        self.record(conn, &order, id, -amount).await?;
        if won {
            self.record(conn, &order, &format!("{id}:won"), *amount)
                .await?;
        }
        let to = match order.state {
            // A dispute that was won is not opened again by an event that comes late.
            OrderState::Paid if !won => OrderState::Disputed,
            OrderState::Disputed if won => OrderState::Paid,
            _ => return Ok(()),
        };
        if !orders::transition(conn, &order, to, None, self.now_ms).await? {
            return Err(StoreError::TryAgain("an order changed meanwhile".into()));
        }
        tracing::warn!(order = order.id, state = to.as_str(), "a dispute");
        Ok(())
    }

    async fn record(
        &self,
        conn: &mut Conn,
        order: &Order,
        id: &str,
        amount_minor: i64,
    ) -> Result<(), StoreError> {
        let transaction = Transaction {
            id,
            order_id: &order.id,
            kind: TransactionKind::Dispute,
            amount_minor,
            currency: &self.dispute.currency.to_ascii_uppercase(),
            test_mode: order.test_mode,
            now_ms: self.now_ms,
        };
        if settlements::record(conn, transaction).await? {
            facts::money_moved(conn, order, &transaction, order.state).await?;
        }
        Ok(())
    }
}
