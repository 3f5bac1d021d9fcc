//! Orders: what was agreed, where it stands, and what is due next.

mod changes;

use booking_contract::{EmailAddress, Guest, Notes, PhoneNumber};
use booking_engine::{CalendarId, Quote, ServiceId};
use chrono_tz::Tz;

pub(crate) use changes::{
    accept, claim, count_return, extend, forget_keys, free_key, lock, look_again, next_attempt,
    note_session, owe, reserve_return, touch, transition, wake_opening,
};

use super::catalog::read_order_terms;
use super::{Conn, Row, Step, StoreError, parsed, query};
use crate::order_state::OrderState;

/// An order. Instants are milliseconds since the epoch.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// Its id.
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) business_id: String,
    /// The business's zone.
    pub(crate) business_zone: Tz,
    /// Booked through.
    pub(crate) calendar_id: CalendarId,
    /// Where it stands.
    pub(crate) state: OrderState,
    /// How often it was changed: whoever writes names the number that was read.
    pub(crate) seq: i64,
    /// The hash of the confirmation that opened it.
    pub(crate) fingerprint: String,
    /// The booked service's name.
    pub(crate) service_name: String,
    /// When the appointment starts.
    pub(crate) starts_ms: i64,
    /// When it ends.
    pub(crate) ends_ms: i64,
    /// The price as agreed.
    pub(crate) quote: Quote,
    /// Who booked.
    pub(crate) guest: Guest,
    /// The guest's zone.
    pub(crate) zone: Tz,
    /// The page to go back to.
    pub(crate) return_to: Option<String>,
    /// Whether the payment is a test.
    pub(crate) test_mode: bool,
    /// Who booked, as a customer.
    pub(crate) customer_key: String,
    /// The network whose holds it is counted with, while it is open.
    pub(crate) network_key: Option<String>,
    /// Until when slot and coupon are held.
    pub(crate) hold_until_ms: i64,
    /// How often the hold was extended.
    pub(crate) extensions: i64,
    /// Which try at making a session this is, from 1.
    pub(crate) attempt: i64,
    /// The form body that makes the coupon of this order on Stripe.
    pub(crate) stripe_coupon_body: Option<String>,
    /// The form body that makes the session.
    pub(crate) stripe_body: Option<String>,
    /// When the session ends by itself.
    pub(crate) stripe_expires_ms: Option<i64>,
    /// The session.
    pub(crate) stripe_session: Option<String>,
    /// Stripe's page.
    pub(crate) checkout_url: Option<String>,
    /// How often the sweeper tried in vain.
    pub(crate) tries: i64,
    /// When the sweeper looks next.
    pub(crate) next_at_ms: Option<i64>,
    /// The payment behind it.
    pub(crate) stripe_payment: Option<String>,
    /// The payment's currency.
    pub(crate) payment_currency: Option<String>,
    /// What was received, in minor units of the payment's currency.
    pub(crate) received_minor: i64,
    /// What of it is given back or on its way, in minor units.
    pub(crate) returned_minor: i64,
    /// What has to be back before a refund in progress ends the order, in minor units.
    pub(crate) owed_back_minor: Option<i64>,
    /// What its business lets guests do.
    pub(crate) terms: OrderTerms,
}

/// What a business lets the guests of its orders do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderTerms {
    /// How often a hold may be extended.
    pub(crate) extensions_max: i64,
    /// By how many minutes each time.
    pub(crate) extension_minutes: i64,
    /// Whether guests may call their bookings off.
    pub(crate) cancellation: bool,
    /// How many minutes before the start calling off is in time.
    pub(crate) cancel_notice_minutes: i64,
    /// What is given back in time, in percent from 0 to 100.
    pub(crate) cancel_refund_percent: i64,
    /// What is given back later than that, in percent from 0 to 100.
    pub(crate) cancel_late_refund_percent: i64,
    /// Whether calling off gives the use of the coupon back.
    pub(crate) release_on_cancel: bool,
}

impl NewOrder<'_> {
    /// The order as the books have it from then on.
    pub(crate) fn opened(&self, business_zone: Tz, terms: OrderTerms) -> Order {
        Order {
            id: self.id.to_owned(),
            business_id: self.business_id.to_owned(),
            business_zone,
            calendar_id: self.calendar_id.clone(),
            state: self.state,
            seq: 1,
            fingerprint: self.fingerprint.to_owned(),
            service_name: self.service_name.to_owned(),
            starts_ms: self.starts_ms,
            ends_ms: self.ends_ms,
            quote: self.quote.clone(),
            guest: self.guest.clone(),
            zone: self.zone,
            return_to: self.return_to.map(str::to_owned),
            test_mode: self.test_mode,
            customer_key: self.customer_key.to_owned(),
            network_key: self.network_key.map(str::to_owned),
            hold_until_ms: self.hold_until_ms,
            extensions: 0,
            attempt: 1,
            stripe_coupon_body: self.stripe_coupon_body.map(str::to_owned),
            stripe_body: self.stripe_body.map(str::to_owned),
            stripe_expires_ms: self.stripe_expires_ms,
            stripe_session: None,
            checkout_url: None,
            tries: 0,
            next_at_ms: self.next_at_ms,
            stripe_payment: None,
            payment_currency: None,
            received_minor: 0,
            returned_minor: 0,
            owed_back_minor: None,
            terms,
        }
    }
}

