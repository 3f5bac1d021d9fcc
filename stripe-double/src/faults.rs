//! Faults on demand: the next calls of the API fail in a chosen way, so many times.

use serde::{Deserialize, Serialize};

use crate::operation::Operation;

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Fault {
    /// The connection is closed before anything happened.
    #[serde(rename = "unreachable")]
    Unreachable,
    /// The connection is reset before anything happened.
    #[serde(rename = "connection_reset")]
    ConnectionReset,
    /// 401: the key has been revoked.
    #[serde(rename = "401")]
    KeyRevoked,
    /// 409: the idempotency key is said to be in flight.
    #[serde(rename = "409")]
    Conflict,
    /// 429, and nothing happened.
    #[serde(rename = "429")]
    TooMany,
    /// 500, and nothing happened. Kept under the idempotency key, as Stripe keeps it.
    #[serde(rename = "500")]
    Internal,
    /// 500, though it happened. Kept under the idempotency key.
    #[serde(rename = "500_after_effect")]
    InternalAfterEffect,
    /// It happened, and the answer never comes: the connection is closed after `hang_seconds`.
    #[serde(rename = "timeout_after_effect")]
    TimeoutAfterEffect,
    /// It happened, and the answer comes after `hang_seconds`. The idempotency key is in flight
    /// meanwhile.
    #[serde(rename = "slow")]
    Slow,
    /// It happened, and the connection is closed in the middle of the answer.
    #[serde(rename = "truncated_body")]
    TruncatedBody,
    /// It happened, and the answer is 200 with something that is no JSON.
    #[serde(rename = "garbage_json")]
    GarbageJson,
    /// It happened, and something between us answers 502 with a page.
    #[serde(rename = "502_page")]
    BadGateway,
}

/// A fault that waits for its calls.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Planned {
    pub(crate) next: Fault,
    /// How many calls it hits.
    #[serde(default = "once")]
    pub(crate) times: u32,
    /// How many calls that it could hit are let through before.
    #[serde(default)]
    pub(crate) skip: u32,
    /// Only calls of this operation, for instance `create:coupon`; any when absent.
    #[serde(default)]
    pub(crate) on: Option<String>,
    /// For `timeout_after_effect` and `slow`.
    #[serde(default = "a_minute")]
    pub(crate) hang_seconds: u64,
    /// What `Stripe-Should-Retry` says, where it is not what Stripe would say.
    #[serde(default)]
    pub(crate) should_retry: Option<bool>,
}

fn once() -> u32 {
    1
}

fn a_minute() -> u64 {
    60
}

/// The faults that wait, in the order in which they were planned.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Faults(Vec<Planned>);

impl Faults {
    pub(crate) fn plan(&mut self, planned: Planned) {
        self.0.push(planned);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault for a call of this operation, which is then one less.
    pub(crate) fn take(&mut self, operation: &Operation) -> Option<Planned> {
        let place = self.0.iter().position(|planned| {
            planned.times > 0
                && planned
                    .on
                    .as_deref()
                    .is_none_or(|on| on == operation.name())
        })?;
        let planned = self.0.get_mut(place)?;
        if planned.skip > 0 {
            planned.skip -= 1;
            return None;
        }
        planned.times -= 1;
        let taken = planned.clone();
        self.0.retain(|planned| planned.times > 0);
        Some(taken)
    }
}
