//! How a session begins: an address and a password become a token.
//!
//! Whoever guesses learns nothing but that they are wrong. A try is counted before the password is
//! looked at, so that many at once are no more than one after the other; a right one is taken off
//! again. Counted are the network, the account from that network, and the account from anywhere:
//! so one machine cannot keep an owner out, and many machines get no further.

use booking_contract::EmailAddress;
use booking_contract::owner::{Membership, Password, Session, SignIn, User};
use serde_json::json;

use super::cookie::Token;
use super::roles;
use super::signed_in::AGE_MAX_MS;
use crate::customer::one_form;
use crate::metrics::Throttled;
use crate::routes::ClientAddress;
use crate::store::owner_log::{self, Action};
use crate::store::people::{self, Account, Standing};
use crate::store::sessions::{self, NewSession};
use crate::store::tries::{self, Counted};
use crate::store::{Conn, StoreError};
use crate::{AppState, Problem};

/// How many tries of one network are looked at in a window: an office shares one.
const NETWORK_TRIES_MAX: i64 = 30;
/// How many of one network at one account.
const PAIR_TRIES_MAX: i64 = 10;
/// How many at one account from anywhere.
const ACCOUNT_TRIES_MAX: i64 = 100;
/// The longest name of a browser that is kept, in characters.
const USER_AGENT_LENGTH_MAX: usize = 200;

/// Where a sign-in comes from.
pub(crate) struct Origin<'r> {
    /// The guest's network.
    pub(crate) address: ClientAddress,
    /// What the browser calls itself.
    pub(crate) user_agent: &'r str,
    /// The session that the browser had, as the books know it: it ends here, so that nobody goes
    /// on with a token that somebody else could have given them.
    pub(crate) previous: Option<String>,
}

/// Begins a session.
pub(crate) async fn sign_in(
    state: &AppState,
    asked: SignIn,
    origin: Origin<'_>,
) -> Result<(Token, Session), Problem> {
    let (account, tries) = verify(state, &asked.email, asked.password, origin.address).await?;
    let now_ms = state.clock.now_ms();
    let token = Token::random()
        .ok_or_else(|| Problem::Internal("the machine has no randomness for a token".into()))?;
    let beginning = Beginning {
        session: NewSession {
            token_hash: token.hash(),
            user_id: account.user.id.clone(),
            password_hash: account.password_hash,
            created_ms: now_ms,
            ends_ms: now_ms + AGE_MAX_MS,
            user_agent: (origin.user_agent.chars())
                .take(USER_AGENT_LENGTH_MAX)
                .collect(),
        },
        previous: origin.previous,
        tries,
    };
    let begun = state
        .store
        .attempt(beginning, |conn, beginning| Box::pin(beginning.write(conn)));
    // The password was changed meanwhile.
    let standings = begun.await?.map_err(|Changed| Problem::WrongPassword)?;
    Ok((token, session(account.user, standings)))
}

/// The account of an address, for whoever knows its password. The try is counted first; who goes on
/// with the account takes it off again in their transaction.
pub(super) async fn verify(
    state: &AppState,
    email: &EmailAddress,
    password: Password,
    address: ClientAddress,
) -> Result<(Account, Tries), Problem> {
    let email_key = one_form(email);
    let now_ms = state.clock.now_ms();
    let tries = Tries::new(state, &email_key, address);
    if let Some(wait_ms) = tries.count(state, now_ms).await? {
        state.metrics.throttled(Throttled::SignIns);
        let seconds = u32::try_from(wait_ms / 1_000 + 1).unwrap_or(u32::MAX);
        return Err(Problem::TooManyTries(seconds));
    }
    let mut conn = state.store.read().await?;
    let account = people::by_email(&mut conn, &email_key).await?;
    drop(conn);
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let fits = state.passwords.fits(password, hash).await?;
    let Some(account) = account else {
        return Err(Problem::WrongPassword);
    };
    if !fits {
        note_refusal(state, account.user.id, now_ms);
        return Err(Problem::WrongPassword);
    }
    Ok((account, tries))
}

/// What somebody is told of themselves.
pub(crate) fn session(user: User, standings: Vec<Standing>) -> Session {
    let businesses = standings.into_iter().map(|standing| Membership {
        id: standing.business_id,
        name: standing.business_name,
        role: standing.role,
        permissions: roles::permissions(standing.role),
        features: roles::features(standing.plan).to_vec(),
    });
    Session {
        user,
        businesses: businesses.collect(),
    }
}

