//! From a fact to its event. Events are written in the transaction that writes the fact, after
//! it: an order that is undone takes its events with it.

#[cfg(test)]
mod tests;

use booking_contract::{
    CancelReason, WEBHOOK_VERSION, WebhookCoupon, WebhookEvent, WebhookFact, WebhookGuest,
    WebhookOrder, WebhookPayment, WebhookService,
};
use booking_engine::CouponSource;
use sha2::{Digest, Sha256};

use crate::clock::instant;
use crate::order_state::OrderState;
use crate::store::orders::Order;
use crate::store::outbox::{self, NewEvent};
use crate::store::settlements::Transaction;
use crate::store::{Conn, Step, StoreError, small};

/// An order is made: what tells of it, with its creation record of 0 and, where it is booked for
/// free, the use of its coupon, in steps that follow those that write the order. Another order
/// cannot have told the same: `lost` if one did.
pub(crate) fn order_created<'q, R>(
    order: &'q Order,
    created: &Transaction<'q>,
    lost: R,
) -> Result<[Step<'q, R>; 2], StoreError> {
    let telling = Telling::new(order, order.state, 1, created.now_ms);
    let guest = WebhookGuest {
        name: order.guest.name.clone(),
        email: order.guest.email.clone(),
    };
    let fact = WebhookFact::OrderCreated {
        order: telling.order(),
        guest,
    };
    let received = WebhookFact::PaymentReceived {
        order: telling.order(),
        payment: movement(created),
    };
    let mut events = vec![
        telling.event(1, fact, &order.id)?,
        telling.event(2, received, created.id)?,
    ];
    if let Some(redeemed) = telling.redemption() {
        events.push(telling.event(3, redeemed, &order.id)?);
    }
    Ok([
        outbox::insert_first(events, lost),
        outbox::deliver_from(&order.id, 1).step(),
    ])
}

/// Money was received or went back, whatever for; where the order is booked by it, its coupon is
/// used. `state` is where the order stands now.
pub(crate) async fn money_moved(
    conn: &mut Conn,
    order: &Order,
    transaction: &Transaction<'_>,
    state: OrderState,
) -> Result<(), StoreError> {
    let first = outbox::next_seq(conn, &order.id).await?;
    let mut telling = Telling::new(order, state, first, transaction.now_ms);
    if transaction.amount_minor < 0 {
        let fact = WebhookFact::PaymentRefunded {
            order: telling.order(),
            refund: WebhookPayment {
                amount_minor: transaction.amount_minor.saturating_abs(),
                ..movement(transaction)
            },
        };
        telling.tell(conn, fact, transaction.id).await?;
    } else {
        telling.tell_movement(conn, transaction).await?;
    }
    telling.finish(conn).await
}

/// The order is booked although no money moved just now: its coupon is used.
pub(crate) async fn booked(conn: &mut Conn, order: &Order, now_ms: i64) -> Result<(), StoreError> {
    let first = outbox::next_seq(conn, &order.id).await?;
    let mut telling = Telling::new(order, OrderState::Paid, first, now_ms);
    telling.tell_redemption(conn).await?;
    telling.finish(conn).await
}

/// The order came to nothing: its hold ended unpaid, or somebody cancelled it.
pub(crate) async fn order_cancelled(
    conn: &mut Conn,
    order: &Order,
    state: OrderState,
    reason: CancelReason,
    now_ms: i64,
) -> Result<(), StoreError> {
    if !order.recorded {
        return Ok(());
    }
    let first = outbox::next_seq(conn, &order.id).await?;
    let mut telling = Telling::new(order, state, first, now_ms);
    let fact = WebhookFact::OrderCancelled {
        order: telling.order(),
        reason,
    };
    // An order that was paid late after all can be cancelled once more.
    let end = format!("{}:{first}", order.id);
    telling.tell(conn, fact, &end).await?;
    telling.finish(conn).await
}

/// The guest moved the order from one time to another.
pub(crate) async fn order_moved(
    conn: &mut Conn,
    from: &Order,
    to: &Order,
    now_ms: i64,
) -> Result<(), StoreError> {
    if !to.recorded {
        return Ok(());
    }
    let first = outbox::next_seq(conn, &to.id).await?;
    let mut telling = Telling::new(to, OrderState::Paid, first, now_ms);
    let fact = WebhookFact::OrderMoved {
        order: telling.order(),
        moved_from: instant(from.starts_ms),
    };
    let which = format!("{}:{first}", to.id);
    telling.tell(conn, fact, &which).await?;
    telling.finish(conn).await
}

/// Events of one transaction about one order.
struct Telling<'a> {
    order: &'a Order,
    state: OrderState,
    first_seq: i64,
    next_seq: i64,
    now_ms: i64,
}

