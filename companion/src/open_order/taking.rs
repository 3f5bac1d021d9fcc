//! The one transaction of a confirmation: order, seats, coupon and the zero record, or nothing.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::Confirmation;
use super::pricing::Priced;
use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::store::coupons::{self, Use};
use crate::store::live_holds;
use crate::store::orders::{self, NewOrder, Order};
use crate::store::seats::{self, Claim};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::store::{Conn, StoreError};
use crate::stripe::checkout::Checkout;
use crate::{AppState, Problem, fail_point};

/// The least time that a Stripe session is open, in minutes; Stripe wants 30 on its clock.
const SESSION_MINUTES_MIN: i64 = 35;
/// How much longer than the hold with all its extensions the session is open, in minutes.
const SESSION_SLACK_MINUTES: i64 = 5;
/// When the sweeper takes over an order that its own request did not finish, in milliseconds:
/// longer than every try at Stripe together.
const ABANDONED_MS: i64 = 90 * 1000;

/// Why the transaction was not committed.
pub(super) enum Lost {
    /// The key has opened an order meanwhile.
    Key,
    /// The seats are gone.
    Slot,
    /// A limit was reached or a rule edited.
    Coupon,
    /// The guest holds as much as one may without paying.
    Holds,
}

/// Takes everything, or tells what was lost to somebody else.
pub(super) async fn write(
    state: &AppState,
    confirmation: &Arc<Confirmation>,
    priced: &Arc<Priced>,
    free: bool,
    now: DateTime<Utc>,
) -> Result<Result<Order, Lost>, Problem> {
    let mut taking = Taking {
        confirmation: Arc::clone(confirmation),
        priced: Arc::clone(priced),
        order_id: new_order_id(now)?,
        session: None,
        now,
    };
    if !free {
        taking.session = Some(taking.session(state));
    }
    fail_point::here("confirm:before-transaction");
    let written = state
        .store
        .attempt(taking, |conn, taking| Box::pin(taking.write(conn)))
        .await?;
    fail_point::here("confirm:after-commit");
    Ok(written)
}

/// What is to be taken.
struct Taking {
    confirmation: Arc<Confirmation>,
    priced: Arc<Priced>,
    order_id: String,
    /// The payment page to ask Stripe for; none where the order is free.
    session: Option<NewSession>,
    now: DateTime<Utc>,
}

struct NewSession {
    body: String,
    coupon_body: Option<String>,
    expires_ms: i64,
}

impl Taking {
    fn session(&self, state: &AppState) -> NewSession {
        let confirmation = &self.confirmation;
        let calendar = &confirmation.calendar;
        let business = &calendar.business;
        let minutes = business.hold_minutes + business.extensions_minutes + SESSION_SLACK_MINUTES;
        let minutes = minutes.max(SESSION_MINUTES_MIN);
        let expires_ms = (self.now + TimeDelta::minutes(minutes)).timestamp_millis();
        let checkout = Checkout {
            order_id: &self.order_id,
            token: &state.store.secret().order_token(&self.order_id),
            public_url: &state.config.public_url,
            business_id: &calendar.business.id,
            calendar_id: calendar.id.as_str(),
            service_name: &self.priced.service.name,
            starts_ms: confirmation.body.starts_at.timestamp_millis(),
            zone: calendar.business.zone,
            quote: &self.priced.quote,
            email: confirmation.body.guest.email.as_str(),
            expires_ms,
        };
        NewSession {
            body: checkout.body(),
            coupon_body: checkout.coupon_body(),
            expires_ms,
        }
    }

    async fn write(&self, conn: &mut Conn) -> Result<Result<Order, Lost>, StoreError> {
        let free = self.session.is_none();
        if !orders::insert(conn, &self.order()).await? {
            // Run again after its answer was lost, the transaction finds its own work.
            let found = orders::find(conn, &self.order_id).await?;
            return Ok(found.ok_or(Lost::Key));
        }
        if !seats::take(conn, &self.order_id, &self.claim(), free).await? {
            return Ok(Err(Lost::Slot));
        }
        if !self.take_coupon(conn).await? {
            return Ok(Err(Lost::Coupon));
        }
        let counted = !free && self.confirmation.calendar.business.limits_holds;
        if counted && !live_holds::take(conn, self.confirmation.holder()).await? {
            return Ok(Err(Lost::Holds));
        }
        let id = format!("created:{}", self.order_id);
        let created = Transaction {
            id: &id,
            order_id: &self.order_id,
            kind: TransactionKind::Created,
            amount_minor: 0,
            currency: self.priced.quote.currency.code(),
            test_mode: self.confirmation.calendar.test_mode,
            now_ms: self.now.timestamp_millis(),
        };
        settlements::record(conn, created).await?;
        let order = orders::find(conn, &self.order_id).await?;
        let order = order.ok_or(StoreError::Malformed("order: it is gone"))?;
        facts::order_created(conn, &order, &created).await?;
        fail_point::here("confirm:before-commit");
        Ok(Ok(order))
    }

