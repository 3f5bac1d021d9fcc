//! Who asks: the person behind a session, and what they are at the business that a path names.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use booking_contract::owner::{Permission, Plan, Role, User};

use super::roles::{self, Refusal};
use super::{Cookie, OwnPage};
use crate::store::sessions::{self, Found};
use crate::{AppState, Problem};

/// How long after its last request a session ends, in milliseconds: 12 hours.
pub(crate) const IDLE_MAX_MS: i64 = 12 * 60 * 60 * 1000;
/// How long after the sign-in it ends in any case, in milliseconds: 7 days.
pub(crate) const AGE_MAX_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// How exactly the last request is known, in milliseconds: so that looking at a page does not
/// write to the books each time.
const SEEN_STEP_MS: i64 = 5 * 60 * 1000;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// The person.
    pub(crate) user: User,
    /// The session, as the books know it.
    pub(crate) token_hash: String,
}

/// Somebody who is signed in and belongs to the business that the path names as `{id}`.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The business.
    pub(crate) business_id: String,
    /// The person, and who the owner's log names.
    pub(crate) user_id: String,
    /// What they are there, at this very request.
    pub(crate) role: Role,
    /// The business's plan.
    pub(crate) plan: Plan,
}

impl Member {
    /// Refuses what the role does not allow, or the business's plan does not hold. To be asked
    /// before anything else, so that nobody learns from what else is wrong with a request; a body
    /// is taken as a `Result` for that.
    pub(crate) fn may(&self, permission: Permission) -> Result<(), Problem> {
        roles::judge(self.role, self.plan, permission).map_err(|refusal| {
            tracing::info!(user = self.user_id, %permission, ?refusal, "not allowed");
            match refusal {
                Refusal::Role => Problem::NotAllowed(self.role, permission),
                Refusal::Plan(feature) => Problem::NotInPlan(feature),
            }
        })
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let (found, token_hash) = find(parts, state, None).await?;
        Ok(Self {
            user: found.user,
            token_hash,
        })
    }
}

impl FromRequestParts<AppState> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::NotFound)?;
        let id = path.iter().find(|(name, _)| *name == "id");
        let (_, id) = id.ok_or_else(|| Problem::Internal("the path names no business".into()))?;
        let business_id = id.to_owned();
        let (found, _) = find(parts, state, Some(&business_id)).await?;
        // A business of others is answered like none at all.
        let (role, plan) = found.standing.ok_or(Problem::NotFound)?;
        Ok(Self {
            business_id,
            user_id: found.user.id,
            role,
            plan,
        })
    }
}

/// The session of a request, with what its person is at a business.
async fn find(
    parts: &mut Parts,
    state: &AppState,
    business_id: Option<&str>,
) -> Result<(Found, String), Problem> {
    OwnPage::from_request_parts(parts, state).await?;
    let cookie = Cookie::of(&state.config.public_url);
    let token_hash = cookie.token_hash(&parts.headers);
    let token_hash = token_hash.ok_or(Problem::NotSignedIn)?;
    let now_ms = state.clock.now_ms();
    let mut conn = state.store.read().await?;
    let found = sessions::find(&mut conn, &token_hash, business_id).await?;
    drop(conn);
    let lives = |found: &Found| found.seen_ms + IDLE_MAX_MS > now_ms && found.ends_ms > now_ms;
    let found = found.filter(lives).ok_or(Problem::NotSignedIn)?;
    if found.seen_ms + SEEN_STEP_MS <= now_ms {
        let seen = (token_hash.clone(), now_ms);
        let seen = state.store.write(seen, |conn, (token_hash, now_ms)| {
            Box::pin(crate::store::kept(sessions::seen(
                conn, token_hash, *now_ms,
            )))
        });
        // Books that take nothing now can still be read.
        if let Err(error) = seen.await {
            tracing::warn!(%error, "when a session was used is not noted");
        }
    }
    Ok((found, token_hash))
}
