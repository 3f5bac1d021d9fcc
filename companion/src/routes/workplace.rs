//! `/v1/businesses/{id}/{staff,locations,hours}`: who works where and when, for those who look after
//! it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use booking_contract::owner::{
    BusinessHours, EditLocation, EditStaff, HoursSaved, LocationRow, NewLocation, NewStaff,
    Permission, Reorder, SetDate, SetHours, StaffRow,
};
use booking_engine::{LocationId, StaffId};
use chrono::NaiveDate;

use super::coupons::{Body, editor};
use crate::catalog::hours;
use crate::catalog::workplace::{self, Deed, Row, Written};
use crate::json::StrictJson;
use crate::people::Member;
use crate::store::workplace_rows::{self, Table};
use crate::{AppState, Problem};

/// The routes of staff, locations and hours.
pub(super) fn router() -> Router<AppState> {
    let staff = "/v1/businesses/{id}/staff/{staff}";
    let location = "/v1/businesses/{id}/locations/{location}";
    Router::new()
        .route(staff, get(show_staff).put(edit_staff))
        .route(&format!("{staff}/archive"), post(archive_staff))
        .route(&format!("{staff}/restore"), post(restore_staff))
        .route(&format!("{staff}/move"), post(move_staff))
        .route(location, get(show_location).put(edit_location))
        .route(&format!("{location}/archive"), post(archive_location))
        .route(&format!("{location}/restore"), post(restore_location))
        .route(&format!("{location}/move"), post(move_location))
        .route("/v1/businesses/{id}/hours", get(hours_now).put(set_hours))
        .route(
            "/v1/businesses/{id}/hours/dates/{date}",
            put(set_date).delete(delete_date),
        )
}

/// A member of staff that came of something.
fn staff_of(row: Row) -> Result<Json<StaffRow>, Problem> {
    match row {
        Row::Staff(row) => Ok(Json(row)),
        Row::Location(_) => Err(Problem::Internal("staff became a location".into())),
    }
}

/// A location that came of something.
fn location_of(row: Row) -> Result<Json<LocationRow>, Problem> {
    match row {
        Row::Location(row) => Ok(Json(row)),
        Row::Staff(_) => Err(Problem::Internal("a location became staff".into())),
    }
}

pub(super) async fn create_staff(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewStaff>,
) -> Result<(StatusCode, Json<StaffRow>), Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(NewStaff { draft }) = body?;
    let editor = editor(&state, member).await?;
    let made = workplace::create(&state, editor, Written::Staff(draft)).await?;
    Ok((StatusCode::CREATED, staff_of(made)?))
}

pub(super) async fn create_location(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewLocation>,
) -> Result<(StatusCode, Json<LocationRow>), Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(NewLocation { draft }) = body?;
    let editor = editor(&state, member).await?;
    let made = workplace::create(&state, editor, Written::Location(draft)).await?;
    Ok((StatusCode::CREATED, location_of(made)?))
}

async fn show_staff(
    State(state): State<AppState>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<StaffRow>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let id: StaffId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut conn = state.store.read().await?;
    let found = workplace_rows::staff(&mut conn, &member.business_id, id.as_str()).await?;
    found.map(Json).ok_or(Problem::NotFound)
}

async fn show_location(
    State(state): State<AppState>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<LocationRow>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let id: LocationId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut conn = state.store.read().await?;
    let found = workplace_rows::location(&mut conn, &member.business_id, id.as_str()).await?;
    found.map(Json).ok_or(Problem::NotFound)
}

async fn edit_staff(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
    body: Body<EditStaff>,
) -> Result<Json<StaffRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(EditStaff { version, draft }) = body?;
    let deed = Deed::Edit(version, Written::Staff(draft));
    act_on_staff(&state, member, path, deed).await
}

async fn archive_staff(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
) -> Result<Json<StaffRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    act_on_staff(&state, member, path, Deed::Archive).await
}

async fn restore_staff(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
) -> Result<Json<StaffRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    act_on_staff(&state, member, path, Deed::Restore).await
}

async fn move_staff(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
    body: Body<Reorder>,
) -> Result<Json<StaffRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(Reorder { to }) = body?;
    act_on_staff(&state, member, path, Deed::Move(to)).await
}

async fn act_on_staff(
    state: &AppState,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    deed: Deed,
) -> Result<Json<StaffRow>, Problem> {
    let id: StaffId = id.parse().map_err(|_| Problem::NotFound)?;
    let (editor, id) = (editor(state, member).await?, id.to_string());
    staff_of(workplace::act(state, editor, Table::Staff, id, deed).await?)
}

async fn edit_location(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
    body: Body<EditLocation>,
) -> Result<Json<LocationRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(EditLocation { version, draft }) = body?;
    let deed = Deed::Edit(version, Written::Location(draft));
    act_on_location(&state, member, path, deed).await
}

async fn archive_location(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
) -> Result<Json<LocationRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    act_on_location(&state, member, path, Deed::Archive).await
}

async fn restore_location(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
) -> Result<Json<LocationRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    act_on_location(&state, member, path, Deed::Restore).await
}

async fn move_location(
    State(state): State<AppState>,
    member: Member,
    path: Path<(String, String)>,
    body: Body<Reorder>,
) -> Result<Json<LocationRow>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(Reorder { to }) = body?;
    act_on_location(&state, member, path, Deed::Move(to)).await
}

async fn act_on_location(
    state: &AppState,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    deed: Deed,
) -> Result<Json<LocationRow>, Problem> {
    let id: LocationId = id.parse().map_err(|_| Problem::NotFound)?;
    let (editor, id) = (editor(state, member).await?, id.to_string());
    location_of(workplace::act(state, editor, Table::Location, id, deed).await?)
}

async fn hours_now(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<BusinessHours>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let editor = editor(&state, member).await?;
    Ok(Json(hours::find(&state, &editor).await?))
}

async fn set_hours(
    State(state): State<AppState>,
    member: Member,
    body: Body<SetHours>,
) -> Result<Json<HoursSaved>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(set) = body?;
    let editor = editor(&state, member).await?;
    Ok(Json(hours::set_weekly(&state, editor, set).await?))
}

async fn set_date(
    State(state): State<AppState>,
    member: Member,
    Path((_, date)): Path<(String, String)>,
    body: Body<SetDate>,
) -> Result<Json<HoursSaved>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let date = date_of(&date)?;
    let StrictJson(SetDate { spans }) = body?;
    let editor = editor(&state, member).await?;
    let saved = hours::set_date(&state, editor, date, Some(spans)).await?;
    Ok(Json(saved))
}

async fn delete_date(
    State(state): State<AppState>,
    member: Member,
    Path((_, date)): Path<(String, String)>,
) -> Result<Json<HoursSaved>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let date = date_of(&date)?;
    let editor = editor(&state, member).await?;
    Ok(Json(hours::set_date(&state, editor, date, None).await?))
}

/// A date as `2026-12-24`; what is none names nothing.
fn date_of(text: &str) -> Result<NaiveDate, Problem> {
    let date: NaiveDate = text.parse().map_err(|_| Problem::NotFound)?;
    // Dates are kept as text, in one spelling.
    let plain = date.to_string() == text;
    plain.then_some(date).ok_or(Problem::NotFound)
}
