//! The operations on a business itself, its people and its sites: one empty function each, as in the
//! guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    AcceptInvitation, ChangePassword, ChangeRole, EditSettings, InvitationMade, InvitationTo,
    MemberView, MembersPage, MembersQuery, NamedSite, NewInvitation, OpenInvitation, OwnSessions,
    Session, SettingsView, Sites,
};

/// Where one is signed in
///
/// The sessions of whoever asks, the latest used first.
#[utoipa::path(
    get,
    path = "/v1/sessions",
    tag = "sessions",
    security(("session" = [])),
    responses((status = 200, body = OwnSessions, description = "The sessions."))
)]
pub(super) fn own_sessions() {}

/// Change the own password
///
/// The password so far is asked for, and throttled like a sign-in. Every session ends; a new one
/// begins here.
#[utoipa::path(
    put,
    path = "/v1/account/password",
    tag = "sessions",
    request_body = ChangePassword,
    security(("session" = [])),
    responses((status = 200, body = Session, description = "Who is signed in, and the cookie."))
)]
pub(super) fn change_password() {}

/// How a business is set up
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/settings",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = SettingsView, description = "The settings."))
)]
pub(super) fn settings() {}

/// Set a business up
///
/// All of it at once, from the `version` that was read. The currency stays once something is priced
/// or ordered. In another time zone opening hours stay the times on the clock that they are, and the
/// windows of coupons the instants.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/settings",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = EditSettings,
    security(("session" = [])),
    responses((status = 200, body = SettingsView, description = "The settings from now on."))
)]
pub(super) fn edit_settings() {}

/// The sites that may embed
///
/// None: every site may.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/sites",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = Sites, description = "Their origins."))
)]
pub(super) fn sites() {}

/// Let a site embed
///
/// With the first one, all others cannot embed any more.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/sites",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = NamedSite,
    security(("session" = [])),
    responses((status = 200, body = Sites, description = "All origins from now on."))
)]
pub(super) fn allow_site() {}

/// Let a site embed no more
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/sites/remove",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = NamedSite,
    security(("session" = [])),
    responses((status = 200, body = Sites, description = "All origins from now on."))
)]
pub(super) fn withdraw_site() {}

/// Who belongs to a business
///
/// By name; who was invited and has not come yet is on the first page.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/members",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        MembersQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = MembersPage, description = "A page of them."))
)]
pub(super) fn members() {}

/// Give a member another role
///
/// It holds from their next request on. Owners are made and changed by owners alone, and there is
/// always one.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/members/{user}",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("user" = String, Path, description = "The member.")
    ),
    request_body = ChangeRole,
    security(("session" = [])),
    responses((status = 200, body = MemberView, description = "The member from now on."))
)]
pub(super) fn change_role() {}

/// Take a member out
///
/// Their account stays, their sessions end, and so do the invitations that they sent.
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/members/{user}",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("user" = String, Path, description = "The member.")
    ),
    security(("session" = [])),
    responses((status = 204, description = "They do not belong to the business any more."))
)]
pub(super) fn take_member_out() {}

/// Invite somebody
///
/// The answer has a link to hand over. It works once, for seven days, and is told nowhere else.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/invitations",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = NewInvitation,
    security(("session" = [])),
    responses((status = 201, body = InvitationMade, description = "The invitation and its link."))
)]
pub(super) fn invite() {}

/// Withdraw an invitation
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/invitations/{invitation}",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("invitation" = String, Path, description = "The invitation.")
    ),
    security(("session" = [])),
    responses((status = 204, description = "Its link does not work any more."))
)]
pub(super) fn withdraw_invitation() {}

/// What an invitation is to
///
/// For whoever has its link.
#[utoipa::path(
    post,
    path = "/v1/invitations/look",
    tag = "sessions",
    request_body = OpenInvitation,
    responses((status = 200, body = InvitationTo, description = "The business, and as what."))
)]
pub(super) fn look_at_invitation() {}

/// Take an invitation with a new account
#[utoipa::path(
    post,
    path = "/v1/invitations/accept",
    tag = "sessions",
    request_body = AcceptInvitation,
    responses((status = 201, body = Session, description = "Who is signed in, and the cookie."))
)]
pub(super) fn accept_invitation() {}

/// Take an invitation with the own account
#[utoipa::path(
    post,
    path = "/v1/invitations/join",
    tag = "sessions",
    request_body = OpenInvitation,
    security(("session" = [])),
    responses((status = 204, description = "They belong to the business."))
)]
pub(super) fn join() {}
