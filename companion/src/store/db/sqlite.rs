//! SQLite: one file, readers that never wait, and one writer that shares its commits.
//!
//! The writer is a thread of its own, see [`writer`]: under load many confirmations share the
//! wait for the disk. The [`checkpointer`] is another one.

mod checkpointer;
mod writer;

use std::fs::{File, TryLockError};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value as SqlValue, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use super::{Conn, Query, Row, Value};
use crate::store::{StoreError, Work};
use writer::{Waiting, write_on};

/// The oldest SQLite whose write-ahead log is known to be safe here.
const VERSION_MIN: i32 = 3_051_003;
/// Connections that only read.
const READERS: usize = 4;
/// How long a request waits for its turn before it gives up.
pub(super) const WAIT_MAX: Duration = Duration::from_secs(5);
/// Transactions that may wait; beyond that the writer cannot be as fast as they come.
const WAITING_MAX: usize = 4_096;
/// Statements that a connection keeps prepared.
const PREPARED_MAX: usize = 256;

/// An opened file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    jobs: Mutex<Option<SyncSender<Waiting>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Vec<Arc<tokio::sync::Mutex<Conn>>>,
    /// As many as there are readers, so that whoever has one finds a reader free.
    turns: Arc<Semaphore>,
    /// Held as long as the books are open: a second process must not write beside us.
    _lock: File,
}

/// A reader on loan; it is free again before its turn is.
#[derive(Debug)]
pub(crate) struct Reader {
    conn: OwnedMutexGuard<Conn>,
    _turn: OwnedSemaphorePermit,
}

impl Sqlite {
    /// Opens the file, made where there is none, and runs the first transaction on it.
    pub(crate) async fn open<T: Send + 'static>(
        path: &Path,
        prepare: for<'a> fn(&'a mut Conn, &'a ()) -> Work<'a, T, StoreError>,
    ) -> Result<(Self, T), StoreError> {
        let lock = lock(path)?;
        if rusqlite::version_number() < VERSION_MIN {
            return Err(StoreError::OldDatabase {
                found: format!("SQLite {}", rusqlite::version()),
                least: "SQLite 3.51.3",
            });
        }
        let conn = connect(
            path,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA journal_size_limit = 50331648; PRAGMA temp_store = MEMORY; \
             PRAGMA cache_size = -16384; PRAGMA cache_spill = OFF; \
             PRAGMA wal_autocheckpoint = 8000;",
        )?;
        let failed = |error| StoreError::File {
            path: path.to_owned(),
            error,
        };
        let (committed, checkpointer) = match connect(path, "PRAGMA synchronous = FULL;")? {
            Conn::Sqlite(conn) => checkpointer::start(conn).map_err(failed)?,
            Conn::Postgres(_) => return Err(StoreError::Malformed("connection of the file")),
        };
        let (jobs, waiting) = sync_channel(WAITING_MAX);
        let writer = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                write_on(conn, &waiting, &committed);
                // With the writer everything is told; the other thread ends after it.
                drop(committed);
                if checkpointer.join().is_err() {
                    tracing::error!("the checkpointer did not end in order");
                }
            })
            .map_err(failed)?;
        let mut books = Self {
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
            readers: Vec::new(),
            turns: Arc::new(Semaphore::new(READERS)),
            _lock: lock,
        };
        let prepared = books.write((), prepare).await??;
        for _ in 0..READERS {
            let conn = connect(path, "PRAGMA query_only = ON;")?;
            books.readers.push(Arc::new(tokio::sync::Mutex::new(conn)));
        }
        Ok((books, prepared))
    }

    /// Waits for what is under way and closes the file.
    pub(crate) async fn close(&self) {
        drop(hold(&self.jobs).take());
        let writer = hold(&self.writer).take();
        // The writer ends once nobody can send to it any more.
        let ended = tokio::task::spawn_blocking(move || writer.map(JoinHandle::join)).await;
        if !matches!(ended, Ok(None | Some(Ok(())))) {
            tracing::error!("the writer did not end in order");
        }
        self.turns.close();
    }

    /// A connection that only reads.
    pub(crate) async fn read(&self) -> Result<Reader, StoreError> {
        let turn = tokio::time::timeout(WAIT_MAX, Arc::clone(&self.turns).acquire_owned());
        let turn = turn.await.map_err(|_| StoreError::Busy)?;
        let turn = turn.map_err(|_| StoreError::Busy)?;
        let free = (self.readers.iter()).find_map(|conn| Arc::clone(conn).try_lock_owned().ok());
        Ok(Reader {
            conn: free.ok_or(StoreError::Busy)?,
            _turn: turn,
        })
    }

    /// Runs a transaction on the writer's thread.
    pub(crate) async fn write<I, T, R>(
        &self,
        input: I,
        work: for<'a> fn(&'a mut Conn, &'a I) -> Work<'a, T, R>,
    ) -> Result<Result<T, R>, StoreError>
    where
        I: Send + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        let (waiting, told) = Waiting::new(input, work);
        let jobs = hold(&self.jobs).clone().ok_or(StoreError::Busy)?;
        match jobs.try_send(waiting) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                return Err(StoreError::Busy);
            }
        }
        drop(jobs);
        told.await.map_err(|_| StoreError::Busy)?
    }
}

