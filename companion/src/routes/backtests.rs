//! `/v1/businesses/{id}/backtests`: drafts of coupons over bookings that were made.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use booking_contract::owner::{Backtest, Permission};

use super::coupons::{Body, editor};
use super::lines::answer;
use crate::json::StrictJson;
use crate::people::Member;
use crate::trying::backtest;
use crate::{AppState, Problem};

/// The routes of back-tests.
pub(crate) fn router() -> Router<AppState> {
    Router::new().route("/v1/businesses/{id}/backtests", post(begin))
}

async fn begin(
    State(state): State<AppState>,
    member: Member,
    body: Body<Backtest>,
) -> Result<Response, Problem> {
    member.may(Permission::ManageCoupons)?;
    let StrictJson(asked) = body?;
    let editor = editor(&state, member).await?;
    let told = backtest::begin(&state, &editor, asked).await?;
    Ok(answer(told))
}
