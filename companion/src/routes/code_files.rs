//! `/v1/businesses/{id}/coupons/{coupon}/codes/csv` and `…/import`: promotion codes as files.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{
    CodeView, CodesFileQuery, CodesImported, CouponCustomer, ImportQuery, Permission,
};
use booking_engine::CouponId;
use tokio::sync::mpsc;

use super::coupons::editor;
use super::csv_file;
use crate::coupons::import;
use crate::people::Member;
use crate::store::{StoreError, code_rows, coupon_rows};
use crate::{AppState, Problem};

/// So many codes are read at once.
const PAGE: i64 = 1_000;
/// The columns; those of an import are among them.
const COLUMNS: [&str; 6] = [
    "code",
    "expires",
    "max_redemptions",
    "customer",
    "uses",
    "created",
];

/// The routes of files of codes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/codes/csv",
            get(download),
        )
        .route(
            "/v1/businesses/{id}/coupons/{coupon}/codes/import",
            post(take_in),
        )
}

async fn download(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon)): Path<(String, String)>,
    query: Result<Query<CodesFileQuery>, QueryRejection>,
) -> Result<Response, Problem> {
    member.may(Permission::ViewCoupons)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let id: CouponId = coupon.parse().map_err(|_| Problem::NotFound)?;
    let mut conn = state.store.read().await?;
    if !coupon_rows::exists(&mut conn, &member.business_id, &id).await? {
        return Err(Problem::NotFound);
    }
    drop(conn);
    let (tell, rows) = mpsc::channel(2);
    tokio::spawn(async move {
        if let Err(error) = write(&state, &id, &query, &tell).await {
            // Whoever asked may be gone.
            let _ = tell.send(Err(error)).await;
        }
    });
    Ok(csv_file::answer("promotion-codes.csv", rows))
}

/// Writes page by page, and ends where nobody reads on.
async fn write(
    state: &AppState,
    id: &CouponId,
    query: &CodesFileQuery,
    tell: &mpsc::Sender<Result<axum::body::Bytes, StoreError>>,
) -> Result<(), StoreError> {
    if tell.send(csv_file::bytes([COLUMNS])).await.is_err() {
        return Ok(());
    }
    let mut after = None;
    loop {
        let mut conn = state.store.read().await?;
        let batch = query.batch.as_deref();
        let page =
            code_rows::page(&mut conn, id, query.archived, batch, after.as_ref(), PAGE).await?;
        drop(conn);
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some((
            last.created_at.timestamp_millis(),
            last.id.as_str().to_owned(),
        ));
        let rows: Vec<[String; 6]> = page.iter().map(row).collect();
        let rows = rows.iter().map(|row| row.iter().map(String::as_str));
        if tell.send(csv_file::bytes(rows)).await.is_err() {
            return Ok(());
        }
    }
}

fn row(code: &CodeView) -> [String; 6] {
    let rules = &code.rules;
    let customer = rules.customer.as_ref().map(|customer| match customer {
        CouponCustomer::Email(email) => email.as_str().to_owned(),
        CouponCustomer::Member(id) => format!("member:{}", id.as_str()),
    });
    [
        code.code.to_string(),
        rules
            .expires
            .map(|time| time.to_string())
            .unwrap_or_default(),
        rules
            .max_redemptions
            .map(|max| max.to_string())
            .unwrap_or_default(),
        customer.unwrap_or_default(),
        (code.uses.reserved + code.uses.redeemed).to_string(),
        code.created_at.to_rfc3339(),
    ]
}

async fn take_in(
    State(state): State<AppState>,
    member: Member,
    Path((_, coupon)): Path<(String, String)>,
    query: Result<Query<ImportQuery>, QueryRejection>,
    file: Result<String, axum::extract::rejection::StringRejection>,
) -> Result<Json<CodesImported>, Problem> {
    member.may(Permission::ManageCoupons)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let file = file.map_err(|_| Problem::InvalidRequest("the file is not in UTF-8".into()))?;
    let id: CouponId = coupon.parse().map_err(|_| Problem::NotFound)?;
    let editor = editor(&state, member).await?;
    let imported = import::import(&state, editor, &id, query.batch, &file).await?;
    Ok(Json(imported))
}
