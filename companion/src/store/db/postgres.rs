//! PostgreSQL: a pool of connections, and transactions that are run again where the server asks
//! for that.
//!
//! Isolation is READ COMMITTED: every limit is one conditional statement that the server
//! evaluates again after waiting for a lock, so that nothing stronger is needed.

mod session;

use std::error::Error as _;
use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{
    Client, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Conn;
use super::sqlite::WAIT_MAX;
use crate::store::{StoreError, Work};

pub(crate) use session::Session;

/// The oldest server whose behaviour is tested, as `server_version_num` counts.
const VERSION_MIN: i64 = 150_000;
/// Connections of one companion.
const CONNECTIONS_MAX: usize = 16;
/// How often a transaction is tried before the database counts as busy.
const TRIES_MAX: u32 = 4;
/// How long a new connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// What every session begins with: nobody waits without an end.
const SESSION: &str = "-c lock_timeout=1000 -c statement_timeout=5000 \
                       -c idle_in_transaction_session_timeout=10000 -c timezone=UTC";
/// Two companions that start at once make the schema one after the other.
const MIGRATION_LOCK: &str = "SELECT CAST(pg_advisory_xact_lock(7265839140) AS TEXT) AS locked";

/// The order of bytes by the name that `SQLite` has for it.
const BYTE_ORDER: &str = "CREATE COLLATION IF NOT EXISTS \"binary\" FROM \"C\"";

/// A server.
#[derive(Debug)]
pub(crate) struct Postgres {
    pool: Pool,
}

impl Postgres {
    /// Connects to the server of a `postgres://` address and runs the first transaction on it.
    /// With `sslmode=require` the connection is encrypted and the server's certificate checked.
    pub(crate) async fn open<T: Send + 'static>(
        url: &str,
        prepare: for<'a> fn(&'a mut Conn, &'a ()) -> Work<'a, T, StoreError>,
    ) -> Result<(Self, T), StoreError> {
        let mut config =
            Config::from_str(url).map_err(|error| StoreError::Address(explained(&error)))?;
        config
            .options(SESSION)
            .application_name("booking-companion")
            .connect_timeout(CONNECT_MAX);
        let manager = manager(config)?;
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS_MAX)
            .timeouts(Timeouts {
                wait: Some(WAIT_MAX),
                create: Some(CONNECT_MAX),
                recycle: Some(CONNECT_MAX),
            })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Sql(error.to_string()))?;
        let books = Self { pool };
        let mut client = (books.pool.get().await).map_err(|error| match error {
            PoolError::Backend(error) => StoreError::Unreachable(explained(&error)),
            error => StoreError::Unreachable(error.to_string()),
        })?;
        check_version(&mut client).await?;
        drop(client);
        let prepared = books.write((), prepare).await??;
        Ok((books, prepared))
    }

    /// Closes every connection.
    pub(crate) fn close(&self) {
        self.pool.close();
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<Conn, StoreError> {
        Ok(Conn::Postgres(Session {
            client: self.pool.get().await?,
            to_begin: false,
        }))
    }

    /// Runs a transaction, again where another one got in its way. It goes on to its end even
    /// where nobody waits for it any more.
    pub(crate) async fn write<I, T, R>(
        &self,
        input: I,
        work: for<'a> fn(&'a mut Conn, &'a I) -> Work<'a, T, R>,
    ) -> Result<Result<T, R>, StoreError>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        let pool = self.pool.clone();
        let running = tokio::spawn(async move {
            let mut tries = 0;
            loop {
                tries += 1;
                match attempt(&pool, &input, work).await {
                    Err(StoreError::TryAgain(_)) if tries < TRIES_MAX => {
                        tokio::time::sleep(pause(tries)).await;
                    }
                    Err(StoreError::TryAgain(reason)) => {
                        tracing::warn!(reason, "the database is busy");
                        return Err(StoreError::Busy);
                    }
                    outcome => return outcome,
                }
            }
        });
        running
            .await
            .map_err(|_| StoreError::Malformed("transaction: it panicked"))?
    }
}

