//! The books: SQLite behind queries that PostgreSQL understands as well.
//!
//! Readers share a small pool. There is one writer: [`Store::write`] waits for it, and what is
//! done between it and [`Writing::commit`] happens as a whole or not at all. Functions over
//! rows live in one file per subject and take a connection, so that they serve both.

mod audit;
pub(crate) mod catalog;
pub(crate) mod coupons;
pub(crate) mod orders;
mod schema;
pub(crate) mod seats;
pub(crate) mod settlements;
pub(crate) mod tries;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Row, Transaction};
use thiserror::Error;

use crate::secret::Secret;

pub use audit::Violation;

/// The oldest SQLite whose write-ahead log is known to be safe here.
const SQLITE_VERSION_MIN: [u32; 3] = [3, 51, 3];
/// Connections that only read.
const READERS_MAX: u32 = 4;
/// How long a request waits for the writer before it gives up.
const WRITER_WAIT: Duration = Duration::from_secs(5);

/// The books. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Store(Arc<Books>);

#[derive(Debug)]
struct Books {
    writer: AnyPool,
    readers: AnyPool,
    secret: Secret,
    /// Held as long as the books are open: a second process must not write beside us.
    _lock: File,
}

/// Why the books cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The address is not one of a database that is supported.
    #[error("the database must be given as sqlite://PATH; {0:?} is not supported")]
    Address(String),
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
    /// The SQLite that was linked is too old.
    #[error("SQLite {0} is too old: 3.51.3 or later is needed")]
    OldSqlite(String),
    /// A later version of the companion has been here.
    #[error("the database has schema {found}, this companion knows {known}: use a later companion")]
    NewerSchema {
        /// The schema of the database.
        found: i64,
        /// The latest schema this companion knows.
        known: i64,
    },
    /// The database is busy for too long, or closed.
    #[error("the database is busy")]
    Busy,
    /// The machine has no randomness to make a secret from.
    #[error("the machine has no randomness")]
    Randomness,
    /// A value in the books that the companion would not have written.
    #[error("the database holds a malformed {0}")]
    Malformed(&'static str),
    /// The database refused a statement.
    #[error("the database failed: {0}")]
    Sql(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::Busy,
            // SQLITE_BUSY and its extended codes end in 5 modulo 256.
            sqlx::Error::Database(inner)
                if inner
                    .code()
                    .and_then(|code| code.parse::<u32>().ok())
                    .is_some_and(|code| code % 256 == 5) =>
            {
                Self::Busy
            }
            _ => Self::Sql(error),
        }
    }
}

/// A transaction of the one writer; dropped without [`Writing::commit`], it never happened.
pub(crate) struct Writing(Transaction<'static, Any>);

impl Writing {
    /// The connection to run statements on.
    pub(crate) fn conn(&mut self) -> &mut AnyConnection {
        &mut self.0
    }

    /// Makes it durable.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }

    /// Undoes it, and waits until that is done.
    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.0.rollback().await?)
    }
}

impl Store {
    /// Opens the database, makes it where there is none, and brings it to this schema.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let path = path_of(url)?;
        let lock = lock(&path)?;
        sqlx::any::install_default_drivers();
        let options = AnyConnectOptions::from_str(&format!("sqlite://{}?mode=rwc", encode(&path)))?;
        let writer = pool(1, false).connect_with(options.clone()).await?;
        check_version(&mut *writer.acquire().await?).await?;
        let mut writing = Writing(writer.begin_with("BEGIN IMMEDIATE").await?);
        schema::migrate(writing.conn()).await?;
        let secret = schema::secret(writing.conn()).await?;
        writing.commit().await?;
        let readers = pool(READERS_MAX, true).connect_with(options).await?;
        Ok(Self(Arc::new(Books {
            writer,
            readers,
            secret,
            _lock: lock,
        })))
    }

    /// Waits for what is under way and closes the file.
    pub async fn close(&self) {
        self.0.readers.close().await;
        self.0.writer.close().await;
    }

    /// Whether the books answer; for readiness.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut conn = self.read().await?;
        sqlx::query("SELECT 1 FROM business LIMIT 1")
            .fetch_optional(&mut *conn)
            .await?;
        Ok(())
    }

    /// The instance's secret.
    pub(crate) fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.0.readers.acquire().await?)
    }

    /// The writer, once it is our turn.
    pub(crate) async fn write(&self) -> Result<Writing, StoreError> {
        Ok(Writing(self.0.writer.begin_with("BEGIN IMMEDIATE").await?))
    }
}

/// The connections differ from SQLite's defaults in that a commit reaches the disk.
fn pool(max: u32, read_only: bool) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(max)
        .acquire_timeout(WRITER_WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                let settings = if read_only {
                    "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;"
                } else {
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;"
                };
                sqlx::raw_sql(settings).execute(conn).await?;
                Ok(())
            })
        })
}

/// The file behind `sqlite://PATH`.
fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let refused = || StoreError::Address(url.to_owned());
    let rest = url.strip_prefix("sqlite:").ok_or_else(refused)?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let plain = !rest.is_empty() && !rest.contains([':', '?', '#']);
    if !plain {
        return Err(refused());
    }
    let path = PathBuf::from(rest);
    std::path::absolute(&path).map_err(|error| StoreError::File { path, error })
}

/// The path as it stands in a URL.
fn encode(path: &Path) -> String {
    let mut encoded = String::new();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&hex::encode_upper([byte]));
        }
    }
    encoded
}

/// Takes the lock file beside the database.
fn lock(path: &Path) -> Result<File, StoreError> {
    let lock_path = path.with_added_extension("lock");
    let failed = |error| StoreError::File {
        path: lock_path.clone(),
        error,
    };
    let file = File::create(&lock_path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::OpenElsewhere(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

async fn check_version(conn: &mut AnyConnection) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT sqlite_version() AS version")
        .fetch_one(conn)
        .await?;
    let version: String = row.try_get("version")?;
    let parts: Vec<u32> = version.split('.').filter_map(|n| n.parse().ok()).collect();
    if parts.as_slice() < SQLITE_VERSION_MIN.as_slice() {
        return Err(StoreError::OldSqlite(version));
    }
    Ok(())
}

/// Reads a text of the books back into the type it was written from.
pub(crate) fn parsed<T: FromStr>(text: &str, what: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Malformed(what))
}

/// A number of the books that is never negative nor large.
pub(crate) fn small(number: i64, what: &'static str) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Malformed(what))
}
