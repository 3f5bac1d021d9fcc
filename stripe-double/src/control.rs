//! The remote control, below `/_double/`: for tests and demos, in JSON, without a key.
//!
//! | call | does |
//! |---|---|
//! | `GET /_double/state` | everything there is: clock, sessions, coupons, ledger, events, deliveries |
//! | `POST /_double/clock` | `{"advance_seconds": n}` or `{"now": unix seconds}`; answers `{"now"}` |
//! | `POST /_double/faults` | plans a fault: `{"next", "times", "on", "hang_seconds"}` |
//! | `DELETE /_double/faults` | forgets the faults that wait |
//! | `POST /_double/webhooks` | turns knobs: `{"url", "mute", "duplicate", "delay_ms", "wrong_secret", "stale_seconds", "sign_with"}` |
//! | `POST /_double/events/{id}/resend` | delivers an event once more |

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
    Double, books::Books, clock::Seconds, faults::Planned, operation::Operation,
    webhooks::KnobChanges,
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
        .route("/clock", post(move_clock))
        .route("/faults", post(plan_fault).delete(clear_faults))
        .route("/webhooks", post(turn_knobs))
        .route("/events/{id}/resend", post(resend))
}

async fn state(State(double): State<Arc<Double>>) -> Json<Value> {
    Json(dump(&double.books()))
}

fn dump(books: &Books) -> Value {
    let now = books.now();
    let mut sessions = Vec::new();
    let mut coupons = Vec::new();
    let mut ledger = Map::new();
    for (id, account) in &books.accounts {
        let owner = id.as_deref().unwrap_or("platform");
        let labelled = |mut object: Value| {
            object["account"] = json!(owner);
            object
        };
        let account_sessions = account.sessions.newest_first();
        sessions.extend(
            account_sessions.map(|(_, session)| labelled(session.to_json(books.base_url()))),
        );
        coupons.extend(
            account
                .coupons
                .newest_first()
                .map(|(_, coupon)| labelled(coupon.to_json(now))),
        );
        let paid = account
            .ledger
            .iter()
            .map(|(currency, paid)| (currency.to_string(), json!(paid)));
        ledger.insert(owner.to_owned(), Value::Object(paid.collect()));
    }
    json!({
        "now": now,
        "sessions": sessions,
        "coupons": coupons,
        "ledger": ledger,
        "faults": books.faults,
        "webhooks": books.knobs,
        "events": books.events.iter().map(|event| &event.body).collect::<Vec<_>>(),
        "deliveries": books.deliveries,
    })
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

async fn plan_fault(State(double): State<Arc<Double>>, Json(planned): Json<Planned>) -> Response {
    if let Some(on) = &planned.on
        && !Operation::NAMES.contains(&on.as_str())
    {
        let message = format!("`on` is one of {}.", Operation::NAMES.join(", "));
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

async fn resend(State(double): State<Arc<Double>>, Path(id): Path<String>) -> StatusCode {
    if double.books().resend(&id) {
        StatusCode::ACCEPTED
    } else {
        StatusCode::NOT_FOUND
    }
}
