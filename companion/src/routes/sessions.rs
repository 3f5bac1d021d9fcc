//! `/v1/sessions`: signing in and out of the dashboard.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use booking_contract::owner::{ChangePassword, OwnSessions, Session, SignIn};

use super::ClientAddress;
use super::coupons::Body;
use crate::json::StrictJson;
use crate::people::signing_in::{self, Origin};
use crate::people::{AGE_MAX_MS, Cookie, OwnPage, SignedIn, Token, change_password, own_sessions};
use crate::store::{kept, people, sessions};
use crate::{AppState, Problem};

/// `POST /v1/sessions`: an address and a password become a session.
pub(crate) async fn begin(
    State(state): State<AppState>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    StrictJson(asked): StrictJson<SignIn>,
) -> Result<Response, Problem> {
    signed_in_here(&state, asked, address, &headers).await
}

/// Signs somebody in, in the browser that asks.
pub(super) async fn signed_in_here(
    state: &AppState,
    asked: SignIn,
    address: ClientAddress,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let origin = origin(state, address, headers);
    let (token, session) = signing_in::sign_in(state, asked, origin).await?;
    let set = set_cookie(state, &token);
    Ok((StatusCode::CREATED, set, Json(session)).into_response())
}

fn origin<'r>(state: &AppState, address: ClientAddress, headers: &'r HeaderMap) -> Origin<'r> {
    let user_agent = headers.get(header::USER_AGENT);
    Origin {
        address,
        user_agent: user_agent.and_then(|name| name.to_str().ok()).unwrap_or(""),
        previous: Cookie::of(&state.config.public_url).token_hash(headers),
    }
}

fn set_cookie(state: &AppState, token: &Token) -> [(HeaderName, HeaderValue); 1] {
    let cookie = Cookie::of(&state.config.public_url);
    [(header::SET_COOKIE, cookie.set(token, AGE_MAX_MS / 1_000))]
}

/// `GET /v1/sessions`: where whoever asks is signed in.
pub(crate) async fn list(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Json<OwnSessions>, Problem> {
    Ok(Json(own_sessions(&state, &signed_in).await?))
}

/// `PUT /v1/account/password`: another password, and a new session with it.
pub(crate) async fn change_own_password(
    State(state): State<AppState>,
    signed_in: SignedIn,
    address: ClientAddress,
    headers: HeaderMap,
    body: Body<ChangePassword>,
) -> Result<Response, Problem> {
    let StrictJson(asked) = body?;
    let origin = origin(&state, address, &headers);
    let (token, session) = change_password(&state, signed_in, asked, origin).await?;
    Ok((set_cookie(&state, &token), Json(session)).into_response())
}

/// `GET /v1/sessions/current`: who is signed in.
pub(crate) async fn show(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Json<Session>, Problem> {
    let mut conn = state.store.read().await?;
    let standings = people::standings(&mut conn, &signed_in.user.id).await?;
    Ok(Json(signing_in::session(signed_in.user, standings)))
}

/// `DELETE /v1/sessions/current`: signs out here.
pub(crate) async fn end(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Response, Problem> {
    let ended = state.store.write(signed_in.token_hash, |conn, token_hash| {
        Box::pin(kept(sessions::end(conn, token_hash)))
    });
    ended.await?;
    Ok(signed_out(&state))
}

/// `DELETE /v1/sessions`: signs out everywhere.
pub(crate) async fn end_all(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Response, Problem> {
    let ending = (signed_in.user.id, state.clock.now_ms());
    let ended = state.store.write(ending, |conn, (user_id, now_ms)| {
        Box::pin(kept(signing_in::end_all(conn, user_id, user_id, *now_ms)))
    });
    ended.await?;
    Ok(signed_out(&state))
}

fn signed_out(state: &AppState) -> Response {
    let cookie = Cookie::of(&state.config.public_url);
    let clear = [(header::SET_COOKIE, cookie.clear())];
    (StatusCode::NO_CONTENT, clear).into_response()
}
