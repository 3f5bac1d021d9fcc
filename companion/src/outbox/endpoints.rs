//! Endpoints, and what somebody at the machine itself does with them; what owners do is in the
//! [`desk`](super::desk), by which all of it goes.

use booking_contract::WebhookEventType;
use booking_contract::owner::WEBHOOKS_MAX;
use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::desk::{self, Deed};
use super::signing::{SecretError, SigningSecret};
use super::targets::UrlError;
use crate::business::Author;
use crate::clock::instant;
use crate::store::endpoints::{self, EndpointRow};
use crate::store::{Conn, Store, StoreError};

/// How many endpoints a business may have.
pub const ENDPOINTS_MAX: usize = WEBHOOKS_MAX;
/// How the owner's log names whoever is at the machine itself.
const AT_THE_MACHINE: &str = "cli";

/// An endpoint of a business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub business_id: String,
    /// Where it is.
    pub url: String,
    /// Which events it is told of; none: every one.
    pub events: Option<Vec<WebhookEventType>>,
    /// Whether it is told of tests, rather than of what is real.
    pub test_mode: bool,
    /// Since when it has been known.
    pub created_at: DateTime<Utc>,
    /// Since when it has been told nothing, and why.
    pub disabled: Option<(DateTime<Utc>, Disabled)>,
    /// Since when nothing has got through.
    pub failing_since: Option<DateTime<Utc>>,
}

/// Why an endpoint is told nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disabled {
    /// Its owner wants it so.
    ByOwner,
    /// The receiver answered 410.
    Gone,
    /// Nothing got through for days.
    Failing,
}

impl Disabled {
    /// As the books write it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::ByOwner => "owner",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

/// An endpoint to be.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    /// Whose it is.
    pub business_id: String,
    /// Where it is.
    pub url: String,
    /// Which events it wants; none: every one.
    pub events: Option<Vec<WebhookEventType>>,
    /// Whether it wants to be told of tests, rather than of what is real.
    pub test_mode: bool,
    /// Whether it may be this machine; only for tests.
    pub loopback: bool,
}

/// Why something cannot be done with an endpoint.
#[derive(Debug, Error)]
pub enum EndpointError {
    /// The URL cannot be an endpoint's.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// There is no business of this id.
    #[error("there is no such business")]
    UnknownBusiness,
    /// There is no endpoint of this id.
    #[error("there is no such endpoint")]
    UnknownEndpoint,
    /// There is no such event at this business, in this mode, or nothing is left of it to send.
    #[error("there is no such event for this endpoint, or it is too old to be sent again")]
    UnknownEvent,
    /// The business has as many as it may have.
    #[error("a business has at most {ENDPOINTS_MAX} endpoints")]
    TooMany,
    /// The list of events is empty.
    #[error("an endpoint wants at least one kind of event")]
    NoEvents,
    /// The secrets would overlap for too long, or for less than no time.
    #[error("an old secret signs for at most 30 days more")]
    Overlap,
    /// No secret could be made.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The books cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds an endpoint, by somebody at the machine itself; answers it and the secret that signs for
/// it.
pub async fn add(
    store: &Store,
    new: NewEndpoint,
    now: DateTime<Utc>,
) -> Result<(Endpoint, SigningSecret), EndpointError> {
    let author = at_the_machine(new.business_id.clone(), now);
    desk::add(store, author, new).await
}

/// The endpoints of a business, or of all of them, the oldest first.
pub async fn list(store: &Store, business_id: Option<&str>) -> Result<Vec<Endpoint>, StoreError> {
    let mut conn = store.read().await?;
    let mut found = Vec::new();
    for row in endpoints::list(&mut conn, business_id).await? {
        found.push(read(&mut conn, row).await?);
    }
    Ok(found)
}

/// Makes another secret; the ones before it sign along for the time of the overlap.
pub async fn rotate(
    store: &Store,
    id: &str,
    overlap: TimeDelta,
    now: DateTime<Utc>,
) -> Result<SigningSecret, EndpointError> {
    let (deed, secret) = Deed::roll(overlap, now)?;
    act(store, id, deed, now).await?;
    Ok(secret)
}

/// Tells an endpoint nothing from now on; what happens meanwhile waits for it.
pub async fn disable(store: &Store, id: &str, now: DateTime<Utc>) -> Result<(), EndpointError> {
    act(store, id, Deed::Pause, now).await
}

/// Tells an endpoint everything again, what has waited at once.
pub async fn enable(store: &Store, id: &str, now: DateTime<Utc>) -> Result<(), EndpointError> {
    act(store, id, Deed::Resume, now).await
}

/// Forgets an endpoint with its secrets, its deliveries and its log.
pub async fn remove(store: &Store, id: &str, now: DateTime<Utc>) -> Result<(), EndpointError> {
    act(store, id, Deed::Remove, now).await
}

/// Does something with an endpoint of whatever business.
async fn act(store: &Store, id: &str, deed: Deed, now: DateTime<Utc>) -> Result<(), EndpointError> {
    let author = at_the_machine(business_of(store, id).await?, now);
    desk::act(store, author, id, deed).await
}

/// Whoever is at the machine itself, as the owner's log names them.
pub(super) fn at_the_machine(business_id: String, now: DateTime<Utc>) -> Author {
    Author {
        business_id,
        actor: AT_THE_MACHINE.to_owned(),
        now_ms: now.timestamp_millis(),
    }
}

/// Whose an endpoint is; fails where there is none.
pub(super) async fn business_of(store: &Store, id: &str) -> Result<String, EndpointError> {
    let mut conn = store.read().await?;
    let found = endpoints::find(&mut conn, id).await?;
    let found = found.ok_or(EndpointError::UnknownEndpoint)?;
    Ok(found.business_id)
}

/// An endpoint as its row and its subscriptions have it.
pub(super) async fn read(conn: &mut Conn, row: EndpointRow) -> Result<Endpoint, StoreError> {
    let types = endpoints::types(conn, &row.id).await?;
    let events = if types.iter().any(|kind| kind == "*") {
        None
    } else {
        let events = types.iter().map(|kind| kind.parse());
        Some(
            events
                .collect::<Result<_, _>>()
                .map_err(|_| StoreError::Malformed("event type"))?,
        )
    };
    let disabled = match row.disabled {
        None => None,
        Some((at_ms, why)) => {
            let all = [Disabled::ByOwner, Disabled::Gone, Disabled::Failing];
            let why = all.into_iter().find(|known| known.as_str() == why);
            let why = why.ok_or(StoreError::Malformed("reason to disable"))?;
            Some((instant(at_ms), why))
        }
    };
    Ok(Endpoint {
        id: row.id,
        business_id: row.business_id,
        url: row.url,
        events,
        test_mode: row.test_mode,
        created_at: instant(row.created_ms),
        disabled,
        failing_since: row.failing_since_ms.map(instant),
    })
}
