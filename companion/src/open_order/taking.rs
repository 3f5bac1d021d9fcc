//! The one transaction of a confirmation: order, seats, coupon and the zero record, or nothing.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AnyConnection;

use super::Confirmation;
use super::pricing::Priced;
use crate::order_state::OrderState;
use crate::store::coupons::{self, Use};
use crate::store::orders::{self, NewOrder, Order};
use crate::store::seats::{self, Claim};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::stripe::checkout::Checkout;
use crate::{AppState, Problem};

/// The least time that a Stripe session is open, in minutes; Stripe wants 30 on its clock.
const SESSION_MINUTES_MIN: i64 = 35;
/// How much longer than the hold the session is open, in minutes.
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
}

/// Takes everything, or tells what was lost to somebody else.
pub(super) async fn write(
    state: &AppState,
    confirmation: &Confirmation<'_>,
    priced: &Priced,
    free: bool,
    now: DateTime<Utc>,
) -> Result<Result<Order, Lost>, Problem> {
    let calendar = confirmation.calendar;
    let now_ms = now.timestamp_millis();
    let order_id = new_order_id()?;
    let starts_at = confirmation.body.starts_at;
    let ends_at = priced.service.times.ends_at(starts_at);
    let hold = TimeDelta::minutes(calendar.business.hold_minutes);
    let session_minutes =
        (calendar.business.hold_minutes + SESSION_SLACK_MINUTES).max(SESSION_MINUTES_MIN);
    let expires_ms = (now + TimeDelta::minutes(session_minutes)).timestamp_millis();
    let token = state.store.secret().order_token(&order_id);
    let checkout = (!free).then_some(Checkout {
        order_id: &order_id,
        token: &token,
        public_url: &state.config.public_url,
        business_id: &calendar.business.id,
        calendar_id: calendar.id.as_str(),
        service_name: &priced.service.name,
        starts_ms: starts_at.timestamp_millis(),
        zone: calendar.business.zone,
        quote: &priced.quote,
        email: confirmation.body.guest.email.as_str(),
        expires_ms,
    });
    let stripe_body = checkout.as_ref().map(Checkout::body);
    let stripe_coupon_body = checkout.as_ref().and_then(Checkout::coupon_body);
    let order = NewOrder {
        id: &order_id,
        business_id: &calendar.business.id,
        calendar_id: &calendar.id,
        service_id: &priced.service.id,
        state: if free {
            OrderState::Paid
        } else {
            OrderState::Opening
        },
        idempotency_key: confirmation.key,
        fingerprint: &confirmation.fingerprint,
        service_name: &priced.service.name,
        starts_ms: starts_at.timestamp_millis(),
        ends_ms: ends_at.timestamp_millis(),
        attendees: confirmation.item.attendees,
        quote: &priced.quote,
        guest: &confirmation.body.guest,
        customer_key: &confirmation.customer_key,
        consent_text: calendar.consent.as_deref(),
        zone: confirmation.zone,
        return_to: confirmation.return_to,
        test_mode: calendar.test_mode,
        hold_until_ms: (now + hold).timestamp_millis(),
        stripe_coupon_body: stripe_coupon_body.as_deref(),
        stripe_body: stripe_body.as_deref(),
        stripe_expires_ms: (!free).then_some(expires_ms),
        next_at_ms: (!free).then_some(now_ms + ABANDONED_MS),
        now_ms,
    };
    let claim = Claim {
        resource: &calendar.id,
        service_id: &priced.service.id,
        starts_at,
        ends_at,
        cells: priced.service.times.cells(starts_at),
        capacity: priced.service.times.capacity,
        seats: confirmation.item.attendees,
    };

    let mut writing = state.store.write().await?;
    let conn = writing.conn();
    let lost = if !orders::insert(conn, &order).await? {
        Some(Lost::Key)
    } else if !seats::take(conn, &order_id, &claim, free).await? {
        Some(Lost::Slot)
    } else if !take_coupon(conn, confirmation, priced, &order_id, free).await? {
        Some(Lost::Coupon)
    } else {
        None
    };
    if let Some(lost) = lost {
        writing.roll_back().await?;
        return Ok(Err(lost));
    }
    let created = Transaction {
        id: &format!("created:{order_id}"),
        order_id: &order_id,
        kind: TransactionKind::Created,
        amount_minor: 0,
        currency: priced.quote.currency.code(),
        now_ms,
    };
    settlements::record(conn, created).await?;
    writing.commit().await?;

    let mut conn = state.store.read().await?;
    let written = orders::find(&mut conn, &order_id).await?;
    written
        .map(Ok)
        .ok_or_else(|| Problem::Internal("an order is gone after its commit".into()))
}

/// Counts the order for its customer and the use of its coupon; false where a limit is reached.
async fn take_coupon(
    conn: &mut AnyConnection,
    confirmation: &Confirmation<'_>,
    priced: &Priced,
    order_id: &str,
    free: bool,
) -> Result<bool, Problem> {
    let calendar = confirmation.calendar;
    let applied = priced.quote.coupon.is_some();
    let rule = match (
        priced.terms.coupons.first(),
        priced.terms.promotion_codes.first(),
        priced.coupon_version,
    ) {
        (Some(coupon), Some(code), Some(version)) if applied => Some((coupon, code, version)),
        _ => None,
    };
    let first_only = rule
        .is_some_and(|(coupon, code, _)| coupon.first_purchase_only || code.first_purchase_only);
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
        redeem: free,
    };
    Ok(coupons::take_use(conn, order_id, taken).await?)
}

/// 128 random bits.
fn new_order_id() -> Result<String, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Problem::Internal(error.to_string()))?;
    Ok(format!("ord_{}", hex::encode(bytes)))
}
