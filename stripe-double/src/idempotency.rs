//! Idempotency keys: the first answer is given again, whatever it was.
//!
//! Documented: status and body of the first request under a key are kept for 24 hours and given to
//! every later one, errors of the server included; other parameters under the same key are
//! refused. Nothing is kept of a request that never started: one without a valid key, with
//! parameters that do not fit the description, or turned away by the rate limit.

use std::{collections::HashMap, time::Instant};

use serde_json::Value;

use crate::{
    books::Owner,
    clock::Seconds,
    refusal::{Code, Refusal, Status},
};

const KEPT_SECONDS: Seconds = 24 * 60 * 60;

/// What was answered under which key.
#[derive(Debug, Default)]
pub(crate) struct Replays {
    kept: HashMap<(Owner, String), Kept>,
}

/// The request and the answer that a key stands for.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) path: String,
    pub(crate) params: Value,
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) request_id: String,
    pub(crate) at: Seconds,
    /// Until when the first request is still under way, by the machine's clock.
    pub(crate) in_flight_until: Option<Instant>,
}

/// Verbatim: the message about a key in flight.
pub(crate) fn in_flight(key: &str) -> Refusal {
    let message = format!(
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later."
    );
    Refusal::plain(Status::Conflict, Code::IdempotencyKeyInUse, message)
}

impl Replays {
    /// The answer under this key, `None` when the key is new, a refusal when it stands for another
    /// request.
    ///
    /// Verbatim: both wordings.
    pub(crate) fn look_up(
        &self,
        account: &Owner,
        key: &str,
        path: &str,
        params: &Value,
        now: Seconds,
    ) -> Result<Option<Kept>, Refusal> {
        let kept = self.kept.get(&(account.clone(), key.to_owned()));
        let Some(kept) = kept.filter(|kept| now - kept.at < KEPT_SECONDS) else {
            return Ok(None);
        };
        let reason = if kept.path != path {
            format!(
                "for the same endpoint they were first used for ('{}' vs '{path}')",
                kept.path
            )
        } else if kept.params != *params {
            "with the same parameters they were first used with".to_owned()
        } else if kept.in_flight_until.is_some_and(|end| Instant::now() < end) {
            return Err(in_flight(key));
        } else {
            return Ok(Some(kept.clone()));
        };
        let message = format!(
            "Keys for idempotent requests can only be used {reason}. Try using a key other than '{key}' if you meant to execute a different request."
        );
        Err(Refusal::plain(Status::KeyReused, None, message))
    }

    pub(crate) fn keep(&mut self, account: Owner, key: String, kept: Kept) {
        self.kept.insert((account, key), kept);
    }
}
