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
    Postgres(deadpool_postgres::Client),
}

/// A statement and its values.
#[derive(Debug)]
pub(crate) struct Query<'q> {
    statement: &'q str,
    values: Vec<Value<'q>>,
}

/// A statement whose `$1` is the first value that is bound.
pub(crate) fn query(statement: &str) -> Query<'_> {
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

    /// Runs a statement that answers no rows; tells how many it changed.
    pub(crate) async fn execute(self, conn: &mut Conn) -> Result<u64, StoreError> {
        match conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, self.statement, &self.values),
            Conn::Postgres(client) => postgres::execute(client, self.statement, &self.values).await,
        }
    }

    /// Every row.
    pub(crate) async fn fetch_all(self, conn: &mut Conn) -> Result<Vec<Row>, StoreError> {
        match conn {
            Conn::Sqlite(conn) => sqlite::fetch(conn, self.statement, &self.values),
            Conn::Postgres(client) => postgres::fetch(client, self.statement, &self.values).await,
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

/// Runs statements without values, separated by semicolons.
pub(crate) async fn script(conn: &mut Conn, statements: &str) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => Ok(conn.execute_batch(statements)?),
        Conn::Postgres(client) => Ok(client.batch_execute(statements).await?),
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
