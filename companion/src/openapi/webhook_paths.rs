//! The operations on where a business's own systems are told: one empty function each, as in the
//! guests' file beside.
#![allow(dead_code, reason = "the descriptions are used, the functions are not")]

use booking_contract::owner::{
    DeliveriesPage, DeliveriesQuery, DeliveryDetails, EditWebhook, NewWebhook, ReplayFailed,
    Replayed, RollSecret, WebhookList, WebhookMade, WebhookTried, WebhookView,
};

/// The endpoints of a business
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/webhooks",
    tag = "webhooks",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    security(("session" = [])),
    responses((status = 200, body = WebhookList, description = "The endpoints, the oldest first."))
)]
pub(super) fn webhooks() {}

/// Add an endpoint
///
/// The answer has the secret that signs for it, which is told nowhere else. Whether it is told of
/// test orders or of real ones stays.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/webhooks",
    tag = "webhooks",
    params(("id" = String, Path, description = "The business.", example = "kiln-clay")),
    request_body = NewWebhook,
    security(("session" = [])),
    responses((status = 201, body = WebhookMade, description = "The endpoint and its secret."))
)]
pub(super) fn add_webhook() {}

/// One endpoint
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/webhooks/{webhook}",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    security(("session" = [])),
    responses((status = 200, body = WebhookView, description = "The endpoint."))
)]
pub(super) fn webhook() {}

/// Change where an endpoint is, and what it is told of
///
/// What is due already goes to the new address, wanted or not.
#[utoipa::path(
    put,
    path = "/v1/businesses/{id}/webhooks/{webhook}",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    request_body = EditWebhook,
    security(("session" = [])),
    responses((status = 200, body = WebhookView, description = "The endpoint from now on."))
)]
pub(super) fn edit_webhook() {}

/// Remove an endpoint
///
/// Its secrets, its deliveries and their log are forgotten.
#[utoipa::path(
    delete,
    path = "/v1/businesses/{id}/webhooks/{webhook}",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    security(("session" = [])),
    responses((status = 204, description = "It is gone."))
)]
pub(super) fn remove_webhook() {}

/// Tell an endpoint nothing
///
/// What happens meanwhile waits for it, for 30 days.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/webhooks/{webhook}/pause",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    security(("session" = [])),
    responses((status = 200, body = WebhookView, description = "The endpoint from now on."))
)]
pub(super) fn pause_webhook() {}

/// Tell an endpoint everything again
///
/// What has waited goes at once.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/webhooks/{webhook}/resume",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    security(("session" = [])),
    responses((status = 200, body = WebhookView, description = "The endpoint from now on."))
)]
pub(super) fn resume_webhook() {}

/// Make another secret for an endpoint
///
/// It is told this once. The one before signs along for the hours of the overlap, so that receivers
/// can change over in their own time.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/webhooks/{webhook}/secret",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    request_body = RollSecret,
    security(("session" = [])),
    responses((status = 200, body = WebhookMade, description = "The endpoint and its new secret."))
)]
pub(super) fn roll_webhook_secret() {}

/// Send a test event
///
/// `webhook.test`, signed like every event, tried once, also while the endpoint is paused. The answer
/// tells what came of it.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/webhooks/{webhook}/test",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    security(("session" = [])),
    responses((status = 200, body = WebhookTried, description = "What was posted, and what came of it."))
)]
pub(super) fn test_webhook() {}

/// What was posted to an endpoint
///
/// One line for each event, what happened last first, with its latest try. What was settled is
/// forgotten after 30 days.
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/webhooks/{webhook}/deliveries",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef"),
        DeliveriesQuery
    ),
    security(("session" = [])),
    responses((status = 200, body = DeliveriesPage, description = "A page of them."))
)]
pub(super) fn deliveries() {}

/// One delivery with its tries and its body
#[utoipa::path(
    get,
    path = "/v1/businesses/{id}/webhooks/{webhook}/deliveries/{event}",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef"),
        ("event" = String, Path, description = "The event.",
            example = "msg_0123456789abcdef0123456789abcdef")
    ),
    security(("session" = [])),
    responses((status = 200, body = DeliveryDetails, description = "The delivery."))
)]
pub(super) fn delivery() {}

/// Send one event again
///
/// Under the id that it always had, whether or not it was delivered before.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/webhooks/{webhook}/deliveries/{event}/replay",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef"),
        ("event" = String, Path, description = "The event.",
            example = "msg_0123456789abcdef0123456789abcdef")
    ),
    security(("session" = [])),
    responses((status = 200, body = DeliveryDetails, description = "The delivery from now on."))
)]
pub(super) fn replay_delivery() {}

/// Send everything again that failed in a span of time
///
/// A batch of it, the oldest first: ask again while some are `left`.
#[utoipa::path(
    post,
    path = "/v1/businesses/{id}/webhooks/{webhook}/replay",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The business.", example = "kiln-clay"),
        ("webhook" = String, Path, description = "The endpoint.", example = "whe_0123456789abcdef")
    ),
    request_body = ReplayFailed,
    security(("session" = [])),
    responses((status = 200, body = Replayed, description = "How many go now, and how many are left."))
)]
pub(super) fn replay_failed() {}
