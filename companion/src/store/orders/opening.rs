//! What an order begins with, and how it is written.

use booking_contract::{Answer, Attendee, Guest, LocationInfo, Notes, Passed, PhoneNumber};
use booking_engine::{CalendarId, Conditions, Quote, ServiceId};
use chrono_tz::Tz;

use super::super::{Step, StoreError, query};
use super::{Booked, Order, OrderTerms, write_items, write_list};
use crate::customer::Customer;
use crate::order_state::OrderState;
use crate::store::catalog::Continuation;

/// What an order begins with.
#[derive(Clone, Debug)]
pub(crate) struct NewOrder<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// Whose it is.
    pub(crate) business_id: &'a str,
    /// Booked through.
    pub(crate) calendar_id: &'a CalendarId,
    /// The first service that is booked.
    pub(crate) service_id: &'a ServiceId,
    /// `Opening`, or `Paid` where it is booked at once.
    pub(crate) state: OrderState,
    /// The key of the confirmation.
    pub(crate) idempotency_key: &'a str,
    /// The hash of the confirmation.
    pub(crate) fingerprint: &'a str,
    /// What is booked, at least one.
    pub(crate) items: &'a [Booked],
    /// Where.
    pub(crate) location: Option<&'a LocationInfo>,
    /// When the appointment starts.
    pub(crate) starts_ms: i64,
    /// When it ends.
    pub(crate) ends_ms: i64,
    /// Who takes part, where the calendar asks for it.
    pub(crate) attendees: &'a [Attendee],
    /// The answers to the calendar's own questions.
    pub(crate) answers: &'a [Answer],
    /// The price as agreed.
    pub(crate) quote: &'a Quote,
    /// What the coupon asks of the appointment.
    pub(crate) conditions: Option<&'a Conditions>,
    /// What the business lets the guest do with it.
    pub(crate) terms: OrderTerms,
    /// Where its guest goes once it is booked.
    pub(crate) continue_to: Option<&'a Continuation>,
    /// The tag of the guest's language.
    pub(crate) language: Option<&'a str>,
    /// Who books.
    pub(crate) guest: &'a Guest,
    /// Who that is as a customer.
    pub(crate) customer: &'a Customer,
    /// What was consented to.
    pub(crate) consent_text: Option<&'a str>,
    /// The guest's zone.
    pub(crate) zone: Tz,
    /// The page to go back to.
    pub(crate) return_to: Option<&'a str>,
    /// What the page's address passed on.
    pub(crate) passed: &'a [Passed],
    /// Whether the payment is a test.
    pub(crate) test_mode: bool,
    /// Whether its calendar takes payments, so that it is an order to the business.
    pub(crate) recorded: bool,
    /// The Stripe account that it is paid through; none: the companion's.
    pub(crate) stripe_account: Option<&'a str>,
    /// Who of the business made it; none: its guest.
    pub(crate) booked_by: Option<&'a str>,
    /// Whether its guest may enter a code on Stripe's page.
    pub(crate) codes_at_stripe: bool,
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

impl NewOrder<'_> {
    /// The order as the books have it from then on.
    pub(crate) fn opened(&self, business_zone: Tz) -> Order {
        Order {
            id: self.id.to_owned(),
            business_id: self.business_id.to_owned(),
            business_zone,
            calendar_id: self.calendar_id.clone(),
            state: self.state,
            seq: 1,
            fingerprint: self.fingerprint.to_owned(),
            items: self.items.to_vec(),
            location: self.location.cloned(),
            starts_ms: self.starts_ms,
            ends_ms: self.ends_ms,
            attendees: self.attendees.to_vec(),
            quote: self.quote.clone(),
            conditions: self.conditions.cloned().unwrap_or_default(),
            created_ms: self.now_ms,
            continue_to: self.continue_to.cloned(),
            guest: self.guest.clone(),
            zone: self.zone,
            return_to: self.return_to.map(str::to_owned),
            language: self.language.map(str::to_owned),
            passed: self.passed.to_vec(),
            test_mode: self.test_mode,
            recorded: self.recorded,
            customer_key: self.customer.email_key().to_owned(),
            member_id: self.customer.member().map(|member| member.id.clone()),
            network_key: self.network_key.map(str::to_owned),
            stripe_account: self.stripe_account.map(str::to_owned),
            codes_at_stripe: self.codes_at_stripe,
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
            terms: self.terms,
        }
    }
}

