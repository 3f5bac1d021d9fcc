//! `/v1/invitations`: what the page behind the link of an invitation asks. What stands in the link
//! travels in bodies, never in an address that is written down somewhere.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use axum::{Json, Router};
use booking_contract::owner::{AcceptInvitation, InvitationTo, OpenInvitation, SignIn};

use super::ClientAddress;
use super::coupons::Body;
use super::sessions::signed_in_here;
use crate::business::invitations;
use crate::json::StrictJson;
use crate::people::{OwnPage, SignedIn};
use crate::{AppState, Problem};

/// The routes of invitations.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/invitations/look", post(look))
        .route("/v1/invitations/accept", post(accept))
        .route("/v1/invitations/join", post(join))
}

async fn look(
    State(state): State<AppState>,
    _: OwnPage,
    StrictJson(OpenInvitation { token }): StrictJson<OpenInvitation>,
) -> Result<Json<InvitationTo>, Problem> {
    Ok(Json(invitations::look(&state, token.reveal()).await?))
}

async fn accept(
    State(state): State<AppState>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    StrictJson(asked): StrictJson<AcceptInvitation>,
) -> Result<Response, Problem> {
    let password = asked.password.clone();
    let email = invitations::accept(&state, asked).await?;
    signed_in_here(&state, SignIn { email, password }, address, &headers).await
}

async fn join(
    State(state): State<AppState>,
    signed_in: SignedIn,
    body: Body<OpenInvitation>,
) -> Result<StatusCode, Problem> {
    let StrictJson(OpenInvitation { token }) = body?;
    invitations::join(&state, signed_in, token.reveal()).await?;
    Ok(StatusCode::NO_CONTENT)
}
