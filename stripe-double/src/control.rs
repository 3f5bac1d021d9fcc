//! The remote control, below `/_double/`: for tests and demos, in JSON, without a key. What each
//! call takes and does is told in `README.md`.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    Double,
    books::{Books, Owner},
    clock::Seconds,
    faults::Planned,
    ids::new_id,
    operation::Operation,
    refunds::RefundStatus,
    rules::session::looks_like_email,
    settings::SettingChanges,
    standing::Standing,
    till::{Impossible, Method, PaymentOutcome},
    webhooks::{Event, KnobChanges, deliver_in_order},
};

/// How the clock is to move.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum ClockChange {
    Advance { advance_seconds: Seconds },
    Set { now: Seconds },
}

/// The routes, relative to `/_double`.
pub(crate) fn routes() -> Router<Arc<Double>> {
    Router::new()
        .route("/state", get(state))
        .route("/ledger", get(ledger))
        .route("/clock", post(move_clock))
        .route("/settings", post(change_settings))
        .route("/accounts", post(set_account_up))
        .route("/faults", post(plan_fault).delete(clear_faults))
        .route("/webhooks", post(turn_knobs))
        .route("/events", post(emit))
        .route("/events/deliver", post(deliver))
        .route("/events/{id}/resend", post(resend))
        .route("/sessions/{id}/pay", post(pay))
        .route("/sessions/{id}/settle", post(settle))
        .route("/refunds/{id}/end", post(end_refund))
        .route("/charges/{id}/dispute", post(dispute))
        .route("/disputes/{id}/close", post(close_dispute))
}

async fn state(State(double): State<Arc<Double>>) -> Json<Value> {
    Json(dump(&double.books()))
}

fn dump(books: &Books) -> Value {
    let now = books.now();
    let mut lists: Map<String, Value> = Map::new();
    let mut sums = Map::new();
    for (owner, account) in &books.accounts {
        let label = owner.label();
        let mut add = |list: &str, mut object: Value| {
            object["account"] = json!(label);
            crate::books::in_mode(&mut object, owner.livemode);
            let list = lists.entry(list).or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(object);
            }
        };
        for (_, session) in account.sessions.newest_first() {
            add("sessions", session.to_json(books.base_url()));
        }
        for (_, coupon) in account.coupons.newest_first() {
            add("coupons", coupon.to_json(now));
        }
        for (_, refund) in account.refunds.newest_first() {
            add("refunds", refund.to_json());
        }
        for (_, dispute) in account.disputes.newest_first() {
            add("disputes", dispute.to_json());
        }
        let by_currency = account
            .ledger
            .iter()
            .map(|(currency, sums)| (currency.to_string(), sums.to_json()));
        sums.insert(owner.label(), Value::Object(by_currency.collect()));
    }
    let list = |name: &str| lists.get(name).cloned().unwrap_or_else(|| json!([]));
    json!({
        "now": now,
        "sessions": list("sessions"),
        "coupons": list("coupons"),
        "refunds": list("refunds"),
        "disputes": list("disputes"),
        "ledger": sums,
        "faults": books.faults,
        "settings": books.settings,
        "webhooks": books.knobs,
        "events": books.events.iter().map(|event| &event.body).collect::<Vec<_>>(),
        "deliveries": books.deliveries,
        "pages_shown": books.pages_shown,
    })
}

/// Only the sums, so that asking is cheap however much there is.
async fn ledger(State(double): State<Arc<Double>>) -> Json<Value> {
    let books = double.books();
    let rows = books.accounts.iter().flat_map(|(owner, account)| {
        account.ledger.iter().map(move |(currency, sums)| {
            let mut row = sums.to_json();
            row["account"] = json!(owner.account);
            row["livemode"] = json!(owner.livemode);
            row["currency"] = json!(currency);
            row
        })
    });
    Json(json!({ "now": books.now(), "ledger": rows.collect::<Vec<_>>() }))
}

async fn move_clock(
    State(double): State<Arc<Double>>,
    Json(change): Json<ClockChange>,
) -> Json<Value> {
    let mut books = double.books();
    match change {
        ClockChange::Advance { advance_seconds } => books.clock.advance(advance_seconds),
        ClockChange::Set { now } => books.clock.set(now),
    }
    books.expire_due();
    Json(json!({ "now": books.now() }))
}

async fn change_settings(
    State(double): State<Arc<Double>>,
    Json(changes): Json<SettingChanges>,
) -> Json<Value> {
    let mut books = double.books();
    books.settings.change(&changes);
    Json(json!(books.settings))
}

async fn plan_fault(State(double): State<Arc<Double>>, Json(planned): Json<Planned>) -> Response {
    if let Some(on) = &planned.on
        && !Operation::names().contains(&on.as_str())
    {
        let message = format!("`on` is one of {}.", Operation::names().join(", "));
        return (StatusCode::UNPROCESSABLE_ENTITY, message).into_response();
    }
    let mut books = double.books();
    books.faults.plan(planned);
    Json(json!({ "faults": books.faults })).into_response()
}

async fn clear_faults(State(double): State<Arc<Double>>) -> StatusCode {
    double.books().faults.clear();
    StatusCode::NO_CONTENT
}

async fn turn_knobs(
    State(double): State<Arc<Double>>,
    Json(changes): Json<KnobChanges>,
) -> Json<Value> {
    let mut books = double.books();
    books.knobs.turn(changes);
    Json(json!(books.knobs))
}

