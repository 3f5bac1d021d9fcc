//! An owner connects a Stripe account, gives it another key, or takes it out of use.
//!
//! Another key of the same account takes the place of the one before. Another account begins anew:
//! the one before keeps its keys for what was paid through it.

use booking_contract::owner::{ConnectStripe, PaymentMode, SigningSecret, StripeKey};
use serde_json::json;

use super::vault::VaultError;
use super::{key_purpose, secret_purpose};
use crate::business::Author;
use crate::business::refusal::{Reason, Refusal};
use crate::store::stripe_accounts::{self, Account, Sealed};
use crate::store::{Conn, StoreError, businesses};
use crate::stripe::account::StripeAccount;
use crate::stripe::{CallError, Refusal as StripeRefusal};
use crate::{AppState, Problem, ids};

/// Connects an account, or changes what is known of the one that is connected.
pub(crate) async fn connect(
    state: &AppState,
    author: Author,
    mode: PaymentMode,
    asked: ConnectStripe,
) -> Result<(), Problem> {
    if let Some(key) = &asked.key {
        fits(key, mode)?;
    }
    let found = match &asked.key {
        Some(key) => Some(look(state, key).await?),
        None => None,
    };
    let mut conn = state.store.read().await?;
    let now = stripe_accounts::in_use(&mut conn, &author.business_id, mode).await?;
    drop(conn);
    let stripe_id = |account: &Option<StripeAccount>| account.as_ref().map(|it| it.id.clone());
    // Without its id nobody can tell that two keys are of one account.
    let same = now.as_ref().filter(|now| match &found {
        None => true,
        Some(account) => account.is_some() && stripe_id(account) == now.stripe_id,
    });
    let id = match (same, &asked.key) {
        (Some(now), _) => now.id.clone(),
        (None, Some(_)) => ids::fresh("sa", author.now_ms)?,
        (None, None) => return Err(Refusal::NotFound.into()),
    };
    let connecting = Connecting {
        same: same.is_some(),
        key: match (&asked.key, &found) {
            (Some(key), Some(account)) => Some(new_key(state, &id, key, account.as_ref())?),
            _ => None,
        },
        secret: match &asked.signing_secret {
            Some(secret) => Some(new_secret(state, &id, secret)?),
            None => None,
        },
        id,
        before: now.map(|now| now.id),
        mode,
        author,
    };
    let connected = state
        .store
        .attempt(connecting, |conn, it| Box::pin(it.write(conn)));
    Ok(connected.await??)
}

/// A key of one mode cannot be that of the other.
pub(super) fn fits(key: &StripeKey, mode: PaymentMode) -> Result<(), Problem> {
    if key.mode() == mode {
        return Ok(());
    }
    Err(Problem::Refused(Reason::StripeKeyMode(mode)))
}

/// The account of a key; none where the key may not ask.
async fn look(state: &AppState, key: &StripeKey) -> Result<Option<StripeAccount>, Problem> {
    let stripe = state.stripe.with_key(Some(key.reveal().to_owned()));
    match stripe.account().await {
        Ok(account) => Ok(Some(account)),
        Err(CallError::Refused(StripeRefusal::Right)) => Ok(None),
        Err(CallError::Refused(_)) => Err(Problem::Refused(Reason::StripeKeyUnknown)),
        Err(CallError::NotSent | CallError::Unclear) => Err(Problem::PaymentUnavailable(
            "Stripe does not answer, so the key cannot be checked; try again in a moment",
        )),
    }
}

struct NewKey {
    sealed: Sealed,
    restricted: bool,
    stripe_id: Option<String>,
    name: String,
}

fn new_key(
    state: &AppState,
    id: &str,
    key: &StripeKey,
    account: Option<&StripeAccount>,
) -> Result<NewKey, Problem> {
    let sealed = state.config.vault.seal(&key_purpose(id), key.reveal());
    Ok(NewKey {
        sealed: Sealed::key(key, sealed.map_err(unsealed)?),
        restricted: key.is_restricted(),
        stripe_id: account.map(|account| account.id.clone()),
        name: account.map(StripeAccount::name).unwrap_or_default(),
    })
}

fn new_secret(state: &AppState, id: &str, secret: &SigningSecret) -> Result<Sealed, Problem> {
    let sealed = state
        .config
        .vault
        .seal(&secret_purpose(id), secret.reveal());
    Ok(Sealed::secret(secret, sealed.map_err(unsealed)?))
}

fn unsealed(error: VaultError) -> Problem {
    match error {
        VaultError::NoKey => Problem::Refused(Reason::CannotSeal),
        error => Problem::Internal(error.to_string()),
    }
}

