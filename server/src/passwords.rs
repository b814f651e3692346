//! Passwords: argon2id (RFC 9106) with the parameters that OWASP recommends (19 MiB, two passes, one lane).

use crate::error::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;
use wire::Code;

/// The shortest password that is taken, in characters.
pub const SHORTEST: usize = 8;
/// The longest, in octets; hashing more would only cost time.
pub const LONGEST: usize = 256;
/// Hashes made at the same time: each takes 19 MiB and a processor.
const AT_ONCE: usize = 2;
/// Who may wait for a turn; more are sent away (T34).
const WAITING: usize = 32;

/// Hash a password for keeping.
pub fn hash(password: &SecretString) -> Result<String> {
    let password = password.expose_secret();
    if !(password.chars().count() >= SHORTEST && password.len() <= LONGEST) {
        return Err(Error::Setup(format!(
            "a password has at least {SHORTEST} characters, and at most {LONGEST} octets"
        )));
    }
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| Error::Stored("a password cannot be hashed"))
}

/// Checks passwords, a few at a time.
pub struct Passwords {
    turns: Semaphore,
    waiting: AtomicUsize,
    /// Checked against when there is no such user, so that the time says nothing (T32).
    dummy: String,
}

impl Passwords {
    /// A checker with nobody waiting.
    pub fn new() -> Result<Self> {
        Ok(Self {
            turns: Semaphore::new(AT_ONCE),
            waiting: AtomicUsize::new(0),
            dummy: hash(&SecretString::from("nobody has this one"))?,
        })
    }

    /// Whether a password belongs to a hash; without one the answer is no, after the same work.
    pub async fn check(&self, password: SecretString, hash: Option<String>) -> Result<bool> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Code::RateLimited.into());
        }
        let turn = self.turns.acquire().await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        let _turn = turn.expect("the semaphore is never closed");
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.clone());
        let right = tokio::task::spawn_blocking(move || {
            let password = password.expose_secret();
            password.len() <= LONGEST
                && Argon2::default()
                    .verify_password(password.as_bytes(), hash.as_str())
                    .is_ok()
        })
        .await
        .map_err(|_| Error::Stored("a password cannot be checked"))?;
        Ok(right && known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_passes() {
        let passwords = Passwords::new().expect("a checker");
        let kept = hash(&SecretString::from("さくらの花が咲く")).expect("a hash");
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        let check = |password: &str, hash: Option<String>| {
            passwords.check(SecretString::from(password.to_owned()), hash)
        };
        assert!(
            check("さくらの花が咲く", Some(kept.clone()))
                .await
                .expect("an answer")
        );
        assert!(
            !check("さくらの花が散る", Some(kept))
                .await
                .expect("an answer")
        );
        assert!(!check("nobody has this one", None).await.expect("an answer"));
    }

    #[test]
    fn a_short_password_is_refused() {
        assert!(hash(&SecretString::from("short")).is_err());
    }
}
