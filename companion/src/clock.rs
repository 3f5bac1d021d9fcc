//! The one clock: everything that depends on the time asks it, so that tests can set it.
//!
//! With the feature `fail-points`, `CLOCK_FILE` names a file of milliseconds that the clock is
//! ahead of the machine's; campaigns rewrite it while the companion runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, TimeDelta, Utc};

/// The companion's clock, to the millisecond. Clones tell the same time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// The machine's, moved by the milliseconds that a file holds.
    #[cfg(feature = "fail-points")]
    Moved(Arc<std::path::Path>),
    /// Milliseconds since the epoch.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Self {
        #[cfg(feature = "fail-points")]
        if let Some(file) = std::env::var_os("CLOCK_FILE") {
            return Self(Source::Moved(std::path::PathBuf::from(file).into()));
        }
        Self(Source::System)
    }

    /// A clock that stands still until it is told otherwise.
    pub fn set_to(at: DateTime<Utc>) -> Self {
        Self(Source::Set(Arc::new(AtomicI64::new(at.timestamp_millis()))))
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        instant(self.now_ms())
    }

    /// The time in milliseconds since the epoch, as the books keep it.
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Source::System => machine_ms(),
            #[cfg(feature = "fail-points")]
            Source::Moved(file) => {
                let text = std::fs::read_to_string(file);
                let moved = text.ok().and_then(|text| text.trim().parse().ok());
                machine_ms() + moved.unwrap_or(0_i64)
            }
            Source::Set(ms) => ms.load(Ordering::SeqCst),
        }
    }

    /// Moves a set clock; the clock of the machine is not moved.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Set(ms) = &self.0 {
            ms.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }

    /// Sets a set clock; the clock of the machine is not moved.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Source::Set(ms) = &self.0 {
            ms.store(at.timestamp_millis(), Ordering::SeqCst);
        }
    }
}

fn machine_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}

/// The instant so many milliseconds after the epoch; the epoch itself where there is none.
pub fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
