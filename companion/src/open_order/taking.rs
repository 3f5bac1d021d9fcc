//! The one transaction of a confirmation: order, seats, coupon and the zero record, or nothing.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::items::Agreed;
use super::{By, Confirmation};
use crate::order_state::OrderState;
use crate::outbox::facts;
use crate::store::coupons::{self, Earlier, Use};
use crate::store::orders::{self, NewOrder, Order};
use crate::store::owner_log::{self, Action};
use crate::store::seats::{self, Claim};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::store::{Conn, Step, StoreError, run_all};
use crate::store::{live_holds, order_words};
use crate::stripe::checkout::Checkout;
use crate::{AppState, Problem, fail_point, ids};

/// The least time that a Stripe session is open, in minutes; Stripe wants 30 on its clock.
const SESSION_MINUTES_MIN: i64 = 35;
/// How much longer than the hold with all its extensions the session is open, in minutes.
const SESSION_SLACK_MINUTES: i64 = 5;
/// When the sweeper takes over an order that its own request did not finish, in milliseconds:
/// longer than every try at Stripe together.
const ABANDONED_MS: i64 = 90 * 1000;

/// Why the transaction was not committed.
#[derive(Clone, Copy, Debug)]
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
    confirmation: &Confirmation,
    agreed: &Agreed<'_>,
    at_once: bool,
    now: DateTime<Utc>,
) -> Result<Result<Order, Lost>, Problem> {
    let mut taking = Taking {
        confirmation,
        agreed,
        order_id: ids::fresh("ord", now.timestamp_millis())?,
        session: None,
        now,
    };
    if !at_once {
        taking.session = Some(taking.session(state));
    }
    if agreed.claims.iter().any(Claim::is_too_large) {
        return Ok(Err(Lost::Slot));
    }
    let business = &confirmation.calendar.business;
    let order = taking.order()?.opened(business.zone);
    // Everything that can be made ready is, so that the transaction is statements alone.
    let steps = taking.steps(&order)?;
    fail_point::here("confirm:before-transaction");
    let written = state
        .store
        .attempt((steps, taking.entry()), |conn, (steps, entry)| {
            Box::pin(take(conn, steps, entry.as_ref()))
        })
        .await?;
    fail_point::here("confirm:after-commit");
    if let Err(Lost::Key) = written {
        // Run again after its answer was lost, the transaction has found its own work.
        let mut conn = state.store.read().await?;
        let own = orders::find(&mut conn, &order.id).await?;
        return Ok(own.ok_or(Lost::Key));
    }
    Ok(written.map(|()| order))
}

async fn take(
    conn: &mut Conn,
    steps: &[Step<'static, Lost>],
    entry: Option<&Entry>,
) -> Result<Result<(), Lost>, StoreError> {
    let taken = run_all(conn, steps).await?;
    if taken.is_ok() {
        if let Some(entry) = entry {
            entry.write(conn).await?;
        }
        fail_point::here("confirm:before-commit");
    }
    Ok(taken)
}

/// What is to be taken.
struct Taking<'a> {
    confirmation: &'a Confirmation,
    agreed: &'a Agreed<'a>,
    order_id: String,
    /// The payment page to ask Stripe for; none where it is booked at once.
    session: Option<NewSession>,
    now: DateTime<Utc>,
}

struct NewSession {
    body: String,
    coupon_body: Option<String>,
    expires_ms: i64,
}

