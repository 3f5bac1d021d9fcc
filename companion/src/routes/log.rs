//! `GET /v1/businesses/{id}/log`: who did what, the newest first; and whether that was touched.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use booking_contract::owner::{LOG_PAGE_MAX, LogCheck, LogPage, LogQuery, Permission};

use crate::people::Member;
use crate::store::owner_log::{self, Wanted};
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
    if query
        .actor
        .as_deref()
        .is_some_and(|actor| actor.contains('\0'))
    {
        let detail = "actor: a text cannot hold the character U+0000";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    let wanted = Wanted {
        before: query.before.unwrap_or(i64::MAX),
        actor: query.actor,
        kind: query.kind,
    };
    let mut conn = state.store.read().await?;
    // One more than is asked for tells whether there are more.
    let asked = i64::from(limit) + 1;
    let mut entries = owner_log::page(&mut conn, &member.business_id, &wanted, asked).await?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let before = entries.last().map(|last| last.number).filter(|_| more);
    Ok(Json(LogPage { entries, before }))
}

/// `GET /v1/businesses/{id}/log/check`: whether each entry follows from the one before.
pub(crate) async fn check(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<LogCheck>, Problem> {
    member.may(Permission::ViewLog)?;
    let mut conn = state.store.read().await?;
    Ok(Json(
        owner_log::check(&mut conn, &member.business_id).await?,
    ))
}
