//! `/v1/businesses/{id}/coupons/{coupon}/uses`: who used a coupon.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use booking_contract::owner::{Permission, USES_PER_PAGE_MAX, UseTotals, UsesPage, UsesQuery};
use booking_engine::CouponId;

use super::coupons::limit;
use crate::people::Member;
use crate::store::{Reading, coupon_rows, coupon_uses};
use crate::{AppState, Problem};

/// How many uses a page has where nobody says how many.
const PER_PAGE: u32 = 50;
/// The longest id of an order.
const ID_LENGTH_MAX: usize = 64;

/// The routes of uses.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/coupons/{coupon}/uses", get(list))
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/uses/totals",
            get(totals),
        )
}

type Asked = Result<Query<UsesQuery>, QueryRejection>;

/// What is asked, the coupon, and the books.
async fn of_coupon(
    state: &AppState,
    member: &Member,
    coupon: &str,
    query: Asked,
) -> Result<(UsesQuery, CouponId, Reading), Problem> {
    member.may(Permission::ViewCoupons)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let id: CouponId = coupon.parse().map_err(|_| Problem::NotFound)?;
    let mut conn = state.store.read().await?;
    if !coupon_rows::exists(&mut conn, &member.business_id, &id).await? {
        return Err(Problem::NotFound);
    }
    Ok((query, id, conn))
}

async fn list(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon)): Path<(String, String)>,
    query: Asked,
) -> Result<Json<UsesPage>, Problem> {
    let (query, id, mut conn) = of_coupon(&state, &member, &coupon, query).await?;
    let limit = limit(query.limit, PER_PAGE, USES_PER_PAGE_MAX)?;
    let is_id = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        text.len() <= ID_LENGTH_MAX && text.bytes().all(plain)
    };
    if !query.after.as_deref().is_none_or(is_id) {
        let detail = "after: `next` of a page of this list";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    let (after, code) = (query.after.as_deref(), query.code.as_ref());
    let mut uses = coupon_uses::page(
        &mut conn,
        &id,
        query.test_mode,
        code,
        after,
        i64::from(limit) + 1,
    )
    .await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = uses.len() > limit;
    uses.truncate(limit);
    let last = uses.last().filter(|_| more);
    Ok(Json(UsesPage {
        next: last.map(|last| last.order_id.clone()),
        uses,
    }))
}

async fn totals(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon)): Path<(String, String)>,
    query: Asked,
) -> Result<Json<UseTotals>, Problem> {
    let (query, id, mut conn) = of_coupon(&state, &member, &coupon, query).await?;
    if query.after.is_some() || query.limit.is_some() {
        let detail = "totals are one page: leave `after` and `limit` out";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    let code = query.code.as_ref();
    let totals = coupon_uses::totals(&mut conn, &id, query.test_mode, code).await?;
    let (name, code) = coupon_uses::subject(&mut conn, &id, code).await?;
    Ok(Json(UseTotals { name, code, totals }))
}
