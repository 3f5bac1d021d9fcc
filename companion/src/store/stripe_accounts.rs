//! The Stripe accounts of businesses, with their sealed keys.

use booking_contract::owner::{PaymentMode, SigningSecret, StripeKey};

use super::{Conn, Row, StoreError, query, small};

/// An account that is or was connected.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Its id here, which nobody can guess: it is part of its webhook's address.
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) business_id: String,
    /// Which money.
    pub(crate) mode: PaymentMode,
    /// Its id at Stripe, where its key may ask.
    pub(crate) stripe_id: Option<String>,
    /// What it is called there.
    pub(crate) name: String,
    /// The sealed key.
    pub(crate) key_sealed: String,
    /// The key's last letters.
    pub(crate) key_ends: String,
    /// Whether the key is a restricted one.
    pub(crate) restricted: bool,
    /// The sealed signing secret.
    pub(crate) secret_sealed: Option<String>,
    /// The secret's last letters.
    pub(crate) secret_ends: Option<String>,
    /// Since when it is connected.
    pub(crate) connected_ms: i64,
    /// When it was last changed.
    pub(crate) updated_ms: i64,
}

/// A sealed text, and what of it may be shown.
#[derive(Clone, Debug)]
pub(crate) struct Sealed {
    /// The text.
    pub(crate) sealed: String,
    /// Its last letters.
    pub(crate) ends: String,
}

impl Sealed {
    /// A key.
    pub(crate) fn key(key: &StripeKey, sealed: String) -> Self {
        let ends = key.ends().to_owned();
        Self { sealed, ends }
    }

    /// A signing secret.
    pub(crate) fn secret(secret: &SigningSecret, sealed: String) -> Self {
        let ends = secret.ends().to_owned();
        Self { sealed, ends }
    }
}

macro_rules! select_account {
    ($condition:literal) => {
        concat!(
            "SELECT id, business_id, test_mode, stripe_id, name, key_sealed, key_ends, restricted, \
             secret_sealed, secret_ends, connected_ms, updated_ms FROM stripe_account WHERE ",
            $condition
        )
    };
}

/// An account, in use or not.
pub(crate) async fn find(conn: &mut Conn, id: &str) -> Result<Option<Account>, StoreError> {
    let row = query(select_account!("id = $1"))
        .bind(id)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The account of a business that is in use.
pub(crate) async fn in_use(
    conn: &mut Conn,
    business_id: &str,
    mode: PaymentMode,
) -> Result<Option<Account>, StoreError> {
    let row = query(select_account!(
        "business_id = $1 AND test_mode = $2 AND in_use = 1"
    ))
    .bind(business_id)
    .bind(i64::from(mode.is_test()))
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read).transpose()
}

