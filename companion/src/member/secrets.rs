//! The secrets of businesses that sign tokens: made, rotated and forgotten.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use crate::store::{Conn, Store, StoreError, endpoints, member_secrets};

/// What secrets begin with, so that one that leaked is known for what it is.
const PREFIX: &str = "mbs_";
/// How long a secret is, in bytes, before it is written as text.
const SECRET_BYTES: usize = 32;
/// The longest time for which an old secret counts beside a new one.
const OVERLAP_MAX: TimeDelta = TimeDelta::days(30);

/// Why nothing was done.
#[derive(Debug, Error)]
pub(crate) enum SecretError {
    /// There is no such business.
    #[error("there is no such business")]
    UnknownBusiness,
    /// It has a secret, which would go on counting.
    #[error("it has a secret already; --rotate makes another, --off forgets it")]
    Exists,
    /// The secrets would overlap for too long.
    #[error("an old secret counts for at most 30 days more")]
    Overlap,
    /// The machine has no randomness.
    #[error("the machine has no randomness")]
    Randomness,
    /// The books cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the secret of a business that has none. Its text, byte for byte, is the key.
pub(crate) async fn make(
    store: &Store,
    business_id: &str,
    now: DateTime<Utc>,
) -> Result<String, SecretError> {
    let making = Making {
        business_id: business_id.to_owned(),
        secret: random()?,
        replaces: false,
        others_until_ms: now.timestamp_millis(),
        now_ms: now.timestamp_millis(),
    };
    making.run(store).await
}

/// Makes another secret; those before it count for the time of the overlap.
pub(crate) async fn rotate(
    store: &Store,
    business_id: &str,
    overlap: TimeDelta,
    now: DateTime<Utc>,
) -> Result<String, SecretError> {
    if overlap < TimeDelta::zero() || overlap > OVERLAP_MAX {
        return Err(SecretError::Overlap);
    }
    let making = Making {
        business_id: business_id.to_owned(),
        secret: random()?,
        replaces: true,
        others_until_ms: (now + overlap).timestamp_millis(),
        now_ms: now.timestamp_millis(),
    };
    making.run(store).await
}

/// Forgets every secret of a business: all tokens count as none.
pub(crate) async fn forget(store: &Store, business_id: &str) -> Result<(), SecretError> {
    let forgetting = store.attempt(business_id.to_owned(), |conn, business_id| {
        Box::pin(async {
            if !endpoints::business_exists(conn, business_id).await? {
                return Ok(Err(SecretError::UnknownBusiness));
            }
            member_secrets::forget(conn, business_id).await?;
            Ok(Ok(()))
        })
    });
    forgetting.await?
}

struct Making {
    business_id: String,
    secret: String,
    /// Whether there may be one already.
    replaces: bool,
    others_until_ms: i64,
    now_ms: i64,
}

impl Making {
    async fn run(self, store: &Store) -> Result<String, SecretError> {
        let secret = self.secret.clone();
        let made = store.attempt(self, |conn, making| Box::pin(making.write(conn)));
        made.await??;
        Ok(secret)
    }

    async fn write(&self, conn: &mut Conn) -> Result<Result<(), SecretError>, StoreError> {
        let business_id = self.business_id.as_str();
        if !endpoints::business_exists(conn, business_id).await? {
            return Ok(Err(SecretError::UnknownBusiness));
        }
        // Run again after its answer was lost, it finds its own.
        let secret = self.secret.as_str();
        if !self.replaces && member_secrets::has_other(conn, business_id, secret).await? {
            return Ok(Err(SecretError::Exists));
        }
        let (until_ms, now_ms) = (self.others_until_ms, self.now_ms);
        member_secrets::add(conn, business_id, secret, until_ms, now_ms).await?;
        Ok(Ok(()))
    }
}

fn random() -> Result<String, SecretError> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|_| SecretError::Randomness)?;
    Ok(format!("{PREFIX}{}", hex::encode(bytes)))
}
