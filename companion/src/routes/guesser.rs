//! Who tries codes, and how many wrong ones they have tried.

use axum::http::HeaderMap;

use super::ClientAddress;
use crate::store::tries::{Counted, Standing};
use crate::store::{Conn, Query, StoreError, tries};
use crate::{AppState, Problem};

/// How many wrong codes of one network, and of one session, are answered in a window.
const TRIES_MAX: i64 = 10;
/// How many wrong codes at one business are answered in a window.
const BUSINESS_TRIES_MAX: i64 = 1_000;
/// How many make it look as if somebody guesses.
const BUSINESS_TRIES_ALARM: i64 = 100;
/// The header by which a guest's frame tells its checks from others' of the same network. It
/// is voluntary: without it only the network and the business count.
const SESSION: &str = "booking-session";

/// Whose wrong codes are counted together: keyed hashes, so that the books hold no address.
pub(super) struct Guesser {
    network: String,
    session: Option<String>,
    business: String,
}

/// Where the counts stand after a wrong code.
pub(super) struct Standings {
    network: Standing,
    session: Option<Standing>,
    business: Standing,
}

impl Guesser {
    pub(super) fn new(
        state: &AppState,
        business: &str,
        address: ClientAddress,
        session: Option<&str>,
    ) -> Self {
        let secret = state.store.secret();
        let key = |purpose, who: &str| secret.key(purpose, &format!("{business} {who}"));
        Self {
            network: key("wrong tries", &address.network()),
            session: session.map(|session| key("wrong tries of a session", session)),
            business: key("wrong tries at a business", ""),
        }
    }

    /// Asks for the counts that may end the asking.
    pub(super) fn select(&self, now_ms: i64) -> Query<'_> {
        let network = self.network();
        let session = self.session().unwrap_or(network);
        tries::select([network, session, self.business()], now_ms)
    }

    pub(super) async fn count(
        &self,
        conn: &mut Conn,
        now_ms: i64,
    ) -> Result<Standings, StoreError> {
        let network = tries::count(conn, self.network(), now_ms).await?;
        let session = match self.session() {
            Some(session) => Some(tries::count(conn, session, now_ms).await?),
            None => None,
        };
        // What is refused anyway does not count against the business, so that one network alone
        // cannot end the asking for all others.
        let business = if network.wait_ms.is_some() {
            Standing::default()
        } else {
            tries::count(conn, self.business(), now_ms).await?
        };
        Ok(Standings {
            network,
            session,
            business,
        })
    }

    fn network(&self) -> Counted<'_> {
        Counted {
            key: &self.network,
            tries_max: TRIES_MAX,
        }
    }

    fn session(&self) -> Option<Counted<'_>> {
        let key = self.session.as_deref()?;
        let tries_max = TRIES_MAX;
        Some(Counted { key, tries_max })
    }

    fn business(&self) -> Counted<'_> {
        Counted {
            key: &self.business,
            tries_max: BUSINESS_TRIES_MAX,
        }
    }
}

impl Standings {
    /// Whether this code made it look as if somebody guesses: true once in a window.
    pub(super) fn raise_an_alarm(&self) -> bool {
        self.business.tries == BUSINESS_TRIES_ALARM
    }

    /// How long there is no answer, in milliseconds; none where there is one.
    pub(super) fn wait_ms(&self) -> Option<i64> {
        let session = self.session.and_then(|session| session.wait_ms);
        self.network.wait_ms.max(session).max(self.business.wait_ms)
    }
}

/// What the guest's frame calls its visit, if it does.
pub(super) fn session(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(session) = headers.get(SESSION) else {
        return Ok(None);
    };
    let session = session.to_str().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if (16..=64).contains(&session.len()) && session.bytes().all(plain) {
        Ok(Some(session))
    } else {
        Err(Problem::InvalidRequest(
            "Booking-Session: 16 to 64 letters, digits and dashes, or no such header".into(),
        ))
    }
}
