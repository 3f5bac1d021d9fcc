//! `/v1/businesses/{id}/coupons`: the coupons of a business, for those who look after them.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{
    COUPONS_PER_PAGE_MAX, CheckCoupon, CouponChecked, CouponSaved, CouponSort, CouponsPage,
    CouponsQuery, EditCoupon, FreeCode, NewCoupon, Permission, SwitchCoupon,
};
use booking_engine::CouponId;

use crate::coupons::{Editor, checking, removal, writing};
use crate::json::StrictJson;
use crate::people::Member;
use crate::store::businesses;
use crate::store::coupon_list::{self, CouponFilter, Key, Place};
use crate::{AppState, Problem};

/// How many coupons a page has where nobody says how many.
const PER_PAGE: u32 = 50;

/// The routes of coupons.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/coupons", get(list).post(create))
        .route("/v1/businesses/{id}/coupons/check", post(check))
        .route("/v1/businesses/{id}/coupons/generate", post(generate))
        .route(
            "/v1/businesses/{id}/coupons/{coupon}",
            get(show).put(edit).delete(delete),
        )
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/activate",
            post(activate),
        )
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/deactivate",
            post(deactivate),
        )
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/duplicate",
            post(duplicate),
        )
        .merge(super::coupon_codes::router())
        .merge(super::coupon_uses::router())
}

/// A body that is looked at once it is known that its sender may.
pub(super) type Body<T> = Result<StrictJson<T>, Problem>;

/// The business and the coupon of a path; what is no id names nothing.
fn coupon_of((_, coupon): (String, String)) -> Result<CouponId, Problem> {
    coupon.parse().map_err(|_| Problem::NotFound)
}

/// Who changes something there.
pub(super) async fn editor(state: &AppState, member: Member) -> Result<Editor, Problem> {
    let mut conn = state.store.read().await?;
    let business = businesses::find(&mut conn, &member.business_id).await?;
    Ok(Editor {
        zone: business.ok_or(Problem::NotFound)?.zone,
        business_id: member.business_id,
        actor: member.user_id,
    })
}

async fn list(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<CouponsQuery>, QueryRejection>,
) -> Result<Json<CouponsPage>, Problem> {
    member.may(Permission::ViewCoupons)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    if query.search.contains('\0') {
        let detail = "search: a text cannot hold the character U+0000";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    let limit = limit(query.limit, PER_PAGE, COUPONS_PER_PAGE_MAX)?;
    let after = match &query.after {
        Some(text) => Some(place(query.sort, text)?),
        None => None,
    };
    let filter = CouponFilter {
        search: query.search,
        status: query.status,
        sort: query.sort,
        reverse: query.reverse,
    };
    let mut conn = state.store.read().await?;
    // One more tells whether there is another page.
    let found = coupon_list::page(
        &mut conn,
        &member.business_id,
        &filter,
        after,
        i64::from(limit) + 1,
        state.clock.now_ms(),
    )
    .await?;
    drop(conn);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.rows.len() > limit;
    let shown = found.rows.into_iter().take(limit);
    let (places, coupons): (Vec<_>, Vec<_>) = shown.unzip();
    let last = places.last().filter(|_| more);
    Ok(Json(CouponsPage {
        coupons,
        total: found.total,
        next: last.map(|place| cursor(query.sort, place)),
    }))
}

/// How many rows a page has.
pub(super) fn limit(asked: Option<u32>, usual: u32, max: u32) -> Result<u32, Problem> {
    let limit = asked.unwrap_or(usual);
    if (1..=max).contains(&limit) {
        Ok(limit)
    } else {
        let detail = format!("limit: from 1 to {max}");
        Err(Problem::InvalidRequest(detail))
    }
}

/// What a page is asked after: the order, the place in it, and the coupon there. Codes, numbers
/// and ids have no dots.
fn cursor(sort: CouponSort, place: &Place) -> String {
    let key = match &place.key {
        Key::Number(number) => number.to_string(),
        Key::Text(text) => text.clone(),
    };
    format!("{}.{key}.{}", word(sort), place.id)
}

fn place(sort: CouponSort, cursor: &str) -> Result<Place, Problem> {
    let read = || {
        let (of, rest) = cursor.split_once('.')?;
        let (key, id) = rest.split_once('.')?;
        let key = match sort {
            CouponSort::Code => Key::Text(key.to_owned()),
            CouponSort::Created | CouponSort::Uses | CouponSort::Ends => {
                Key::Number(key.parse().ok()?)
            }
        };
        let id: CouponId = id.parse().ok()?;
        let plain = !cursor.contains('\0') && of == word(sort);
        plain.then(|| Place {
            key,
            id: id.as_str().to_owned(),
        })
    };
    read().ok_or_else(|| Problem::InvalidRequest("after: `next` of a page of this list".into()))
}

fn word(sort: CouponSort) -> &'static str {
    match sort {
        CouponSort::Created => "created",
        CouponSort::Code => "code",
        CouponSort::Uses => "uses",
        CouponSort::Ends => "ends",
    }
}

