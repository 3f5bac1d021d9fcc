//! How a business is paid, as its owners see it: of every key only the end.

use booking_contract::owner::{
    EarlierStripeAccount, PaymentMode, PaysTo, STRIPE_EVENTS, StripeAccountView, StripeAccounts,
    StripeSide,
};

use super::webhook_url;
use crate::clock::instant;
use crate::store::stripe_accounts::{self, Account};
use crate::store::{Conn, StoreError};
use crate::{AppState, Problem};

/// How a business is paid.
pub(crate) async fn show(state: &AppState, business_id: &str) -> Result<StripeAccounts, Problem> {
    let mut conn = state.store.read().await?;
    Ok(all(state, &mut conn, business_id).await?)
}

async fn all(
    state: &AppState,
    conn: &mut Conn,
    business_id: &str,
) -> Result<StripeAccounts, StoreError> {
    let mut earlier = Vec::new();
    for account in stripe_accounts::earlier(conn, business_id).await? {
        let under_way = stripe_accounts::under_way(conn, &account.id).await?;
        earlier.push(EarlierStripeAccount {
            id: account.id,
            mode: account.mode,
            name: account.name,
            key_ends: account.key_ends,
            under_way,
            until: instant(account.updated_ms),
        });
    }
    Ok(StripeAccounts {
        test: side(state, conn, business_id, PaymentMode::Test).await?,
        live: side(state, conn, business_id, PaymentMode::Live).await?,
        earlier,
        events: STRIPE_EVENTS.map(str::to_owned).to_vec(),
    })
}

async fn side(
    state: &AppState,
    conn: &mut Conn,
    business_id: &str,
    mode: PaymentMode,
) -> Result<StripeSide, StoreError> {
    let account = stripe_accounts::in_use(conn, business_id, mode).await?;
    Ok(StripeSide {
        pays_to: match &account {
            Some(_) => PaysTo::OwnAccount,
            None if state.stripe.pays(mode) => PaysTo::CompanionsAccount,
            None => PaysTo::Nowhere,
        },
        account: account.map(|account| view(state, account)),
        calendars: stripe_accounts::calendars(conn, business_id, mode).await?,
    })
}

fn view(state: &AppState, account: Account) -> StripeAccountView {
    StripeAccountView {
        readable: super::key(state, &account).is_some(),
        webhook_url: webhook_url(state, &account.id),
        name: account.name,
        stripe_id: account.stripe_id,
        key_ends: account.key_ends,
        restricted: account.restricted,
        signing_secret_ends: account.secret_ends,
        connected_at: instant(account.connected_ms),
    }
}
