//! `/v1/businesses/{id}/webhooks`: where the business's own systems are told, and what was posted to
//! them.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use booking_contract::owner::{
    DELIVERIES_PER_PAGE_MAX, DeliveriesPage, DeliveriesQuery, DeliveryDetails, EditWebhook,
    NewWebhook, Permission, ReplayFailed, Replayed, RollSecret, WebhookList, WebhookMade,
    WebhookTried, WebhookView,
};
use chrono::TimeDelta;

use super::coupons::{Body, limit};
use crate::business::Author;
use crate::json::StrictJson;
use crate::outbox::owned;
use crate::people::Member;
use crate::{AppState, Problem};

/// How many deliveries a page has where nobody says how many.
const PER_PAGE: u32 = 50;

/// The routes of outgoing webhooks.
pub(crate) fn router() -> Router<AppState> {
    let one = "/v1/businesses/{id}/webhooks/{webhook}";
    let of = |rest: &str| format!("{one}/{rest}");
    Router::new()
        .route("/v1/businesses/{id}/webhooks", get(list).post(add))
        .route(one, get(show).put(edit).delete(remove))
        .route(&of("pause"), post(pause))
        .route(&of("resume"), post(resume))
        .route(&of("secret"), post(roll))
        .route(&of("test"), post(test))
        .route(&of("replay"), post(replay_failed))
        .route(&of("deliveries"), get(deliveries))
        .route(&of("deliveries/{event}"), get(show_delivery))
        .route(&of("deliveries/{event}/replay"), post(replay))
}

async fn list(State(state): State<AppState>, member: Member) -> Result<Json<WebhookList>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    Ok(Json(owned::list(&state, &member.business_id).await?))
}

async fn add(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewWebhook>,
) -> Result<(StatusCode, Json<WebhookMade>), Problem> {
    member.may(Permission::ManageWebhooks)?;
    let StrictJson(asked) = body?;
    let author = Author::of(&state, member);
    let made = owned::add(&state, author, asked).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn show(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
) -> Result<Json<WebhookView>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let found = owned::show(&state, &member.business_id, &webhook).await?;
    Ok(Json(found))
}

async fn edit(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
    body: Body<EditWebhook>,
) -> Result<Json<WebhookView>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let StrictJson(asked) = body?;
    let author = Author::of(&state, member);
    Ok(Json(owned::edit(&state, author, &webhook, asked).await?))
}

async fn remove(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let author = Author::of(&state, member);
    owned::remove(&state, author, &webhook).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn pause(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
) -> Result<Json<WebhookView>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let author = Author::of(&state, member);
    Ok(Json(owned::pause(&state, author, &webhook).await?))
}

async fn resume(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
) -> Result<Json<WebhookView>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let author = Author::of(&state, member);
    Ok(Json(owned::resume(&state, author, &webhook).await?))
}

async fn roll(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
    body: Body<RollSecret>,
) -> Result<Json<WebhookMade>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let StrictJson(RollSecret { overlap_hours }) = body?;
    let overlap = TimeDelta::hours(i64::from(overlap_hours));
    let author = Author::of(&state, member);
    Ok(Json(owned::roll(&state, author, &webhook, overlap).await?))
}

async fn test(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
) -> Result<Json<WebhookTried>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let author = Author::of(&state, member);
    Ok(Json(owned::test(&state, author, &webhook).await?))
}

async fn replay_failed(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
    body: Body<ReplayFailed>,
) -> Result<Json<Replayed>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let StrictJson(asked) = body?;
    let author = Author::of(&state, member);
    let replayed = owned::replay_failed(&state, author, &webhook, asked).await?;
    Ok(Json(replayed))
}

async fn deliveries(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook)): Path<(String, String)>,
    query: Result<Query<DeliveriesQuery>, QueryRejection>,
) -> Result<Json<DeliveriesPage>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let limit = limit(query.limit, PER_PAGE, DELIVERIES_PER_PAGE_MAX)?;
    let page = owned::deliveries(
        &state,
        &member.business_id,
        &webhook,
        query.state,
        query.after.as_deref(),
        limit,
    )
    .await?;
    Ok(Json(page))
}

async fn show_delivery(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook, event)): Path<(String, String, String)>,
) -> Result<Json<DeliveryDetails>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let business_id = &member.business_id;
    let found = owned::show_delivery(&state, business_id, &webhook, &event).await?;
    Ok(Json(found))
}

async fn replay(
    State(state): State<AppState>,
    member: Member,
    Path((_, webhook, event)): Path<(String, String, String)>,
) -> Result<Json<DeliveryDetails>, Problem> {
    member.may(Permission::ManageWebhooks)?;
    let author = Author::of(&state, member);
    let replayed = owned::replay(&state, author, &webhook, &event).await?;
    Ok(Json(replayed))
}
