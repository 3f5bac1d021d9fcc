//! `GET /v1/businesses/{id}/appointments`: one's own appointments, for whoever performs services.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use booking_contract::owner::{
    APPOINTMENTS_PER_PAGE_MAX, AppointmentsPage, AppointmentsQuery, Permission,
};

use super::coupons::limit;
use crate::people::Member;
use crate::store::appointments::{self, Place};
use crate::store::businesses;
use crate::{AppState, Problem, zones};

/// How many appointments a page has where nobody says how many.
const PER_PAGE: u32 = 50;

/// The routes of appointments.
pub(crate) fn router() -> Router<AppState> {
    Router::new().route("/v1/businesses/{id}/appointments", get(list))
}

async fn list(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<AppointmentsQuery>, QueryRejection>,
) -> Result<Json<AppointmentsPage>, Problem> {
    member.may(Permission::ViewOwnCalendar)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let limit = limit(query.limit, PER_PAGE, APPOINTMENTS_PER_PAGE_MAX)?;
    let mut conn = state.store.read().await?;
    let business = businesses::find(&mut conn, &member.business_id).await?;
    let zone = business.ok_or(Problem::NotFound)?.zone;
    let after = if let Some(text) = &query.after {
        place(text)?
    } else {
        let today = zones::date_at(zone, state.clock.now());
        let from = super::owner_orders::day("from", query.from)?.unwrap_or(today);
        Place {
            starts_ms: zones::start_of(zone, from).timestamp_millis(),
            key: String::new(),
        }
    };
    let staff = appointments::staff_of(&mut conn, &member.business_id, &member.user_id).await?;
    let mut found = match &staff {
        // One more tells whether there is another page.
        Some(staff) => {
            let count_max = i64::from(limit) + 1;
            let business_id = &member.business_id;
            appointments::page(&mut conn, business_id, staff, &after, count_max).await?
        }
        None => Vec::new(),
    };
    drop(conn);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    Ok(Json(AppointmentsPage {
        next: last.map(|(place, _)| format!("{}.{}", place.starts_ms, place.key)),
        staff_id: staff,
        appointments: found.into_iter().map(|(_, one)| one).collect(),
    }))
}

/// Where a page begins: a start, and the order with the place of the service in it.
fn place(cursor: &str) -> Result<Place, Problem> {
    let read = || {
        let (starts, key) = cursor.split_once('.')?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':');
        let place = Place {
            starts_ms: starts.parse().ok()?,
            key: key.to_owned(),
        };
        key.bytes().all(plain).then_some(place)
    };
    read().ok_or_else(|| Problem::InvalidRequest("after: `next` of a page of this list".into()))
}