impl<'a> Telling<'a> {
    fn new(order: &'a Order, state: OrderState, first_seq: i64, now_ms: i64) -> Self {
        Self {
            order,
            state,
            first_seq,
            next_seq: first_seq,
            now_ms,
        }
    }

    /// A movement, and the use of the coupon that comes with being booked.
    async fn tell_movement(
        &mut self,
        conn: &mut Conn,
        transaction: &Transaction<'_>,
    ) -> Result<(), StoreError> {
        let fact = WebhookFact::PaymentReceived {
            order: self.order(),
            payment: movement(transaction),
        };
        self.tell(conn, fact, transaction.id).await?;
        self.tell_redemption(conn).await
    }

    /// The use of the coupon of an order that is booked.
    async fn tell_redemption(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        match self.redemption() {
            Some(fact) => self.tell(conn, fact, &self.order.id).await,
            None => Ok(()),
        }
    }

    /// The use of the coupon, where there is one and the order is booked. A code of Stripe's is none of
    /// the business's coupons: nobody counts its uses here.
    fn redemption(&self) -> Option<WebhookFact> {
        let is_used = self.state == OrderState::Paid && !self.order.codes_at_stripe;
        let coupon = self.coupon().filter(|_| is_used)?;
        Some(WebhookFact::CouponRedeemed {
            order: self.order(),
            coupon,
        })
    }

    /// Writes one event; a fact that was told before is not told again.
    async fn tell(
        &mut self,
        conn: &mut Conn,
        fact: WebhookFact,
        which: &str,
    ) -> Result<(), StoreError> {
        if outbox::insert(conn, self.event(self.next_seq, fact, which)?).await? {
            self.next_seq += 1;
        }
        Ok(())
    }

    /// The event of a fact.
    fn event<'w>(
        &self,
        seq: i64,
        fact: WebhookFact,
        which: &'w str,
    ) -> Result<NewEvent<'w>, StoreError>
    where
        'a: 'w,
    {
        let kind = fact.event_type().as_str();
        let event = WebhookEvent {
            version: WEBHOOK_VERSION,
            timestamp: instant(self.now_ms),
            business_id: self.order.business_id.clone(),
            test_mode: self.order.test_mode,
            sequence: small(seq, "event")?,
            fact,
        };
        let order: &'w Order = self.order;
        Ok(NewEvent {
            id: event_id(kind, which),
            order_id: &order.id,
            seq,
            business_id: &order.business_id,
            test_mode: order.test_mode,
            kind,
            fact: which,
            body: serde_json::to_string(&event).map_err(|_| StoreError::Malformed("event"))?,
            at_ms: self.now_ms,
        })
    }

    /// What was told is due wherever it is wanted.
    async fn finish(self, conn: &mut Conn) -> Result<(), StoreError> {
        outbox::deliver_from(&self.order.id, self.first_seq)
            .execute(conn)
            .await?;
        Ok(())
    }

    fn order(&self) -> WebhookOrder {
        let (order, quote) = (self.order, &self.order.quote);
        let services = quote.lines.iter().map(|line| WebhookService {
            service_id: line.service_id.clone(),
            attendees: line.attendees,
        });
        WebhookOrder {
            id: order.id.clone(),
            status: self.state.status(),
            calendar_id: order.calendar_id.clone(),
            services: services.collect(),
            starts_at: instant(order.starts_ms),
            ends_at: instant(order.ends_ms),
            currency: quote.currency,
            subtotal_minor: quote.subtotal_minor,
            discount_minor: quote.discount_minor,
            tax_minor: quote.tax_minor,
            total_minor: quote.total_minor,
            amount_due_minor: quote.amount_due_minor,
            balance_minor: quote.balance_minor,
            coupon: self.coupon(),
            passed: order.passed.clone(),
            member_id: order.member_id.clone(),
        }
    }

    fn coupon(&self) -> Option<WebhookCoupon> {
        let applied = self.order.quote.coupon.as_ref()?;
        Some(WebhookCoupon {
            coupon_id: applied.coupon_id.clone(),
            name: applied.name.clone(),
            code: match &applied.source {
                CouponSource::Code { code, .. } => Some(code.clone()),
                CouponSource::Grant { .. } => None,
            },
            discount_minor: self.order.quote.discount_minor,
        })
    }
}

fn movement(transaction: &Transaction<'_>) -> WebhookPayment {
    WebhookPayment {
        transaction_id: transaction.id.to_owned(),
        amount_minor: transaction.amount_minor,
        currency: transaction.currency.to_owned(),
    }
}

/// The same fact has the same id, also in books that were restored from a copy: receivers that
/// saw it before know it again.
fn event_id(kind: &str, which: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.as_bytes());
    // No type contains it.
    hash.update(b"\0");
    hash.update(which.as_bytes());
    let digest = hash.finalize();
    format!("msg_{}", hex::encode(digest.get(..16).unwrap_or_default()))
}
