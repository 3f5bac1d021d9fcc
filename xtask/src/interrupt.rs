//! Ctrl-C, SIGTERM and SIGHUP become a flag that every waiting loop looks at, so that whatever
//! xtask started is ended by the loop that started it.

use std::sync::atomic::{AtomicBool, Ordering};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Starts to listen for the signals. Called once, first thing in `main`.
pub(crate) fn listen() {
    // The only failure is a second handler in one process, and there is no other.
    let _ = ctrlc::set_handler(|| REQUESTED.store(true, Ordering::SeqCst));
}

/// Whether somebody asked xtask to stop.
pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}
