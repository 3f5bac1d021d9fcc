//! `POST /v1/calendars/{id}/orders` and `/v1/orders/{id}`: the booking itself.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use booking_contract::{CancelOrder, MoveOrder, OpenOrder, OrderOpened, OrderView};
use chrono::TimeDelta;
use chrono_tz::Tz;

use super::ClientAddress;
use super::slots::unknown_zone;
use crate::clock::instant;
use crate::json::StrictJson;
use crate::metrics::OrderOutcome;
use crate::open_order::{self, Asked, By, Opening};
use crate::order_state::OrderState;
use crate::store::orders::{self, Booked, Order};
use crate::{AppState, Problem, cancelling, closing, extending, moving, onward, settle, zones};

/// The header that makes a confirmation safe to repeat.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

pub(crate) async fn open(
    State(state): State<AppState>,
    Path(id): Path<String>,
    address: ClientAddress,
    headers: HeaderMap,
    StrictJson(body): StrictJson<OpenOrder>,
) -> Result<(StatusCode, Json<OrderOpened>), Problem> {
    let key = idempotency_key(&headers)?;
    let calendar_id = id.parse().map_err(|_| Problem::NotFound)?;
    let network_key = state.store.secret().key("network", &address.network());
    let asked = Asked {
        by: By::Guest,
        calendar_id,
        key: key.to_owned(),
        network_key,
        body,
    };
    let (status, order) = match opened(&state, asked).await? {
        Opening::Made(order) => (StatusCode::CREATED, order),
        Opening::Repeated(order) => (StatusCode::OK, order),
    };
    let token = state.store.secret().order_token(&order.id);
    let order = view(&state, &order, order.zone);
    Ok((status, Json(OrderOpened { order, token })))
}

/// Opens an order, and counts what came of it for the owner.
pub(crate) async fn opened(state: &AppState, asked: Asked) -> Result<Opening, Problem> {
    let opening = open_order::open(state, asked).await;
    let opening = opening.inspect_err(|problem| state.metrics.confirmation_refused(problem))?;
    state.metrics.order(match &opening {
        Opening::Made(_) => OrderOutcome::Opened,
        Opening::Repeated(_) => OrderOutcome::Repeated,
    });
    Ok(opening)
}

pub(crate) async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json<OrderView>, Problem> {
    let order = find(&state, &id, &headers).await?;
    let zone = zone(query.as_deref().unwrap_or_default())?.unwrap_or(order.zone);
    let order = up_to_date(&state, order).await?;
    Ok(Json(view(&state, &order, zone)))
}

/// The order, after Stripe was asked where its payment is still awaited.
pub(crate) async fn up_to_date(state: &AppState, order: Order) -> Result<Order, Problem> {
    let awaited = order.state == OrderState::Awaiting;
    if awaited && state.polls.may_ask(&order.id, state.clock.now_ms()) {
        return settle::ask(state, order).await;
    }
    Ok(order)
}

/// The guest gives up: the payment page is closed first, so that nobody pays for a place that
/// is given away. Where the money was faster, the order is booked.
pub(crate) async fn release(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<OrderView>, Problem> {
    let mut order = find(&state, &id, &headers).await?;
    if order.state.is_open() {
        order = closing::close(&state, order, closing::Why::GivenUp).await?;
    }
    Ok(Json(view(&state, &order, order.zone)))
}

/// The guest needs more time to pay.
pub(crate) async fn extend(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<OrderView>, Problem> {
    let order = find(&state, &id, &headers).await?;
    let order = extending::extend(&state, order).await?;
    Ok(Json(view(&state, &order, order.zone)))
}

/// The guest calls the booking off, for what they were told they get back.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    StrictJson(told): StrictJson<CancelOrder>,
) -> Result<Json<OrderView>, Problem> {
    let order = find(&state, &id, &headers).await?;
    let order = cancelling::cancel(&state, order, told).await?;
    Ok(Json(view(&state, &order, order.zone)))
}

/// The guest needs another time.
pub(crate) async fn reschedule(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    StrictJson(wanted): StrictJson<MoveOrder>,
) -> Result<Json<OrderView>, Problem> {
    let order = find(&state, &id, &headers).await?;
    let order = moving::reschedule(&state, order, wanted).await?;
    Ok(Json(view(&state, &order, order.zone)))
}

/// The key of a confirmation.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<&str, Problem> {
    let key = headers
        .get(IDEMPOTENCY_KEY)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if is_key(key) {
        Ok(key)
    } else {
        Err(Problem::InvalidRequest(
            "send an Idempotency-Key header of 16 to 64 letters, digits and dashes, a new one \
             for every confirmation"
                .into(),
        ))
    }
}

/// Whether a text names a confirmation.
pub(crate) fn is_key(key: &str) -> bool {
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (16..=64).contains(&key.len()) && plain
}

/// The order that the token in the header opens.
async fn find(state: &AppState, id: &str, headers: &HeaderMap) -> Result<Order, Problem> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    if !state.store.secret().opens_order(id, token.trim()) {
        return Err(Problem::NotFound);
    }
    let mut conn = state.store.read().await?;
    orders::find(&mut conn, id).await?.ok_or(Problem::NotFound)
}

/// The zone that the guest wants to see times in, where one is named.
fn zone(query: &str) -> Result<Option<Tz>, Problem> {
    let mut zone = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "zone" {
            return Err(Problem::InvalidRequest(format!(
                "the query has no parameter {name:?}"
            )));
        }
        zone = Some(value.parse().map_err(|_| unknown_zone(&value))?);
    }
    Ok(zone)
}

/// An order as its guest sees it.
pub(crate) fn view(state: &AppState, order: &Order, zone: Tz) -> OrderView {
    let now = state.clock.now();
    let (starts_at, ends_at) = (instant(order.starts_ms), instant(order.ends_ms));
    // Both the appointment and the countdown are shown, and they may lie in summer and winter.
    let day = TimeDelta::days(1);
    let range = now.min(starts_at)..now.max(ends_at) + day;
    let awaiting = order.state == OrderState::Awaiting;
    OrderView {
        id: order.id.clone(),
        status: order.state.status(),
        calendar_id: order.calendar_id.clone(),
        items: order.items.iter().map(Booked::view).collect(),
        location: order.location.clone(),
        attendees: order.attendees.clone(),
        movable_until: moving::movable_until(order, now),
        continue_to: onward::continue_to(order),
        starts_at,
        ends_at,
        guest: order.guest.clone(),
        quote: order.quote.clone(),
        paid_minor: order.paid_minor(),
        refunded_minor: order.returned_minor,
        cancellation: cancelling::cancellation(order, now),
        extension: extending::extension(order, now),
        hold_until: order.state.is_open().then(|| instant(order.hold_until_ms)),
        checkout_url: order.checkout_url.clone().filter(|_| awaiting),
        return_to: order.return_to.clone(),
        test_mode: order.test_mode,
        clock: zones::clock(zone, range.clone()),
        business_clock: zones::clock(order.business_zone, range),
        now,
    }
}