/// The accounts of a business that are not in use any more and whose keys are still there, the
/// latest first.
pub(crate) async fn earlier(
    conn: &mut Conn,
    business_id: &str,
) -> Result<Vec<Account>, StoreError> {
    let rows = query(select_account!(
        "business_id = $1 AND in_use = 0 AND key_sealed <> '' ORDER BY updated_ms DESC, id"
    ))
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Account, StoreError> {
    let is = |name| Ok::<_, StoreError>(row.get::<i64>(name)? == 1);
    Ok(Account {
        id: row.get("id")?,
        business_id: row.get("business_id")?,
        mode: if is("test_mode")? {
            PaymentMode::Test
        } else {
            PaymentMode::Live
        },
        stripe_id: row.get("stripe_id")?,
        name: row.get("name")?,
        key_sealed: row.get("key_sealed")?,
        key_ends: row.get("key_ends")?,
        restricted: is("restricted")?,
        secret_sealed: row.get("secret_sealed")?,
        secret_ends: row.get("secret_ends")?,
        connected_ms: row.get("connected_ms")?,
        updated_ms: row.get("updated_ms")?,
    })
}

/// Adds an account, which is in use from then on.
pub(crate) async fn insert(conn: &mut Conn, account: &Account) -> Result<(), StoreError> {
    query(
        "INSERT INTO stripe_account (id, business_id, test_mode, stripe_id, name, key_sealed, \
         key_ends, restricted, secret_sealed, secret_ends, in_use, connected_ms, updated_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12)",
    )
    .bind(&account.id)
    .bind(&account.business_id)
    .bind(i64::from(account.mode.is_test()))
    .bind(account.stripe_id.as_deref())
    .bind(&account.name)
    .bind(&account.key_sealed)
    .bind(&account.key_ends)
    .bind(i64::from(account.restricted))
    .bind(account.secret_sealed.as_deref())
    .bind(account.secret_ends.as_deref())
    .bind(account.connected_ms)
    .bind(account.updated_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives an account another key and another name; whether it is in use stays.
pub(crate) async fn set_key(conn: &mut Conn, account: &Account) -> Result<(), StoreError> {
    query(
        "UPDATE stripe_account SET name = $2, key_sealed = $3, key_ends = $4, restricted = $5, \
         updated_ms = $6 WHERE id = $1",
    )
    .bind(&account.id)
    .bind(&account.name)
    .bind(&account.key_sealed)
    .bind(&account.key_ends)
    .bind(i64::from(account.restricted))
    .bind(account.updated_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the endpoint of an account another signing secret.
pub(crate) async fn set_secret(
    conn: &mut Conn,
    id: &str,
    secret: &Sealed,
    now_ms: i64,
) -> Result<(), StoreError> {
    query(
        "UPDATE stripe_account SET secret_sealed = $2, secret_ends = $3, updated_ms = $4 \
         WHERE id = $1",
    )
    .bind(id)
    .bind(&secret.sealed)
    .bind(&secret.ends)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes an account out of use; its keys stay.
pub(crate) async fn retire(conn: &mut Conn, id: &str, now_ms: i64) -> Result<(), StoreError> {
    query("UPDATE stripe_account SET in_use = 0, updated_ms = $2 WHERE id = $1")
        .bind(id)
        .bind(now_ms)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets the keys of an account that is not in use.
pub(crate) async fn forget(conn: &mut Conn, id: &str, now_ms: i64) -> Result<(), StoreError> {
    query(
        "UPDATE stripe_account SET key_sealed = '', secret_sealed = NULL, secret_ends = NULL, \
         updated_ms = $2 WHERE id = $1 AND in_use = 0",
    )
    .bind(id)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// How many orders of an account wait for a payment, or for money to be back.
pub(crate) async fn under_way(conn: &mut Conn, id: &str) -> Result<u32, StoreError> {
    // Each part is read along an index of what is open, so that paid orders cost nothing.
    let row = query(
        "SELECT COUNT(*) AS count FROM (\
         SELECT o.id FROM orders o WHERE o.stripe_account = $1 \
           AND o.state IN ('opening', 'awaiting', 'closing', 'quarantine', 'refund_pending') \
         UNION SELECT p.order_id FROM order_payment p JOIN orders o ON o.id = p.order_id \
           WHERE p.state IN ('opening', 'open', 'closing') AND o.stripe_account = $1 \
         UNION SELECT r.order_id FROM refund r JOIN orders o ON o.id = r.order_id \
           WHERE r.next_at_ms IS NOT NULL AND r.next_at_ms < 9223372036854775807 \
           AND o.stripe_account = $1) w",
    )
    .bind(id)
    .fetch_one(conn)
    .await?;
    small(row.get("count")?, "number of orders")
}

/// How many calendars of a business take payments in a mode.
pub(crate) async fn calendars(
    conn: &mut Conn,
    business_id: &str,
    mode: PaymentMode,
) -> Result<u32, StoreError> {
    let row = query(
        "SELECT COUNT(*) AS count FROM calendar WHERE business_id = $1 AND test_mode = $2 \
         AND payments = 1 AND archived = 0",
    )
    .bind(business_id)
    .bind(i64::from(mode.is_test()))
    .fetch_one(conn)
    .await?;
    small(row.get("count")?, "number of calendars")
}
