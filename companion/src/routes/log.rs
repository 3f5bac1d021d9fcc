//! `GET /v1/businesses/{id}/log`: who did what, the newest first.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use booking_contract::owner::{LOG_PAGE_MAX, LogPage, LogQuery, Permission};

use crate::people::Member;
use crate::store::owner_log;
use crate::{AppState, Problem};

/// How many entries are answered where nobody says how many.
const PAGE: u32 = 50;

pub(crate) async fn list(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<LogQuery>, QueryRejection>,
) -> Result<Json<LogPage>, Problem> {
    member.may(Permission::ViewLog)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=LOG_PAGE_MAX).contains(&limit) {
        let detail = format!("limit: a page has 1 to {LOG_PAGE_MAX} entries");
        return Err(Problem::InvalidRequest(detail));
    }
    let before = query.before.unwrap_or(i64::MAX);
    let mut conn = state.store.read().await?;
    // One more than is asked for tells whether there are more.
    let asked = i64::from(limit) + 1;
    let mut entries = owner_log::page(&mut conn, &member.business_id, before, asked).await?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let before = entries.last().map(|last| last.number).filter(|_| more);
    Ok(Json(LogPage { entries, before }))
}
