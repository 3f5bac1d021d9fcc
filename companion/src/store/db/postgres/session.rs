//! A connection to a PostgreSQL server, and what travels over it together.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use bytes::BytesMut;
use deadpool_postgres::Client;
use tokio_postgres::Statement;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::super::{Query, Row, Value};
use crate::store::StoreError;

/// What begins a transaction.
const BEGIN: &str = "BEGIN";
/// A connection on loan. A transaction on it begins together with its first statement, so that
/// nobody waits for its beginning alone.
#[derive(Debug)]
pub(crate) struct Session {
    pub(super) client: Client,
    /// Whether a transaction is to begin with the next statement.
    pub(super) to_begin: bool,
}

impl Session {
    /// Runs a statement; answers how many rows it changed.
    pub(in crate::store::db) async fn execute(
        &mut self,
        query: &Query<'_>,
    ) -> Result<u64, StoreError> {
        let mut changed = self.execute_each(&[query]).await?;
        changed.pop().unwrap_or(Ok(0))
    }

    /// Sends all statements at once; answers how many rows each changed, or how it failed.
    pub(in crate::store::db) async fn execute_each(
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
    pub(in crate::store::db) async fn fetch(
        &mut self,
        query: &Query<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let mut answers = self.fetch_each(std::slice::from_ref(query)).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Sends all questions at once; answers the rows of each.
    pub(in crate::store::db) async fn fetch_each(
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
    pub(in crate::store::db) async fn script(
        &mut self,
        statements: &str,
    ) -> Result<(), StoreError> {
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
    let mut opening = begin.then(|| Request::new(Box::pin(client.batch_execute(BEGIN))));
    let mut requests: Vec<_> = requests.map(Request::new).collect();
    if let Some(opening) = &mut opening {
        opening.send().await;
    }
    for request in &mut requests {
        request.send().await;
    }
    if let Some(opening) = opening {
        opening.answer().await?;
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
