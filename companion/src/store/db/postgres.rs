//! PostgreSQL: a pool of connections, and transactions that are run again where the server asks
//! for that.
//!
//! Isolation is READ COMMITTED: every limit is one conditional statement that the server
//! evaluates again after waiting for a lock, so that nothing stronger is needed.

use std::error::Error as _;
use std::future::poll_fn;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::BytesMut;
use deadpool_postgres::{
    Client, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Config, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::sqlite::WAIT_MAX;
use super::{Conn, Query, Row, Value};
use crate::store::{StoreError, Work};

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
/// What begins a transaction.
const BEGIN: &str = "BEGIN";
/// Two companions that start at once make the schema one after the other.
const MIGRATION_LOCK: &str = "SELECT CAST(pg_advisory_xact_lock(7265839140) AS TEXT) AS locked";

/// A connection on loan. A transaction on it begins together with its first statement, so that
/// nobody waits for its beginning alone.
#[derive(Debug)]
pub(crate) struct Session {
    client: Client,
    /// Whether a transaction is to begin with the next statement.
    to_begin: bool,
}

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

/// Between two tries, in another place for each, so that they do not meet again.
fn pause(tries: u32) -> Duration {
    let mut random = [0];
    // Without randomness the pauses are merely alike.
    let _ = getrandom::fill(&mut random);
    Duration::from_millis(u64::from(tries) * (5 + u64::from(random[0]) / 8))
}

impl Session {
    /// Runs a statement; answers how many rows it changed.
    pub(super) async fn execute(&mut self, query: &Query<'_>) -> Result<u64, StoreError> {
        let mut changed = self.execute_each(&[query]).await?;
        changed.pop().unwrap_or(Ok(0))
    }

    /// Sends all statements at once; answers how many rows each changed, or how it failed.
    pub(super) async fn execute_each(
        &mut self,
        queries: &[&Query<'_>],
    ) -> Result<Vec<Result<u64, StoreError>>, StoreError> {
        let prepared = self.prepare(queries.iter().copied()).await?;
        let begin = self.begin();
        let client = &self.client;
        let running = prepared.iter().zip(queries).map(|(statement, query)| {
            Box::pin(client.execute_raw(statement, &query.values)) as Sent<'_, u64>
        });
        let changed = in_one_go(begin, client, running).await?;
        Ok(changed.into_iter().map(|changed| Ok(changed?)).collect())
    }

    /// Runs a question; answers its rows.
    pub(super) async fn fetch(&mut self, query: &Query<'_>) -> Result<Vec<Row>, StoreError> {
        let mut answers = self.fetch_each(std::slice::from_ref(query)).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Sends all questions at once; answers the rows of each.
    pub(super) async fn fetch_each(
        &mut self,
        queries: &[Query<'_>],
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        let prepared = self.prepare(queries.iter()).await?;
        let begin = self.begin();
        let client = &self.client;
        let values: Vec<Vec<&(dyn ToSql + Sync)>> = (queries.iter())
            .map(|query| query.values.iter().map(|value| value as _).collect())
            .collect();
        let running = prepared.iter().zip(&values).map(|(statement, values)| {
            Box::pin(client.query(statement, values)) as Sent<'_, Vec<tokio_postgres::Row>>
        });
        let answers = in_one_go(begin, client, running).await?;
        prepared
            .iter()
            .zip(answers)
            .map(|(statement, rows)| read_all(statement, &rows?))
            .collect()
    }

    /// Runs statements without values.
    pub(super) async fn script(&mut self, statements: &str) -> Result<(), StoreError> {
        if self.begin() {
            self.client.batch_execute(BEGIN).await?;
        }
        Ok(self.client.batch_execute(statements).await?)
    }

    /// Whether a transaction begins now; it does so once.
    fn begin(&mut self) -> bool {
        std::mem::take(&mut self.to_begin)
    }

    /// Statements that this connection does not know yet are made known to it first.
    async fn prepare<'a>(
        &self,
        queries: impl Iterator<Item = &'a Query<'a>> + Send,
    ) -> Result<Vec<Statement>, StoreError> {
        let mut prepared = Vec::new();
        for query in queries {
            prepared.push(self.client.prepare_cached(query.statement).await?);
        }
        Ok(prepared)
    }
}

/// A request to the server; the driver sends it when it is first asked for the answer.
type Sent<'a, T> = Pin<Box<dyn Future<Output = Result<T, tokio_postgres::Error>> + Send + 'a>>;

/// Sends requests in their order, without waiting for the answer to one before sending the next;
/// in front of them the beginning of a transaction, where one is to begin.
async fn in_one_go<'a, T>(
    begin: bool,
    client: &'a Client,
    requests: impl Iterator<Item = Sent<'a, T>>,
) -> Result<Vec<Result<T, tokio_postgres::Error>>, StoreError> {
    let mut begun = begin.then(|| Request::new(Box::pin(client.batch_execute(BEGIN))));
    let mut requests: Vec<_> = requests.map(Request::new).collect();
    if let Some(begun) = &mut begun {
        begun.send().await;
    }
    for request in &mut requests {
        request.send().await;
    }
    if let Some(begun) = begun {
        begun.answer().await?;
    }
    let mut answers = Vec::with_capacity(requests.len());
    for request in requests {
        answers.push(request.answer().await);
    }
    Ok(answers)
}

/// A request, and its answer if that came as soon as it was sent.
struct Request<'a, T> {
    sent: Sent<'a, T>,
    answer: Option<Result<T, tokio_postgres::Error>>,
}

impl<'a, T> Request<'a, T> {
    fn new(sent: Sent<'a, T>) -> Self {
        Self { sent, answer: None }
    }

    async fn send(&mut self) {
        poll_fn(|context| {
            if let Poll::Ready(answer) = self.sent.as_mut().poll(context) {
                self.answer = Some(answer);
            }
            Poll::Ready(())
        })
        .await;
    }

    async fn answer(self) -> Result<T, tokio_postgres::Error> {
        match self.answer {
            Some(answer) => answer,
            None => self.sent.await,
        }
    }
}

fn read_all(statement: &Statement, rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Arc<[String]> = (statement.columns().iter())
        .map(|column| column.name().to_owned())
        .collect();
    rows.iter()
        .map(|row| {
            let values = (row.columns().iter().enumerate())
                .map(|(index, column)| read(row, index, column.type_()))
                .collect::<Result<_, _>>()?;
            Ok(Row {
                columns: Arc::clone(&columns),
                values,
            })
        })
        .collect()
}

fn read(
    row: &tokio_postgres::Row,
    index: usize,
    kind: &Type,
) -> Result<Value<'static>, StoreError> {
    let number = |number: Option<i64>| number.map_or(Value::Null, Value::Number);
    Ok(match *kind {
        Type::INT8 => number(row.try_get(index)?),
        Type::INT4 => number(row.try_get::<_, Option<i32>>(index)?.map(i64::from)),
        _ => row.try_get::<_, Option<String>>(index)?.into(),
    })
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            // Beside a number that is written out, the server takes a value for a small one.
            Self::Number(number) if *kind == Type::INT4 => {
                i32::try_from(*number)?.to_sql(kind, out)
            }
            Self::Number(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Self::Text(text) if *kind == Type::TEXT => text.as_ref().to_sql(kind, out),
            Self::Number(_) | Self::Text(_) => {
                Err(format!("the statement wants {kind} here").into())
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
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
