//! The double's clock: the machine's, moved by hand.
//!
//! It keeps running after it was moved, as Stripe's does. Everything that Stripe dates or lets
//! expire goes by this clock: sessions, coupons, idempotency keys, `created`.

use std::time::{SystemTime, UNIX_EPOCH};

/// Unix seconds.
pub(crate) type Seconds = i64;

/// A clock that is some seconds ahead of the machine's, or behind it.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Clock {
    ahead_seconds: Seconds,
}

impl Clock {
    /// What this clock shows.
    pub(crate) fn now(self) -> Seconds {
        machine_now().saturating_add(self.ahead_seconds)
    }

    /// Moves the clock by `seconds`, backwards when negative.
    pub(crate) fn advance(&mut self, seconds: Seconds) {
        self.ahead_seconds = self.ahead_seconds.saturating_add(seconds);
    }

    /// Makes the clock show `now` from this moment on.
    pub(crate) fn set(&mut self, now: Seconds) {
        self.ahead_seconds = now.saturating_sub(machine_now());
    }
}

/// What the machine's clock shows.
pub(crate) fn machine_now() -> Seconds {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Seconds::try_from(since_epoch.as_secs()).unwrap_or(Seconds::MAX)
}
