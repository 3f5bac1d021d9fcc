//! What somebody does with their own account: another password, and a look at where they are signed
//! in.

use booking_contract::owner::{ChangePassword, OwnSession, OwnSessions, Session, SignIn};
use serde_json::json;

use super::cookie::Token;
use super::password::NewPassword;
use super::signed_in::{IDLE_MAX_MS, SignedIn};
use super::signing_in::{self, Origin, Tries, sign_in};
use crate::business::refusal::{Reason, Refusal};
use crate::clock::instant;
use crate::customer::one_form;
use crate::store::owner_log::{self, Action};
use crate::store::{Conn, StoreError, people, sessions};
use crate::{AppState, Problem};

/// How many sessions are shown.
const SESSIONS_SHOWN: i64 = 50;

/// Where somebody is signed in.
pub(crate) async fn own_sessions(
    state: &AppState,
    signed_in: &SignedIn,
) -> Result<OwnSessions, Problem> {
    let now_ms = state.clock.now_ms();
    let mut conn = state.store.read().await?;
    let user_id = &signed_in.user.id;
    let used_after_ms = now_ms - IDLE_MAX_MS;
    let kept = sessions::of_user(&mut conn, user_id, used_after_ms, now_ms, SESSIONS_SHOWN).await?;
    let sessions = kept.into_iter().map(|session| OwnSession {
        began_at: instant(session.created_ms),
        used_at: instant(session.seen_ms),
        browser: session.user_agent,
        is_this: session.token_hash == signed_in.token_hash,
    });
    Ok(OwnSessions {
        sessions: sessions.collect(),
    })
}

/// Gives the account another password, ends every session of it, and begins a new one here. The
/// password so far is asked for as at a sign-in, and throttled like one.
pub(crate) async fn change_password(
    state: &AppState,
    signed_in: SignedIn,
    asked: ChangePassword,
    origin: Origin<'_>,
) -> Result<(Token, Session), Problem> {
    let new = NewPassword::try_from(asked.new.clone())
        .map_err(|error| Refusal::from(Reason::Password(error)))?;
    let email = signed_in.user.email.clone();
    let (account, tries) = signing_in::verify(state, &email, asked.current, origin.address).await?;
    let new_hash = state.passwords.hash(new).await?;
    let changing = Changing {
        user_id: account.user.id,
        email_key: one_form(&email),
        old_hash: account.password_hash,
        new_hash,
        tries,
        now_ms: state.clock.now_ms(),
    };
    let changed = state
        .store
        .attempt(changing, |conn, changing| Box::pin(changing.write(conn)));
    changed.await??;
    let again = SignIn {
        email,
        password: asked.new,
    };
    sign_in(state, again, origin).await
}

struct Changing {
    user_id: String,
    email_key: String,
    old_hash: String,
    new_hash: String,
    tries: Tries,
    now_ms: i64,
}

impl Changing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<(), Refusal>, StoreError> {
        let user_id = &self.user_id;
        let changed =
            people::replace_password(conn, user_id, &self.old_hash, &self.new_hash).await?;
        if !changed {
            let now = people::by_email(conn, &self.email_key).await?;
            // Run again after its answer was lost, the transaction finds its own work.
            let is_done = now.is_some_and(|now| now.password_hash == self.new_hash);
            return Ok(if is_done {
                Ok(())
            } else {
                Err(Reason::Changed.into())
            });
        }
        self.tries.take_off(conn).await?;
        for standing in people::standings(conn, user_id).await? {
            let detail = json!({}).to_string();
            let action = Action {
                business_id: &standing.business_id,
                actor: user_id,
                done: "member.password",
                subject: user_id,
                detail: &detail,
                now_ms: self.now_ms,
            };
            owner_log::add(conn, &action).await?;
        }
        signing_in::end_all(conn, user_id, user_id, self.now_ms).await?;
        Ok(Ok(()))
    }
}
