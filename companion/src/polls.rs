//! How often Stripe is asked about an order that its guest is watching.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The least time between two questions about one order, in milliseconds.
const INTERVAL_MS: i64 = 2_000;
/// How many orders are remembered before those long past are forgotten.
const REMEMBERED_MAX: usize = 1_000;

/// When each order was last asked about. Lost with the process, which costs one question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Polls(Arc<Mutex<HashMap<String, i64>>>);

impl Polls {
    /// Whether an order may be asked about now; from then on it was.
    pub(crate) fn may_ask(&self, order_id: &str, now_ms: i64) -> bool {
        // A panic elsewhere leaves nothing half done here.
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back must not silence us.
        let recent = |at: i64| (0..INTERVAL_MS).contains(&(now_ms - at));
        if asked.get(order_id).copied().is_some_and(recent) {
            return false;
        }
        if asked.len() >= REMEMBERED_MAX {
            asked.retain(|_, at| recent(*at));
        }
        asked.insert(order_id.to_owned(), now_ms);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_asked_about_once_in_two_seconds() {
        let polls = Polls::default();
        assert!(polls.may_ask("a", 10_000));
        assert!(!polls.may_ask("a", 11_999));
        assert!(polls.may_ask("b", 11_999));
        assert!(polls.may_ask("a", 12_000));
        assert!(polls.may_ask("a", 5_000));
    }
}
