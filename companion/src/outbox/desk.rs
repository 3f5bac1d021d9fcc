//! What is done with an endpoint, by whomever: it is looked up among those of its business inside the
//! transaction that changes it, and the owner's log is told in the same one.

use std::collections::BTreeSet;

use booking_contract::WebhookEventType;
use booking_contract::owner::OVERLAP_HOURS_MAX;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Url;
use serde_json::{Value, json};

use super::endpoints::{self, Disabled, ENDPOINTS_MAX, Endpoint, EndpointError, NewEndpoint};
use super::signing::{SecretError, SigningSecret};
use super::targets::Target;
use crate::business::Author;
use crate::store::endpoints::{self as rows, EndpointRow};
use crate::store::{Conn, Store, StoreError, businesses, deliveries};

/// What is done with an endpoint.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// It is somewhere else, or is told of other events.
    Edit {
        /// Where it is.
        target: Target,
        /// What it is told of.
        types: Vec<&'static str>,
    },
    /// It gets another secret; the ones before it sign until then.
    Roll {
        /// The text of the secret.
        secret: String,
        /// Until when.
        until_ms: i64,
    },
    /// It is told nothing from now on.
    Pause,
    /// It is told everything again, what has waited at once.
    Resume,
    /// It is forgotten with its secrets, its deliveries and its log.
    Remove,
    /// One event is sent again.
    Replay(String),
}

impl Deed {
    /// Gives it another address and other events.
    pub(crate) fn edit(
        url: &str,
        events: Option<&[WebhookEventType]>,
        loopback: bool,
    ) -> Result<Self, EndpointError> {
        Ok(Self::Edit {
            target: Target::parse(url, loopback)?,
            types: types(events)?,
        })
    }

    /// Makes another secret; the ones before it sign along for the time of the overlap.
    pub(crate) fn roll(
        overlap: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<(Self, SigningSecret), EndpointError> {
        let most = TimeDelta::hours(i64::from(OVERLAP_HOURS_MAX));
        if overlap < TimeDelta::zero() || overlap > most {
            return Err(EndpointError::Overlap);
        }
        let secret = SigningSecret::random()?;
        let deed = Self::Roll {
            secret: secret.reveal(),
            until_ms: (now + overlap).timestamp_millis(),
        };
        Ok((deed, secret))
    }
}

/// Does something with an endpoint of the author's business.
pub(crate) async fn act(
    store: &Store,
    author: Author,
    endpoint_id: &str,
    deed: Deed,
) -> Result<(), EndpointError> {
    let acting = Acting {
        author,
        endpoint_id: endpoint_id.to_owned(),
        deed,
    };
    let acted = store.attempt(acting, |conn, acting| Box::pin(acting.write(conn)));
    acted.await?
}

/// Adds an endpoint to the author's business; answers it and the secret that signs for it.
pub(crate) async fn add(
    store: &Store,
    author: Author,
    new: NewEndpoint,
) -> Result<(Endpoint, SigningSecret), EndpointError> {
    let target = Target::parse(&new.url, new.loopback && new.test_mode)?;
    let types = types(new.events.as_deref())?;
    let secret = SigningSecret::random()?;
    let adding = Adding {
        row: EndpointRow {
            id: new_id()?,
            business_id: new.business_id,
            url: target.url().to_string(),
            test_mode: new.test_mode,
            created_ms: author.now_ms,
            disabled: None,
            failing_since_ms: None,
        },
        host: host(target.url()),
        author,
        types,
        secret: secret.reveal(),
    };
    let added = store.attempt(adding, |conn, adding| Box::pin(adding.write(conn)));
    Ok((added.await??, secret))
}

/// Makes everything due again that failed at an endpoint of the author's business and happened in a
/// span of time, at most so many; answers how many there were, and how many are left, counted so far.
pub(crate) async fn replay_failed(
    store: &Store,
    author: Author,
    endpoint_id: &str,
    span_ms: (i64, i64),
    most: i64,
    counted_max: i64,
) -> Result<(u64, i64), EndpointError> {
    let replaying = Replaying {
        author,
        endpoint_id: endpoint_id.to_owned(),
        span_ms,
        most,
        counted_max,
    };
    let replayed = store.attempt(replaying, |conn, replaying| Box::pin(replaying.write(conn)));
    replayed.await?
}

/// The row of an endpoint, where it is one of a business's.
pub(super) async fn find(
    conn: &mut Conn,
    business_id: &str,
    endpoint_id: &str,
) -> Result<Option<EndpointRow>, StoreError> {
    // No id holds one, and PostgreSQL takes it into no text.
    if endpoint_id.contains('\0') {
        return Ok(None);
    }
    let found = rows::find(conn, endpoint_id).await?;
    Ok(found.filter(|row| row.business_id == business_id))
}

struct Acting {
    author: Author,
    endpoint_id: String,
    deed: Deed,
}

impl Acting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<(), EndpointError>, StoreError> {
        let Self {
            author,
            endpoint_id: id,
            deed,
        } = self;
        // Of two changes at once the second one sees what the first one did.
        businesses::lock(conn, &author.business_id).await?;
        let Some(row) = find(conn, &author.business_id, id).await? else {
            return Ok(Err(EndpointError::UnknownEndpoint));
        };
        let nothing = json!({});
        let (done, detail) = match deed {
            Deed::Edit { target, types } => {
                let known = rows::types(conn, id).await?;
                if row.url == target.url().as_str() && known == *types {
                    return Ok(Ok(()));
                }
                rows::edit(conn, id, target.url().as_str(), types).await?;
                ("webhook.edit", json!({ "host": host(target.url()) }))
            }
            Deed::Roll { secret, until_ms } => {
                if rows::has_secret(conn, id, secret).await? {
                    return Ok(Ok(()));
                }
                rows::add_secret(conn, id, secret, *until_ms, author.now_ms).await?;
                ("webhook.roll", nothing)
            }
            Deed::Pause => {
                if !rows::disable(conn, id, Disabled::ByOwner.as_str(), author.now_ms).await? {
                    return Ok(Ok(()));
                }
                ("webhook.pause", nothing)
            }
            Deed::Resume => {
                if row.disabled.is_none() {
                    return Ok(Ok(()));
                }
                rows::enable(conn, id, author.now_ms).await?;
                ("webhook.resume", nothing)
            }
            Deed::Remove => {
                rows::remove(conn, id).await?;
                let url = Url::parse(&row.url).ok();
                let host = url.as_ref().map(host);
                ("webhook.remove", json!({ "host": host }))
            }
            Deed::Replay(event) => {
                if !deliveries::replay(conn, event, id, author.now_ms).await? {
                    return Ok(Err(EndpointError::UnknownEvent));
                }
                ("webhook.replay", json!({ "event": event }))
            }
        };
        author.log(conn, done, id, &detail).await?;
        Ok(Ok(()))
    }
}