impl Order {
    /// What was received for it, in minor units of its own currency.
    pub(crate) fn paid_minor(&self) -> i64 {
        let own = self.payment_currency.as_deref() == Some(self.quote.currency.code());
        if own { self.received_minor } else { 0 }
    }
}

/// What an order begins with.
#[derive(Clone, Debug)]
pub(crate) struct NewOrder<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// Whose it is.
    pub(crate) business_id: &'a str,
    /// Booked through.
    pub(crate) calendar_id: &'a CalendarId,
    /// What is booked.
    pub(crate) service_id: &'a ServiceId,
    /// `Opening`, or `Paid` where it is free.
    pub(crate) state: OrderState,
    /// The key of the confirmation.
    pub(crate) idempotency_key: &'a str,
    /// The hash of the confirmation.
    pub(crate) fingerprint: &'a str,
    /// The booked service's name.
    pub(crate) service_name: &'a str,
    /// When the appointment starts.
    pub(crate) starts_ms: i64,
    /// When it ends.
    pub(crate) ends_ms: i64,
    /// How many take part.
    pub(crate) attendees: u32,
    /// The price as agreed.
    pub(crate) quote: &'a Quote,
    /// Who books.
    pub(crate) guest: &'a Guest,
    /// Who that is as a customer.
    pub(crate) customer_key: &'a str,
    /// What was consented to.
    pub(crate) consent_text: Option<&'a str>,
    /// The guest's zone.
    pub(crate) zone: Tz,
    /// The page to go back to.
    pub(crate) return_to: Option<&'a str>,
    /// Whether the payment is a test.
    pub(crate) test_mode: bool,
    /// Until when slot and coupon are held.
    pub(crate) hold_until_ms: i64,
    /// The network whose holds it is counted with, while it is open.
    pub(crate) network_key: Option<&'a str>,
    /// The form body that makes the coupon of this order on Stripe.
    pub(crate) stripe_coupon_body: Option<&'a str>,
    /// The form body that makes the session.
    pub(crate) stripe_body: Option<&'a str>,
    /// When the session ends by itself.
    pub(crate) stripe_expires_ms: Option<i64>,
    /// When the sweeper looks first.
    pub(crate) next_at_ms: Option<i64>,
    /// The time.
    pub(crate) now_ms: i64,
}

macro_rules! select_order {
    ($condition:literal) => {
        concat!(
            "SELECT o.id, o.business_id, b.time_zone AS business_zone, o.calendar_id, o.state, \
             o.seq, o.customer_key, o.network_key, o.extensions, o.stripe_payment, o.payment_currency, o.received_minor, \
             o.returned_minor, o.owed_back_minor, b.hold_extensions_max, \
             b.hold_extension_minutes, b.cancellation, b.cancel_notice_minutes, \
             b.cancel_refund_percent, b.cancel_late_refund_percent, b.release_on_cancel, \
             o.fingerprint, o.service_name, o.starts_ms, o.ends_ms, o.quote, o.guest_name, \
             o.guest_email, o.guest_phone, o.guest_notes, o.zone, o.return_to, o.test_mode, \
             o.hold_until_ms, o.attempt, o.stripe_coupon_body, o.stripe_body, \
             o.stripe_expires_ms, o.stripe_session, o.checkout_url, o.tries, o.next_at_ms \
             FROM orders o JOIN business b ON b.id = o.business_id WHERE ",
            $condition
        )
    };
}

/// An order by its id.
pub(crate) async fn find(conn: &mut Conn, id: &str) -> Result<Option<Order>, StoreError> {
    let row = query(select_order!("o.id = $1"))
        .bind(id)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read_order).transpose()
}

/// An order as it stands now.
pub(crate) async fn again(conn: &mut Conn, order: &Order) -> Result<Order, StoreError> {
    find(conn, &order.id)
        .await?
        .ok_or(StoreError::Malformed("order: it is gone"))
}

/// The order of a Stripe session.
pub(crate) async fn find_by_session(
    conn: &mut Conn,
    session: &str,
) -> Result<Option<Order>, StoreError> {
    let row = query(select_order!("o.stripe_session = $1"))
        .bind(session)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read_order).transpose()
}

/// The order of a payment.
pub(crate) async fn find_by_payment(
    conn: &mut Conn,
    payment: &str,
) -> Result<Option<Order>, StoreError> {
    let row = query(select_order!("o.stripe_payment = $1"))
        .bind(payment)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read_order).transpose()
}

/// The order that a confirmation with this key opened.
pub(crate) async fn find_by_key(
    conn: &mut Conn,
    calendar: &CalendarId,
    key: &str,
) -> Result<Option<Order>, StoreError> {
    let row = query(select_order!(
        "o.calendar_id = $1 AND o.idempotency_key = $2"
    ))
    .bind(calendar.as_str())
    .bind(key)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read_order).transpose()
}

