//! A guest confirms: the price is made again, compared with the one that was shown, and slot,
//! coupon and order are taken in one transaction. Only then is Stripe asked for a page.

use booking_contract::{Field, FieldProblemCode, OpenOrder, Slot};
use booking_engine::{
    AMOUNT_MAX_MINOR, CouponCode, Item, Payment, PriceError, PriceRequest, Quote, Terms, price,
};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use crate::order_state::OrderState;
use crate::routes::calendars::window;
use crate::routes::slots::unknown_zone;
use crate::slots::{Offer, cells_between};
use crate::store::catalog::{self, Calendar, OfferedService};
use crate::store::coupons::{self, Asker, Use};
use crate::store::orders::{self, NewOrder, Order};
use crate::store::seats::{self, Claim};
use crate::store::settlements::{self, Transaction, TransactionKind};
use crate::stripe::checkout::Checkout;
use crate::{AppState, Problem, customer, payment, zones};

/// The least time that a Stripe session is open, in minutes; Stripe wants 30 on its clock.
const SESSION_MINUTES_MIN: i64 = 35;
/// How much longer than the hold the session is open, in minutes.
const SESSION_SLACK_MINUTES: i64 = 5;
/// When the sweeper takes over an order that its own request did not finish, in milliseconds:
/// longer than every try at Stripe together.
const ABANDONED_MS: i64 = 90 * 1000;
/// How many other times are offered for one that is gone.
const ALTERNATIVES_MAX: usize = 6;
/// How far around the wanted time others are looked for, in days.
const ALTERNATIVES_DAYS: i64 = 7;
/// How often a confirmation starts over because the books moved between reading and writing.
const ROUNDS_MAX: u32 = 4;
/// The longest address of a page to go back to, in bytes.
const RETURN_TO_LENGTH_MAX: usize = 2_000;

/// How a confirmation was answered.
#[derive(Debug)]
pub(crate) enum Opening {
    /// The order was made by this request.
    Made(Order),
    /// An earlier request with this key made it.
    Repeated(Order),
}

/// A confirmation whose fields are in order.
struct Confirmation<'a> {
    calendar: &'a Calendar,
    key: &'a str,
    fingerprint: String,
    body: &'a OpenOrder,
    item: &'a Item,
    code: Option<CouponCode>,
    zone: Tz,
    return_to: Option<&'a str>,
    customer_key: String,
}

/// What the companion itself would sell now.
struct Priced {
    service: OfferedService,
    terms: Terms,
    quote: Quote,
    coupon_version: Option<i64>,
}

/// Why the transaction was not committed.
enum Lost {
    /// The key has opened an order meanwhile.
    Key,
    /// The seats are gone.
    Slot,
    /// A limit was reached or a rule edited.
    Coupon,
}

/// Opens an order, or answers the one that this key has opened.
pub(crate) async fn open(
    state: &AppState,
    calendar: &Calendar,
    key: &str,
    body: &OpenOrder,
) -> Result<Opening, Problem> {
    let confirmation = check_fields(state, calendar, key, body).await?;
    if let Some(order) = earlier(state, &confirmation).await? {
        return Ok(Opening::Repeated(order));
    }
    match take(state, &confirmation).await {
        Ok(order) if order.state == OrderState::Opening => {
            // The guest may leave; what was begun is finished all the same.
            let state = state.clone();
            let paying = tokio::spawn(async move { payment::prepare(&state, order).await });
            let order = paying
                .await
                .map_err(|error| Problem::Internal(error.to_string()))??;
            Ok(Opening::Made(order))
        }
        Ok(order) => Ok(Opening::Made(order)),
        // What got in the way may be this very confirmation, sent twice.
        Err(refusal) => match earlier(state, &confirmation).await? {
            Some(order) => Ok(Opening::Repeated(order)),
            None => Err(refusal),
        },
    }
}

