//! Orders: what was agreed, where it stands, and what is due next.

mod booked;
mod changes;
mod opening;
mod particulars;

use booking_contract::{Attendee, EmailAddress, Guest, LocationInfo, MemberId, Passed};
use booking_engine::{CalendarId, Conditions, Quote};
use chrono_tz::Tz;

pub(crate) use booked::{Booked, names, write_items, write_list};
pub(crate) use changes::{
    accept, await_payment, claim, count_return, extend, forget_keys, free_key, lock, look_again,
    lower_price, next_attempt, note_session, owe, reschedule, reserve_return, touch, transition,
    wake_opening,
};
pub(crate) use opening::{NewOrder, insert};
pub(crate) use particulars::{particulars, phone};

use super::catalog::{Continuation, read_continuation, read_order_terms};
use super::{Conn, Query, Row, StoreError, json, parsed, query};
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
    /// What is booked, in the order in which it takes place; one for each line of the quote.
    pub(crate) items: Vec<Booked>,
    /// Where, where the calendar had locations to choose from.
    pub(crate) location: Option<LocationInfo>,
    /// When the appointment starts.
    pub(crate) starts_ms: i64,
    /// When it ends.
    pub(crate) ends_ms: i64,
    /// Who takes part, where the calendar asked for it.
    pub(crate) attendees: Vec<Attendee>,
    /// The price as agreed.
    pub(crate) quote: Quote,
    /// What the coupon asked of the appointment.
    pub(crate) conditions: Conditions,
    /// When it was made.
    pub(crate) created_ms: i64,
    /// Where its guest goes once it is booked.
    pub(crate) continue_to: Option<Continuation>,
    /// Who booked.
    pub(crate) guest: Guest,
    /// The guest's zone.
    pub(crate) zone: Tz,
    /// The page to go back to.
    pub(crate) return_to: Option<String>,
    /// The tag of the guest's language.
    pub(crate) language: Option<String>,
    /// Where the guest came from: what the page's address passed on.
    pub(crate) passed: Vec<Passed>,
    /// Whether the payment is a test.
    pub(crate) test_mode: bool,
    /// Whether it is an order to the business; else its calendar took no payments, and it is an
    /// appointment alone, of which nothing is told as an order.
    pub(crate) recorded: bool,
    /// The Stripe account that it is paid through; none: the companion's.
    pub(crate) stripe_account: Option<String>,
    /// Whether its guest may enter a code on Stripe's page.
    pub(crate) codes_at_stripe: bool,
    /// Who booked, as a customer.
    pub(crate) customer_key: String,
    /// The member of the business who booked, where a token said so.
    pub(crate) member_id: Option<MemberId>,
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

impl Order {
    /// What was received for it, in minor units of its own currency.
    pub(crate) fn paid_minor(&self) -> i64 {
        let own = self.payment_currency.as_deref() == Some(self.quote.currency.code());
        if own { self.received_minor } else { 0 }
    }
}

macro_rules! select_order {
    ($condition:literal) => {
        concat!(
            "SELECT o.id, o.business_id, b.time_zone AS business_zone, o.calendar_id, o.state, \
             o.seq, o.customer_key, o.member_id, o.network_key, o.extensions, o.stripe_payment, o.payment_currency, o.received_minor, \
             o.returned_minor, o.owed_back_minor, b.hold_extensions_max, \
             b.hold_extension_minutes, b.release_on_cancel, \
             COALESCE(o.cancellation, b.cancellation) AS cancellation, \
             COALESCE(o.cancel_notice_minutes, b.cancel_notice_minutes) \
             AS cancel_notice_minutes, \
             COALESCE(o.cancel_refund_percent, b.cancel_refund_percent) \
             AS cancel_refund_percent, \
             COALESCE(o.cancel_late_refund_percent, b.cancel_late_refund_percent) \
             AS cancel_late_refund_percent, o.items, o.booked_attendees, o.conditions, \
             o.created_ms, o.location_id, l.name AS location_name, \
             l.address AS location_address, c.continue_to, c.continue_fields, \
             o.fingerprint, o.service_name, o.starts_ms, o.ends_ms, o.quote, o.guest_name, \
             o.guest_email, o.guest_phone, o.guest_notes, o.zone, o.language, o.return_to, o.passed, \
             o.test_mode, o.recorded, \
             o.hold_until_ms, o.attempt, o.stripe_coupon_body, o.stripe_body, \
             o.stripe_expires_ms, o.stripe_session, o.stripe_account, o.codes_at_stripe, o.checkout_url, o.tries, o.next_at_ms \
             FROM orders o JOIN business b ON b.id = o.business_id \
             JOIN calendar c ON c.id = o.calendar_id \
             LEFT JOIN location l ON l.id = o.location_id WHERE ",
            $condition
        )
    };
}

/// An order by its id.
pub(crate) async fn find(conn: &mut Conn, id: &str) -> Result<Option<Order>, StoreError> {
    let row = select(id).fetch_optional(conn).await?;
    row.as_ref().map(read_order).transpose()
}

fn select(id: &str) -> Query<'_> {
    query(select_order!("o.id = $1")).bind(id)
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
    let (starts_ms, ends_ms) = (number("starts_ms")?, number("ends_ms")?);
    let plain = Booked::plain(text("service_name")?, starts_ms, ends_ms);
    let items = booked::read_items(&text("items")?, plain, &quote)?;
    let attendees = match text("booked_attendees")? {
        none if none.is_empty() => Vec::new(),
        listed => json(&listed, "list of attendees")?,
    };
    let passed = match text("passed")? {
        none if none.is_empty() => Vec::new(),
        listed => json(&listed, "list of what was passed on")?,
    };
    let conditions = optional("conditions")?.map(|it| json(&it, "conditions"));
    let location = match optional("location_id")? {
        Some(id) => Some(LocationInfo {
            id: parsed(&id, "location id")?,
            name: text("location_name")?,
            address: text("location_address")?,
        }),
        None => None,
    };
    Ok(Order {
        id: text("id")?,
        business_id: text("business_id")?,
        business_zone: parsed(&text("business_zone")?, "time zone")?,
        calendar_id: parsed(&text("calendar_id")?, "calendar id")?,
        state: parsed(&text("state")?, "order state")?,
        seq: number("seq")?,
        fingerprint: text("fingerprint")?,
        items,
        location,
        starts_ms,
        ends_ms,
        attendees,
        quote,
        conditions: conditions.transpose()?.unwrap_or_default(),
        created_ms: number("created_ms")?,
        continue_to: read_continuation(row)?,
        guest,
        zone: parsed(&text("zone")?, "time zone")?,
        return_to: optional("return_to")?,
        language: optional("language")?,
        passed,
        test_mode: number("test_mode")? == 1,
        recorded: number("recorded")? == 1,
        stripe_account: optional("stripe_account")?,
        codes_at_stripe: number("codes_at_stripe")? == 1,
        customer_key: text("customer_key")?,
        member_id: optional("member_id")?
            .map(|id| parsed(&id, "member id"))
            .transpose()?,
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