impl Deref for Reader {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// The connections differ from SQLite's defaults in that a commit reaches the disk.
fn connect(path: &Path, settings: &str) -> Result<Conn, StoreError> {
    let conn = Connection::open(path)?;
    conn.execute_batch("PRAGMA busy_timeout = 5000;")?;
    conn.execute_batch(settings)?;
    conn.set_prepared_statement_cache_capacity(PREPARED_MAX);
    // Else every other value bound to a prepared statement has it planned anew, which takes
    // longer than everything else about it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(Conn::Sqlite(conn))
}

pub(super) fn execute(
    conn: &Connection,
    statement: &str,
    values: &[Value<'_>],
) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached(statement)?;
    bind(&mut statement, values)?;
    Ok(u64::try_from(statement.raw_execute()?).unwrap_or(u64::MAX))
}

pub(super) fn fetch(
    conn: &Connection,
    statement: &str,
    values: &[Value<'_>],
) -> Result<Vec<Row>, StoreError> {
    let mut statement = conn.prepare_cached(statement)?;
    bind(&mut statement, values)?;
    let columns: Arc<[String]> = (statement.column_names()).map(str::to_owned).collect();
    let mut rows = Vec::new();
    let mut answer = statement.raw_query();
    while let Some(row) = answer.next()? {
        let values = (0..columns.len())
            .map(|index| {
                Ok(match row.get_ref(index)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Number(number),
                    ValueRef::Text(text) => {
                        Value::Text(String::from_utf8_lossy(text).into_owned().into())
                    }
                    ValueRef::Real(_) | ValueRef::Blob(_) => {
                        return Err(StoreError::Malformed("value: neither number nor text"));
                    }
                })
            })
            .collect::<Result<_, StoreError>>()?;
        rows.push(Row {
            columns: Arc::clone(&columns),
            values,
        });
    }
    Ok(rows)
}

/// Runs questions, all of them as of the same moment.
pub(super) fn fetch_each(
    conn: &Connection,
    queries: &[Query<'_>],
) -> Result<Vec<Vec<Row>>, StoreError> {
    let fetched = || {
        let fetched = queries
            .iter()
            .map(|query| fetch(conn, query.statement, &query.values));
        fetched.collect()
    };
    if !conn.is_autocommit() {
        return fetched();
    }
    // In one transaction they are also cheaper: pages that a commit has changed meanwhile are
    // looked for once.
    conn.prepare_cached("BEGIN")?.raw_execute()?;
    let fetched = fetched();
    conn.prepare_cached("COMMIT")?.raw_execute()?;
    fetched
}

/// SQLite numbers `$3` by where it is first seen; its name says which value it means.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<(), StoreError> {
    for place in 1..=statement.parameter_count() {
        let value = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|number| number.parse::<usize>().ok())
            .and_then(|number| values.get(number.checked_sub(1)?))
            .ok_or(StoreError::Malformed("statement: a value is missing"))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(SqlValue::Null),
            Self::Number(number) => ToSqlOutput::Owned(SqlValue::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
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

/// What a panic elsewhere left behind is whole: these locks are held over moves only.
fn hold<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
