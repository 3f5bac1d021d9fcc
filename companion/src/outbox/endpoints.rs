//! What an owner does with endpoints: add, list, rotate the secret, disable, enable, remove.

use booking_contract::WebhookEventType;
use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::signing::{SecretError, SigningSecret};
use super::targets::{Target, UrlError};
use crate::clock::instant;
use crate::store::endpoints::{self, EndpointRow};
use crate::store::{Conn, Store, StoreError, kept};

/// How many endpoints a business may have.
pub const ENDPOINTS_MAX: usize = 16;
/// How long a secret still signs after it was replaced, unless said otherwise.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// The longest that it may.
const OVERLAP_MAX: TimeDelta = TimeDelta::days(30);

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

/// Adds an endpoint; answers it and the secret that signs for it.
pub async fn add(
    store: &Store,
    new: NewEndpoint,
    now: DateTime<Utc>,
) -> Result<(Endpoint, SigningSecret), EndpointError> {
    let target = Target::parse(&new.url, new.loopback && new.test_mode)?;
    let types = match &new.events {
        None => vec!["*"],
        Some(events) if events.is_empty() => return Err(EndpointError::NoEvents),
        Some(events) => events.iter().map(|event| event.as_str()).collect(),
    };
    let secret = SigningSecret::random()?;
    let adding = Adding {
        row: EndpointRow {
            id: new_id()?,
            business_id: new.business_id,
            url: target.url().to_string(),
            test_mode: new.test_mode,
            created_ms: now.timestamp_millis(),
            disabled: None,
            failing_since_ms: None,
        },
        types,
        secret: secret.reveal(),
    };
    let added = store.attempt(adding, |conn, adding| Box::pin(adding.write(conn)));
    Ok((added.await??, secret))
}

struct Adding {
    row: EndpointRow,
    types: Vec<&'static str>,
    secret: String,
}

impl Adding {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Endpoint, EndpointError>, StoreError> {
        let row = &self.row;
        if !endpoints::business_exists(conn, &row.business_id).await? {
            return Ok(Err(EndpointError::UnknownBusiness));
        }
        let others = endpoints::list(conn, Some(&row.business_id)).await?;
        if others.iter().filter(|other| other.id != row.id).count() >= ENDPOINTS_MAX {
            return Ok(Err(EndpointError::TooMany));
        }
        endpoints::insert(conn, row, &self.types).await?;
        let now_ms = row.created_ms;
        endpoints::add_secret(conn, &row.id, &self.secret, now_ms, now_ms).await?;
        read(conn, row.clone()).await.map(Ok)
    }
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
    if overlap < TimeDelta::zero() || overlap > OVERLAP_MAX {
        return Err(EndpointError::Overlap);
    }
    known(store, id).await?;
    let secret = SigningSecret::random()?;
    let [until_ms, now_ms] = [now + overlap, now].map(|at| at.timestamp_millis());
    let rotating = (id.to_owned(), secret.reveal(), until_ms, now_ms);
    let rotated = store.write(rotating, |conn, (id, secret, until_ms, now_ms)| {
        Box::pin(kept(endpoints::add_secret(
            conn, id, secret, *until_ms, *now_ms,
        )))
    });
    rotated.await?;
    Ok(secret)
}

/// Tells an endpoint nothing from now on; what happens meanwhile waits for it.
pub async fn disable(store: &Store, id: &str, now: DateTime<Utc>) -> Result<(), EndpointError> {
    known(store, id).await?;
    let disabling = (id.to_owned(), now.timestamp_millis());
    let disabled = store.write(disabling, |conn, (id, now_ms)| {
        let why = Disabled::ByOwner.as_str();
        Box::pin(kept(endpoints::disable(conn, id, why, *now_ms)))
    });
    disabled.await?;
    Ok(())
}

/// Tells an endpoint everything again, what has waited at once.
pub async fn enable(store: &Store, id: &str, now: DateTime<Utc>) -> Result<(), EndpointError> {
    known(store, id).await?;
    let enabling = (id.to_owned(), now.timestamp_millis());
    let enabled = store.write(enabling, |conn, (id, now_ms)| {
        Box::pin(kept(endpoints::enable(conn, id, *now_ms)))
    });
    Ok(enabled.await?)
}

/// Forgets an endpoint with its secrets, its deliveries and its log.
pub async fn remove(store: &Store, id: &str) -> Result<(), EndpointError> {
    known(store, id).await?;
    let removed = store.write(id.to_owned(), |conn, id| {
        Box::pin(kept(endpoints::remove(conn, id)))
    });
    Ok(removed.await?)
}

/// Fails where there is no such endpoint.
pub(super) async fn known(store: &Store, id: &str) -> Result<(), EndpointError> {
    let mut conn = store.read().await?;
    match endpoints::find(&mut conn, id).await? {
        Some(_) => Ok(()),
        None => Err(EndpointError::UnknownEndpoint),
    }
}

async fn read(conn: &mut Conn, row: EndpointRow) -> Result<Endpoint, StoreError> {
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

fn new_id() -> Result<String, SecretError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| SecretError::Randomness)?;
    Ok(format!("whe_{}", hex::encode(bytes)))
}