/// The password is another one by now.
struct Changed;

struct Beginning {
    session: NewSession,
    previous: Option<String>,
    tries: Tries,
}

impl Beginning {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Vec<Standing>, Changed>, StoreError> {
        if let Some(previous) = &self.previous {
            sessions::end(conn, previous).await?;
        }
        if !sessions::begin(conn, &self.session).await? {
            return Ok(Err(Changed));
        }
        self.tries.take_off(conn).await?;
        let standings = people::standings(conn, &self.session.user_id).await?;
        let now_ms = self.session.created_ms;
        note(
            conn,
            &self.session.user_id,
            "session.begin",
            &standings,
            now_ms,
        )
        .await?;
        Ok(Ok(standings))
    }
}

/// Writes down what came of somebody's sign-in, in the log of each of their businesses.
async fn note(
    conn: &mut Conn,
    user_id: &str,
    done: &str,
    standings: &[Standing],
    now_ms: i64,
) -> Result<(), StoreError> {
    for standing in standings {
        let detail = json!({ "role": standing.role }).to_string();
        let action = Action {
            business_id: &standing.business_id,
            actor: user_id,
            done,
            subject: user_id,
            detail: &detail,
            now_ms,
        };
        owner_log::add(conn, &action).await?;
    }
    Ok(())
}

/// Ends every session of a person, as `actor` asked for; answers how many there were.
pub(crate) async fn end_all(
    conn: &mut Conn,
    user_id: &str,
    actor: &str,
    now_ms: i64,
) -> Result<u64, StoreError> {
    let ended = sessions::end_all(conn, user_id).await?;
    for standing in people::standings(conn, user_id).await? {
        let detail = json!({ "sessions": ended }).to_string();
        let action = Action {
            business_id: &standing.business_id,
            actor,
            done: "session.end_all",
            subject: user_id,
            detail: &detail,
            now_ms,
        };
        owner_log::add(conn, &action).await?;
    }
    Ok(ended)
}

/// Writes down that a password was wrong. Nobody waits for it: the time to the answer would tell
/// that there is such an account.
fn note_refusal(state: &AppState, user_id: String, now_ms: i64) {
    let store = state.store.clone();
    tokio::spawn(async move {
        let noted = store.write((user_id, now_ms), |conn, (user_id, now_ms)| {
            Box::pin(crate::store::kept(async {
                let standings = people::standings(conn, user_id).await?;
                note(conn, user_id, "session.refused", &standings, *now_ms).await
            }))
        });
        if let Err(error) = noted.await {
            tracing::warn!(%error, "a wrong password is not in the owner's log");
        }
    });
}

/// Whose tries are counted together: keyed hashes, so that the books hold no address.
#[derive(Clone, Debug)]
pub(super) struct Tries {
    network: String,
    pair: String,
    account: String,
}

impl Tries {
    fn new(state: &AppState, email_key: &str, address: ClientAddress) -> Self {
        let secret = state.store.secret();
        let network = address.network();
        Self {
            pair: secret.key("sign-ins at an account", &format!("{network} {email_key}")),
            network: secret.key("sign-ins of a network", &network),
            account: secret.key("sign-ins at an account from anywhere", email_key),
        }
    }

    fn keys(&self) -> [&str; 3] {
        [&self.network, &self.pair, &self.account]
    }

    /// Takes off the try that was right.
    pub(super) async fn take_off(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for key in self.keys() {
            tries::take_off(conn, key).await?;
        }
        Ok(())
    }

    /// Counts a try; answers how long none is looked at if it is one too many, in milliseconds.
    async fn count(&self, state: &AppState, now_ms: i64) -> Result<Option<i64>, StoreError> {
        let counting = (self.clone(), now_ms);
        let counted = state.store.write(counting, |conn, (tries, now_ms)| {
            Box::pin(crate::store::kept(async {
                let limits = [NETWORK_TRIES_MAX, PAIR_TRIES_MAX, ACCOUNT_TRIES_MAX];
                for (key, tries_max) in tries.keys().into_iter().zip(limits) {
                    let counted = Counted { key, tries_max };
                    let standing = tries::count(conn, counted, *now_ms).await?;
                    // What is refused for one network counts no further, so that it cannot end
                    // the asking for all others.
                    if standing.wait_ms.is_some() {
                        return Ok(standing.wait_ms);
                    }
                }
                Ok(None)
            }))
        });
        counted.await
    }
}
