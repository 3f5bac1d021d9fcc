//! What owners do with the business itself: its settings, its people, its sites.
//!
//! Everything is decided inside the transaction that writes it, after [`businesses::lock`]: of two
//! changes at once the second one sees what the first one did.
//!
//! [`businesses::lock`]: crate::store::businesses::lock

pub(crate) mod invitations;
pub(crate) mod members;
pub(crate) mod refusal;
pub(crate) mod settings;
pub(crate) mod sites;

use serde_json::Value;

use crate::AppState;
use crate::people::Member;
use crate::store::{Conn, StoreError, owner_log};

/// Who changes something, where and when.
#[derive(Clone, Debug)]
pub(crate) struct Author {
    /// The business.
    pub(crate) business_id: String,
    /// Who the owner's log names.
    pub(crate) actor: String,
    /// When.
    pub(crate) now_ms: i64,
}

impl Author {
    /// Whoever sends a request.
    pub(crate) fn of(state: &AppState, member: Member) -> Self {
        Self {
            business_id: member.business_id,
            actor: member.user_id,
            now_ms: state.clock.now_ms(),
        }
    }

    /// Writes down what was done.
    pub(crate) async fn log(
        &self,
        conn: &mut Conn,
        done: &str,
        subject: &str,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let action = owner_log::Action {
            business_id: &self.business_id,
            actor: &self.actor,
            done,
            subject,
            detail: &detail.to_string(),
            now_ms: self.now_ms,
        };
        owner_log::add(conn, &action).await
    }
}
