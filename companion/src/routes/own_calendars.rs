//! `/v1/businesses/{id}/calendars/{calendar}` and `…/products`: calendars, for those who look after
//! them.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use booking_contract::owner::{CalendarView, EditCalendar, NewCalendar, Permission, ProductList};
use booking_engine::CalendarId;

use super::coupons::{Body, editor};
use crate::catalog::calendars;
use crate::json::StrictJson;
use crate::people::Member;
use crate::store::calendar_rows;
use crate::{AppState, Problem};

/// The routes of calendars and products.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route(
            "/v1/businesses/{id}/calendars/{calendar}",
            get(show).put(edit),
        )
        .route(
            "/v1/businesses/{id}/calendars/{calendar}/duplicate",
            post(duplicate),
        )
        .route(
            "/v1/businesses/{id}/calendars/{calendar}/archive",
            post(archive),
        )
        .route(
            "/v1/businesses/{id}/calendars/{calendar}/restore",
            post(restore),
        )
        .route("/v1/businesses/{id}/products", get(products))
        .route(
            "/v1/businesses/{id}/products/{product}",
            delete(delete_product),
        )
}

/// The business and the calendar of a path; what is no id names nothing.
fn calendar_of((_, calendar): (String, String)) -> Result<CalendarId, Problem> {
    calendar.parse().map_err(|_| Problem::NotFound)
}

pub(super) async fn create(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewCalendar>,
) -> Result<(StatusCode, Json<CalendarView>), Problem> {
    member.may(Permission::ManageCalendars)?;
    let StrictJson(NewCalendar { draft }) = body?;
    let editor = editor(&state, member).await?;
    let made = calendars::create(&state, editor, draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn show(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<Json<CalendarView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let id = calendar_of(path)?;
    let editor = editor(&state, member).await?;
    Ok(Json(calendars::find(&state, &editor, &id).await?))
}

async fn edit(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
    body: Body<EditCalendar>,
) -> Result<Json<CalendarView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let id = calendar_of(path)?;
    let StrictJson(EditCalendar { version, draft }) = body?;
    let editor = editor(&state, member).await?;
    let changed = calendars::edit(&state, editor, &id, version, draft).await?;
    Ok(Json(changed))
}

async fn duplicate(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<(StatusCode, Json<CalendarView>), Problem> {
    member.may(Permission::ManageCalendars)?;
    let id = calendar_of(path)?;
    let editor = editor(&state, member).await?;
    let made = calendars::duplicate(&state, editor, &id).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn archive(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<Json<CalendarView>, Problem> {
    put(&state, member, path, true).await
}

async fn restore(
    State(state): State<AppState>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<Json<CalendarView>, Problem> {
    put(&state, member, path, false).await
}

async fn put(
    state: &AppState,
    member: Member,
    path: (String, String),
    away: bool,
) -> Result<Json<CalendarView>, Problem> {
    member.may(Permission::ManageCalendars)?;
    let id = calendar_of(path)?;
    let editor = editor(state, member).await?;
    Ok(Json(calendars::archive(state, editor, &id, away).await?))
}

async fn products(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<ProductList>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let mut conn = state.store.read().await?;
    let products = calendar_rows::products(&mut conn, &member.business_id).await?;
    Ok(Json(ProductList { products }))
}

async fn delete_product(
    State(state): State<AppState>,
    member: Member,
    Path((_, product)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    member.may(Permission::ManageCalendars)?;
    // No id has a NUL, and the books take none into a text.
    if product.contains('\0') {
        return Err(Problem::NotFound);
    }
    let editor = editor(&state, member).await?;
    calendars::delete_product(&state, editor, product).await?;
    Ok(StatusCode::NO_CONTENT)
}