async fn check_fields<'a>(
    state: &AppState,
    calendar: &'a Calendar,
    key: &'a str,
    body: &'a OpenOrder,
) -> Result<Confirmation<'a>, Problem> {
    let [item] = body.request.items.as_slice() else {
        return Err(Problem::field(
            Field::Service,
            FieldProblemCode::OutOfRange,
            "request.items: one service is booked at a time",
        ));
    };
    let zone = body.zone.parse().map_err(|_| unknown_zone(&body.zone))?;
    if !zones::YEARS.contains(&body.starts_at.year()) {
        return Err(Problem::field(
            Field::StartsAt,
            FieldProblemCode::OutOfRange,
            "starts_at: it is a time between 1970 and 9998",
        ));
    }
    if calendar.consent.is_some() && !body.consent {
        return Err(Problem::field(
            Field::Consent,
            FieldProblemCode::Missing,
            "consent: this calendar asks for it",
        ));
    }
    let return_to = return_to(state, calendar, body.return_to.as_deref()).await?;
    let canonical = serde_json::to_vec(&(calendar.id.as_str(), body))
        .map_err(|error| Problem::Internal(error.to_string()))?;
    Ok(Confirmation {
        calendar,
        key,
        fingerprint: hex::encode(Sha256::digest(canonical)),
        body,
        item,
        code: body
            .request
            .code
            .as_ref()
            .and_then(|text| text.parse().ok())
            .filter(|_| calendar.coupons),
        zone,
        return_to,
        customer_key: customer::customer_key(state.store.secret(), &body.guest.email),
    })
}

/// The page to go back to, if it is one of the business's; others are dropped in silence, so
/// that nobody can be sent elsewhere in the business's name.
async fn return_to<'a>(
    state: &AppState,
    calendar: &Calendar,
    page: Option<&'a str>,
) -> Result<Option<&'a str>, Problem> {
    let Some(page) = page else {
        return Ok(None);
    };
    let url = reqwest::Url::parse(page)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .filter(|_| page.len() <= RETURN_TO_LENGTH_MAX);
    let Some(url) = url else {
        return Err(Problem::field(
            Field::ReturnTo,
            FieldProblemCode::Malformed,
            "return_to: it is the http or https address of a page",
        ));
    };
    let mut conn = state.store.read().await?;
    let origins = catalog::origins(&mut conn, &calendar.business.id).await?;
    let origin = url.origin().ascii_serialization();
    Ok(origins.contains(&origin).then_some(page))
}

/// The order that this key has opened, brought up to date.
async fn earlier(
    state: &AppState,
    confirmation: &Confirmation<'_>,
) -> Result<Option<Order>, Problem> {
    let mut conn = state.store.read().await?;
    let found = orders::find_by_key(&mut conn, &confirmation.calendar.id, confirmation.key).await?;
    let Some(order) = found else {
        return Ok(None);
    };
    if order.fingerprint != confirmation.fingerprint {
        return Err(Problem::KeyReused);
    }
    if order.state == OrderState::Opening {
        return Err(Problem::InProgress);
    }
    Ok(Some(order))
}

/// Takes slot, coupon and order, or tells what is in the way.
async fn take(state: &AppState, confirmation: &Confirmation<'_>) -> Result<Order, Problem> {
    for _ in 0..ROUNDS_MAX {
        let now = state.clock.now();
        let priced = price_again(state, confirmation, now).await?;
        let shown = &confirmation.body.quote;
        if priced.quote != *shown {
            let changes = priced.quote.changes_since(shown);
            return Err(Problem::QuoteChanged(Box::new(priced.quote), changes));
        }
        let free = match priced.quote.payment() {
            Payment::Free => true,
            Payment::Charge => false,
            Payment::BelowMinimum { minimum_minor } => {
                return Err(Problem::BelowMinimumCharge(minimum_minor));
            }
        };
        if !free && !state.stripe.has_key() {
            return Err(Problem::PaymentUnavailable(
                "this companion has no key for payments; set STRIPE_SECRET_KEY",
            ));
        }
        if !is_offered(state, confirmation, &priced.service, now).await? {
            return Err(slot_taken(state, confirmation, &priced.service, now).await?);
        }
        match write(state, confirmation, &priced, free, now).await? {
            Ok(order) => return Ok(order),
            // The caller reads the key again.
            Err(Lost::Key) => return Err(Problem::InProgress),
            Err(Lost::Slot) => {
                return Err(slot_taken(state, confirmation, &priced.service, now).await?);
            }
            // Somebody else took the last use: the price is another one now.
            Err(Lost::Coupon) => {}
        }
    }
    Err(Problem::Unavailable)
}

/// The price by the companion's own terms, as a guest may see it.
async fn price_again(
    state: &AppState,
    confirmation: &Confirmation<'_>,
    now: DateTime<Utc>,
) -> Result<Priced, Problem> {
    let calendar = confirmation.calendar;
    let mut conn = state.store.read().await?;
    let services = catalog::services(&mut conn, &calendar.id).await?;
    let mut terms = catalog::terms(calendar, &services);
    let mut coupon_version = None;
    if let Some(code) = &confirmation.code {
        let asker = Asker {
            business_id: &calendar.business.id,
            customer_key: Some(&confirmation.customer_key),
            test_mode: calendar.test_mode,
        };
        coupon_version = coupons::present(&mut conn, asker, code, &mut terms).await?;
    }
    let request: &PriceRequest = &confirmation.body.request;
    let quote = price(request, &terms, now)
        .map_err(|error| price_problem(&error))?
        .for_stranger();
    let service = services
        .into_iter()
        .find(|service| service.id == confirmation.item.service_id)
        .ok_or_else(|| Problem::Internal("a service was priced that is not there".into()))?;
    Ok(Priced {
        service,
        terms,
        quote,
        coupon_version,
    })
}