struct Adding {
    author: Author,
    row: EndpointRow,
    host: String,
    types: Vec<&'static str>,
    secret: String,
}

impl Adding {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Endpoint, EndpointError>, StoreError> {
        let row = &self.row;
        if !businesses::lock(conn, &row.business_id).await? {
            return Ok(Err(EndpointError::UnknownBusiness));
        }
        let others = rows::list(conn, Some(&row.business_id)).await?;
        // Run again after its answer was lost, the transaction finds its own work.
        if others.iter().any(|other| other.id == row.id) {
            return endpoints::read(conn, row.clone()).await.map(Ok);
        }
        if others.len() >= ENDPOINTS_MAX {
            return Ok(Err(EndpointError::TooMany));
        }
        rows::insert(conn, row, &self.types).await?;
        let now_ms = row.created_ms;
        rows::add_secret(conn, &row.id, &self.secret, now_ms, now_ms).await?;
        // The rest of an address may be a secret of the receiver's.
        let detail: Value = json!({ "host": self.host, "test_mode": row.test_mode });
        let author = &self.author;
        author.log(conn, "webhook.add", &row.id, &detail).await?;
        endpoints::read(conn, row.clone()).await.map(Ok)
    }
}

struct Replaying {
    author: Author,
    endpoint_id: String,
    span_ms: (i64, i64),
    most: i64,
    counted_max: i64,
}

impl Replaying {
    async fn write(
        &self,
        conn: &mut Conn,
    ) -> Result<Result<(u64, i64), EndpointError>, StoreError> {
        let Self {
            author,
            endpoint_id: id,
            span_ms,
            ..
        } = self;
        businesses::lock(conn, &author.business_id).await?;
        if find(conn, &author.business_id, id).await?.is_none() {
            return Ok(Err(EndpointError::UnknownEndpoint));
        }
        let now_ms = author.now_ms;
        let events = deliveries::replay_failed(conn, id, *span_ms, self.most, now_ms).await?;
        let left = deliveries::count_failed(conn, id, *span_ms, self.counted_max).await?;
        if events > 0 {
            let detail = json!({ "events": events });
            author.log(conn, "webhook.replay", id, &detail).await?;
        }
        Ok(Ok((events, left)))
    }
}

/// The types of events as the books have them; none: every one.
fn types(events: Option<&[WebhookEventType]>) -> Result<Vec<&'static str>, EndpointError> {
    match events {
        None => Ok(vec!["*"]),
        Some([]) => Err(EndpointError::NoEvents),
        Some(events) => {
            let names: BTreeSet<_> = events.iter().map(|event| event.as_str()).collect();
            Ok(names.into_iter().collect())
        }
    }
}

/// The host of an address.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn new_id() -> Result<String, SecretError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| SecretError::Randomness)?;
    Ok(format!("whe_{}", hex::encode(bytes)))
}
