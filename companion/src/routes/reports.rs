//! `/v1/businesses/{id}/reports`: bookings added up, and as files.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use booking_contract::owner::{Permission, REPORT_SPANS_MAX, Report, ReportFileQuery, ReportQuery};
use tokio::sync::mpsc;

use super::csv_file;
use crate::people::Member;
use crate::reporting::{self, ITEM_COLUMNS, Stretch, USE_COLUMNS};
use crate::store::{StoreError, businesses, past_orders, reports};
use crate::{AppState, Problem};

/// So many orders are read at once.
const PAGE: i64 = 500;

/// The routes of reports.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/reports", get(show))
        .route("/v1/businesses/{id}/reports/items/csv", get(items))
        .route(
            "/v1/businesses/{id}/reports/redemptions/csv",
            get(redemptions),
        )
}

async fn show(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<ReportQuery>, QueryRejection>,
) -> Result<Json<Report>, Problem> {
    member.may(Permission::ExportReports)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let days = ReportFileQuery {
        from: query.from,
        to: query.to,
        test_mode: query.test_mode,
    };
    let mut conn = state.store.read().await?;
    let business = businesses::find(&mut conn, &member.business_id).await?;
    let business = business.ok_or(Problem::NotFound)?;
    let stretch = stretch(&business, &days)?;
    let spans = stretch.spans(query.by).ok_or_else(|| {
        let detail =
            format!("by: at most {REPORT_SPANS_MAX} spans; take longer ones or fewer days");
        Problem::InvalidRequest(detail)
    })?;
    let report = reporting::report(&mut conn, &stretch, spans, business.currency).await?;
    Ok(Json(report))
}

fn stretch(business: &businesses::Business, days: &ReportFileQuery) -> Result<Stretch, Problem> {
    let stretch = Stretch {
        business_id: business.id.clone(),
        zone: business.zone,
        test_mode: days.test_mode,
        from: days.from,
        to: days.to,
    };
    if stretch.is_one() {
        Ok(stretch)
    } else {
        let detail = "to: not before `from`, and both of a year from 1970 to 9998";
        Err(Problem::InvalidRequest(detail.into()))
    }
}

/// What a file is of.
#[derive(Clone, Copy)]
enum Of {
    Items,
    Redemptions,
}

async fn items(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<ReportFileQuery>, QueryRejection>,
) -> Result<Response, Problem> {
    file(state, member, query, Of::Items).await
}

async fn redemptions(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<ReportFileQuery>, QueryRejection>,
) -> Result<Response, Problem> {
    file(state, member, query, Of::Redemptions).await
}

async fn file(
    state: AppState,
    member: Member,
    query: Result<Query<ReportFileQuery>, QueryRejection>,
    of: Of,
) -> Result<Response, Problem> {
    member.may(Permission::ExportReports)?;
    let Query(days) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let mut conn = state.store.read().await?;
    let business = businesses::find(&mut conn, &member.business_id).await?;
    let stretch = stretch(&business.ok_or(Problem::NotFound)?, &days)?;
    drop(conn);
    let what = match of {
        Of::Items => "items",
        Of::Redemptions => "redemptions",
    };
    let name = format!("{what}-{}-{}.csv", stretch.from, stretch.to);
    let (tell, rows) = mpsc::channel(2);
    tokio::spawn(async move {
        if let Err(error) = write(&state, &stretch, of, &tell).await {
            // Whoever asked may be gone.
            let _ = tell.send(Err(error)).await;
        }
    });
    Ok(csv_file::answer(&name, rows))
}

/// Writes page by page, and ends where nobody reads on.
async fn write(
    state: &AppState,
    stretch: &Stretch,
    of: Of,
    tell: &mpsc::Sender<Result<Bytes, StoreError>>,
) -> Result<(), StoreError> {
    let columns = match of {
        Of::Items => ITEM_COLUMNS,
        Of::Redemptions => USE_COLUMNS,
    };
    if tell
        .send(csv_file::bytes([columns.iter().copied()]))
        .await
        .is_err()
    {
        return Ok(());
    }
    let range = stretch.range();
    let mut after = range.start();
    loop {
        let mut conn = state.store.read().await?;
        let orders = past_orders::page(&mut conn, &range, &after, PAGE).await?;
        let Some(last) = orders.last().map(|order| order.id.clone()) else {
            return Ok(());
        };
        let bookers = reports::bookers(&mut conn, &range, &after, &last).await?;
        drop(conn);
        after = last;
        let mut bookers = bookers.into_iter();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for order in &orders {
            // An order that came between the two questions is in the second alone.
            let Some(booker) = bookers.find(|it| it.order_id == order.id) else {
                continue;
            };
            match of {
                Of::Items => rows.extend(reporting::items(order, &booker, stretch.zone)),
                Of::Redemptions => {
                    rows.extend(reporting::redemption(order, &booker, stretch.zone));
                }
            }
        }
        let rows = rows.iter().map(|row| row.iter().map(String::as_str));
        if tell.send(csv_file::bytes(rows)).await.is_err() {
            return Ok(());
        }
    }
}
