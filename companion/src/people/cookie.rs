//! The session's token and the cookie that carries it.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Random bytes of a token.
const TOKEN_BYTES: usize = 32;

/// How the companion calls its cookie, by the address under which browsers reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// Over HTTPS: only the very same host can set it, and no other path.
    Host,
    /// Over plain HTTP, which is only for trying things out on one machine: browsers do not take
    /// the other kind there.
    Plain,
}

/// What only the browser knows; the books know its hash.
pub(crate) struct Token(String);

impl Token {
    /// A new one; none where the machine has no randomness.
    pub(crate) fn random() -> Option<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The text, for the one who shall have it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// As the books know one that somebody comes with.
    pub(crate) fn hash_of(text: &str) -> String {
        hash(text)
    }

    /// As the books know it. A plain hash will do: the token has too much chance in it to be
    /// guessed.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl Cookie {
    /// The one for browsers that come by this address.
    pub(crate) fn of(public_url: &str) -> Self {
        if public_url.starts_with("https://") {
            Self::Host
        } else {
            Self::Plain
        }
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Host => "__Host-booking-session",
            Self::Plain => "booking-session",
        }
    }

    /// The hash of the token that came with a request, if one did.
    pub(crate) fn token_hash(self, headers: &HeaderMap) -> Option<String> {
        let lines = headers.get_all(header::COOKIE).iter();
        let mut pairs = lines.flat_map(|line| line.to_str().unwrap_or_default().split(';'));
        let token = pairs.find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            (name.trim() == self.name()).then_some(value.trim())
        })?;
        Some(hash(token))
    }

    /// Gives the browser a token.
    pub(crate) fn set(self, token: &Token, seconds_max: i64) -> HeaderValue {
        self.header(&token.0, seconds_max)
    }

    /// Takes it away.
    pub(crate) fn clear(self) -> HeaderValue {
        self.header("", 0)
    }

    fn header(self, value: &str, seconds_max: i64) -> HeaderValue {
        let name = self.name();
        let secure = match self {
            Self::Host => "; Secure",
            Self::Plain => "",
        };
        let line = format!(
            "{name}={value}; Path=/; Max-Age={seconds_max}; HttpOnly{secure}; SameSite=Lax"
        );
        HeaderValue::try_from(line).expect("a name, Base64 and a number may stand in a header")
    }
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