/// Orders that the sweeper should look at now, the longest due first.
pub(crate) async fn due(
    conn: &mut Conn,
    now_ms: i64,
    limit: i64,
) -> Result<Vec<Order>, StoreError> {
    let rows = query(select_order!(
        "o.next_at_ms IS NOT NULL AND o.next_at_ms <= $1 ORDER BY o.next_at_ms LIMIT $2"
    ))
    .bind(now_ms)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_order).collect()
}

fn read_order(row: &Row) -> Result<Order, StoreError> {
    let text = |name| row.get::<String>(name);
    let optional = |name| row.get::<Option<String>>(name);
    let number = |name| row.get::<i64>(name);
    let email: EmailAddress = parsed(&text("guest_email")?, "e-mail address")?;
    let guest = Guest {
        name: parsed(&text("guest_name")?, "name")?,
        email,
        phone: optional("guest_phone")?
            .map(|phone| parsed(&phone, "phone number"))
            .transpose()?,
        notes: optional("guest_notes")?
            .map(|notes| parsed(&notes, "notes"))
            .transpose()?,
    };
    let quote: Quote =
        serde_json::from_str(&text("quote")?).map_err(|_| StoreError::Malformed("quote"))?;
    quote
        .check_laws()
        .map_err(|_| StoreError::Malformed("quote"))?;
    Ok(Order {
        id: text("id")?,
        business_id: text("business_id")?,
        business_zone: parsed(&text("business_zone")?, "time zone")?,
        calendar_id: parsed(&text("calendar_id")?, "calendar id")?,
        state: parsed(&text("state")?, "order state")?,
        seq: number("seq")?,
        fingerprint: text("fingerprint")?,
        service_name: text("service_name")?,
        starts_ms: number("starts_ms")?,
        ends_ms: number("ends_ms")?,
        quote,
        guest,
        zone: parsed(&text("zone")?, "time zone")?,
        return_to: optional("return_to")?,
        test_mode: number("test_mode")? == 1,
        customer_key: text("customer_key")?,
        network_key: optional("network_key")?,
        hold_until_ms: number("hold_until_ms")?,
        extensions: number("extensions")?,
        attempt: number("attempt")?,
        stripe_coupon_body: optional("stripe_coupon_body")?,
        stripe_body: optional("stripe_body")?,
        stripe_expires_ms: row.get("stripe_expires_ms")?,
        stripe_session: optional("stripe_session")?,
        checkout_url: optional("checkout_url")?,
        tries: number("tries")?,
        next_at_ms: row.get("next_at_ms")?,
        stripe_payment: optional("stripe_payment")?,
        payment_currency: optional("payment_currency")?,
        received_minor: number("received_minor")?,
        returned_minor: number("returned_minor")?,
        owed_back_minor: row.get("owed_back_minor")?,
        terms: read_order_terms(row)?,
    })
}

/// What writes a new order; `lost` where the key has opened one already.
pub(crate) fn insert<'q, R>(order: &NewOrder<'q>, lost: R) -> Result<Step<'q, R>, StoreError> {
    let quote = serde_json::to_string(order.quote).map_err(|_| StoreError::Malformed("quote"))?;
    let insert = query(
        "INSERT INTO orders (id, business_id, calendar_id, service_id, state, idempotency_key, \
         fingerprint, service_name, starts_ms, ends_ms, attendees, currency, subtotal_minor, \
         discount_minor, total_minor, amount_due_minor, quote, guest_name, guest_email, \
         guest_phone, guest_notes, customer_key, consent_text, zone, return_to, test_mode, \
         hold_until_ms, stripe_coupon_body, stripe_body, stripe_expires_ms, next_at_ms, \
         created_ms, updated_ms, network_key) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $32, $33) \
         ON CONFLICT DO NOTHING",
    )
    .bind(order.id)
    .bind(order.business_id)
    .bind(order.calendar_id.as_str())
    .bind(order.service_id.as_str())
    .bind(order.state.as_str())
    .bind(order.idempotency_key)
    .bind(order.fingerprint)
    .bind(order.service_name)
    .bind(order.starts_ms)
    .bind(order.ends_ms)
    .bind(i64::from(order.attendees))
    .bind(order.quote.currency.code())
    .bind(order.quote.subtotal_minor)
    .bind(order.quote.discount_minor)
    .bind(order.quote.total_minor)
    .bind(order.quote.amount_due_minor)
    .bind(quote)
    .bind(order.guest.name.as_str())
    .bind(order.guest.email.as_str())
    .bind(order.guest.phone.as_ref().map(PhoneNumber::as_str))
    .bind(order.guest.notes.as_ref().map(Notes::as_str))
    .bind(order.customer_key)
    .bind(order.consent_text)
    .bind(order.zone.name())
    .bind(order.return_to)
    .bind(i64::from(order.test_mode))
    .bind(order.hold_until_ms)
    .bind(order.stripe_coupon_body)
    .bind(order.stripe_body)
    .bind(order.stripe_expires_ms)
    .bind(order.next_at_ms)
    .bind(order.now_ms)
    .bind(order.network_key);
    Ok(insert.must_change(1, lost))
}
