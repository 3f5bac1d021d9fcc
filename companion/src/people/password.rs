//! Passwords: which are taken, how they are kept, and how many are worked on at once.

use std::num::NonZero;
use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use booking_contract::owner::Password;
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::Problem;

/// What Argon2id takes for each password, by OWASP's advice: memory in KiB, passes, lanes.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many passwords are worked on at once at most; each takes its memory and a core.
const AT_ONCE_MAX: usize = 4;
/// How many more may wait for that.
const WAITING_MAX: usize = 32;
/// The shortest password, in characters.
const LENGTH_MIN: usize = 12;
/// The longest password, in characters.
const LENGTH_MAX: usize = 128;

/// A password that may be somebody's: long enough, and nothing else is asked of it.
#[derive(Clone, Debug)]
pub(crate) struct NewPassword(Password);

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Fewer characters than [`LENGTH_MIN`].
    #[error("a password has at least {LENGTH_MIN} characters")]
    TooShort,
    /// More characters than [`LENGTH_MAX`].
    #[error("a password has at most {LENGTH_MAX} characters")]
    TooLong,
}

impl TryFrom<Password> for NewPassword {
    type Error = PasswordError;

    fn try_from(typed: Password) -> Result<Self, PasswordError> {
        match typed.reveal().chars().count() {
            ..LENGTH_MIN => Err(PasswordError::TooShort),
            LENGTH_MIN..=LENGTH_MAX => Ok(Self(typed)),
            _ => Err(PasswordError::TooLong),
        }
    }
}

impl NewPassword {
    /// Its hash with a salt of its own, as the books keep it; none where the machine has no
    /// randomness.
    pub(crate) fn hash(&self) -> Option<String> {
        let hash = argon2().hash_password(self.0.reveal().as_bytes());
        hash.ok().map(|hash| hash.to_string())
    }
}

/// Compares passwords, a few at once.
#[derive(Clone, Debug)]
pub(crate) struct Passwords {
    working: Arc<Semaphore>,
    room: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let at_once = cores.min(AT_ONCE_MAX);
        Self {
            working: Arc::new(Semaphore::new(at_once)),
            room: Arc::new(Semaphore::new(at_once + WAITING_MAX)),
        }
    }
}

impl Passwords {
    /// Whether a password is the one of a hash. Without a hash it is not, after the same work:
    /// nobody learns from the time whether there is an account.
    pub(crate) async fn fits(
        &self,
        typed: Password,
        hash: Option<String>,
    ) -> Result<bool, Problem> {
        let Ok(_room) = self.room.try_acquire() else {
            return Err(Problem::Unavailable);
        };
        let working = self.working.clone().acquire_owned().await;
        let working = working.map_err(|_| Problem::Unavailable)?;
        let compared = tokio::task::spawn_blocking(move || {
            // Kept to the end of the work, also where nobody waits for it any more.
            let _working = working;
            compare(&typed, hash.as_deref())
        });
        compared
            .await
            .map_err(|error| Problem::Internal(error.to_string()))
    }
}

impl Passwords {
    /// The hash of a new password, after the same waiting as for a comparison.
    pub(crate) async fn hash(&self, new: NewPassword) -> Result<String, Problem> {
        let Ok(_room) = self.room.try_acquire() else {
            return Err(Problem::Unavailable);
        };
        let working = self.working.clone().acquire_owned().await;
        let working = working.map_err(|_| Problem::Unavailable)?;
        let hashed = tokio::task::spawn_blocking(move || {
            let _working = working;
            new.hash()
        });
        let hashed = hashed
            .await
            .map_err(|error| Problem::Internal(error.to_string()))?;
        hashed.ok_or_else(|| Problem::Internal("the machine has no randomness for a salt".into()))
    }
}

fn compare(typed: &Password, hash: Option<&str>) -> bool {
    let known = hash.and_then(|hash| PasswordHash::new(hash).ok());
    let is_known = known.is_some();
    let Some(against) = known.or_else(|| PasswordHash::new(&NOBODYS).ok()) else {
        return false;
    };
    let fits = argon2().verify_password(typed.reveal().as_bytes(), &against);
    is_known && fits.is_ok()
}

/// The hash of a password that is nobody's, made as every other.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    let hash = argon2().hash_password_with_salt(b"", b"nobody has an account");
    hash.map(|hash| hash.to_string()).unwrap_or_default()
});

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None);
    let params = params.expect("the parameters are within what Argon2 allows");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Password {
        Password::from(text.to_owned())
    }

    #[test]
    fn a_password_has_12_to_128_characters_and_nothing_else_is_asked_of_it() {
        let taken = |text: String| NewPassword::try_from(typed(&text)).map(|_| ());
        assert_eq!(taken("a".repeat(11)), Err(PasswordError::TooShort));
        assert_eq!(taken("a".repeat(12)), Ok(()));
        assert_eq!(taken("é".repeat(12)), Ok(()));
        assert_eq!(taken("            ".to_owned()), Ok(()));
        assert_eq!(taken("密".repeat(128)), Ok(()));
        assert_eq!(taken("a".repeat(129)), Err(PasswordError::TooLong));
    }

    #[test]
    fn a_hash_is_argon2id_by_owasp_and_salted() {
        let password = NewPassword::try_from(typed("correct horse battery")).expect("long enough");
        let [first, second] = [(); 2].map(|()| password.hash().expect("randomness"));
        assert!(
            first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{first}"
        );
        assert_ne!(first, second);
        for hash in [first, second] {
            assert!(compare(&typed("correct horse battery"), Some(&hash)));
            assert!(!compare(&typed("correct horse batter"), Some(&hash)));
            assert!(!compare(&typed("Correct horse battery"), Some(&hash)));
        }
    }

    #[test]
    fn without_an_account_no_password_fits_and_the_work_is_the_same() {
        assert!(NOBODYS.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(!compare(&typed(""), None));
        // What cannot be read as a hash is nobody's either.
        assert!(!compare(&typed(""), Some("plain")));
        assert!(!compare(&typed("plain"), Some("plain")));
    }

    #[tokio::test]
    async fn a_crowd_beyond_those_who_may_wait_is_sent_away_at_once() {
        let passwords = Passwords::default();
        let places = passwords.room.available_permits();
        let _all = passwords
            .room
            .acquire_many(u32::try_from(places).expect("few"))
            .await;
        let refused = passwords.fits(typed("x"), None).await;
        assert!(matches!(refused, Err(Problem::Unavailable)));
    }

    #[test]
    fn a_typed_password_is_not_shown() {
        assert_eq!(format!("{:?}", typed("secret words")), "Password");
    }
}
