//! How an order is settled: a session read from Stripe, an order of ours, and what follows.
//!
//! Webhook, poll, release and sweeper all come here. Every change is a comparison and swap of
//! the order's state inside the transaction that moves slot, coupon and money with it, so that
//! whoever comes second changes nothing.

mod deduction;

use booking_contract::CancelReason;
use booking_engine::CouponCode;

use crate::metrics::OrderOutcome;
use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::store::orders::{self, Order};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::store::{Conn, StoreError, coupons, live_holds, seats};
use crate::stripe::{Expandable, PaymentStatus, Session, SessionStatus};
use crate::{AppState, Problem, fail_point, keys, refund};

/// How often a settlement starts over because the order moved meanwhile.
const ROUNDS_MAX: u32 = 5;

/// The event that made us look.
#[derive(Clone, Debug)]
pub(crate) struct Signal {
    /// Its id.
    pub(crate) event_id: String,
    /// Its type.
    pub(crate) kind: String,
}

/// What a session means for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing to do, or nothing yet.
    Wait,
    /// Paid as agreed.
    Paid,
    /// Paid as agreed, for what somebody else has by now.
    PaidLate,
    /// Paid, but not as agreed.
    Mismatch,
    /// It takes no money any more.
    Over,
}

impl Verdict {
    /// What is counted once it is written.
    fn outcome(self) -> Option<OrderOutcome> {
        match self {
            Self::Wait => None,
            Self::Paid => Some(OrderOutcome::Paid),
            Self::PaidLate => Some(OrderOutcome::PaidLate),
            Self::Mismatch => Some(OrderOutcome::Quarantined),
            Self::Over => Some(OrderOutcome::Expired),
        }
    }
}

/// Asks Stripe about an order that waits for its payment, and settles it. Where Stripe cannot
/// be asked the order stays as it is.
pub(crate) async fn ask(state: &AppState, order: Order) -> Result<Order, Problem> {
    let Some(session_id) = order.stripe_session.clone() else {
        return Ok(order);
    };
    fail_point::here("ask:before-call");
    let answer = keys::of_order(state, &order)
        .await
        .session(&session_id)
        .await;
    fail_point::here("ask:after-call");
    match answer {
        Ok(session) => Ok(settle(state, order, &session, None).await?),
        Err(_) => Ok(order),
    }
}

/// Applies what a session says to its order; answers the order as it stands then.
pub(crate) async fn settle(
    state: &AppState,
    order: Order,
    session: &Session,
    signal: Option<&Signal>,
) -> Result<Order, StoreError> {
    // It is large, and many wait for it.
    Box::pin(apply(state, order, session, signal)).await
}

async fn apply(
    state: &AppState,
    order: Order,
    session: &Session,
    signal: Option<&Signal>,
) -> Result<Order, StoreError> {
    let mut order = order;
    let mut late = false;
    for _ in 0..ROUNDS_MAX {
        let verdict = match verdict(&order, session) {
            Verdict::Paid if late => Verdict::PaidLate,
            verdict => verdict,
        };
        if verdict == Verdict::Wait && signal.is_none() {
            return Ok(order);
        }
        let mut settlement = Settlement {
            order: order.clone(),
            session: session.clone(),
            code: None,
            signal: signal.cloned(),
            verdict,
            now_ms: state.clock.now_ms(),
        };
        if matches!(verdict, Verdict::Paid | Verdict::PaidLate)
            && session.amount_total != Some(order.quote.amount_due_minor)
        {
            match deduction::lowered(state, &order, session).await {
                Some((lowered, code)) => {
                    settlement.order = lowered;
                    settlement.code = Some(code);
                }
                None => settlement.verdict = Verdict::Mismatch,
            }
        }
        let verdict = settlement.verdict;
        let outcome = state.store.attempt(settlement, |conn, settlement| {
            Box::pin(settlement.write(conn))
        });
        let outcome = outcome.await?;
        fail_point::here("settle:after-commit");
        match outcome {
            Ok(order) => {
                if let Some(outcome) = verdict.outcome() {
                    state.metrics.order(outcome);
                }
                return Ok(order);
            }
            Err(Undone::Seen) => return reload(state, order).await,
            // Somebody else moved the order between our reading and our writing.
            Err(Undone::Moved) => order = reload(state, order).await?,
            Err(Undone::Gone) => late = true,
        }
    }
    Ok(order)
}

