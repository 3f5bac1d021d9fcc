//! The books, on SQLite or PostgreSQL with the same statements.
//!
//! [`Store::read`] lends a connection for reading. [`Store::write`] runs a transaction: what is
//! done in it happens as a whole or not at all, and it may be run more than once. Functions over
//! rows live in one file per subject and take a connection, so that they serve both.

pub(crate) mod appointments;
mod audit;
pub(crate) mod businesses;
pub(crate) mod calendar_rows;
pub(crate) mod catalog;
pub(crate) mod catalog_ids;
pub(crate) mod catalog_lists;
pub(crate) mod code_rows;
pub(crate) mod codes;
pub(crate) mod coupon_list;
pub(crate) mod coupon_previews;
pub(crate) mod coupon_rows;
pub(crate) mod coupon_uses;
pub(crate) mod coupons;
mod db;
pub(crate) mod deliveries;
pub(crate) mod delivery_log;
pub(crate) mod endpoints;
pub(crate) mod hours_rows;
pub(crate) mod invitations;
pub(crate) mod live_holds;
pub(crate) mod member_secrets;
pub(crate) mod members;
pub(crate) mod menu;
pub(crate) mod order_list;
pub(crate) mod order_payments;
pub(crate) mod order_words;
pub(crate) mod orders;
pub(crate) mod outbox;
pub(crate) mod owner_log;
pub(crate) mod past_orders;
pub(crate) mod people;
pub(crate) mod refunds;
pub(crate) mod reports;
mod schema;
pub(crate) mod seats;
pub(crate) mod service_rows;
pub(crate) mod services;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod settlements;
pub(crate) mod sites;
pub(crate) mod stripe_accounts;
pub(crate) mod tries;
pub(crate) mod trying;
pub(crate) mod workplace_rows;

use std::convert::Infallible;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use thiserror::Error;

pub use audit::Violation;
pub(crate) use db::{Conn, Query, Row, Step, fetch_each, query, run_all};

use crate::secret::Secret;
use db::postgres::Postgres;
use db::sqlite::{Reader, Sqlite};

/// The books. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Store(Arc<Books>);

#[derive(Debug)]
struct Books {
    database: Database,
    secret: Secret,
}

#[derive(Debug)]
enum Database {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// What runs in a transaction: it answers what to keep, or, as the inner error, why everything
/// is to be undone.
pub(crate) type Work<'a, T, R> =
    Pin<Box<dyn Future<Output = Result<Result<T, R>, StoreError>> + Send + 'a>>;
/// What runs in a transaction that is kept unless it fails; see [`kept`].
pub(crate) type Writing<'a, T> = Work<'a, T, Infallible>;

/// Why the books cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The address is not one of a database that is supported.
    #[error("the database is given as sqlite://PATH or postgres://USER@HOST/NAME: {0}")]
    Address(String),
    /// The server does not answer.
    #[error("the database server cannot be reached: {0}")]
    Unreachable(String),
    /// Another process has the file.
    #[error("{} is in use by another companion: stop that one first", .0.display())]
    OpenElsewhere(PathBuf),
    /// The folder or the file cannot be used.
    #[error("{} cannot be opened: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the machine said.
        error: std::io::Error,
    },
    /// The database is of a version that is too old.
    #[error("{found} is too old: {least} or later is needed")]
    OldDatabase {
        /// What is there.
        found: String,
        /// The oldest that will do.
        least: &'static str,
    },
    /// A later version of the companion has been here.
    #[error("the database has schema {found}, this companion knows {known}: use a later companion")]
    NewerSchema {
        /// The schema of the database.
        found: i64,
        /// The latest schema this companion knows.
        known: i64,
    },
    /// The database is busy for too long, full, or closed.
    #[error("the database is busy")]
    Busy,
    /// Another transaction was in the way, or the connection was lost: what was asked can be
    /// asked again.
    #[error("the database was interrupted: {0}")]
    TryAgain(String),
    /// The machine has no randomness to make a secret from.
    #[error("the machine has no randomness")]
    Randomness,
    /// A value in the books that the companion would not have written.
    #[error("the database holds a malformed {0}")]
    Malformed(&'static str),
    /// The database refused a statement.
    #[error("the database failed: {0}")]
    Sql(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull};
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked | DiskFull) => Self::Busy,
            _ => Self::Sql(error.to_string()),
        }
    }
}