impl Taking<'_> {
    fn session(&self, state: &AppState) -> NewSession {
        let confirmation = &self.confirmation;
        let calendar = &confirmation.calendar;
        let business = &calendar.business;
        let terms = &business.order_terms;
        let extensions = terms.extensions_max * terms.extension_minutes;
        let minutes = business.hold_minutes + extensions + SESSION_SLACK_MINUTES;
        let minutes = minutes.max(SESSION_MINUTES_MIN);
        let expires_ms = (self.now + TimeDelta::minutes(minutes)).timestamp_millis();
        let checkout = Checkout {
            order_id: &self.order_id,
            token: &state.store.secret().order_token(&self.order_id),
            public_url: &state.config.public_url,
            business_id: &calendar.business.id,
            calendar_id: calendar.id.as_str(),
            items: &self.agreed.items,
            zone: calendar.business.zone,
            quote: &self.agreed.priced.quote,
            codes_at_stripe: self.codes_at_stripe(),
            email: confirmation.body.guest.email.as_str(),
            language: confirmation.body.language.as_deref(),
            expires_ms,
        };
        NewSession {
            body: checkout.body(),
            coupon_body: checkout.coupon_body(),
            expires_ms,
        }
    }

    /// Order, records and events first: nobody else can want those. Then what others may want
    /// as well, always in the same order, so that two transactions never wait for each other;
    /// what most want at once comes last and is kept from others for the shortest time.
    fn steps(&self, order: &Order) -> Result<Vec<Step<'static, Lost>>, StoreError> {
        let confirmation = self.confirmation;
        let at_once = self.session.is_none();
        let id = format!("created:{}", self.order_id);
        let created = Transaction {
            id: &id,
            order_id: &self.order_id,
            kind: TransactionKind::Created,
            amount_minor: 0,
            currency: self.agreed.priced.quote.currency.code(),
            test_mode: confirmation.calendar.test_mode,
            now_ms: self.now.timestamp_millis(),
        };
        let recorded = confirmation.calendar.payments;
        let mut steps = vec![orders::insert(&self.order()?, Lost::Key)?.into_owned()];
        if recorded {
            steps.push(settlements::insert(created).step().into_owned());
        }
        steps.push(
            order_words::insert(&order.id, &order.business_id, &order.guest)
                .step()
                .into_owned(),
        );
        let mut add = |more: &mut dyn Iterator<Item = Step<'_, Lost>>| {
            steps.extend(more.map(Step::into_owned));
        };
        if recorded {
            add(&mut facts::order_created(order, &created, Lost::Key)?.into_iter());
        }
        for claim in &self.agreed.claims {
            add(&mut seats::take(&self.order_id, claim, at_once, Lost::Slot).into_iter());
        }
        // Without an order there is no customer's order, and no price that a coupon could change.
        if recorded {
            add(&mut self.take_coupon().into_iter());
        }
        if !at_once && confirmation.calendar.business.limits_holds {
            add(&mut live_holds::take(confirmation.holder(), Lost::Holds).into_iter());
        }
        Ok(steps)
    }

    fn order(&self) -> Result<NewOrder<'_>, StoreError> {
        let (confirmation, agreed) = (self.confirmation, self.agreed);
        let quote = &agreed.priced.quote;
        let (Some(line), Some(last)) = (quote.lines.first(), agreed.items.last()) else {
            return Err(StoreError::Malformed("order: it has no services"));
        };
        let calendar = &confirmation.calendar;
        let starts_at = confirmation.body.starts_at;
        let session = self.session.as_ref();
        let now_ms = self.now.timestamp_millis();
        let hold = TimeDelta::minutes(calendar.business.hold_minutes);
        Ok(NewOrder {
            id: &self.order_id,
            business_id: &calendar.business.id,
            calendar_id: &calendar.id,
            service_id: &line.service_id,
            state: if session.is_none() {
                OrderState::Paid
            } else {
                OrderState::Opening
            },
            idempotency_key: &confirmation.key,
            fingerprint: &confirmation.fingerprint,
            items: &agreed.items,
            location: agreed.location.map(|place| &place.info),
            starts_ms: starts_at.timestamp_millis(),
            ends_ms: last.ends_ms,
            attendees: &confirmation.body.attendees,
            answers: &confirmation.answers,
            quote,
            conditions: agreed.priced.conditions(),
            terms: calendar.business.order_terms,
            continue_to: calendar.continue_to.as_ref(),
            language: confirmation.body.language.as_deref(),
            guest: &confirmation.body.guest,
            customer: &confirmation.wanted.customer,
            consent_text: (calendar.consent.as_deref()).filter(|_| confirmation.body.consent),
            zone: confirmation.zone,
            return_to: confirmation.return_to.as_deref(),
            passed: &confirmation.passed,
            test_mode: calendar.test_mode,
            recorded: calendar.payments,
            stripe_account: calendar.stripe_account.as_deref(),
            codes_at_stripe: session.is_some() && self.codes_at_stripe(),
            hold_until_ms: (self.now + hold).timestamp_millis(),
            booked_by: match &confirmation.by {
                By::Guest => None,
                By::Desk(actor) => Some(actor),
            },
            network_key: session
                .filter(|_| calendar.business.limits_holds)
                .map(|_| confirmation.network_key.as_str()),
            stripe_coupon_body: session.and_then(|session| session.coupon_body.as_deref()),
            stripe_body: session.map(|session| session.body.as_str()),
            stripe_expires_ms: session.map(|session| session.expires_ms),
            next_at_ms: session.map(|_| now_ms + ABANDONED_MS),
            now_ms,
        })
    }

    /// What the business's log says of it, where one of its own books.
    fn entry(&self) -> Option<Entry> {
        let By::Desk(actor) = &self.confirmation.by else {
            return None;
        };
        let quote = &self.agreed.priced.quote;
        let detail = json!({
            "calendar": self.confirmation.calendar.id,
            "coupon": quote.coupon.as_ref().map(|it| &it.coupon_id),
            "total_minor": quote.total_minor,
        });
        Some(Entry {
            business_id: self.confirmation.calendar.business.id.clone(),
            actor: actor.clone(),
            order_id: self.order_id.clone(),
            detail: detail.to_string(),
            now_ms: self.now.timestamp_millis(),
        })
    }

    /// Whether the guest enters a code on Stripe's page: where nothing is taken off here and one sum is
    /// all that is charged, so that what Stripe takes off is a discount of the prices themselves.
    fn codes_at_stripe(&self) -> bool {
        let (calendar, quote) = (&self.confirmation.calendar, &self.agreed.priced.quote);
        calendar.codes_at_stripe
            && !calendar.coupons
            && quote.coupon.is_none()
            && quote.tax_minor == 0
            && quote.amount_due_minor == quote.total_minor
    }

    /// Counts the order for its customer and the use of its coupon.
    fn take_coupon(&self) -> Vec<Step<'_, Lost>> {
        let (confirmation, priced) = (self.confirmation, &self.agreed.priced);
        let calendar = &confirmation.calendar;
        let customer = &confirmation.wanted.customer;
        let applied = priced.applied();
        let earlier = (applied.as_ref()).map_or(Earlier::Any, |applied| applied.earlier);
        let mut steps: Vec<_> = coupons::take_customer_order(
            &calendar.business.id,
            customer,
            calendar.test_mode,
            earlier,
            Lost::Coupon,
        )
        .collect();
        if let Some(applied) = applied {
            let taken = Use {
                coupon: applied.coupon,
                version: applied.version,
                code_id: applied.code_id,
                customer,
                test_mode: calendar.test_mode,
                redeem: self.session.is_none(),
            };
            steps.extend(coupons::take_use(&self.order_id, &taken, Lost::Coupon));
        }
        steps
    }
}

/// A line of the business's log. It comes last, as all that write into the log have it.
struct Entry {
    business_id: String,
    actor: String,
    order_id: String,
    detail: String,
    now_ms: i64,
}

impl Entry {
    async fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        let action = Action {
            business_id: &self.business_id,
            actor: &self.actor,
            done: "order.book",
            subject: &self.order_id,
            detail: &self.detail,
            now_ms: self.now_ms,
        };
        owner_log::add(conn, &action).await
    }
}
