//! A database of its own for every campaign, looked at from outside the companion.

use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

use crate::Failure;

/// The environment variable that names a server of PostgreSQL's, without a database.
pub const SERVER: &str = "TEST_POSTGRES_URL";

/// Which database the books are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A database on the server of this address.
    Postgres(String),
}

impl Engine {
    /// PostgreSQL where the environment names a server, as in the companion's own tests.
    pub fn of_environment() -> Self {
        std::env::var(SERVER).map_or(Self::Sqlite, Self::Postgres)
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// The books of one companion.
#[derive(Clone, Debug)]
pub enum Books {
    /// In this file.
    Sqlite(PathBuf),
    /// In a database of this name.
    Postgres {
        /// The server's address.
        server: String,
        /// The database.
        name: String,
    },
}

impl Books {
    /// New, empty books; those of `SQLite` lie in the folder.
    pub async fn new(engine: &Engine, folder: &Path, name: &str) -> Result<Self, Failure> {
        Ok(match engine {
            Engine::Sqlite => Self::Sqlite(folder.join("books.db")),
            Engine::Postgres(server) => {
                let client = connect(&format!("{server}/postgres")).await?;
                client
                    .batch_execute(&format!("CREATE DATABASE {name}"))
                    .await?;
                Self::Postgres {
                    server: server.clone(),
                    name: name.to_owned(),
                }
            }
        })
    }

    /// What the companion is given as its database.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite://{}", file.display()),
            Self::Postgres { server, name } => format!("{server}/{name}"),
        }
    }

    /// Runs statements of the campaign's own.
    pub async fn sql(&self, statements: &str) -> Result<(), Failure> {
        match self {
            Self::Sqlite(file) => Ok(open(file)?.execute_batch(statements)?),
            Self::Postgres { .. } => {
                let client = connect(&self.url()).await?;
                Ok(client.batch_execute(statements).await?)
            }
        }
    }

    /// Every row, each value as text; nothing is the empty text.
    pub async fn rows(&self, statement: &str) -> Result<Vec<Vec<String>>, Failure> {
        match self {
            Self::Sqlite(file) => {
                let conn = open(file)?;
                let mut statement = conn.prepare(statement)?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    let mut values = Vec::with_capacity(columns);
                    for column in 0..columns {
                        values.push(match row.get_ref(column)? {
                            ValueRef::Integer(number) => number.to_string(),
                            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                            _ => String::new(),
                        });
                    }
                    found.push(values);
                }
                Ok(found)
            }
            Self::Postgres { .. } => {
                let answers = connect(&self.url()).await?.simple_query(statement).await?;
                let rows = answers.iter().filter_map(|answer| match answer {
                    SimpleQueryMessage::Row(row) => Some(
                        (0..row.len())
                            .map(|column| row.get(column).unwrap_or_default().to_owned())
                            .collect(),
                    ),
                    _ => None,
                });
                Ok(rows.collect())
            }
        }
    }

    /// One number.
    pub async fn number(&self, statement: &str) -> Result<i64, Failure> {
        let rows = self.rows(statement).await?;
        let first = rows.first().and_then(|row| row.first());
        Ok(first.ok_or("no number")?.parse()?)
    }

    /// After every event such as `INSERT ON cell`, does something that the companion never does.
    pub async fn sabotage(&self, event: &str, statements: &str) -> Result<(), Failure> {
        let name: String = event.split(|c: char| !c.is_ascii_alphabetic()).collect();
        let trigger = match self {
            Self::Sqlite(_) => {
                format!("CREATE TRIGGER {name} AFTER {event} BEGIN {statements} END")
            }
            Self::Postgres { .. } => format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN {statements} RETURN NULL; END $$; \
                 CREATE TRIGGER {name} AFTER {event} FOR EACH ROW EXECUTE FUNCTION {name}()"
            ),
        };
        self.sql(&trigger).await
    }

    /// Takes them away from the server; whoever is connected is cut off.
    pub async fn remove(&self) -> Result<(), Failure> {
        if let Self::Postgres { server, name } = self {
            let client = connect(&format!("{server}/postgres")).await?;
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            client.batch_execute(&drop).await?;
        }
        Ok(())
    }
}

fn open(file: &Path) -> Result<rusqlite::Connection, Failure> {
    let conn = rusqlite::Connection::open(file)?;
    conn.execute_batch("PRAGMA busy_timeout = 5000")?;
    Ok(conn)
}

/// A transaction of the campaign's own that is left open, with its locks, until this is dropped.
#[derive(Debug)]
pub struct Left {
    _client: Client,
}

impl Left {
    /// Runs statements on a database of PostgreSQL's and leaves them open.
    pub async fn open(books: &Books, statements: &str) -> Result<Self, Failure> {
        let client = connect(&books.url()).await?;
        client
            .batch_execute(&format!("BEGIN; {statements}"))
            .await?;
        Ok(Self { _client: client })
    }
}

pub(crate) async fn connect(url: &str) -> Result<Client, Failure> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}
