//! Secrets and signatures as Standard Webhooks has them: `whsec_` and base64 of the key, and
//! `v1,` with base64 of the HMAC-SHA256 over id, time and body.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

const PREFIX: &str = "whsec_";
/// How long a key may be, in bytes.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// How long a key of ours is, in bytes.
const FRESH_KEY_BYTES: usize = 32;

/// A key that signs for one endpoint. It is shown to its owner once.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(Vec<u8>);

/// Why a text is not a signing secret, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SecretError {
    /// It does not begin with `whsec_`.
    #[error("a signing secret begins with whsec_")]
    Prefix,
    /// What follows is not base64.
    #[error("a signing secret is base64 after whsec_")]
    Base64,
    /// The key is too short to be safe, or too long.
    #[error("a signing secret has 24 to 64 bytes")]
    Length,
    /// The machine has no randomness.
    #[error("the machine has no randomness")]
    Randomness,
}

impl SigningSecret {
    /// A fresh one.
    pub fn random() -> Result<Self, SecretError> {
        let mut key = vec![0; FRESH_KEY_BYTES];
        getrandom::fill(&mut key).map_err(|_| SecretError::Randomness)?;
        Ok(Self(key))
    }

    /// Reads the text that its owner has.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let encoded = text.strip_prefix(PREFIX).ok_or(SecretError::Prefix)?;
        let key = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| SecretError::Base64)?;
        if KEY_BYTES.contains(&key.len()) {
            Ok(Self(key))
        } else {
            Err(SecretError::Length)
        }
    }

    /// The text for its owner.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", BASE64_STANDARD.encode(&self.0))
    }

    /// The signature of a message; the time is in seconds since the epoch.
    pub fn sign(&self, id: &str, at_seconds: i64, body: &str) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(format!("{id}.{at_seconds}.").as_bytes());
        mac.update(body.as_bytes());
        format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_has_its_signature() {
        let secret = SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signature = secret.expect("a secret").sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_reads_back_as_it_was_shown() {
        let secret = SigningSecret::random().expect("a secret");
        assert_eq!(SigningSecret::parse(&secret.reveal()), Ok(secret));
    }

    #[test]
    fn secrets_of_other_forms_are_refused() {
        let check = |text: &str| SigningSecret::parse(text).expect_err("not a secret");
        assert_eq!(
            check("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            SecretError::Prefix
        );
        assert_eq!(check("whsec_not base64"), SecretError::Base64);
        let of = |bytes| format!("whsec_{}", BASE64_STANDARD.encode(vec![7; bytes]));
        assert_eq!(check(&of(23)), SecretError::Length);
        assert_eq!(check(&of(65)), SecretError::Length);
        assert!(SigningSecret::parse(&of(24)).is_ok());
        assert!(SigningSecret::parse(&of(64)).is_ok());
    }
}
