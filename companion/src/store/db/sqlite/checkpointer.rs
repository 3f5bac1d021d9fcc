//! Moves what was committed from SQLite's write-ahead log into the file, beside the writer: done
//! by the writer itself, as is SQLite's way, it keeps every guest waiting for it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

/// How long the log is left alone after it was moved: pages that change often are then moved
/// once for many changes.
const PAUSE: Duration = Duration::from_millis(50);

/// Tells that something was committed; once all are dropped, the checkpointer ends.
#[derive(Debug)]
pub(super) struct Committed(SyncSender<()>);

impl Committed {
    /// Something was committed.
    pub(super) fn tell(&self) {
        // Where it was told already and not heard yet, once is enough.
        let _ = self.0.try_send(());
    }
}

/// Starts the thread that moves the log over a connection of its own.
pub(super) fn start(conn: Connection) -> std::io::Result<(Committed, JoinHandle<()>)> {
    let (tell, told) = sync_channel(1);
    let thread = std::thread::Builder::new()
        .name("checkpointer".into())
        .spawn(move || run(&conn, &told))?;
    Ok((Committed(tell), thread))
}

fn run(conn: &Connection, told: &Receiver<()>) {
    while told.recv().is_ok() {
        if let Err(error) = checkpoint(conn) {
            // The writer does it where the log has grown too long, and tells whoever waits.
            tracing::warn!(%error, "the write-ahead log was not moved");
        }
        std::thread::sleep(PAUSE);
    }
}

/// Moves what can be moved without keeping anybody waiting.
fn checkpoint(conn: &Connection) -> rusqlite::Result<()> {
    let mut statement = conn.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?;
    statement.raw_query().next()?;
    Ok(())
}
