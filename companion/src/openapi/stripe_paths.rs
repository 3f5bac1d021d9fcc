//! The operations on a business's Stripe accounts: one empty function each, as in the files beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    CheckStripe, ConnectStripe, PaymentMode, StripeAccounts, StripeCheck,
};

/// How a business is paid
///
/// The account of each mode, with the end of its key. The keys themselves are never shown again.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/stripe-accounts",
    tag = "businesses",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = StripeAccounts, description = "The accounts."))
)]
pub(super) fn stripe_accounts() {}

/// Connect a Stripe account
///
/// The key has to be one of the mode. Stripe is asked whether it knows the key. Another key of the
/// account that is connected takes the place of the one before; a key of another account begins
/// anew, with another webhook address, and the account before keeps its keys for what was paid
/// through it. The signing secret can be given later.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/stripe-accounts/{mode}",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("mode" = PaymentMode, Path, description = "Which money.", example = "test")
    ),
    request_body = ConnectStripe,
    security(("session" = [])),
    responses((status = 200, body = StripeAccounts, description = "The accounts from now on."))
)]
pub(super) fn connect_stripe() {}

/// Take a Stripe account out of use
///
/// Its keys are kept for what was paid through it: payments under way are settled, and refunds go
/// back the way the money came.
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/stripe-accounts/{mode}",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("mode" = PaymentMode, Path, description = "Which money.", example = "test")
    ),
    security(("session" = [])),
    responses((status = 200, body = StripeAccounts, description = "The accounts from now on."))
)]
pub(super) fn disconnect_stripe() {}

/// Ask Stripe about a key
///
/// About one that is entered, before it is saved, or about that of the account that is connected.
/// Nothing is changed, here or at Stripe.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/stripe-accounts/{mode}/check",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("mode" = PaymentMode, Path, description = "Which money.", example = "test")
    ),
    request_body = CheckStripe,
    security(("session" = [])),
    responses((status = 200, body = StripeCheck, description = "What Stripe says."))
)]
pub(super) fn check_stripe() {}

/// Forget the keys of an account that is not in use
///
/// Not while a payment or a refund is on its way there. What was paid there can be given back in
/// Stripe's own dashboard only from then on.
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/earlier-stripe-accounts/{account}",
    tag = "businesses",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("account" = String, Path, description = "The account.", example = "sa_1")
    ),
    security(("session" = [])),
    responses((status = 200, body = StripeAccounts, description = "The accounts from now on."))
)]
pub(super) fn forget_stripe() {}