/// What is to be written about an order, in one transaction.
struct Settlement {
    order: Order,
    session: Session,
    signal: Option<Signal>,
    verdict: Verdict,
    /// The code of Stripe's by which the order has its price.
    code: Option<CouponCode>,
    now_ms: i64,
}

/// Why nothing of it was written.
enum Undone {
    /// The event had its effect before.
    Seen,
    /// The order is in another state by now.
    Moved,
    /// Slot or coupon are somebody else's.
    Gone,
}

impl Settlement {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Order, Undone>, StoreError> {
        if let Some(signal) = &self.signal {
            let Signal { event_id, kind } = signal;
            if !settlements::note(conn, event_id, kind, self.now_ms).await? {
                return Ok(Err(Undone::Seen));
            }
        }
        // Undone with everything else where the order has moved meanwhile.
        if let Some(code) = &self.code {
            let order = &self.order;
            orders::lower_price(conn, &order.id, &order.quote, code.as_str()).await?;
        }
        let moved = match self.verdict {
            Verdict::Wait => true,
            Verdict::Paid if self.order.state == OrderState::Expired => {
                if !self.book_again(conn).await? {
                    return Ok(Err(Undone::Gone));
                }
                true
            }
            Verdict::Paid => self.pay(conn).await?,
            Verdict::PaidLate => self.pay_late(conn).await?,
            Verdict::Mismatch => self.quarantine(conn).await?,
            Verdict::Over => give_back(conn, &self.order, self.now_ms).await?,
        };
        if !moved {
            return Ok(Err(Undone::Moved));
        }
        fail_point::here("settle:before-commit");
        Ok(Ok(orders::again(conn, &self.order).await?))
    }

    /// Booked and paid; false where the order moved meanwhile.
    async fn pay(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let order = &self.order;
        if !orders::transition(conn, order, OrderState::Paid, None, self.now_ms).await? {
            return Ok(false);
        }
        orders::note_session(conn, &order.id, &self.session.id, None).await?;
        seats::confirm(conn, &order.id).await?;
        coupons::redeem(conn, &order.id).await?;
        live_holds::give_back(conn, order).await?;
        self.record_payment(conn, OrderState::Paid).await?;
        tracing::info!(order = order.id, "paid");
        Ok(true)
    }

    /// Money after slot and coupon were given back: books again if both are still free.
    async fn book_again(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let order = &self.order;
        let taken = orders::transition(conn, order, OrderState::Paid, None, self.now_ms).await?
            && seats::retake(conn, &order.id).await?
            && coupons::retake(conn, &order.id).await?;
        if taken {
            self.record_payment(conn, OrderState::Paid).await?;
            tracing::info!(order = order.id, "paid late and booked again");
        }
        Ok(taken)
    }

    /// Money for a slot or a coupon that somebody else has by now: it is given back at once. The
    /// refund is written down here and made by the sweeper.
    async fn pay_late(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let order = &self.order;
        if !orders::transition(conn, order, OrderState::PaidLate, None, self.now_ms).await? {
            return Ok(false);
        }
        self.record_payment(conn, OrderState::PaidLate).await?;
        let order = orders::again(conn, order).await?;
        refund::give_back_late(conn, &order, self.now_ms).await?;
        tracing::error!(
            order = order.id,
            "paid after its hold had ended and cannot be booked: the money is given back"
        );
        Ok(true)
    }

    /// Money that does not agree with its order. Slot and coupon stay held until the business
    /// has looked at it.
    async fn quarantine(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let order = &self.order;
        if !orders::transition(conn, order, OrderState::Quarantine, None, self.now_ms).await? {
            return Ok(false);
        }
        if order.state.is_open() {
            live_holds::give_back(conn, order).await?;
        }
        self.record_payment(conn, OrderState::Quarantine).await?;
        tracing::error!(
            order = order.id,
            expected_minor = order.quote.amount_due_minor,
            received_minor = self.session.amount_total,
            livemode = self.session.livemode,
            "payment and order do not agree: the business has to look at it"
        );
        Ok(true)
    }

