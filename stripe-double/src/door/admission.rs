//! Who calls, in which version, with which parameters: steps 3 and 4 of the door.

use axum::{
    body::Bytes,
    http::{HeaderMap, request::Parts},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

use crate::{
    Double,
    books::{Books, Owner},
    operation::Operation,
    refusal::{Code, Refusal, Status},
    standing::live_twin,
    wire::{check::at_most, facts::FACTS, form},
};

/// A call that may be done.
pub(super) struct Admitted {
    pub(super) owner: Owner,
    pub(super) idempotency_key: Option<String>,
    pub(super) params: Value,
}

/// Steps 3 and 4: who calls, in which version, with which parameters.
pub(super) fn admit(
    double: &Double,
    books: &Books,
    parts: &Parts,
    body: &Bytes,
    operation: &Operation,
) -> Result<Admitted, Refusal> {
    let headers = &parts.headers;
    let owner = owner(headers, books, &double.config.secret_key, operation)?;
    version(headers)?;
    let is_post = parts.method == "POST";
    if is_post {
        form_encoded(headers)?;
    }
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let encoded = if is_post {
        [query, b"&", body].concat()
    } else {
        query.to_vec()
    };
    let params = FACTS.check(operation.name(), &form::decode(&encoded)?)?;
    Ok(Admitted {
        owner,
        // Documented: keys count for POST only.
        idempotency_key: is_post
            .then(|| idempotency_key(headers))
            .transpose()?
            .flatten(),
        params,
    })
}

/// Whose objects the call is about: those of the account that the key is of, or of one that is
/// connected to the platform.
fn owner(
    headers: &HeaderMap,
    books: &Books,
    secret_key: &str,
    operation: &Operation,
) -> Result<Owner, Refusal> {
    let sent = sent_key(headers).unwrap_or_default();
    let found = (books.standings.iter()).find_map(|it| Some((it, it.holder(&sent)?)));
    let Some((standing, holder)) = found else {
        return Ok(Owner {
            livemode: authenticate(headers, secret_key)?,
            account: account(headers)?,
        });
    };
    if account(headers)?.is_some_and(|named| named != standing.id) {
        return Err(Refusal::plain(
            Status::Forbidden,
            Code::AccountInvalid,
            "The provided key does not have access to that account (or that account does not exist).",
        ));
    }
    // Documented: what a restricted key was not given is forbidden, before anything is looked at.
    if holder.restricted && standing.lacks.contains(operation.name()) {
        let message = format!(
            "The provided key '{}' does not have the required permissions for this endpoint on account '{}'.",
            masked(&sent),
            standing.id
        );
        return Err(Refusal::plain(Status::Forbidden, None, message));
    }
    Ok(Owner {
        account: Some(standing.id.clone()),
        livemode: holder.livemode,
    })
}

/// Verbatim: both messages. The key comes as a bearer token or as the user name of Basic. Whether
/// it is the live one, which is spelled like the test key with `sk_live_`.
fn authenticate(headers: &HeaderMap, secret_key: &str) -> Result<bool, Refusal> {
    let sent = sent_key(headers);
    let live_key = live_twin(secret_key);
    let message = match sent.as_deref() {
        Some(key) if key == secret_key => return Ok(false),
        Some(key) if Some(key) == live_key.as_deref() => return Ok(true),
        None | Some("") => {
            "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').".to_owned()
        }
        Some(wrong) => format!("Invalid API Key provided: {}", masked(wrong)),
    };
    Err(Refusal::plain(Status::Unauthorized, None, message))
}

/// Verbatim: the code, and the message with a key that is masked.
pub(super) fn revoked(headers: &HeaderMap) -> Refusal {
    let key = sent_key(headers).unwrap_or_default();
    Refusal::plain(
        Status::Unauthorized,
        Code::ApiKeyExpired,
        format!("Expired API Key provided: {}", masked(&key)),
    )
}

fn sent_key(headers: &HeaderMap) -> Option<String> {
    text(headers, "authorization").and_then(|value| {
        let (scheme, credentials) = value.split_once(' ')?;
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(credentials.trim().to_owned()),
            "basic" => {
                let decoded = BASE64_STANDARD.decode(credentials.trim()).ok()?;
                let decoded = String::from_utf8(decoded).ok()?;
                Some(decoded.split(':').next().unwrap_or_default().to_owned())
            }
            _ => None,
        }
    })
}

/// Enough of a wrong key to recognise it, and no more.
fn masked(key: &str) -> String {
    let start: String = key.chars().take(8).collect();
    format!("{start}***")
}

/// One version is spoken. Without the header Stripe takes the account's own version, which for
/// this account is that one. Verbatim: the message.
fn version(headers: &HeaderMap) -> Result<(), Refusal> {
    match text(headers, "stripe-version") {
        Some(asked) if asked != FACTS.version() => Err(Refusal::plain(
            Status::Invalid,
            None,
            format!(
                "Invalid Stripe API version: {asked}. This stand-in speaks {} only.",
                FACTS.version()
            ),
        )),
        _ => Ok(()),
    }
}

/// Presumed: every account whose id looks like one is connected to this platform.
fn account(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(id) = text(headers, "stripe-account") else {
        return Ok(None);
    };
    let letters = id.strip_prefix("acct_").unwrap_or_default();
    if letters.is_empty() || !letters.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let message = format!(
            "The provided key does not have access to account '{id}' (or that account does not exist). Application access may have been revoked."
        );
        return Err(Refusal::plain(
            Status::Forbidden,
            Code::AccountInvalid,
            message,
        ));
    }
    Ok(Some(id.to_owned()))
}

/// Documented: bodies are form-encoded, JSON is not taken.
fn form_encoded(headers: &HeaderMap) -> Result<(), Refusal> {
    match text(headers, "content-type") {
        Some(kind) if !kind.starts_with("application/x-www-form-urlencoded") => {
            Err(Refusal::plain(
                Status::Invalid,
                None,
                "Invalid request (check that your POST content type is application/x-www-form-urlencoded).",
            ))
        }
        _ => Ok(()),
    }
}

/// Documented: 255 characters at most.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(key) = text(headers, "idempotency-key") else {
        return Ok(None);
    };
    at_most(key, 255, "Idempotency-Key")?;
    Ok(Some(key.to_owned()))
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
