//! The writer of an SQLite file: takes whatever transactions wait, runs them inside one larger
//! transaction and answers all of them after the one commit that makes them durable.
//!
//! Nearly all of them are kept. Where one is not, everything is undone and they are run again,
//! each inside a savepoint.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use tokio::sync::oneshot;

use super::checkpointer::Committed;
use super::{Conn, WAIT_MAX};
use crate::store::{StoreError, Work};

/// Transactions that share a commit at most.
const SHARING_MAX: usize = 128;
/// For how many batches after one that was undone every transaction has its savepoint: what
/// is not kept comes in crowds.
const CAREFUL_BATCHES: u32 = 64;

/// A transaction that waits for its turn.
pub(super) struct Waiting {
    since: Instant,
    job: Box<dyn Job>,
}

/// What came of a transaction.
type Outcome<T, R> = Result<Result<T, R>, StoreError>;

impl Waiting {
    /// A transaction, and where its outcome can be waited for. One that waited too long, or whose
    /// batch came to grief, is dropped unheard.
    pub(super) fn new<I, T, R>(
        input: I,
        work: for<'a> fn(&'a mut Conn, &'a I) -> Work<'a, T, R>,
    ) -> (Self, oneshot::Receiver<Outcome<T, R>>)
    where
        I: Send + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let job = Transaction {
            input,
            work,
            outcome: Err(StoreError::Busy),
            tell,
        };
        let waiting = Self {
            since: Instant::now(),
            job: Box::new(job),
        };
        (waiting, told)
    }
}

/// A transaction that waits for the writer.
trait Job: Send {
    /// Runs it, not for the first time perhaps; whether it is to be kept.
    fn run(&mut self, conn: &mut Conn) -> bool;

    /// Tells its outcome, given how the commit went.
    fn tell(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A transaction with what came of it.
struct Transaction<I, T, R> {
    input: I,
    work: for<'a> fn(&'a mut Conn, &'a I) -> Work<'a, T, R>,
    outcome: Outcome<T, R>,
    tell: oneshot::Sender<Outcome<T, R>>,
}

impl<I, T, R> Job for Transaction<I, T, R>
where
    I: Send + 'static,
    T: Send + 'static,
    R: Send + 'static,
{
    fn run(&mut self, conn: &mut Conn) -> bool {
        self.outcome = poll_once(conn, &self.input, self.work);
        matches!(self.outcome, Ok(Ok(_)))
    }

    fn tell(self: Box<Self>, committed: Result<(), StoreError>) {
        // Whoever asked may be gone.
        let _ = self.tell.send(committed.and(self.outcome));
    }
}

/// The writer's thread: batches until nobody can send any more.
pub(super) fn write_on(mut conn: Conn, waiting: &Receiver<Waiting>, committed: &Committed) {
    let mut careful: u32 = 0;
    while let Ok(first) = waiting.recv() {
        let mut batch: Vec<Box<dyn Job>> = std::iter::once(first)
            .chain(waiting.try_iter().take(SHARING_MAX - 1))
            .filter(|waiting| waiting.since.elapsed() < WAIT_MAX)
            .map(|waiting| waiting.job)
            .collect();
        match run_batch(&mut conn, &mut batch, &mut careful) {
            Ok(()) => {
                for job in batch {
                    job.tell(Ok(()));
                }
                committed.tell();
            }
            Err(error) => {
                tracing::error!(%error, "a commit failed");
                // What was not committed did not happen.
                roll_back(&mut conn);
                for job in batch {
                    job.tell(Err(StoreError::Busy));
                }
            }
        }
    }
}

/// Runs transactions and commits what is to be kept of them. Savepoints cost a copy of every page
/// that is written, so there are none as long as all are kept.
fn run_batch(
    conn: &mut Conn,
    batch: &mut [Box<dyn Job>],
    careful: &mut u32,
) -> Result<(), StoreError> {
    begin(conn)?;
    if *careful == 0 {
        if (batch.iter_mut()).all(|job| job.run(conn) && in_transaction(conn)) {
            return commit(conn);
        }
        // A full disk or a failing one ends the whole transaction at once.
        if !in_transaction(conn) {
            return Err(StoreError::Busy);
        }
        roll_back(conn);
        if batch.len() == 1 {
            return Ok(());
        }
        begin(conn)?;
        *careful = CAREFUL_BATCHES;
    }
    *careful -= 1;
    for job in batch {
        run_inside(conn, job.as_mut())?;
    }
    commit(conn)
}

/// One transaction inside the shared one: kept, or undone where it asks for that or fails.
fn run_inside(conn: &mut Conn, job: &mut dyn Job) -> Result<(), StoreError> {
    savepoint(conn, "SAVEPOINT work")?;
    let kept = job.run(conn);
    if !in_transaction(conn) {
        return Err(StoreError::Busy);
    }
    if !kept {
        savepoint(conn, "ROLLBACK TO work")?;
    }
    savepoint(conn, "RELEASE work")
}

fn poll_once<I, T, R>(
    conn: &mut Conn,
    input: &I,
    work: for<'a> fn(&'a mut Conn, &'a I) -> Work<'a, T, R>,
) -> Outcome<T, R> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut running = work(conn, input);
        match running
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(outcome) => outcome,
            // Nothing but statements belongs into a transaction, and those answer at once.
            Poll::Pending => Err(StoreError::Malformed("transaction: it waits")),
        }
    }))
    .unwrap_or(Err(StoreError::Malformed("transaction: it panicked")))
}

