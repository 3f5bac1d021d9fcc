//! The token by which a business says which of its members books: a JSON Web Token, signed by
//! HMAC-SHA256 with a secret of the business, and nothing else that goes by that name.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use booking_contract::MemberId;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Number;
use sha2::Sha256;

use crate::metrics::MemberToken as Flaw;

/// The longest token, in bytes.
const TOKEN_BYTES_MAX: usize = 2_048;
/// How far the clock of whoever signs may be ahead of ours, in seconds.
const LEEWAY_SECONDS: i64 = 60;

/// What counts of the header. Names that do not matter are passed over.
#[derive(Deserialize)]
struct Header {
    alg: String,
    /// What must be understood, and here never is.
    crit: Option<IgnoredAny>,
}

/// What counts of the claims.
#[derive(Deserialize)]
struct Claims {
    sub: MemberId,
    exp: Number,
    nbf: Option<Number>,
    iat: Option<Number>,
    aud: Option<Audience>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// The member of a token for this business that is good at this time, or why it counts as none.
/// A secret is the key as it is written, byte for byte.
pub(super) fn member(
    token: &str,
    secrets: &[String],
    business_id: &str,
    now_seconds: i64,
) -> Result<MemberId, Flaw> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(Flaw::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Flaw::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(Flaw::Malformed)?;
    let header: Header = part(header)?;
    if header.alg != "HS256" || header.crit.is_some() {
        return Err(Flaw::Algorithm);
    }
    let signature = bytes(signature)?;
    // What is not signed is not read.
    if !secrets.iter().any(|it| signs(it, signed, &signature)) {
        return Err(Flaw::Signature);
    }
    let claims: Claims = part(claims)?;
    check(&claims, business_id, now_seconds)?;
    Ok(claims.sub)
}

fn check(claims: &Claims, business_id: &str, now_seconds: i64) -> Result<(), Flaw> {
    if now_seconds >= seconds(&claims.exp)? {
        return Err(Flaw::Expired);
    }
    for begin in [&claims.nbf, &claims.iat].into_iter().flatten() {
        if seconds(begin)? > now_seconds.saturating_add(LEEWAY_SECONDS) {
            return Err(Flaw::Early);
        }
    }
    let meant = match &claims.aud {
        None => true,
        Some(Audience::One(name)) => name == business_id,
        Some(Audience::Several(names)) => names.iter().any(|name| name == business_id),
    };
    if meant { Ok(()) } else { Err(Flaw::Foreign) }
}

/// Whether the secret has made this signature; takes the same time wherever they differ.
fn signs(secret: &str, signed: &str, signature: &[u8]) -> bool {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(signed.as_bytes());
    mac.verify_slice(signature).is_ok()
}

/// Whole seconds since the epoch. The standard allows fractions, and who divides milliseconds
/// sends them; they are cut off without becoming a float here.
fn seconds(number: &Number) -> Result<i64, Flaw> {
    let text = number.to_string();
    let whole = text.split_once('.').map_or(&*text, |(whole, _)| whole);
    whole.parse().map_err(|_| Flaw::Malformed)
}

fn part<T: DeserializeOwned>(text: &str) -> Result<T, Flaw> {
    serde_json::from_slice(&bytes(text)?).map_err(|_| Flaw::Malformed)
}

fn bytes(text: &str) -> Result<Vec<u8>, Flaw> {
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(text);
    decoded.map_err(|_| Flaw::Malformed)
}

#[cfg(test)]
mod tests;