/// What writes a new order; `lost` where the key has opened one already.
pub(crate) fn insert<'q, R>(order: &NewOrder<'q>, lost: R) -> Result<Step<'q, R>, StoreError> {
    let quote = serde_json::to_string(order.quote).map_err(|_| StoreError::Malformed("quote"))?;
    let items = write_items(order.items)?;
    let attendees = write_list(order.attendees, "list of attendees")?;
    let answers = write_list(order.answers, "list of answers")?;
    let passed = write_list(order.passed, "list of what was passed on")?;
    let conditions = (order.conditions)
        .map(|it| serde_json::to_string(it).map_err(|_| StoreError::Malformed("conditions")))
        .transpose()?;
    let first = order.items.first();
    let seats: i64 = order
        .quote
        .lines
        .iter()
        .map(|l| i64::from(l.attendees))
        .sum();
    let net_minor = order.quote.subtotal_minor - order.quote.discount_minor;
    let charge_minor =
        (order.quote.amount_due_minor > net_minor).then_some(order.quote.amount_due_minor);
    let insert = query(
        "INSERT INTO orders (id, business_id, calendar_id, service_id, state, idempotency_key, \
         fingerprint, service_name, starts_ms, ends_ms, attendees, currency, subtotal_minor, \
         discount_minor, total_minor, amount_due_minor, quote, guest_name, guest_email, \
         guest_phone, guest_notes, customer_key, consent_text, zone, return_to, test_mode, \
         hold_until_ms, stripe_coupon_body, stripe_body, stripe_expires_ms, next_at_ms, \
         created_ms, updated_ms, network_key, items, booked_attendees, answers, location_id, \
         language, cancellation, cancel_notice_minutes, cancel_refund_percent, \
         cancel_late_refund_percent, conditions, tax_minor, charge_minor, passed, \
         member_id, member_key, recorded, stripe_account, booked_by, codes_at_stripe) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $32, $33, \
         $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
         $47, $48, $49, $50, $51, $52) \
         ON CONFLICT DO NOTHING",
    )
    .bind(order.id)
    .bind(order.business_id)
    .bind(order.calendar_id.as_str())
    .bind(order.service_id.as_str())
    .bind(order.state.as_str())
    .bind(order.idempotency_key)
    .bind(order.fingerprint)
    .bind(first.map_or("", |item| item.name.as_str()))
    .bind(order.starts_ms)
    .bind(order.ends_ms)
    .bind(seats)
    .bind(order.quote.currency.code())
    .bind(order.quote.subtotal_minor)
    .bind(order.quote.discount_minor)
    .bind(net_minor)
    .bind(order.quote.amount_due_minor.min(net_minor))
    .bind(quote)
    .bind(order.guest.name.as_str())
    .bind(order.guest.email.as_str())
    .bind(order.guest.phone.as_ref().map(PhoneNumber::as_str))
    .bind(order.guest.notes.as_ref().map(Notes::as_str))
    .bind(order.customer.email_key())
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
    .bind(order.network_key)
    .bind(items)
    .bind(attendees)
    .bind(answers)
    .bind(order.location.map(|location| location.id.as_str()))
    .bind(order.language)
    .bind(if order.terms.cancellation {
        "allow"
    } else {
        "refuse"
    })
    .bind(order.terms.cancel_notice_minutes)
    .bind(order.terms.cancel_refund_percent)
    .bind(order.terms.cancel_late_refund_percent)
    .bind(conditions)
    .bind(order.quote.tax_minor)
    .bind(charge_minor)
    .bind(passed)
    .bind(order.customer.member().map(|member| member.id.as_str()))
    .bind(order.customer.member().map(|member| member.key.as_str()))
    .bind(i64::from(order.recorded))
    .bind(order.stripe_account)
    .bind(order.booked_by)
    .bind(i64::from(order.codes_at_stripe));
    Ok(insert.must_change(1, lost))
}
