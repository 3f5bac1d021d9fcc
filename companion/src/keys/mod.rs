//! The Stripe accounts of businesses: which one an order is paid through, and how owners connect
//! them. The companion's own account serves the businesses that have none.
//!
//! An order stays with the account that it was opened with, whatever is connected later: its
//! payment, its refunds and its balance are at home there.

pub(crate) mod checking;
pub(crate) mod connecting;
pub mod vault;
pub(crate) mod view;

use crate::AppState;
use crate::store::orders::Order;
use crate::store::stripe_accounts::{self, Account};
use crate::store::{Conn, StoreError};
use crate::stripe::Stripe;

/// What an account's key is sealed for.
fn key_purpose(id: &str) -> String {
    format!("stripe-key:{id}")
}

/// What its signing secret is sealed for.
fn secret_purpose(id: &str) -> String {
    format!("stripe-signing-secret:{id}")
}

/// Stripe, with the account that an order is paid through.
pub(crate) async fn of_order(state: &AppState, order: &Order) -> Stripe {
    of(state, order.stripe_account.as_deref()).await
}

/// Stripe, with an account of a business's or the companion's own. Where its key cannot be had
/// every call is refused as one with a bad key is, which settles nothing and gives nothing away.
pub(crate) async fn of(state: &AppState, account: Option<&str>) -> Stripe {
    let Some(id) = account else {
        return state.stripe.clone();
    };
    let found = async {
        let mut conn = state.store.read().await?;
        stripe_accounts::find(&mut conn, id).await
    };
    let key = match found.await {
        Ok(Some(account)) => key(state, &account),
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(%error, "the key of an account cannot be read");
            return state.stripe.with_key(None);
        }
    };
    if key.is_none() {
        tracing::error!(
            account = id,
            "the key of an account is gone: it has to be entered again"
        );
    }
    state.stripe.with_key(key)
}

/// The key of an account.
fn key(state: &AppState, account: &Account) -> Option<String> {
    let vault = &state.config.vault;
    vault.open(&key_purpose(&account.id), &account.key_sealed)
}

/// The signing secret of an account's webhook endpoint; none where there is no such account.
pub(crate) async fn signing_secret(
    state: &AppState,
    conn: &mut Conn,
    id: &str,
) -> Result<Option<Vec<String>>, StoreError> {
    let Some(account) = stripe_accounts::find(conn, id).await? else {
        return Ok(None);
    };
    let sealed = account.secret_sealed.as_deref();
    let vault = &state.config.vault;
    let secret = sealed.and_then(|sealed| vault.open(&secret_purpose(id), sealed));
    Ok(Some(secret.into_iter().collect()))
}

/// Where Stripe sends the events of an account.
fn webhook_url(state: &AppState, id: &str) -> String {
    format!("{}/v1/stripe/webhooks/{id}", state.config.public_url)
}