fn begin(conn: &mut Conn) -> Result<(), StoreError> {
    savepoint(conn, "BEGIN IMMEDIATE")
}

fn commit(conn: &mut Conn) -> Result<(), StoreError> {
    savepoint(conn, "COMMIT")
}

fn roll_back(conn: &mut Conn) {
    if in_transaction(conn)
        && let Err(error) = savepoint(conn, "ROLLBACK")
    {
        tracing::error!(%error, "a transaction cannot be undone");
    }
}

fn savepoint(conn: &mut Conn, statement: &str) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => {
            conn.prepare_cached(statement)?.raw_execute()?;
            Ok(())
        }
        Conn::Postgres(_) => Err(StoreError::Malformed("connection of the writer")),
    }
}

fn in_transaction(conn: &Conn) -> bool {
    matches!(conn, Conn::Sqlite(conn) if !conn.is_autocommit())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::query;

    type Told = oneshot::Receiver<Outcome<i64, &'static str>>;

    /// A note of this number, kept if it is even.
    fn note(number: i64) -> (Box<dyn Job>, Told) {
        let (waiting, told) = Waiting::new(number, |conn, number| {
            Box::pin(async move {
                let insert = query("INSERT INTO note (number) VALUES ($1)").bind(*number);
                insert.execute(conn).await?;
                Ok(if number % 2 == 0 {
                    Ok(*number)
                } else {
                    Err("odd")
                })
            })
        });
        (waiting.job, told)
    }

    fn notes(conn: &Conn) -> Vec<i64> {
        let Conn::Sqlite(conn) = conn else {
            return Vec::new();
        };
        let mut statement = conn
            .prepare("SELECT number FROM note ORDER BY number")
            .expect("a statement");
        let numbers = statement.query_map([], |row| row.get(0)).expect("rows");
        numbers.map(|number| number.expect("a number")).collect()
    }

    fn books() -> Conn {
        let conn = Connection::open_in_memory().expect("a database");
        conn.execute_batch("CREATE TABLE note (number INTEGER PRIMARY KEY)")
            .expect("a table");
        Conn::Sqlite(conn)
    }

    /// Runs notes of these numbers as one batch.
    fn run(conn: &mut Conn, careful: &mut u32, numbers: &[i64]) -> Vec<Outcome<i64, &'static str>> {
        let (mut jobs, told): (Vec<_>, Vec<_>) = numbers.iter().map(|number| note(*number)).unzip();
        run_batch(conn, &mut jobs, careful).expect("a commit");
        for job in jobs {
            job.tell(Ok(()));
        }
        told.into_iter()
            .map(|mut told| told.try_recv().expect("an outcome"))
            .collect()
    }

    #[test]
    fn what_is_undone_takes_nothing_of_the_same_commit_with_it() {
        let (mut conn, mut careful) = (books(), 0);
        let outcomes = run(&mut conn, &mut careful, &[2, 4, 5, 6, 7]);
        assert!(matches!(
            outcomes.as_slice(),
            [
                Ok(Ok(2)),
                Ok(Ok(4)),
                Ok(Err("odd")),
                Ok(Ok(6)),
                Ok(Err("odd"))
            ]
        ));
        assert_eq!(notes(&conn), [2, 4, 6]);
        assert!(careful > 0, "the next ones have their savepoints");
    }

    #[test]
    fn what_fails_takes_nothing_of_the_same_commit_with_it() {
        let (mut conn, mut careful) = (books(), 0);
        let outcomes = run(&mut conn, &mut careful, &[2, 2, 4]);
        assert!(matches!(
            outcomes.as_slice(),
            [Ok(Ok(2)), Err(StoreError::Sql(_)), Ok(Ok(4))]
        ));
        assert_eq!(notes(&conn), [2, 4]);
    }

    #[test]
    fn one_alone_is_undone_at_once() {
        let (mut conn, mut careful) = (books(), 0);
        let outcomes = run(&mut conn, &mut careful, &[3]);
        assert!(matches!(outcomes.as_slice(), [Ok(Err("odd"))]));
        assert_eq!(notes(&conn), [0_i64; 0]);
        assert_eq!(careful, 0);
        run(&mut conn, &mut careful, &[8]);
        assert_eq!(notes(&conn), [8]);
    }

    /// What a full disk does to a transaction, for work that would not notice.
    fn ended() -> (Box<dyn Job>, Told) {
        let (waiting, told) = Waiting::new((), |conn, ()| {
            Box::pin(async move {
                query("ROLLBACK").execute(conn).await?;
                Ok(Ok(0))
            })
        });
        (waiting.job, told)
    }

    #[test]
    fn nobody_is_told_to_be_kept_by_a_transaction_that_ended_early() {
        for before in [&[][..], &[2]] {
            for mut careful in [0, 1] {
                let mut conn = books();
                let kept = before.iter().map(|number| note(*number));
                let (mut jobs, _told): (Vec<_>, Vec<_>) = kept.chain([ended()]).unzip();
                let outcome = run_batch(&mut conn, &mut jobs, &mut careful);
                assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
                assert_eq!(notes(&conn), [0_i64; 0]);
            }
        }
    }
}
