//! Keys at rest: encrypted under the master key, opened in memory only.
//!
//! AES-256-GCM (NIST SP 800-38D) with a random nonce of 12 octets in front of the ciphertext.
//! Each secret is bound to what it is for, so that one cannot be put in another's place.

use crate::config::Config;
use crate::error::{Error, Result};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use secrecy::ExposeSecret as _;
use std::fmt;
use std::path::Path;
use wire::OfficeNumber;
use zeroize::Zeroizing;

/// The file of the master key in the data folder.
pub const MASTER_KEY: &str = "master.key";

/// The key under which all other keys are stored.
pub struct MasterKey(LessSafeKey);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

/// What a secret is for; it is authenticated with it.
#[derive(Debug, Clone, Copy)]
pub enum Purpose<'a> {
    /// An office's connection key.
    Connection(&'a OfficeNumber),
    /// An office's sealing key.
    Sealing(&'a OfficeNumber),
    /// The token of an office's application.
    Application(&'a OfficeNumber),
}

impl Purpose<'_> {
    fn aad(self) -> Aad<String> {
        Aad::from(match self {
            Self::Connection(number) => format!("careplan-link/connection-key/{number}"),
            Self::Sealing(number) => format!("careplan-link/sealing-key/{number}"),
            Self::Application(number) => format!("careplan-link/application-token/{number}"),
        })
    }
}

impl MasterKey {
    /// A new key in a new file that only its owner can read.
    pub fn create(folder: &Path) -> Result<Self> {
        let mut key = Zeroizing::new([0; 32]);
        SystemRandom::new()
            .fill(key.as_mut())
            .expect("the system gives random octets");
        let digits: Zeroizing<String> = Zeroizing::new(hex(key.as_ref()));
        crate::folder::write_private(&folder.join(MASTER_KEY), digits.as_bytes())?;
        Ok(Self::from_octets(&key))
    }

    /// The key of the settings, or else that of the data folder.
    pub fn load(config: &Config) -> Result<Self> {
        if let Some(digits) = &config.master_key {
            return Self::from_digits(digits.expose_secret());
        }
        let path = config.data.join(MASTER_KEY);
        let digits = std::fs::read_to_string(&path)
            .map(Zeroizing::new)
            .map_err(|error| Error::Io(path.display().to_string(), error))?;
        Self::from_digits(&digits)
    }

    /// A key from its 64 hexadecimal digits.
    pub fn from_digits(digits: &str) -> Result<Self> {
        let digits = digits.trim();
        let mut key = Zeroizing::new([0; 32]);
        let well_formed = digits.len() == 64 && digits.is_ascii();
        for (octet, pair) in key.iter_mut().zip(digits.as_bytes().chunks(2)) {
            *octet = std::str::from_utf8(pair)
                .ok()
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
                .filter(|_| well_formed)
                .ok_or_else(|| {
                    Error::Setup("the master key is 64 hexadecimal digits".to_owned())
                })?;
        }
        if well_formed {
            Ok(Self::from_octets(&key))
        } else {
            Err(Error::Setup(
                "the master key is 64 hexadecimal digits".to_owned(),
            ))
        }
    }

    fn from_octets(key: &[u8; 32]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, key).expect("the key has 32 octets");
        Self(LessSafeKey::new(key))
    }

    /// Encrypt a secret for storing.
    pub fn seal(&self, purpose: Purpose<'_>, secret: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new()
            .fill(&mut nonce)
            .expect("the system gives random octets");
        let mut sealed = secret.to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                purpose.aad(),
                &mut sealed,
            )
            .expect("a key is far below the limit of the cipher");
        let mut stored = nonce.to_vec();
        stored.append(&mut sealed);
        stored
    }

    /// Decrypt a stored secret.
    pub fn open(&self, purpose: Purpose<'_>, stored: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        const WRONG: Error = Error::Stored("a key does not open with this master key");
        let (nonce, sealed) = stored.split_at_checked(NONCE_LEN).ok_or(WRONG)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| WRONG)?;
        let mut secret = Zeroizing::new(sealed.to_vec());
        let length = self
            .0
            .open_in_place(nonce, purpose.aad(), &mut secret)
            .map_err(|_| WRONG)?
            .len();
        secret.truncate(length);
        Ok(secret)
    }
}

fn hex(octets: &[u8]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::new(), |mut text, octet| {
        write!(text, "{octet:02x}").expect("writing to a string succeeds");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> OfficeNumber {
        text.parse().expect("an office number")
    }

    #[test]
    fn a_secret_opens_for_its_purpose_only() {
        let master = MasterKey::from_digits(&"0a".repeat(32)).expect("a key");
        let (a, b) = (number("9970100018"), number("9970200024"));
        let stored = master.seal(Purpose::Connection(&a), b"secret");
        assert!(!stored.windows(6).any(|octets| octets == b"secret"));
        let opened = master
            .open(Purpose::Connection(&a), &stored)
            .expect("opens");
        assert_eq!(opened.as_slice(), b"secret");
        assert!(master.open(Purpose::Sealing(&a), &stored).is_err());
        assert!(master.open(Purpose::Connection(&b), &stored).is_err());
        assert!(master.open(Purpose::Connection(&a), &stored[..9]).is_err());
    }

    #[test]
    fn another_master_key_opens_nothing() {
        let master = MasterKey::from_digits(&"0a".repeat(32)).expect("a key");
        let other = MasterKey::from_digits(&"0b".repeat(32)).expect("a key");
        let a = number("9970100018");
        let stored = master.seal(Purpose::Connection(&a), b"secret");
        assert!(other.open(Purpose::Connection(&a), &stored).is_err());
    }

    #[test]
    fn a_malformed_master_key_is_refused() {
        for digits in [
            "",
            "0a",
            &"0g".repeat(32),
            &"0a".repeat(33),
            &"é".repeat(32),
        ] {
            assert!(MasterKey::from_digits(digits).is_err(), "{digits}");
        }
    }
}