    /// Records what was received, whatever it was received for, and tells of it; `to` is the
    /// state that it brought the order into.
    async fn record_payment(&self, conn: &mut Conn, to: OrderState) -> Result<(), StoreError> {
        let session = &self.session;
        let payment = session.payment_intent.as_ref().map(Expandable::id);
        let currency = session.currency.as_deref().unwrap_or_default();
        let currency = currency.to_ascii_uppercase();
        let transaction = Transaction {
            // One payment, one movement, however often it is told.
            id: payment.unwrap_or(&session.id),
            order_id: &self.order.id,
            kind: TransactionKind::Payment,
            amount_minor: session.amount_total.unwrap_or_default(),
            currency: &currency,
            test_mode: !session.livemode,
            now_ms: self.now_ms,
        };
        settlements::record_payment(conn, transaction).await?;
        facts::money_moved(conn, &self.order, &transaction, to).await
    }
}

/// What a session means for an order in its present state.
fn verdict(order: &Order, session: &Session) -> Verdict {
    let money = matches!(
        session.payment_status,
        PaymentStatus::Paid | PaymentStatus::NoPaymentRequired
    );
    let complete = session.status == SessionStatus::Complete;
    // A delayed payment that failed leaves its session complete and unpaid for ever: nobody can
    // pay there again. Only the payment itself tells that from one that is still on its way.
    let payment = session.payment_intent.as_ref();
    let failed = complete && !money && payment.is_some_and(Expandable::has_failed);
    if complete && money {
        match order.state {
            // It was taken already, whatever became of it since.
            OrderState::Paid
            | OrderState::PaidLate
            | OrderState::Quarantine
            | OrderState::Disputed
            | OrderState::RefundPending
            | OrderState::Refunded
            | OrderState::Cancelled => Verdict::Wait,
            OrderState::Opening
            | OrderState::Awaiting
            | OrderState::Closing
            | OrderState::Expired => {
                if agrees(order, session) {
                    Verdict::Paid
                } else {
                    Verdict::Mismatch
                }
            }
        }
    } else if order.state.is_open() && (session.status == SessionStatus::Expired || failed) {
        Verdict::Over
    } else {
        Verdict::Wait
    }
}

/// Whether a session is about this order, this amount and this kind of money.
pub(crate) fn agrees(order: &Order, session: &Session) -> bool {
    let currency = session.currency.as_deref().unwrap_or_default();
    session.client_reference_id.as_deref() == Some(order.id.as_str())
        && order
            .stripe_session
            .as_ref()
            .is_none_or(|known| *known == session.id)
        && (session.amount_total == Some(order.quote.amount_due_minor)
            || deduction::taken_off(order, session).is_some())
        && currency.eq_ignore_ascii_case(order.quote.currency.code())
        && session.livemode != order.test_mode
}

/// Not paid: slot and coupon are free again, and so is the key where the guest was never given
/// a page to pay on; false where the order moved meanwhile.
pub(crate) async fn give_back(
    conn: &mut Conn,
    order: &Order,
    now_ms: i64,
) -> Result<bool, StoreError> {
    if !orders::transition(conn, order, OrderState::Expired, None, now_ms).await? {
        return Ok(false);
    }
    seats::release(conn, &order.id).await?;
    coupons::give_back_customer_order(conn, &order.id).await?;
    coupons::release(conn, &order.id).await?;
    live_holds::give_back(conn, order).await?;
    facts::order_cancelled(
        conn,
        order,
        OrderState::Expired,
        CancelReason::NotPaid,
        now_ms,
    )
    .await?;
    if order.checkout_url.is_none() {
        orders::free_key(conn, &order.id).await?;
    }
    tracing::info!(order = order.id, "expired");
    Ok(true)
}

async fn reload(state: &AppState, order: Order) -> Result<Order, StoreError> {
    let mut conn = state.store.read().await?;
    Ok(orders::find(&mut conn, &order.id).await?.unwrap_or(order))
}