/// One try. What was lost together with its connection may have been committed: every
/// transaction is written so that its second run finds that out.
async fn attempt<I, T, R>(
    pool: &Pool,
    input: &I,
    work: for<'a> fn(&'a mut Conn, &'a I) -> Work<'a, T, R>,
) -> Result<Result<T, R>, StoreError> {
    let session = Session {
        client: pool.get().await?,
        to_begin: true,
    };
    let mut open = Open(Some(Conn::Postgres(session)));
    let Some(conn) = open.0.as_mut() else {
        return Err(StoreError::Busy);
    };
    let outcome = work(conn, input).await;
    let end = if matches!(outcome, Ok(Ok(_))) {
        "COMMIT"
    } else {
        "ROLLBACK"
    };
    if let Conn::Postgres(session) = conn
        && !session.to_begin
    {
        session.client.batch_execute(end).await?;
    }
    drop(open.0.take());
    outcome
}

/// A connection with an open transaction. Dropped with it, as by a panic, it is closed: nobody
/// else may go on in that transaction.
struct Open(Option<Conn>);

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(Conn::Postgres(session)) = self.0.take() {
            drop(Client::take(session.client));
        }
    }
}

fn manager(config: Config) -> Result<Manager, StoreError> {
    // The first transaction on a connection tells soon enough whether it still stands.
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    if config.get_ssl_mode() != SslMode::Require {
        return Ok(Manager::from_config(config, NoTls, recycling));
    }
    let (tls, _) = MakeRustlsConnect::with_native_certs().map_err(|_| {
        StoreError::Unreachable(
            "this machine has no certificates to check the server's with".into(),
        )
    })?;
    Ok(Manager::from_config(config, tls, recycling))
}

async fn check_version(client: &mut Client) -> Result<(), StoreError> {
    let number = client
        .query_one("SELECT current_setting('server_version_num')", &[])
        .await?;
    let number: i64 = (number.try_get::<_, String>(0)?)
        .parse()
        .map_err(|_| StoreError::Malformed("server version"))?;
    if number < VERSION_MIN {
        return Err(StoreError::OldDatabase {
            found: format!("PostgreSQL {}", number / 10_000),
            least: "PostgreSQL 15",
        });
    }
    Ok(())
}

/// Waits until no other companion is making the schema; the lock ends with the transaction.
pub(in crate::store) async fn lock_schema(conn: &mut Conn) -> Result<(), StoreError> {
    if matches!(conn, Conn::Postgres(_)) {
        super::query(MIGRATION_LOCK).fetch_one(conn).await?;
    }
    Ok(())
}

/// Gives the order of bytes the name that it has on SQLite, so that statements can ask for it on both.
pub(in crate::store) async fn order_by_bytes(conn: &mut Conn) -> Result<(), StoreError> {
    if matches!(conn, Conn::Postgres(_)) {
        super::script(conn, BYTE_ORDER).await?;
    }
    Ok(())
}

/// Between two tries, in another place for each, so that they do not meet again.
fn pause(tries: u32) -> Duration {
    let mut random = [0];
    // Without randomness the pauses are merely alike.
    let _ = getrandom::fill(&mut random);
    Duration::from_millis(u64::from(tries) * (5 + u64::from(random[0]) / 8))
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Timeout(_) | PoolError::Closed => Self::Busy,
            error => Self::Sql(error.to_string()),
        }
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let again = match error.code() {
            Some(code) => [
                SqlState::T_R_SERIALIZATION_FAILURE,
                SqlState::T_R_DEADLOCK_DETECTED,
                SqlState::LOCK_NOT_AVAILABLE,
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
                SqlState::QUERY_CANCELED,
                SqlState::TOO_MANY_CONNECTIONS,
            ]
            .contains(code),
            // Without a code the server said nothing: the connection is gone.
            None => {
                error.is_closed()
                    || error
                        .source()
                        .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
            }
        };
        if again {
            Self::TryAgain(explained(&error))
        } else if error.code() == Some(&SqlState::DISK_FULL) {
            Self::Busy
        } else {
            Self::Sql(explained(&error))
        }
    }
}

/// The driver's errors name their cause one level deeper.
fn explained(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