/// An event of the caller's making, for what Stripe has not invented yet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Emitted {
    r#type: String,
    object: Value,
    account: Option<String>,
    #[serde(default)]
    livemode: bool,
}

async fn emit(State(double): State<Arc<Double>>, Json(emitted): Json<Emitted>) -> Json<Value> {
    let mut books = double.books();
    let id = new_id("evt_", 24);
    let mut body = json!({
        "id": id,
        "object": "event",
        "api_version": crate::api_version(),
        "created": books.now(),
        "data": { "object": emitted.object },
        "livemode": emitted.livemode,
        "pending_webhooks": 1,
        "request": { "id": null, "idempotency_key": null },
        "type": emitted.r#type,
    });
    if let Some(account) = &emitted.account {
        body["account"] = json!(account);
    }
    let owner = Owner {
        account: emitted.account,
        livemode: emitted.livemode,
    };
    books.emit(Event {
        id: id.clone(),
        kind: emitted.r#type,
        owner,
        body,
    });
    Json(json!({ "id": id }))
}

/// Which events are delivered, in which order. An id may come twice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    order: Vec<String>,
}

async fn deliver(State(double): State<Arc<Double>>, Json(wanted): Json<Order>) -> Response {
    let found: Option<Vec<Event>> = {
        let books = double.books();
        let of = |id: &String| books.events.iter().find(|event| event.id == *id).cloned();
        wanted.order.iter().map(of).collect()
    };
    match found {
        Some(events) => {
            let told = deliver_in_order(&double, &events).await;
            Json(json!({ "deliveries": told })).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn resend(State(double): State<Arc<Double>>, Path(id): Path<String>) -> StatusCode {
    if double.books().resend(&id) {
        StatusCode::ACCEPTED
    } else {
        StatusCode::NOT_FOUND
    }
}

/// How a session is paid without its page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Pay {
    email: Option<String>,
    delayed: bool,
}

/// Sets an account of its own up, or sets it up anew; what is in it stays.
async fn set_account_up(
    State(double): State<Arc<Double>>,
    Json(standing): Json<Standing>,
) -> Json<Value> {
    let mut books = double.books();
    books.standings.retain(|known| known.id != standing.id);
    let id = standing.id.clone();
    books.standings.push(standing);
    Json(json!({ "id": id }))
}

async fn pay(
    State(double): State<Arc<Double>>,
    Path(id): Path<String>,
    Json(asked): Json<Pay>,
) -> Response {
    let mut books = double.books();
    let given = books
        .session(&id)
        .and_then(|session| session.terms.customer_email.clone());
    let email = given.or(asked.email);
    let email = email.unwrap_or_else(|| "guest@example.com".to_owned());
    if !looks_like_email(&email) {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let method = if asked.delayed {
        Method::Delayed
    } else {
        Method::Card
    };
    let (status, outcome) = match books.pay(&id, &email, method) {
        PaymentOutcome::Paid => (StatusCode::OK, "paid"),
        PaymentOutcome::AlreadyPaid => (StatusCode::CONFLICT, "already_paid"),
        PaymentOutcome::Ended => (StatusCode::CONFLICT, "ended"),
        PaymentOutcome::CouponGone => (StatusCode::CONFLICT, "coupon_gone"),
        PaymentOutcome::NoSuchSession => (StatusCode::NOT_FOUND, "no_such_session"),
    };
    (status, Json(json!({ "outcome": outcome }))).into_response()
}

/// Whether the money of a delayed method arrived.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settle {
    arrived: bool,
}

async fn settle(
    State(double): State<Arc<Double>>,
    Path(id): Path<String>,
    Json(asked): Json<Settle>,
) -> Response {
    answer(double.books().settle(&id, asked.arrived).map(|()| id))
}

/// How a refund ends: by succeeding, unless there is a reason why it failed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndRefund {
    failure_reason: Option<String>,
}

async fn end_refund(
    State(double): State<Arc<Double>>,
    Path(id): Path<String>,
    Json(asked): Json<EndRefund>,
) -> Response {
    let end = asked
        .failure_reason
        .map_or(RefundStatus::Succeeded, RefundStatus::Failed);
    answer(double.books().end_refund(&id, end).map(|()| id))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenDispute {
    amount: Option<i64>,
    reason: Option<String>,
}

async fn dispute(
    State(double): State<Arc<Double>>,
    Path(id): Path<String>,
    Json(asked): Json<OpenDispute>,
) -> Response {
    let reason = asked.reason.as_deref().unwrap_or("fraudulent");
    answer(double.books().dispute(&id, asked.amount, reason))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CloseDispute {
    won: bool,
}

async fn close_dispute(
    State(double): State<Arc<Double>>,
    Path(id): Path<String>,
    Json(asked): Json<CloseDispute>,
) -> Response {
    answer(double.books().close_dispute(&id, asked.won).map(|()| id))
}

/// The id of what changed, or why nothing did.
fn answer(changed: Result<String, Impossible>) -> Response {
    match changed {
        Ok(id) => Json(json!({ "id": id })).into_response(),
        Err(Impossible::Unknown) => StatusCode::NOT_FOUND.into_response(),
        Err(Impossible::WrongState) => StatusCode::CONFLICT.into_response(),
    }
}