struct Connecting {
    author: Author,
    mode: PaymentMode,
    id: String,
    /// Whether the account that is in use gets another key or secret; else this one is new.
    same: bool,
    /// The account that is in use so far.
    before: Option<String>,
    key: Option<NewKey>,
    secret: Option<Sealed>,
}

impl Connecting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<(), Refusal>, StoreError> {
        let business_id = &self.author.business_id;
        if !businesses::lock(conn, business_id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        let now = stripe_accounts::in_use(conn, business_id, self.mode).await?;
        let now_id = now.as_ref().map(|now| now.id.as_str());
        // Run again after its answer was lost, the transaction finds its own work.
        if !self.same && now_id == Some(&self.id) {
            return Ok(Ok(()));
        }
        if now_id != self.before.as_deref() {
            return Ok(Err(Reason::Changed.into()));
        }
        let now_ms = self.author.now_ms;
        if let Some(key) = &self.key {
            let account = self.account(key, now.as_ref());
            if self.same {
                stripe_accounts::set_key(conn, &account).await?;
            } else {
                if let Some(before) = &self.before {
                    stripe_accounts::retire(conn, before, now_ms).await?;
                }
                stripe_accounts::insert(conn, &account).await?;
            }
        }
        if let Some(secret) = &self.secret {
            stripe_accounts::set_secret(conn, &self.id, secret, now_ms).await?;
        }
        let detail = json!({
            "mode": self.mode,
            "key_ends": self.key.as_ref().map(|key| &key.sealed.ends),
            "signing_secret": self.secret.is_some(),
            "replaces": self.before.is_some() && !self.same,
        });
        self.author
            .log(conn, "business.stripe_connect", &self.id, &detail)
            .await?;
        Ok(Ok(()))
    }

    fn account(&self, key: &NewKey, now: Option<&Account>) -> Account {
        let now_ms = self.author.now_ms;
        Account {
            id: self.id.clone(),
            business_id: self.author.business_id.clone(),
            mode: self.mode,
            stripe_id: key.stripe_id.clone(),
            name: key.name.clone(),
            key_sealed: key.sealed.sealed.clone(),
            key_ends: key.sealed.ends.clone(),
            restricted: key.restricted,
            secret_sealed: None,
            secret_ends: None,
            connected_ms: now
                .filter(|_| self.same)
                .map_or(now_ms, |now| now.connected_ms),
            updated_ms: now_ms,
        }
    }
}

/// Takes the account of a mode out of use. Its keys stay for what was paid through it.
pub(crate) async fn disconnect(
    state: &AppState,
    author: Author,
    mode: PaymentMode,
) -> Result<(), Problem> {
    let leaving = Leaving { author, mode };
    let left = state
        .store
        .attempt(leaving, |conn, it| Box::pin(it.write(conn)));
    Ok(left.await??)
}

struct Leaving {
    author: Author,
    mode: PaymentMode,
}

impl Leaving {
    async fn write(&self, conn: &mut Conn) -> Result<Result<(), Refusal>, StoreError> {
        let Author {
            business_id,
            now_ms,
            ..
        } = &self.author;
        if !businesses::lock(conn, business_id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        // Once more changes nothing.
        let Some(now) = stripe_accounts::in_use(conn, business_id, self.mode).await? else {
            return Ok(Ok(()));
        };
        stripe_accounts::retire(conn, &now.id, *now_ms).await?;
        let detail = json!({ "mode": self.mode, "key_ends": now.key_ends });
        self.author
            .log(conn, "business.stripe_disconnect", &now.id, &detail)
            .await?;
        Ok(Ok(()))
    }
}

/// Forgets the keys of an account that is not in use, unless something is still on its way there.
pub(crate) async fn forget(state: &AppState, author: Author, id: String) -> Result<(), Problem> {
    let forgetting = Forgetting { author, id };
    let forgotten = state
        .store
        .attempt(forgetting, |conn, it| Box::pin(it.write(conn)));
    Ok(forgotten.await??)
}

struct Forgetting {
    author: Author,
    id: String,
}

impl Forgetting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<(), Refusal>, StoreError> {
        let Author {
            business_id,
            now_ms,
            ..
        } = &self.author;
        if !businesses::lock(conn, business_id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        let earlier = stripe_accounts::earlier(conn, business_id).await?;
        let Some(account) = earlier.into_iter().find(|account| account.id == self.id) else {
            return Ok(Err(Refusal::NotFound));
        };
        if stripe_accounts::under_way(conn, &self.id).await? > 0 {
            return Ok(Err(Reason::StillNeeded.into()));
        }
        stripe_accounts::forget(conn, &self.id, *now_ms).await?;
        let detail = json!({ "mode": account.mode, "key_ends": account.key_ends });
        self.author
            .log(conn, "business.stripe_forget", &self.id, &detail)
            .await?;
        Ok(Ok(()))
    }
}