    fn order(&self) -> NewOrder<'_> {
        let (confirmation, priced) = (&*self.confirmation, &*self.priced);
        let calendar = &confirmation.calendar;
        let starts_at = confirmation.body.starts_at;
        let session = self.session.as_ref();
        let now_ms = self.now.timestamp_millis();
        let hold = TimeDelta::minutes(calendar.business.hold_minutes);
        NewOrder {
            id: &self.order_id,
            business_id: &calendar.business.id,
            calendar_id: &calendar.id,
            service_id: &priced.service.id,
            state: if session.is_none() {
                OrderState::Paid
            } else {
                OrderState::Opening
            },
            idempotency_key: &confirmation.key,
            fingerprint: &confirmation.fingerprint,
            service_name: &priced.service.name,
            starts_ms: starts_at.timestamp_millis(),
            ends_ms: priced.service.times.ends_at(starts_at).timestamp_millis(),
            attendees: confirmation.item.attendees,
            quote: &priced.quote,
            guest: &confirmation.body.guest,
            customer_key: &confirmation.customer_key,
            consent_text: calendar.consent.as_deref(),
            zone: confirmation.zone,
            return_to: confirmation.return_to.as_deref(),
            test_mode: calendar.test_mode,
            hold_until_ms: (self.now + hold).timestamp_millis(),
            network_key: session
                .filter(|_| calendar.business.limits_holds)
                .map(|_| confirmation.network_key.as_str()),
            stripe_coupon_body: session.and_then(|session| session.coupon_body.as_deref()),
            stripe_body: session.map(|session| session.body.as_str()),
            stripe_expires_ms: session.map(|session| session.expires_ms),
            next_at_ms: session.map(|_| now_ms + ABANDONED_MS),
            now_ms,
        }
    }

    fn claim(&self) -> Claim<'_> {
        let service = &self.priced.service;
        let starts_at = self.confirmation.body.starts_at;
        Claim {
            resource: &self.confirmation.calendar.id,
            service_id: &service.id,
            starts_at,
            ends_at: service.times.ends_at(starts_at),
            cells: service.times.cells(starts_at),
            capacity: service.times.capacity,
            seats: self.confirmation.item.attendees,
        }
    }

    /// Counts the order for its customer and the use of its coupon; false where a limit is
    /// reached.
    async fn take_coupon(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let (confirmation, priced) = (&self.confirmation, &self.priced);
        let calendar = &confirmation.calendar;
        let applied = priced.quote.coupon.is_some();
        let rule = match (
            priced.terms.coupons.first(),
            priced.terms.promotion_codes.first(),
            priced.coupon_version,
        ) {
            (Some(coupon), Some(code), Some(version)) if applied => Some((coupon, code, version)),
            _ => None,
        };
        let first_only = rule.is_some_and(|(coupon, code, _)| {
            coupon.first_purchase_only || code.first_purchase_only
        });
        let counted = coupons::take_customer_order(
            conn,
            &calendar.business.id,
            &confirmation.customer_key,
            calendar.test_mode,
            first_only,
        )
        .await?;
        if !counted {
            return Ok(false);
        }
        let Some((coupon, promotion_code, version)) = rule else {
            return Ok(true);
        };
        let taken = Use {
            coupon,
            version,
            promotion_code,
            customer_key: &confirmation.customer_key,
            test_mode: calendar.test_mode,
            redeem: self.session.is_none(),
        };
        coupons::take_use(conn, &self.order_id, taken).await
    }
}

/// 48 bits of time and 80 of chance: nobody can guess it, and orders made one after the other lie
/// beside each other in the database.
fn new_order_id(now: DateTime<Utc>) -> Result<String, Problem> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|error| Problem::Internal(error.to_string()))?;
    let time = now.timestamp_millis().to_be_bytes();
    Ok(format!(
        "ord_{}{}",
        hex::encode(&time[2..]),
        hex::encode(random)
    ))
}
