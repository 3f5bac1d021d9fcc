//! Statements and rows, alike on SQLite and PostgreSQL.
//!
//! Both drivers answer through one small vocabulary: a statement with `$1` placeholders, values
//! that are numbers, texts or nothing, rows by column name. There is no second text of a
//! statement anywhere; where the two understand it differently, the statement is written so
//! that they do not.

pub(super) mod postgres;
mod row;
pub(super) mod sqlite;
mod value;

pub(crate) use row::Row;
pub(crate) use value::Value;

use super::StoreError;

/// A connection, inside a transaction or outside of one.
#[derive(Debug)]
pub(crate) enum Conn {
    /// Answers at once, on the thread that asks.
    Sqlite(rusqlite::Connection),
    /// Answers over the network.
    Postgres(postgres::Session),
}

/// A statement and its values.
#[derive(Clone, Debug)]
pub(crate) struct Query<'q> {
    statement: &'static str,
    values: Vec<Value<'q>>,
}

/// A statement among others that need no answer of each other.
#[derive(Clone, Debug)]
pub(crate) struct Step<'q, R> {
    query: Query<'q>,
    must: Option<Must<R>>,
}

/// How many rows a step has to change, and what is lost where it changes another number.
#[derive(Clone, Copy, Debug)]
struct Must<R> {
    rows: u64,
    lost: R,
}

/// A statement whose `$1` is the first value that is bound.
pub(crate) fn query<'q>(statement: &'static str) -> Query<'q> {
    Query {
        statement,
        values: Vec::new(),
    }
}

impl<'q> Query<'q> {
    /// Gives the next placeholder its value.
    pub(crate) fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// A step that may change any number of rows.
    pub(crate) fn step<R>(self) -> Step<'q, R> {
        Step {
            query: self,
            must: None,
        }
    }

    /// A step that changes so many rows, or something is lost to somebody else.
    pub(crate) fn must_change<R>(self, rows: u64, lost: R) -> Step<'q, R> {
        Step {
            query: self,
            must: Some(Must { rows, lost }),
        }
    }

    /// Tells whoever follows everything what the books are asked; never with which values, since
    /// those hold guests.
    fn trace(&self) {
        tracing::trace!(statement = self.statement);
    }

    /// Runs a statement that answers no rows; tells how many it changed.
    pub(crate) async fn execute(self, conn: &mut Conn) -> Result<u64, StoreError> {
        self.trace();
        match conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, self.statement, &self.values),
            Conn::Postgres(session) => session.execute(&self).await,
        }
    }

    /// Every row.
    pub(crate) async fn fetch_all(self, conn: &mut Conn) -> Result<Vec<Row>, StoreError> {
        self.trace();
        match conn {
            Conn::Sqlite(conn) => sqlite::fetch(conn, self.statement, &self.values),
            Conn::Postgres(session) => session.fetch(&self).await,
        }
    }

    /// The first row, if there is one.
    pub(crate) async fn fetch_optional(self, conn: &mut Conn) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch_all(conn).await?.into_iter().next())
    }

    /// The first row of a statement that always answers one.
    pub(crate) async fn fetch_one(self, conn: &mut Conn) -> Result<Row, StoreError> {
        self.fetch_optional(conn)
            .await?
            .ok_or(StoreError::Malformed("answer: it has no row"))
    }
}

/// Runs steps in their order; answers the first loss, and then the transaction must not be
/// committed.
///
/// Over the network they travel together, so that what comes after a loss runs as well: all of
/// it is undone with the transaction, and no error of it counts.
pub(crate) async fn run_all<R: Copy>(
    conn: &mut Conn,
    steps: &[Step<'_, R>],
) -> Result<Result<(), R>, StoreError> {
    for step in steps {
        step.query.trace();
    }
    match conn {
        Conn::Sqlite(conn) => {
            for step in steps {
                let changed = sqlite::execute(conn, step.query.statement, &step.query.values)?;
                if let Some(lost) = step.lost(changed) {
                    return Ok(Err(lost));
                }
            }
        }
        Conn::Postgres(session) => {
            let queries: Vec<_> = steps.iter().map(|step| &step.query).collect();
            for (step, changed) in steps.iter().zip(session.execute_each(&queries).await?) {
                if let Some(lost) = step.lost(changed?) {
                    return Ok(Err(lost));
                }
            }
        }
    }
    Ok(Ok(()))
}

/// Runs questions that need no answer of each other, in their order; answers the rows of each.
/// Over the network they travel together.
pub(crate) async fn fetch_each<const N: usize>(
    conn: &mut Conn,
    queries: [Query<'_>; N],
) -> Result<[Vec<Row>; N], StoreError> {
    for query in &queries {
        query.trace();
    }
    let answers = match conn {
        Conn::Sqlite(conn) => sqlite::fetch_each(conn, &queries)?,
        Conn::Postgres(session) => session.fetch_each(&queries).await?,
    };
    <[_; N]>::try_from(answers).map_err(|_| StoreError::Malformed("answer: one is missing"))
}

impl<R: Copy> Step<'_, R> {
    /// The step with values of its own.
    pub(crate) fn into_owned(self) -> Step<'static, R> {
        Step {
            query: Query {
                statement: self.query.statement,
                values: (self.query.values.into_iter())
                    .map(Value::into_owned)
                    .collect(),
            },
            must: self.must,
        }
    }

    /// What is lost where it changed that many rows.
    fn lost(&self, changed: u64) -> Option<R> {
        let must = self.must.as_ref()?;
        (changed != must.rows).then_some(must.lost)
    }
}

/// Runs statements without values, separated by semicolons.
pub(crate) async fn script(conn: &mut Conn, statements: &str) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => Ok(conn.execute_batch(statements)?),
        Conn::Postgres(session) => session.script(statements).await,
    }
}

/// Makes a table refuse changes and deletions of its rows. The one place where the databases
/// have texts of their own: a trigger is a language of its own on each.
pub(crate) async fn append_only(conn: &mut Conn, table: &str) -> Result<(), StoreError> {
    let statements = match conn {
        Conn::Sqlite(_) => ["UPDATE", "DELETE"]
            .map(|event| {
                format!(
                    "CREATE TRIGGER IF NOT EXISTS {table}_refuses_{event} BEFORE {event} \
                     ON {table} BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END;"
                )
            })
            .concat(),
        Conn::Postgres(_) => format!(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END; $$; \
             CREATE OR REPLACE TRIGGER {table}_refuses_change \
             BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
    };
    script(conn, &statements).await
}
