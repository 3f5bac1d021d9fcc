//! A database of its own for every test: a file of SQLite's, or, where `TEST_POSTGRES_URL` names
//! a server, a database there. The same tests run on both.

use std::path::{Path, PathBuf};

use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// The environment variable that names the server, without a database.
const SERVER: &str = "TEST_POSTGRES_URL";

/// The books of one companion under test, beside the companion's own connections.
#[derive(Clone, Debug)]
pub(crate) enum Books {
    Sqlite(PathBuf),
    Postgres { server: String, name: String },
}

impl Books {
    /// New, empty books; those of SQLite lie in the folder.
    pub(crate) async fn new(folder: &Path, name: &str) -> Self {
        match std::env::var(SERVER) {
            Ok(server) => {
                let books = Self::Postgres {
                    server,
                    name: name.to_owned(),
                };
                books.administer(&format!("CREATE DATABASE {name}")).await;
                books
            }
            Err(_) => Self::Sqlite(folder.join("books.db")),
        }
    }

    /// The same, where a server sorts texts as Danish does: two a are one letter, after z.
    pub(crate) async fn new_in_danish(folder: &Path, name: &str) -> Self {
        let Ok(server) = std::env::var(SERVER) else {
            return Self::new(folder, name).await;
        };
        let books = Self::Postgres {
            server,
            name: name.to_owned(),
        };
        let create = format!(
            "CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'da'"
        );
        books.administer(&create).await;
        let sorted = books.number("SELECT CASE WHEN 'aa' > 'z' THEN 1 ELSE 0 END");
        assert_eq!(sorted.await, 1, "the server sorts as Danish does");
        books
    }

    /// From now on a server takes a second longer for every event such as `INSERT ON cell`, with the
    /// transaction open. (A file has one writer at a time anyway.)
    pub(crate) async fn linger(&self, event: &str) {
        if matches!(self, Self::Postgres { .. }) {
            self.sabotage(event, "PERFORM pg_sleep(1);").await;
        }
    }

    /// Waits until a transaction lingers; for a file until this number is above 0.
    pub(crate) async fn until_lingering(&self, number: &str) {
        let lingering = match self {
            Self::Sqlite(_) => number,
            Self::Postgres { .. } => {
                "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' \
                 AND datname = current_database()"
            }
        };
        for _ in 0..2_000 {
            if self.number(lingering).await > 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("no transaction lingers");
    }

    /// What the companion is given as its database.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite://{}", file.display()),
            Self::Postgres { server, name } => format!("{server}/{name}"),
        }
    }

    /// Runs statements of the test's own; answers how many rows the last one changed.
    pub(crate) async fn sql(&self, statements: &str) -> u64 {
        match self {
            Self::Sqlite(file) => {
                let conn = open(file);
                conn.execute_batch(statements).expect("the statements run");
                conn.changes()
            }
            Self::Postgres { .. } => {
                let answers = self.connect().await.simple_query(statements).await;
                let answers = answers.expect("the statements run");
                let changed = answers.iter().rev().find_map(|answer| match answer {
                    SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
                    _ => None,
                });
                changed.unwrap_or_default()
            }
        }
    }

    /// Runs statements of the test's own that may be refused; the refusal is what the database
    /// says.
    pub(crate) async fn try_sql(&self, statements: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(file) => open(file)
                .execute_batch(statements)
                .map_err(|error| error.to_string()),
            Self::Postgres { .. } => {
                let refused = self.connect().await.batch_execute(statements).await;
                refused.map_err(|error| {
                    error
                        .as_db_error()
                        .map_or_else(|| error.to_string(), |error| error.message().to_owned())
                })
            }
        }
    }

    /// Lets rows of a table that is only added to be changed, as somebody might who has the
    /// database to themselves.
    pub(crate) async fn allow_changes(&self, table: &str) {
        let statements = match self {
            Self::Sqlite(_) => {
                format!("DROP TRIGGER {table}_refuses_UPDATE; DROP TRIGGER {table}_refuses_DELETE;")
            }
            Self::Postgres { .. } => format!("DROP TRIGGER {table}_refuses_change ON {table}"),
        };
        self.sql(&statements).await;
    }

    /// One number.
    pub(crate) async fn number(&self, statement: &str) -> i64 {
        let statement = format!("SELECT CAST(({statement}) AS BIGINT)");
        match self {
            Self::Sqlite(file) => open(file)
                .query_row(&statement, [], |row| row.get(0))
                .expect("a number"),
            Self::Postgres { .. } => {
                let row = self.connect().await.query_one(&statement, &[]).await;
                row.expect("the statement runs").get(0)
            }
        }
    }

    /// One text.
    pub(crate) async fn text(&self, statement: &str) -> String {
        match self {
            Self::Sqlite(file) => open(file)
                .query_row(statement, [], |row| row.get(0))
                .expect("a text"),
            Self::Postgres { .. } => {
                let row = self.connect().await.query_one(statement, &[]).await;
                row.expect("the statement runs").get(0)
            }
        }
    }

    /// After every event such as `INSERT ON cell`, does something that the companion never does.
    pub(crate) async fn sabotage(&self, event: &str, statements: &str) {
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
        self.sql(&trigger).await;
    }

    /// Books that another process may open: those of SQLite are copied, since one process has
    /// the file.
    pub(crate) async fn for_another_process(&self) -> Self {
        match self {
            Self::Sqlite(file) => {
                let copy = file.with_extension("copy");
                let _ = std::fs::remove_file(&copy);
                self.sql(&format!("VACUUM INTO '{}'", copy.display())).await;
                Self::Sqlite(copy)
            }
            Self::Postgres { .. } => self.clone(),
        }
    }

    /// Takes them away from the server; whoever is connected is cut off.
    pub(crate) fn remove(&self) {
        let books = self.clone();
        let removed = std::thread::spawn(move || {
            let Self::Postgres { name, .. } = &books else {
                return;
            };
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(books.administer(&drop));
        });
        // What is left behind does no harm.
        let _ = removed.join();
    }

    async fn connect(&self) -> Client {
        connect(&self.url()).await
    }

    async fn administer(&self, statement: &str) {
        let Self::Postgres { server, .. } = self else {
            return;
        };
        let client = connect(&format!("{server}/postgres")).await;
        client.batch_execute(statement).await.expect("it runs");
    }
}

fn open(file: &Path) -> rusqlite::Connection {
    let conn = rusqlite::Connection::open(file).expect("the books");
    conn.execute_batch("PRAGMA busy_timeout = 5000")
        .expect("patience");
    conn
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("the server");
    tokio::spawn(connection);
    client
}