async fn create(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewCoupon>,
) -> Result<(StatusCode, Json<CouponSaved>), Problem> {
    member.may(Permission::ManageCoupons)?;
    let StrictJson(NewCoupon { draft, active }) = body?;
    let editor = editor(&state, member).await?;
    let saved = writing::create(&state, editor, draft, active).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

async fn check(
    State(state): State<AppState>,
    member: Member,
    body: Body<CheckCoupon>,
) -> Result<Json<CouponChecked>, Problem> {
    member.may(Permission::ManageCoupons)?;
    let StrictJson(CheckCoupon { draft, coupon_id }) = body?;
    let editor = editor(&state, member).await?;
    let checked = checking::check(&state, &editor, &draft, coupon_id.as_ref()).await?;
    Ok(Json(checked))
}

async fn generate(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<FreeCode>, Problem> {
    member.may(Permission::ManageCoupons)?;
    let code = writing::free_code(&state, &member.business_id).await?;
    Ok(Json(FreeCode { code }))
}

async fn show(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<Json<CouponSaved>, Problem> {
    member.may(Permission::ViewCoupons)?;
    let id = coupon_of(path)?;
    let editor = editor(&state, member).await?;
    let stored = writing::find(&state, &editor, &id).await?;
    let findings = checking::findings(&state, &editor, &stored).await?;
    let coupon = stored.view();
    Ok(Json(CouponSaved { coupon, findings }))
}

async fn edit(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
    body: Body<EditCoupon>,
) -> Result<Json<CouponSaved>, Problem> {
    member.may(Permission::ManageCoupons)?;
    let id = coupon_of(path)?;
    let StrictJson(EditCoupon { version, draft }) = body?;
    let editor = editor(&state, member).await?;
    let saved = writing::edit(&state, editor, &id, version, draft).await?;
    Ok(Json(saved))
}

async fn activate(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
    body: Body<SwitchCoupon>,
) -> Result<Json<CouponSaved>, Problem> {
    switch(&state, member, path, body, true).await
}

async fn deactivate(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
    body: Body<SwitchCoupon>,
) -> Result<Json<CouponSaved>, Problem> {
    switch(&state, member, path, body, false).await
}

async fn switch(
    state: &AppState,
    member: Member,
    path: (String, String),
    body: Body<SwitchCoupon>,
    on: bool,
) -> Result<Json<CouponSaved>, Problem> {
    member.may(Permission::ManageCoupons)?;
    let id = coupon_of(path)?;
    let StrictJson(SwitchCoupon { version }) = body?;
    let editor = editor(state, member).await?;
    let saved = writing::switch(state, editor, &id, version, on).await?;
    Ok(Json(saved))
}

async fn duplicate(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<(StatusCode, Json<CouponSaved>), Problem> {
    member.may(Permission::ManageCoupons)?;
    let id = coupon_of(path)?;
    let editor = editor(&state, member).await?;
    let saved = writing::duplicate(&state, editor, &id).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

async fn delete(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    member.may(Permission::ManageCoupons)?;
    let id = coupon_of(path)?;
    let editor = editor(&state, member).await?;
    removal::delete(&state, editor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
