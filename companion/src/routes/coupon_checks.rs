//! `POST /v1/calendars/{id}/coupon-checks`: is this code good, and what are its rules?
//!
//! Whoever guesses learns nothing: a code that exists and cannot be used is answered like one
//! that does not exist, after the same work. Ten wrong codes in ten minutes end the asking for
//! their network and for their session, wherever that one moves; a hundred at one business from
//! all over raise an alarm, and a thousand end the asking there, so that a crowd of machines
//! gets no further than one.
//!
//! Who types O for 0 or I for 1 is understood, in one question that counts as one try: the code as
//! it was typed comes first, then up to fifteen that look like it. Codes that are made here have
//! none of these characters, so that nobody guesses them any faster by it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use booking_contract::{CouponCheck, CouponCheckReply, Field, FieldProblemCode};
use booking_engine::{CouponCode, Quote, Rejection, ServiceId, price};

use super::ClientAddress;
use super::guesser::{Guesser, session};
use crate::customer::Customer;
use crate::json::StrictJson;
use crate::metrics::{CheckOutcome, Throttled};
use crate::open_order::price_problem;
use crate::store::services::{read_services, select_services, terms};
use crate::store::{codes, fetch_each, kept, menu, parsed, tries};
use crate::trying::preview;
use crate::{AppState, Problem, member};

pub(crate) async fn check(
    State(state): State<AppState>,
    Path(id): Path<String>,
    address: ClientAddress,
    headers: HeaderMap,
    StrictJson(check): StrictJson<CouponCheck>,
) -> Result<Json<CouponCheckReply>, Problem> {
    let session = session(&headers)?;
    if let Some(preview) = preview::find(&state, &id).await? {
        if let Some(unsaved) = preview.unsaved.clone()
            && preview::means(&unsaved, &check)
        {
            let reply = preview::judge(&state, &preview, unsaved, &check).await?;
            return Ok(Json(reply));
        }
        // Any other code is what it is.
        let id = preview.calendar_id.as_str();
        return judged(&state, id, address, session, &check).await.map(Json);
    }
    judged(&state, &id, address, session, &check)
        .await
        .map(Json)
}

/// The answer to a check, counted for the owner. A guest whose page is not a program has no
/// session.
pub(crate) async fn judged(
    state: &AppState,
    id: &str,
    address: ClientAddress,
    session: Option<&str>,
    check: &CouponCheck,
) -> Result<CouponCheckReply, Problem> {
    let reply = judge(state, id, address, session, check).await;
    state.metrics.coupon_check(match &reply {
        Ok(CouponCheckReply::Accepted { .. }) => CheckOutcome::Accepted,
        Ok(CouponCheckReply::Rejected { .. }) => CheckOutcome::Rejected,
        Err(Problem::TooManyTries(_)) => {
            state.metrics.throttled(Throttled::Codes);
            CheckOutcome::Throttled
        }
        Err(_) => CheckOutcome::Refused,
    });
    reply
}

async fn judge(
    state: &AppState,
    id: &str,
    address: ClientAddress,
    session: Option<&str>,
    check: &CouponCheck,
) -> Result<CouponCheckReply, Problem> {
    let Some(text) = &check.request.code else {
        return Err(Problem::field(
            Field::Code,
            FieldProblemCode::Missing,
            "request.code: a code to check is needed",
        ));
    };
    let calendar = super::calendar(state, id).await?;
    if calendar.archived {
        return Err(Problem::NotFound);
    }
    let guesser = Guesser::new(state, &calendar.business.id, address, session);
    let now = state.clock.now();
    let now_ms = state.clock.now_ms();

    let code = text.parse::<CouponCode>().ok().filter(|_| calendar.coupons);
    let look_alikes = code
        .as_ref()
        .map(CouponCode::look_alikes)
        .unwrap_or_default();
    let member = member::told(state, &calendar.id, check.member.as_deref()).await?;
    let customer = Customer::new(state.store.secret(), check.email.as_ref(), member);
    let tries = guesser.select(now_ms);
    let services = select_services(&calendar.id);
    let mut conn = state.store.read().await?;
    let [tries, services, presented] = if let Some(code) = &code {
        let code = codes::meant(&calendar.id, &customer, code, &look_alikes);
        fetch_each(&mut conn, [tries, services, code]).await?
    } else {
        let [tries, services] = fetch_each(&mut conn, [tries, services]).await?;
        [tries, services, Vec::new()]
    };
    if let Some(wait_ms) = tries::wait_ms(&tries, now_ms)? {
        return Err(too_many(wait_ms));
    }
    let mut services = read_services(&services)?;
    // Nobody learns of a private service by a code.
    let asked = |id: &ServiceId| {
        check
            .request
            .items
            .iter()
            .any(|item| item.service_id == *id)
    };
    services.retain(|service| !service.archived && (!service.private || asked(&service.id)));
    let menu = menu::of_calendar(&mut conn, &calendar, &services).await?;
    let purchases = codes::purchases(&mut conn, &calendar, &customer).await?;
    drop(conn);
    let mut terms = terms(&calendar, &services, &menu);
    terms.history.customer_purchases = purchases;
    let mut request = check.request.clone();
    terms.customer = customer.names();
    let code = match presented.first() {
        Some(row) if codes::may_be_for(row, &customer)? => {
            let code: CouponCode = parsed(&row.get::<String>("code")?, "promotion code")?;
            codes::add_to_terms(row, &code, &mut terms)?;
            request.code = Some(code.to_string());
            Some(code)
        }
        _ => code,
    };

    let quote = price(&request, &terms, now).map_err(|error| price_problem(&error, &request))?;
    match (stands_against(&quote), code) {
        (None, Some(code)) => {
            let terms = Box::new(terms.public(Some(&code)));
            Ok(CouponCheckReply::Accepted { code, terms })
        }
        (reason, _) => {
            let counted = state
                .store
                .write((guesser, now_ms), |conn, (guesser, now_ms)| {
                    Box::pin(kept(guesser.count(conn, *now_ms)))
                });
            let standings = counted.await?;
            if standings.raise_an_alarm() {
                state.metrics.coupon_alarm();
                let business = calendar.business.id.as_str();
                tracing::error!(business, "somebody seems to guess codes");
            }
            if let Some(wait_ms) = standings.wait_ms() {
                return Err(too_many(wait_ms));
            }
            let reason = reason.unwrap_or(Rejection::NotFound);
            let reason = reason.for_stranger(&terms.policy);
            Ok(CouponCheckReply::Rejected { reason })
        }
    }
}

/// Why the code cannot be used at all; none where it can, if perhaps not for these choices.
pub(crate) fn stands_against(quote: &Quote) -> Option<Rejection> {
    let reason = quote.rejected.as_ref()?.reason;
    match reason {
        Rejection::NotApplicable
        | Rejection::MinimumAmount { .. }
        | Rejection::NotForThisAppointment { .. }
        | Rejection::BelowMinimumCharge { .. }
        | Rejection::OversizeFixed
        | Rejection::FreeOrderRefused
        | Rejection::CurrencyMismatch => None,
        Rejection::NotFound
        | Rejection::Inactive
        | Rejection::NotStarted
        | Rejection::Expired
        | Rejection::RedemptionLimit
        | Rejection::CustomerLimit
        | Rejection::FirstPurchase => Some(reason),
    }
}

fn too_many(wait_ms: i64) -> Problem {
    let seconds = wait_ms.max(0).div_euclid(1000) + 1;
    Problem::TooManyTries(u32::try_from(seconds).unwrap_or(u32::MAX))
}