/// A connection for reading, on loan.
#[derive(Debug)]
pub(crate) enum Reading {
    Sqlite(Reader),
    Postgres(Box<Conn>),
}

impl Deref for Reading {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        match self {
            Self::Sqlite(reader) => reader,
            Self::Postgres(conn) => conn,
        }
    }
}

impl DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut Conn {
        match self {
            Self::Sqlite(reader) => reader,
            Self::Postgres(conn) => conn,
        }
    }
}

impl Store {
    /// Opens the database, makes the file where there is none, and brings it to this schema.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let (database, secret) = if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let (books, secret) = Postgres::open(url, |conn, ()| {
                Box::pin(async { Ok(Ok(schema::prepare(conn).await?)) })
            })
            .await?;
            (Database::Postgres(books), secret)
        } else {
            let (books, secret) = Sqlite::open(&path_of(url)?, |conn, ()| {
                Box::pin(async { Ok(Ok(schema::prepare(conn).await?)) })
            })
            .await?;
            (Database::Sqlite(books), secret)
        };
        Ok(Self(Arc::new(Books { database, secret })))
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        match &self.0.database {
            Database::Sqlite(books) => books.close().await,
            Database::Postgres(books) => books.close(),
        }
    }

    /// Whether the books answer; for readiness.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut conn = self.read().await?;
        query("SELECT id FROM business LIMIT 1")
            .fetch_optional(&mut conn)
            .await?;
        Ok(())
    }

    /// Whether no other companion can be working on these books.
    pub(crate) fn is_exclusive(&self) -> bool {
        matches!(self.0.database, Database::Sqlite(_))
    }

    /// The instance's secret.
    pub(crate) fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<Reading, StoreError> {
        Ok(match &self.0.database {
            Database::Sqlite(books) => Reading::Sqlite(books.read().await?),
            Database::Postgres(books) => Reading::Postgres(Box::new(books.read().await?)),
        })
    }

    /// Runs a transaction that is kept unless it fails.
    pub(crate) async fn write<I, T>(
        &self,
        input: I,
        work: for<'a> fn(&'a mut Conn, &'a I) -> Writing<'a, T>,
    ) -> Result<T, StoreError>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
    {
        let Ok(kept) = self.attempt(input, work).await?;
        Ok(kept)
    }

    /// Runs a transaction that may ask to be undone.
    pub(crate) async fn attempt<I, T, R>(
        &self,
        input: I,
        work: for<'a> fn(&'a mut Conn, &'a I) -> Work<'a, T, R>,
    ) -> Result<Result<T, R>, StoreError>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        // What is written is large, and every caller's future would be as large several times over.
        match &self.0.database {
            Database::Sqlite(books) => Box::pin(books.write(input, work)).await,
            Database::Postgres(books) => Box::pin(books.write(input, work)).await,
        }
    }
}

/// Work that never asks to be undone.
pub(crate) async fn kept<T>(
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<Result<T, Infallible>, StoreError> {
    work.await.map(Ok)
}

/// The file behind `sqlite://PATH`.
fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let refused = || StoreError::Address(format!("{url:?} is neither"));
    let rest = url.strip_prefix("sqlite:").ok_or_else(refused)?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let plain = !rest.is_empty() && !rest.contains([':', '?', '#']);
    if !plain {
        return Err(refused());
    }
    let path = PathBuf::from(rest);
    std::path::absolute(&path).map_err(|error| StoreError::File { path, error })
}

/// Reads a text of the books back into the type it was written from.
pub(crate) fn parsed<T: FromStr>(text: &str, what: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Malformed(what))
}

/// A number of the books that is never negative nor large.
pub(crate) fn small(number: i64, what: &'static str) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Malformed(what))
}

/// A text of the books that is JSON.
pub(crate) fn json<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Malformed(what))
}

/// A text of the books that is one of a few names.
pub(crate) fn named<T: DeserializeOwned>(name: &str, what: &'static str) -> Result<T, StoreError> {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).map_err(|_| StoreError::Malformed(what))
}
