//! A payment that the business received itself is recorded by hand: part of a balance, or what a
//! guest who is waiting to pay gives over the counter.

use booking_contract::owner::{PaymentMethod, RecordPayment};
use serde_json::json;

use super::link;
use super::view::Account;
use crate::metrics::OrderOutcome;
use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::store::order_payments::{self, NewPayment, OrderPayment, PaymentState};
use crate::store::orders::{self, Order};
use crate::store::owner_log::{self, Action};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::store::{Conn, StoreError, coupons, live_holds, refunds, seats};
use crate::{AppState, Problem, closing};

/// How often a recording starts over because the order changed meanwhile.
const ROUNDS_MAX: u32 = 5;

/// What is to be paid of an order, and the link that can be paid, as both were read together.
pub(super) struct Owed {
    pub(super) balance_minor: i64,
    pub(super) payments: Vec<OrderPayment>,
}

impl Owed {
    /// What an order owes now.
    pub(super) async fn of(conn: &mut Conn, order: &Order) -> Result<Self, StoreError> {
        let recorded = settlements::of_order(conn, &order.id).await?;
        let refunds = refunds::of_order(conn, &order.id).await?;
        Ok(Self {
            balance_minor: Account::of(order, &recorded, &refunds).balance_minor(),
            payments: order_payments::of_order(conn, &order.id).await?,
        })
    }

    /// The link that can be paid.
    pub(super) fn link(&self) -> Option<&OrderPayment> {
        self.payments.iter().find(|payment| payment.state.is_live())
    }

    /// The place of the next payment.
    pub(super) fn next_number(&self) -> i64 {
        self.payments.last().map_or(0, |payment| payment.number) + 1
    }
}

/// Records a payment, if the order still owes what whoever records it was told. Whatever page could
/// take the same money is closed first.
pub(crate) async fn record(
    state: &AppState,
    order: Order,
    told: &RecordPayment,
    actor: &str,
) -> Result<Order, Problem> {
    let mut order = order;
    for _ in 0..ROUNDS_MAX {
        let mut conn = state.store.read().await?;
        let owed = Owed::of(&mut conn, &order).await?;
        drop(conn);
        check(&order, &owed, told)?;
        if let Some(payment) = owed.link() {
            link::close(state, &order, payment.clone()).await?;
            order = reload(state, &order).await?;
            continue;
        }
        if order.state.is_open() {
            order = closing::end_page(state, order).await?;
            if order.state != OrderState::Closing {
                // The guest was faster, or the sweeper.
                continue;
            }
        }
        let was_open = order.state.is_open();
        let recording = Recording {
            number: owed.next_number(),
            order,
            told: told.clone(),
            actor: actor.to_owned(),
            now_ms: state.clock.now_ms(),
        };
        let id = recording.order.id.clone();
        let written = state
            .store
            .attempt(recording, |conn, it| Box::pin(it.write(conn)))
            .await?;
        if let Ok(order) = written {
            if was_open {
                state.metrics.order(OrderOutcome::Paid);
            }
            return Ok(order);
        }
        // It has changed meanwhile: as it is now, it may still take the payment.
        let mut conn = state.store.read().await?;
        let found = orders::find(&mut conn, &id).await?;
        order = found.ok_or(Problem::NotFound)?;
    }
    Err(Problem::Unavailable)
}

async fn reload(state: &AppState, order: &Order) -> Result<Order, Problem> {
    let mut conn = state.store.read().await?;
    Ok(orders::again(&mut conn, order).await?)
}

/// Whether a payment can be recorded as it was told.
fn check(order: &Order, owed: &Owed, told: &RecordPayment) -> Result<(), Problem> {
    match order.state {
        OrderState::Paid | OrderState::Awaiting | OrderState::Closing => {}
        OrderState::Opening => return Err(Problem::InProgress),
        _ => return Err(Problem::WrongState("it takes no payment any more")),
    }
    if owed.balance_minor != told.balance_minor {
        return Err(Problem::BalanceChanged(owed.balance_minor));
    }
    if owed.balance_minor == 0 {
        return Err(Problem::WrongState("nothing is left to be paid"));
    }
    let least_minor = least_minor(order);
    if !(least_minor..=owed.balance_minor).contains(&told.amount_minor) {
        let most = owed.balance_minor;
        let detail = format!("amount_minor: from {least_minor} to {most}");
        return Err(Problem::InvalidRequest(detail));
    }
    if matches!(told.method, PaymentMethod::Checkout | PaymentMethod::Link) {
        let detail = "method: a payment on a page is recorded by itself";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    Ok(())
}

/// The least that can be recorded: what books an order that is waiting is what is due for it.
pub(super) fn least_minor(order: &Order) -> i64 {
    if order.state.is_open() {
        order.quote.amount_due_minor.max(1)
    } else {
        1
    }
}

struct Recording {
    order: Order,
    number: i64,
    told: RecordPayment,
    actor: String,
    now_ms: i64,
}

/// The order is another one by now: nothing was written.
struct Changed;

impl Recording {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Order, Changed>, StoreError> {
        let (order, now_ms) = (&self.order, self.now_ms);
        let was_open = order.state.is_open();
        let moved = if was_open {
            orders::transition(conn, order, OrderState::Paid, None, now_ms).await?
        } else {
            orders::touch(conn, order, now_ms).await?
        };
        if !moved {
            return Ok(Err(Changed));
        }
        if was_open {
            seats::confirm(conn, &order.id).await?;
            coupons::redeem(conn, &order.id).await?;
            live_holds::give_back(conn, order).await?;
        }
        let id = format!("hand:{}:{}", order.id, self.number);
        let new = NewPayment {
            order_id: &order.id,
            number: self.number,
            method: self.told.method,
            state: PaymentState::Paid,
            amount_minor: self.told.amount_minor,
            note: self.told.note.as_str(),
            transaction_id: Some(&id),
            body: None,
            expires_ms: None,
            next_at_ms: None,
            now_ms,
        };
        if !order_payments::insert(conn, new).await? {
            return Ok(Err(Changed));
        }
        receive(conn, order, &id, self.told.amount_minor, now_ms).await?;
        let detail = json!({
            "payment": self.number,
            "method": self.told.method,
            "amount_minor": self.told.amount_minor,
        });
        let action = Action {
            business_id: &order.business_id,
            actor: &self.actor,
            done: "order.record_payment",
            subject: &order.id,
            detail: &detail.to_string(),
            now_ms,
        };
        owner_log::add(conn, &action).await?;
        Ok(Ok(orders::again(conn, order).await?))
    }
}

/// Records money beside the booking's payment, and tells of it.
pub(super) async fn receive(
    conn: &mut Conn,
    order: &Order,
    id: &str,
    amount_minor: i64,
    now_ms: i64,
) -> Result<(), StoreError> {
    let transaction = Transaction {
        id,
        order_id: &order.id,
        kind: TransactionKind::Payment,
        amount_minor,
        currency: order.quote.currency.code(),
        test_mode: order.test_mode,
        now_ms,
    };
    settlements::record_beside(conn, transaction).await?;
    let state = orders::again(conn, order).await?.state;
    facts::money_moved(conn, order, &transaction, state).await
}
