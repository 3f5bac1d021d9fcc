//! `POST /v1/calendars/{id}/coupon-checks`: is this code good, and what are its rules?
//!
//! Whoever guesses learns nothing: a code that exists and cannot be used is answered like one
//! that does not exist, after the same work, and ten wrong codes in ten minutes end the asking.

use axum::Json;
use axum::extract::{Path, State};
use booking_contract::{CouponCheck, CouponCheckReply, Field, FieldProblemCode};
use booking_engine::{CouponCode, Quote, Rejection, price};

use super::ClientAddress;
use crate::json::StrictJson;
use crate::open_order::price_problem;
use crate::store::coupons::{self, Asker};
use crate::store::{catalog, kept, tries};
use crate::{AppState, Problem, customer};

pub(crate) async fn check(
    State(state): State<AppState>,
    Path(id): Path<String>,
    address: ClientAddress,
    StrictJson(check): StrictJson<CouponCheck>,
) -> Result<Json<CouponCheckReply>, Problem> {
    let Some(text) = &check.request.code else {
        return Err(Problem::field(
            Field::Code,
            FieldProblemCode::Missing,
            "request.code: a code to check is needed",
        ));
    };
    let calendar = super::calendar(&state, &id).await?;
    let secret = state.store.secret();
    let guesser = format!("{} {}", calendar.business.id, address.network());
    let guesser = secret.key("wrong tries", &guesser);
    let now = state.clock.now();
    let now_ms = state.clock.now_ms();

    let mut conn = state.store.read().await?;
    if let Some(wait_ms) = tries::wait_ms(&mut conn, &guesser, now_ms).await? {
        return Err(too_many(wait_ms));
    }
    let services = catalog::services(&mut conn, &calendar.id).await?;
    let mut terms = catalog::terms(&calendar, &services);
    let code = text.parse::<CouponCode>().ok().filter(|_| calendar.coupons);
    let customer_key = check
        .email
        .as_ref()
        .map(|email| customer::customer_key(secret, email));
    if let Some(code) = &code {
        let asker = Asker {
            business_id: &calendar.business.id,
            customer_key: customer_key.as_deref(),
            test_mode: calendar.test_mode,
        };
        coupons::present(&mut conn, asker, code, &mut terms).await?;
    }
    drop(conn);

    let quote = price(&check.request, &terms, now).map_err(|error| price_problem(&error))?;
    match (rejection(&quote), code) {
        (None, Some(code)) => {
            let terms = Box::new(terms.public(Some(&code)));
            Ok(Json(CouponCheckReply::Accepted { code, terms }))
        }
        (reason, _) => {
            let counted = state
                .store
                .write((guesser, now_ms), |conn, (guesser, now_ms)| {
                    Box::pin(kept(tries::count(conn, guesser, *now_ms)))
                });
            if let Some(wait_ms) = counted.await? {
                return Err(too_many(wait_ms));
            }
            let reason = reason.unwrap_or(Rejection::NotFound);
            let reason = reason.for_stranger(&terms.policy);
            Ok(Json(CouponCheckReply::Rejected { reason }))
        }
    }
}

/// Why the code cannot be used at all; none where it can, if perhaps not for these choices.
fn rejection(quote: &Quote) -> Option<Rejection> {
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
