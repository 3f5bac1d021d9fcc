//! The instance's secret, and the keyed hashes made with it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

type HmacSha256 = Hmac<Sha256>;

/// 32 random bytes that never leave the books.
#[derive(Clone)]
pub(crate) struct Secret([u8; 32]);

impl Secret {
    /// A fresh one; none where the machine has no randomness.
    pub(crate) fn random() -> Option<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// Reads it back from the books.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let bytes = hex::decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// As the books keep it.
    pub(crate) fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    /// The token that opens an order.
    pub(crate) fn order_token(&self, order_id: &str) -> String {
        let tag = self.mac("order", order_id).finalize().into_bytes();
        BASE64_URL_SAFE_NO_PAD.encode(tag)
    }

    /// Whether a token opens an order; takes the same time wherever they differ.
    pub(crate) fn opens_order(&self, order_id: &str, token: &str) -> bool {
        BASE64_URL_SAFE_NO_PAD
            .decode(token)
            .is_ok_and(|tag| self.mac("order", order_id).verify_slice(&tag).is_ok())
    }

    /// A key to find something by without keeping the text itself.
    pub(crate) fn key(&self, purpose: &'static str, text: &str) -> String {
        let tag = self.mac(purpose, text).finalize().into_bytes();
        BASE64_URL_SAFE_NO_PAD.encode(tag.get(..16).unwrap_or_default())
    }

    fn mac(&self, purpose: &str, text: &str) -> HmacSha256 {
        let mut mac = HmacSha256::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        // The separator keeps purposes apart: none of them contains it.
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(text.as_bytes());
        mac
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}
