//! Members of a business with a sign-in of its own: the business says by a signed token who books.
//!
//! A token that is not good counts as none. Guests can do nothing about it, and who tries tokens
//! learns nothing from an answer that everybody gets.

pub mod command;
mod secrets;
mod token;

use booking_contract::MemberId;
use booking_engine::CalendarId;

use crate::metrics::MemberToken;
use crate::store::{StoreError, member_secrets};
use crate::{AppState, customer};

/// A member of a business, as a good token told.
#[derive(Clone, Debug)]
pub(crate) struct VerifiedMember {
    /// The business's own id.
    pub(crate) id: MemberId,
    /// Their key as a customer.
    pub(crate) key: String,
}

/// The member that a token of a calendar's business tells, where there is one and it is good.
pub(crate) async fn told(
    state: &AppState,
    calendar: &CalendarId,
    token: Option<&str>,
) -> Result<Option<VerifiedMember>, StoreError> {
    let Some(token) = token else {
        return Ok(None);
    };
    let now = state.clock.now();
    let mut conn = state.store.read().await?;
    let found = member_secrets::of_calendar(&mut conn, calendar, now.timestamp_millis()).await?;
    drop(conn);
    let judged = match &found {
        Some((business, secrets)) => token::member(token, secrets, business, now.timestamp()),
        None => Err(MemberToken::NoSecret),
    };
    let outcome = judged.as_ref().err().copied();
    state
        .metrics
        .member_token(outcome.unwrap_or(MemberToken::Accepted));
    if let Some(flaw) = outcome {
        tracing::debug!(%calendar, ?flaw, "a member's token counts as none");
    }
    Ok(judged.ok().map(|id| VerifiedMember {
        key: customer::member_key(state.store.secret(), &id),
        id,
    }))
}
