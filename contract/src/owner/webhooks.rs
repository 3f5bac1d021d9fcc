//! Where a business's own systems are told of orders: endpoints, what was posted to them and what
//! came of it.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::WebhookEventType;

/// How many endpoints a business may have.
pub const WEBHOOKS_MAX: usize = 16;
/// The most deliveries of one page.
pub const DELIVERIES_PER_PAGE_MAX: u32 = 100;
/// How far deliveries are counted; where there are more, it is only known that there are.
pub const DELIVERIES_COUNTED_MAX: u32 = 10_000;
/// The longest that an old secret may sign along, in hours.
pub const OVERLAP_HOURS_MAX: u32 = 720;

/// The endpoints of a business, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookList {
    /// The endpoints.
    pub webhooks: Vec<WebhookView>,
    /// Whether test events and test orders may go to the machine that the companion runs on.
    pub loopback: bool,
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookView {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// The events that it is told of; left out: every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEventType>>,
    /// Whether it is told of test orders, rather than of real ones.
    pub test_mode: bool,
    /// Since when it has been there.
    pub created_at: DateTime<Utc>,
    /// How it fares.
    pub standing: WebhookStanding,
    /// How many deliveries wait for their next try, at most 10,000.
    pub waiting: u32,
    /// How many are not tried any more by themselves, at most 10,000.
    pub failed: u32,
    /// Until when a secret from before signs along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_secret_until: Option<DateTime<Utc>>,
}

/// How an endpoint fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WebhookStanding {
    /// It is told everything.
    InOrder,
    /// It is told everything, and nothing gets through.
    Failing {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It is told nothing, as its business wants it.
    Paused {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It is told nothing, as it answered 410.
    Gone {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It is told nothing, as nothing got through for days.
    Stopped {
        /// Since when.
        since: DateTime<Utc>,
    },
}

impl WebhookStanding {
    /// Whether it is told what happens.
    pub const fn is_told(self) -> bool {
        matches!(self, Self::InOrder | Self::Failing { .. })
    }
}

/// An endpoint to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where it is: https, on the public Internet.
    pub url: String,
    /// The events that it is told of, at least one; left out: every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEventType>>,
    /// Whether it is told of test orders, rather than of real ones. That stays.
    #[serde(default)]
    pub test_mode: bool,
}

/// Another address or other events for an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditWebhook {
    /// Where it is: https, on the public Internet.
    pub url: String,
    /// The events that it is told of from now on, at least one; left out: every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEventType>>,
}

/// What signs for an endpoint. It is not shown where values are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(transparent)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// The text, which begins with `whsec_`.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for WebhookSecret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret")
    }
}

/// An endpoint with a new secret, which is told this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookMade {
    /// The endpoint.
    pub webhook: WebhookView,
    /// What signs for it.
    pub secret: WebhookSecret,
}

/// Asks for another secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RollSecret {
    /// For how many hours the one before signs along, from 0 to 720.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 720))]
    pub overlap_hours: u32,
}

/// What came of a test event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookTried {
    /// The id that it had.
    pub event_id: String,
    /// What was posted.
    pub body: String,
    /// What came of it.
    pub attempt: DeliveryAttempt,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for its next try.
    Due,
    /// The receiver has it.
    Delivered,
    /// It is not tried any more by itself.
    Failed,
}

/// Which deliveries alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryFilter {
    /// Those that wait for their next try.
    Due,
    /// Those that are not tried any more by themselves.
    Failed,
}

/// `GET …/deliveries`: which deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct DeliveriesQuery {
    /// Only those that stand like this.
    #[cfg_attr(feature = "openapi", param(required = false, inline))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<DeliveryFilter>,
    /// `next` of the page before.
    #[cfg_attr(feature = "openapi", param(required = false))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, from 1 to 100; 50 where it is left out.
    #[cfg_attr(
        feature = "openapi",
        param(required = false, minimum = 1, maximum = 100)
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A page of deliveries, what happened last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveriesPage {
    /// The deliveries.
    pub deliveries: Vec<DeliveryRow>,
    /// What to ask the next page after; none: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One event on its way to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryRow {
    /// The event's id, which receivers see as `webhook-id`.
    pub event_id: String,
    /// What happened.
    pub event: WebhookEventType,
    /// To which order.
    pub order_id: String,
    /// The place among the order's events.
    pub sequence: u32,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// Where it stands.
    pub state: DeliveryState,
    /// When it is tried next, unless the endpoint is told nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
    /// What came of the latest try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<DeliveryAttempt>,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryAttempt {
    /// Which one, from 1.
    pub number: u32,
    /// When it began.
    pub at: DateTime<Utc>,
    /// How long it took, in milliseconds.
    pub duration_ms: u32,
    /// The status that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why the receiver does not have it; none: it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<DeliveryFailure>,
    /// The first bytes of the answer.
    pub answer: String,
}

/// Why a receiver does not have an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryFailure {
    /// It answered with another status than 2xx.
    Status,
    /// It answered with a redirect, which is not followed.
    Redirect,
    /// It answered 410: it wants no events any more.
    Gone,
    /// The host is not on the public Internet.
    NotPublic,
    /// There was no connection.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection broke before a status.
    Broken,
    /// The address or the secrets in the books cannot be used.
    Endpoint,
}

/// A delivery with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryDetails {
    /// The delivery.
    pub delivery: DeliveryRow,
    /// Its tries, the latest first; fifty at most.
    pub attempts: Vec<DeliveryAttempt>,
    /// What is posted.
    pub body: String,
}

/// Sends everything again that failed and happened in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplayFailed {
    /// From this time on.
    pub from: DateTime<Utc>,
    /// Before this time.
    pub until: DateTime<Utc>,
}

/// What is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replayed {
    /// How many events are, by this request.
    pub events: u32,
    /// How many are left in the span of time, at most 10,000: ask again to send them.
    pub left: u32,
}
