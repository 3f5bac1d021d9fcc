//! Seals what has to be kept and must not be read by whoever reads the books alone: the sealing key
//! is not in them.
//!
//! XChaCha20-Poly1305 with a random nonce. What a text is for is sealed along with it, so that no
//! sealed text can stand in for another one.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use thiserror::Error;

/// The length of a nonce, in bytes.
const NONCE_BYTES: usize = 24;
/// What a sealed text begins with: how it was sealed.
const SCHEME: &str = "x1.";

/// 32 bytes to seal with, as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey([u8; 32]);

/// Where the sealing key is. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Vault(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    source: Source,
    /// Once it was read.
    key: OnceLock<SealingKey>,
}

#[derive(Debug)]
enum Source {
    /// It was given with the options.
    Given,
    /// In this file, which is made when it is first needed.
    File(PathBuf),
    /// There is none.
    Nowhere,
}

/// Why nothing can be sealed.
#[derive(Debug, Error)]
pub(crate) enum VaultError {
    /// There is no sealing key, and no place to make one at.
    #[error(
        "this companion has no sealing key: give it one as BOOKING_SEALING_KEY or with \
         --sealing-key-file"
    )]
    NoKey,
    /// The file cannot be read or made.
    #[error("the file of the sealing key: {0}")]
    File(#[from] io::Error),
    /// The file holds something else.
    #[error("the file of the sealing key does not hold 64 hexadecimal digits")]
    Malformed,
    /// The machine has no randomness.
    #[error("the machine has no randomness")]
    Randomness,
}

impl Vault {
    /// Seals with a key that is given.
    pub fn with(key: SealingKey) -> Self {
        Self(Arc::new(Inner {
            source: Source::Given,
            key: OnceLock::from(key),
        }))
    }

    /// Seals with the key in a file, which is made where there is none when one is first needed.
    pub fn in_file(path: PathBuf) -> Self {
        Self::of(Source::File(path))
    }

    /// Cannot seal.
    pub fn nowhere() -> Self {
        Self::of(Source::Nowhere)
    }

    fn of(source: Source) -> Self {
        let key = OnceLock::new();
        Self(Arc::new(Inner { source, key }))
    }

    /// Seals a text for a purpose.
    pub(crate) fn seal(&self, purpose: &str, text: &str) -> Result<String, VaultError> {
        let key = match self.key() {
            Err(VaultError::File(error)) if error.kind() == io::ErrorKind::NotFound => self.make(),
            found => found,
        }?;
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::Randomness)?;
        let payload = Payload {
            msg: text.as_bytes(),
            aad: purpose.as_bytes(),
        };
        let sealed = cipher(key)
            .encrypt(&XNonce::from(nonce), payload)
            // It fails only for texts of hundreds of gigabytes.
            .map_err(|_| VaultError::Malformed)?;
        let whole = [nonce.as_slice(), &sealed].concat();
        Ok(format!("{SCHEME}{}", BASE64_URL_SAFE_NO_PAD.encode(whole)))
    }

    /// The text that was sealed for this purpose; none where it was sealed with another key or for
    /// something else, or where there is no key.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Option<String> {
        let whole = BASE64_URL_SAFE_NO_PAD
            .decode(sealed.strip_prefix(SCHEME)?)
            .ok()?;
        let (nonce, sealed) = whole.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload {
            msg: sealed,
            aad: purpose.as_bytes(),
        };
        let key = self.key().ok()?;
        let text = cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()?;
        String::from_utf8(text).ok()
    }

    fn key(&self) -> Result<&SealingKey, VaultError> {
        if let Some(key) = self.0.key.get() {
            return Ok(key);
        }
        let Source::File(path) = &self.0.source else {
            return Err(VaultError::NoKey);
        };
        let text = fs::read_to_string(path)?;
        let key = text.trim().parse().map_err(|_| VaultError::Malformed)?;
        Ok(self.0.key.get_or_init(|| key))
    }

    /// Makes the file with a fresh key, unless somebody else is faster.
    fn make(&self) -> Result<&SealingKey, VaultError> {
        let Source::File(path) = &self.0.source else {
            return Err(VaultError::NoKey);
        };
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| VaultError::Randomness)?;
        let beside = path.with_extension(format!("{}.new", hex::encode(&bytes[..4])));
        // Another key than the one that is made: its name is no part of it.
        getrandom::fill(&mut bytes).map_err(|_| VaultError::Randomness)?;
        write_private(&beside, &hex::encode(bytes))?;
        // A link takes no place that is taken, and whoever reads finds the whole key or nothing.
        let linked = fs::hard_link(&beside, path);
        fs::remove_file(&beside)?;
        match linked {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
        tracing::info!(path = %path.display(), "made a sealing key: keep a copy of it");
        self.key()
    }
}

fn cipher(SealingKey(bytes): &SealingKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*bytes))
}

/// Writes a file that nobody but its owner can read.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

impl FromStr for SealingKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bytes = hex::decode(text.trim()).ok();
        let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes
            .map(Self)
            .ok_or_else(|| "a sealing key is 64 hexadecimal digits".to_owned())
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(digit: &str) -> Vault {
        Vault::with(digit.repeat(64).parse().expect("a key"))
    }

    #[test]
    fn what_is_sealed_is_opened_with_the_same_key_and_for_the_same_purpose_only() {
        let sealed = vault("a").seal("key:sa_1", "sk_test_1234").expect("sealed");
        assert!(!sealed.contains("1234"));
        assert_eq!(
            vault("a").open("key:sa_1", &sealed).as_deref(),
            Some("sk_test_1234")
        );
        assert_eq!(vault("b").open("key:sa_1", &sealed), None);
        assert_eq!(vault("a").open("key:sa_2", &sealed), None);
        assert_eq!(vault("a").open("key:sa_1", &sealed[..40]), None);
        assert_eq!(vault("a").open("key:sa_1", ""), None);
        assert_eq!(Vault::nowhere().open("key:sa_1", &sealed), None);
    }

    #[test]
    fn the_same_text_is_never_sealed_alike() {
        let seal = || vault("a").seal("key", "sk_test_1234").expect("sealed");
        assert_ne!(seal(), seal());
    }

    #[test]
    fn the_file_is_made_once_and_for_its_owner_alone() {
        let folder = std::env::temp_dir().join(format!("vault-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("booking.db.key");
        let first = Vault::in_file(path.clone());
        assert_eq!(first.open("key", "x1.AAAA"), None);
        assert!(!path.exists(), "reading makes nothing");
        let sealed = first.seal("key", "text").expect("sealed");
        let second = Vault::in_file(path.clone());
        assert_eq!(second.open("key", &sealed).as_deref(), Some("text"));
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::remove_dir_all(&folder).expect("it goes");
    }

    #[test]
    fn without_a_key_nothing_is_sealed() {
        let refused = Vault::nowhere().seal("key", "text");
        assert!(matches!(refused, Err(VaultError::NoKey)));
        assert!("abc".parse::<SealingKey>().is_err());
    }
}
