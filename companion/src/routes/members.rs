//! `/v1/businesses/{id}/members` and `…/invitations`: who belongs to a business, and who shall.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use booking_contract::owner::{
    ChangeRole, InvitationMade, MEMBERS_PER_PAGE_MAX, MemberView, MembersPage, MembersQuery,
    NewInvitation, Permission, Role,
};

use super::coupons::{Body, limit};
use crate::business::{Author, invitations, members};
use crate::json::StrictJson;
use crate::people::Member;
use crate::{AppState, Problem};

/// How many members a page has where nobody says how many.
const PER_PAGE: u32 = 50;

/// The routes of members.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/members", get(list))
        .route(
            "/v1/businesses/{id}/members/{user}",
            put(change_role).delete(take_out),
        )
        .route("/v1/businesses/{id}/invitations", post(invite))
        .route(
            "/v1/businesses/{id}/invitations/{invitation}",
            delete(withdraw),
        )
}

async fn list(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<MembersQuery>, QueryRejection>,
) -> Result<Json<MembersPage>, Problem> {
    member.may(Permission::ManageMembers)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let limit = limit(query.limit, PER_PAGE, MEMBERS_PER_PAGE_MAX)?;
    let after = query.after.as_deref();
    if after.is_some_and(|after| after.contains('\0')) {
        let detail = "after: `next` of a page of this list";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    let page = members::list(&state, &member.business_id, after, limit).await?;
    Ok(Json(page))
}

async fn change_role(
    State(state): State<AppState>,
    member: Member,
    Path((_, user)): Path<(String, String)>,
    body: Body<ChangeRole>,
) -> Result<Json<MemberView>, Problem> {
    member.may(Permission::ManageMembers)?;
    let StrictJson(ChangeRole { role }) = body?;
    let changed = change(&state, member, user, Some(role)).await?;
    Ok(Json(changed.ok_or(Problem::NotFound)?))
}

async fn take_out(
    State(state): State<AppState>,
    member: Member,
    Path((_, user)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    member.may(Permission::ManageMembers)?;
    change(&state, member, user, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change(
    state: &AppState,
    member: Member,
    user: String,
    role: Option<Role>,
) -> Result<Option<MemberView>, Problem> {
    // No id holds one, and PostgreSQL takes it into no text.
    if user.contains('\0') {
        return Err(Problem::NotFound);
    }
    members::change(state, Author::of(state, member), user, role).await
}

async fn invite(
    State(state): State<AppState>,
    member: Member,
    body: Body<NewInvitation>,
) -> Result<(StatusCode, Json<InvitationMade>), Problem> {
    member.may(Permission::ManageMembers)?;
    let StrictJson(new) = body?;
    let author = Author::of(&state, member);
    let made = invitations::invite(&state, author, new).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn withdraw(
    State(state): State<AppState>,
    member: Member,
    Path((_, invitation)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    member.may(Permission::ManageMembers)?;
    if invitation.contains('\0') {
        return Err(Problem::NotFound);
    }
    let author = Author::of(&state, member);
    invitations::withdraw(&state, author, invitation).await?;
    Ok(StatusCode::NO_CONTENT)
}
