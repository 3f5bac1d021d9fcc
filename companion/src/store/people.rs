//! Accounts of people, and what they are at which business.

use booking_contract::EmailAddress;
use booking_contract::owner::{Plan, Role, User};

use super::{Conn, Row, StoreError, named, parsed, query};

/// Somebody's account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Who it is.
    pub(crate) user: User,
    /// The hash of the password, with how it was made.
    pub(crate) password_hash: String,
}

/// What somebody is at a business.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// The business.
    pub(crate) business_id: String,
    /// Its name.
    pub(crate) business_name: String,
    /// What they are there.
    pub(crate) role: Role,
    /// Its plan.
    pub(crate) plan: Plan,
}

/// The account of an address, by the one form of it that is looked up.
pub(crate) async fn by_email(
    conn: &mut Conn,
    email_key: &str,
) -> Result<Option<Account>, StoreError> {
    let row = query("SELECT id, name, email, password_hash FROM users WHERE email_key = $1")
        .bind(email_key)
        .fetch_optional(conn)
        .await?;
    row.map(|row| {
        Ok(Account {
            user: user(&row)?,
            password_hash: row.get("password_hash")?,
        })
    })
    .transpose()
}

fn user(row: &Row) -> Result<User, StoreError> {
    Ok(User {
        id: row.get("id")?,
        name: row.get("name")?,
        email: parsed(&row.get::<String>("email")?, "e-mail address")?,
    })
}

/// Adds an account; tells whether it is new, or the address has one already.
pub(crate) async fn add(
    conn: &mut Conn,
    account: &Account,
    email_key: &str,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let User { id, name, email } = &account.user;
    let added = query(
        "INSERT INTO users (id, email, email_key, name, password_hash, created_ms) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(EmailAddress::as_str(email))
    .bind(email_key)
    .bind(name)
    .bind(&account.password_hash)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(added == 1)
}

/// Gives an account another password.
pub(crate) async fn set_password(
    conn: &mut Conn,
    user_id: &str,
    password_hash: &str,
) -> Result<(), StoreError> {
    query("UPDATE users SET password_hash = $2 WHERE id = $1")
        .bind(user_id)
        .bind(password_hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives an account another password in the place of this one; tells whether it was still that.
pub(crate) async fn replace_password(
    conn: &mut Conn,
    user_id: &str,
    old_hash: &str,
    new_hash: &str,
) -> Result<bool, StoreError> {
    let replaced =
        query("UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2")
            .bind(user_id)
            .bind(old_hash)
            .bind(new_hash)
            .execute(conn)
            .await?;
    Ok(replaced == 1)
}

/// Everything that somebody is, by the names of the businesses.
pub(crate) async fn standings(conn: &mut Conn, user_id: &str) -> Result<Vec<Standing>, StoreError> {
    let rows = query(
        "SELECT b.id, b.name, b.plan, m.role FROM membership m \
         JOIN business b ON b.id = m.business_id WHERE m.user_id = $1 ORDER BY b.name, b.id",
    )
    .bind(user_id)
    .fetch_all(conn)
    .await?;
    rows.iter().map(standing).collect()
}

fn standing(row: &Row) -> Result<Standing, StoreError> {
    Ok(Standing {
        business_id: row.get("id")?,
        business_name: row.get("name")?,
        role: named(&row.get::<String>("role")?, "role")?,
        plan: named(&row.get::<String>("plan")?, "plan")?,
    })
}

/// Makes somebody something at a business, whatever they were before.
pub(crate) async fn set_role(
    conn: &mut Conn,
    user_id: &str,
    business_id: &str,
    role: Role,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO membership (user_id, business_id, role) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id, business_id) DO UPDATE SET role = excluded.role",
    )
    .bind(user_id)
    .bind(business_id)
    .bind(role.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

/// What somebody is at a business.
pub(crate) async fn role(
    conn: &mut Conn,
    user_id: &str,
    business_id: &str,
) -> Result<Option<Role>, StoreError> {
    let row = query("SELECT role FROM membership WHERE user_id = $1 AND business_id = $2")
        .bind(user_id)
        .bind(business_id)
        .fetch_optional(conn)
        .await?;
    row.map(|row| named(&row.get::<String>("role")?, "role"))
        .transpose()
}

/// Takes somebody out of a business.
pub(crate) async fn take_out(
    conn: &mut Conn,
    user_id: &str,
    business_id: &str,
) -> Result<(), StoreError> {
    query("DELETE FROM membership WHERE user_id = $1 AND business_id = $2")
        .bind(user_id)
        .bind(business_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// How many own a business.
pub(crate) async fn owners(conn: &mut Conn, business_id: &str) -> Result<i64, StoreError> {
    let row = query(
        "SELECT COUNT(*) AS owners FROM membership WHERE business_id = $1 AND role = 'owner'",
    )
    .bind(business_id)
    .fetch_one(conn)
    .await?;
    row.get("owners")
}

/// The people of a business and what they are there, by name.
pub(crate) async fn of_business(
    conn: &mut Conn,
    business_id: &str,
) -> Result<Vec<(User, Role)>, StoreError> {
    let rows = query(
        "SELECT u.id, u.name, u.email, m.role FROM membership m \
         JOIN users u ON u.id = m.user_id WHERE m.business_id = $1 ORDER BY u.name, u.id",
    )
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| Ok((user(row)?, named(&row.get::<String>("role")?, "role")?)))
        .collect()
}
