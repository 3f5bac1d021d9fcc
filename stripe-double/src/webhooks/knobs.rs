//! How events are made and delivered. Every knob can be turned while the double runs.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Seconds;

/// The positions of the knobs.
#[expect(
    clippy::struct_excessive_bools,
    reason = "every knob is turned by itself"
)]
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Knobs {
    /// Where events go; nowhere when absent.
    pub(crate) url: Option<String>,
    /// What events are signed with: several while a secret is rolled.
    pub(crate) secrets: Vec<String>,
    /// Events are recorded and not delivered.
    pub(crate) mute: bool,
    /// Events are recorded and wait for the control to deliver them.
    pub(crate) hold: bool,
    /// How many more times each event is delivered.
    pub(crate) duplicate: u32,
    /// So many events are delivered the last one first.
    pub(crate) reorder: u32,
    /// How long an event waits before its first delivery.
    pub(crate) delay_ms: u64,
    /// The first attempts of each event, so many, get lost.
    pub(crate) drop: u32,
    /// When an event that was not taken is delivered again.
    pub(crate) retries: Retries,
    /// Each fact is told by two events.
    pub(crate) two_events: bool,
    /// Payments tell `charge.succeeded` and `payment_intent.succeeded`, too.
    pub(crate) payment_events: bool,
    /// Paths into the event that are left out, such as `data.object.customer_details`.
    pub(crate) omit: Vec<String>,
    /// Events are signed with a secret that nobody knows.
    pub(crate) wrong_secret: bool,
    /// How far the time of the signature lies in the past, in the future when negative.
    pub(crate) stale_seconds: Seconds,
    /// Signatures have one of the worthless scheme `v0` beside them.
    pub(crate) v0: bool,
    /// Whose time the signature tells.
    pub(crate) sign_with: SigningClock,
}

/// A receiver compares the time of a signature with its own clock. Outside of tests that is the
/// machine's, even while the double's clock is hours ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SigningClock {
    Machine,
    Double,
}

/// How long an event that was not taken waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Retries {
    /// From 200 milliseconds to 5 seconds of the machine's time, for a minute and a half.
    Fast,
    /// From minutes to half a day of the double's time, for three days.
    Stripe,
}

/// New positions of some knobs; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KnobChanges {
    url: Option<String>,
    secrets: Option<Vec<String>>,
    mute: Option<bool>,
    hold: Option<bool>,
    duplicate: Option<u32>,
    reorder: Option<u32>,
    delay_ms: Option<u64>,
    drop: Option<u32>,
    retries: Option<Retries>,
    two_events: Option<bool>,
    payment_events: Option<bool>,
    omit: Option<Vec<String>>,
    wrong_secret: Option<bool>,
    stale_seconds: Option<Seconds>,
    v0: Option<bool>,
    sign_with: Option<SigningClock>,
}

const FAST_ATTEMPTS_MAX: u32 = 24;
const FAST_FIRST: Duration = Duration::from_millis(200);
const FAST_MAX: Duration = Duration::from_secs(5);

/// Documented: up to three days, with growing pauses. Presumed: these ones.
const STRIPE_PAUSES_MINUTES: [u64; 9] = [5, 30, 120, 300, 600, 720, 720, 720, 720];

impl Retries {
    /// The pause after the attempt of this number, counted from 1; none when it was the last.
    pub(super) fn pause(self, attempt: u32) -> Option<Duration> {
        match self {
            Self::Fast => {
                let doubled = 2_u32.saturating_pow(attempt - 1);
                (attempt < FAST_ATTEMPTS_MAX)
                    .then(|| FAST_MAX.min(FAST_FIRST.saturating_mul(doubled)))
            }
            Self::Stripe => {
                let index = usize::try_from(attempt - 1).ok()?;
                let minutes = STRIPE_PAUSES_MINUTES.get(index)?;
                Some(Duration::from_mins(*minutes))
            }
        }
    }
}

impl Knobs {
    pub(crate) fn new(url: Option<String>, secret: String) -> Self {
        Self {
            url,
            secrets: vec![secret],
            mute: false,
            hold: false,
            duplicate: 0,
            reorder: 0,
            delay_ms: 0,
            drop: 0,
            retries: Retries::Fast,
            two_events: false,
            payment_events: false,
            omit: Vec::new(),
            wrong_secret: false,
            stale_seconds: 0,
            v0: false,
            sign_with: SigningClock::Machine,
        }
    }

    pub(crate) fn turn(&mut self, changes: KnobChanges) {
        fn set<T>(knob: &mut T, change: Option<T>) {
            if let Some(position) = change {
                *knob = position;
            }
        }
        if changes.url.is_some() {
            self.url = changes.url;
        }
        set(&mut self.secrets, changes.secrets);
        set(&mut self.mute, changes.mute);
        set(&mut self.hold, changes.hold);
        set(&mut self.duplicate, changes.duplicate);
        set(&mut self.reorder, changes.reorder);
        set(&mut self.delay_ms, changes.delay_ms);
        set(&mut self.drop, changes.drop);
        set(&mut self.retries, changes.retries);
        set(&mut self.two_events, changes.two_events);
        set(&mut self.payment_events, changes.payment_events);
        set(&mut self.omit, changes.omit);
        set(&mut self.wrong_secret, changes.wrong_secret);
        set(&mut self.stale_seconds, changes.stale_seconds);
        set(&mut self.v0, changes.v0);
        set(&mut self.sign_with, changes.sign_with);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fast_retries_end_and_never_pause_longer_than_five_seconds() {
        assert_eq!(Retries::Fast.pause(1), Some(Duration::from_millis(200)));
        assert_eq!(Retries::Fast.pause(2), Some(Duration::from_millis(400)));
        assert_eq!(Retries::Fast.pause(23), Some(Duration::from_secs(5)));
        assert_eq!(Retries::Fast.pause(24), None);
    }

    #[test]
    fn stripe_s_retries_go_on_for_between_two_and_a_half_and_three_days() {
        let pauses = (1..).map_while(|attempt| Retries::Stripe.pause(attempt));
        let hours = pauses.sum::<Duration>().as_secs() / 3600;
        assert!((60..=72).contains(&hours), "{hours}");
    }
}
