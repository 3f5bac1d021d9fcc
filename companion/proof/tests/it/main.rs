//! The short versions of the campaigns: on `SQLite`, or, where `TEST_POSTGRES_URL` names a server,
//! on PostgreSQL.

mod controls;
mod events;
mod faults;
mod kills;
mod model;
mod races;
mod recovery;

use std::path::Path;

use booking_proof::books::Engine;
use tokio::sync::{Mutex, MutexGuard};

/// The seed of all short versions; the long ones choose theirs.
const SEED: u64 = 20_261_121;

/// This package's program, which is the companion, too.
fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_booking-proof"))
}

fn engine() -> Engine {
    Engine::of_environment()
}

/// One campaign after the other: each wants the whole machine.
async fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    TURN.lock().await
}
