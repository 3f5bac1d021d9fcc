//! `/v1/businesses/{id}/{calendars,services,staff,locations}`: what a business sells, by whom and
//! where.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use booking_contract::owner::{
    CalendarList, LocationList, Permission, ServiceList, ServicesQuery, StaffList,
};

use super::{own_calendars, own_services, workplace};
use crate::people::Member;
use crate::store::catalog_lists;
use crate::{AppState, Problem};

/// The routes of what is sold.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route(
            "/v1/businesses/{id}/calendars",
            get(calendars).post(own_calendars::create),
        )
        .route(
            "/v1/businesses/{id}/services",
            get(services).post(own_services::create),
        )
        .route(
            "/v1/businesses/{id}/staff",
            get(staff).post(workplace::create_staff),
        )
        .route(
            "/v1/businesses/{id}/locations",
            get(locations).post(workplace::create_location),
        )
        .merge(own_calendars::router())
        .merge(own_services::router())
        .merge(workplace::router())
}

async fn calendars(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<CalendarList>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let mut conn = state.store.read().await?;
    let calendars = catalog_lists::calendars(&mut conn, &member.business_id).await?;
    Ok(Json(CalendarList { calendars }))
}

async fn services(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<ServicesQuery>, QueryRejection>,
) -> Result<Json<ServiceList>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let mut conn = state.store.read().await?;
    let calendar = query.calendar.as_ref();
    let services = catalog_lists::services(&mut conn, &member.business_id, calendar).await?;
    Ok(Json(ServiceList { services }))
}

async fn staff(State(state): State<AppState>, member: Member) -> Result<Json<StaffList>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let mut conn = state.store.read().await?;
    let staff = catalog_lists::staff(&mut conn, &member.business_id).await?;
    Ok(Json(StaffList { staff }))
}

async fn locations(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<LocationList>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let mut conn = state.store.read().await?;
    let locations = catalog_lists::locations(&mut conn, &member.business_id).await?;
    Ok(Json(LocationList { locations }))
}