/// What is wrong with a request that has no price.
pub(crate) fn price_problem(error: &PriceError) -> Problem {
    let detail = format!("request.items: {error}");
    match error {
        PriceError::NoItems => Problem::field(Field::Service, FieldProblemCode::Missing, detail),
        PriceError::TooManyItems => {
            Problem::field(Field::Service, FieldProblemCode::OutOfRange, detail)
        }
        PriceError::UnknownService { .. } => {
            Problem::field(Field::Service, FieldProblemCode::Unknown, detail)
        }
        PriceError::Attendees { .. } => {
            Problem::field(Field::Attendees, FieldProblemCode::OutOfRange, detail)
        }
        PriceError::AmountOutOfRange => Problem::field(
            Field::Attendees,
            FieldProblemCode::OutOfRange,
            format!("the amount is above {AMOUNT_MAX_MINOR} minor units"),
        ),
        PriceError::LawBroken => Problem::Internal(error.to_string()),
    }
}

/// Whether opening hours, notice and window offer the wanted time; its seats are taken, or not,
/// in the transaction.
async fn is_offered(
    state: &AppState,
    confirmation: &Confirmation<'_>,
    service: &OfferedService,
    now: DateTime<Utc>,
) -> Result<bool, Problem> {
    let calendar = confirmation.calendar;
    let starts_at = confirmation.body.starts_at;
    let date = zones::date_at(calendar.business.zone, starts_at);
    let mut conn = state.store.read().await?;
    let schedule = catalog::schedule(&mut conn, &calendar.business, date, date).await?;
    let offer = Offer {
        schedule: &schedule,
        service_id: &service.id,
        times: service.times,
        window: window(calendar, now),
    };
    Ok(offer.has_start(starts_at))
}

/// The refusal of a slot, with the nearest ones that take this many attendees.
async fn slot_taken(
    state: &AppState,
    confirmation: &Confirmation<'_>,
    service: &OfferedService,
    now: DateTime<Utc>,
) -> Result<Problem, Problem> {
    let calendar = confirmation.calendar;
    let zone = calendar.business.zone;
    let (first, last) = window(calendar, now).dates(zone);
    // A time far outside of the window has its nearest neighbours at the window's edge.
    let bounds = zones::start_of(zone, first)..zones::start_of(zone, last) + TimeDelta::days(1);
    let around = confirmation
        .body
        .starts_at
        .clamp(bounds.start, bounds.end.max(bounds.start));
    let days = TimeDelta::days(ALTERNATIVES_DAYS);
    let range = around - days..around + days;
    let mut conn = state.store.read().await?;
    let schedule = catalog::schedule(
        &mut conn,
        &calendar.business,
        zones::date_at(zone, range.start),
        zones::date_at(zone, range.end),
    )
    .await?;
    let slack = TimeDelta::days(3);
    let cells = cells_between(range.start - slack, range.end + slack);
    let sessions = seats::booked(&mut conn, &calendar.id, &cells).await?;
    let offer = Offer {
        schedule: &schedule,
        service_id: &service.id,
        times: service.times,
        window: window(calendar, now),
    };
    let free = offer.free_slots(&range, &sessions);
    Ok(Problem::SlotTaken(nearest(
        free,
        around,
        confirmation.item.attendees,
    )))
}

/// The slots nearest to a time that have the seats, in the order of time.
fn nearest(slots: Vec<Slot>, around: DateTime<Utc>, seats: u32) -> Vec<Slot> {
    let mut slots: Vec<Slot> = slots
        .into_iter()
        .filter(|slot| slot.seats_left >= seats && slot.starts_at != around)
        .collect();
    slots.sort_by_key(|slot| (slot.starts_at - around).abs());
    slots.truncate(ALTERNATIVES_MAX);
    slots.sort_by_key(|slot| slot.starts_at);
    slots
}

/// The one transaction: order, seats, coupon and the zero record, or nothing of it.
async fn write(
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
    conn: &mut sqlx::AnyConnection,
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
