//! `/v1/businesses/{id}/coupons/{coupon}/codes`: the promotion codes of a coupon.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{
    CODES_PER_PAGE_MAX, CodeSaved, CodeView, CodesPage, CodesQuery, GenerateCodes, NewCode,
    Permission,
};
use booking_engine::{CouponId, PromotionCodeId};

use super::coupons::{Body, editor, limit};
use super::lines::answer;
use crate::coupons::codes;
use crate::json::StrictJson;
use crate::people::Member;
use crate::store::{code_rows, coupon_rows};
use crate::{AppState, Problem};

/// How many codes a page has where nobody says how many.
const PER_PAGE: u32 = 100;

/// The routes of promotion codes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/codes",
            get(list).post(create),
        )
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/codes/generate",
            post(generate),
        )
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/codes/{code}/archive",
            post(archive),
        )
        .merge(super::code_files::router())
}

async fn list(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon)): Path<(String, String)>,
    query: Result<Query<CodesQuery>, QueryRejection>,
) -> Result<Json<CodesPage>, Problem> {
    member.may(Permission::ViewCoupons)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let id: CouponId = coupon.parse().map_err(|_| Problem::NotFound)?;
    let limit = limit(query.limit, PER_PAGE, CODES_PER_PAGE_MAX)?;
    let after = query.after.as_deref().map(place).transpose()?;
    let mut conn = state.store.read().await?;
    if !coupon_rows::exists(&mut conn, &member.business_id, &id).await? {
        return Err(Problem::NotFound);
    }
    // One more tells whether there is another page.
    let count_max = i64::from(limit) + 1;
    let mut codes = code_rows::page(
        &mut conn,
        &id,
        query.archived,
        None,
        after.as_ref(),
        count_max,
    )
    .await?;
    let total = code_rows::count(&mut conn, &id, query.archived).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = codes.len() > limit;
    codes.truncate(limit);
    let last = codes.last().filter(|_| more);
    Ok(Json(CodesPage {
        next: last.map(cursor),
        total,
        codes,
    }))
}

/// What a page is asked after: when its last code was made, and its id.
fn cursor(last: &CodeView) -> String {
    format!("{}.{}", last.created_at.timestamp_millis(), last.id)
}

fn place(cursor: &str) -> Result<(i64, String), Problem> {
    let read = || {
        let (created_ms, id) = cursor.split_once('.')?;
        let id: PromotionCodeId = id.parse().ok()?;
        Some((created_ms.parse().ok()?, id.as_str().to_owned()))
    };
    read().ok_or_else(|| Problem::InvalidRequest("after: `next` of a page of this list".into()))
}

async fn create(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon)): Path<(String, String)>,
    body: Body<NewCode>,
) -> Result<(StatusCode, Json<CodeSaved>), Problem> {
    member.may(Permission::ManageCoupons)?;
    let StrictJson(asked) = body?;
    let id: CouponId = coupon.parse().map_err(|_| Problem::NotFound)?;
    let editor = editor(&state, member).await?;
    let saved = codes::create(&state, editor, &id, asked).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

async fn archive(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon, code)): Path<(String, String, String)>,
) -> Result<Json<CodeView>, Problem> {
    member.may(Permission::ManageCoupons)?;
    let id: CouponId = coupon.parse().map_err(|_| Problem::NotFound)?;
    let code: PromotionCodeId = code.parse().map_err(|_| Problem::NotFound)?;
    let editor = editor(&state, member).await?;
    let archived = codes::archive(&state, editor, &id, code.as_str()).await?;
    Ok(Json(archived))
}

async fn generate(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon)): Path<(String, String)>,
    body: Body<GenerateCodes>,
) -> Result<Response, Problem> {
    member.may(Permission::ManageCoupons)?;
    let StrictJson(asked) = body?;
    let id: CouponId = coupon.parse().map_err(|_| Problem::NotFound)?;
    let editor = editor(&state, member).await?;
    let told = codes::generate(&state, editor, &id, asked).await?;
    Ok(answer(told))
}
