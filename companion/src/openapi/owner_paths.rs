//! The dashboard's operations: one empty function each, as in the guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{BusinessDetails, LogCheck, LogPage, LogQuery, Session, SignIn};

/// Sign in
///
/// Answers with the session's cookie. A session that the browser had before ends. A wrong address
/// and a wrong password are answered alike; wrong tries are throttled, by network and by account.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    tag = "sessions",
    request_body = SignIn,
    responses((status = 201, body = Session, description = "Who is signed in, and the cookie."))
)]
pub(super) fn begin_session() {}

/// Who is signed in, and where they belong
///
/// A session ends 12 hours after its last request, and 7 days after it began.
#[utoipa::path(
    get,
    path = "/v1/sessions/current",
    tag = "sessions",
    security(("session" = [])),
    responses((status = 200, body = Session, description = "Who is signed in."))
)]
pub(super) fn session() {}

/// Sign out
#[utoipa::path(
    delete,
    path = "/v1/sessions/current",
    tag = "sessions",
    security(("session" = [])),
    responses((status = 204, description = "The session is over."))
)]
pub(super) fn end_session() {}

/// Sign out everywhere
#[utoipa::path(
    delete,
    path = "/v1/sessions",
    tag = "sessions",
    security(("session" = [])),
    responses((status = 204, description = "Every session of this person is over."))
)]
pub(super) fn end_sessions() {}

/// A business, as one of its people sees it
///
/// A business that one does not belong to is answered like one that does not exist.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = BusinessDetails, description = "The business."))
)]
pub(super) fn business() {}

/// Who did what at a business
///
/// Sign-ins, wrong passwords, roles, refunds and whatever else somebody did, the newest first. Asks
/// for the permission `view_log`.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/log",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        LogQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = LogPage, description = "A page of the log."))
)]
pub(super) fn log() {}

/// Whether the log was touched
///
/// Each entry holds the hash of the one before. Asks for the permission `view_log`.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/log/check",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = LogCheck, description = "What was looked at and found."))
)]
pub(super) fn check_log() {}
