//! The entries of the hub's journal, of which only the hash is public.
//!
//! An entry is a JSON text with a salt of its own: who has not the entry learns nothing from its hash,
//! and when the hub deletes the entry after its time, the tree stays whole.

use crate::{Error, merkle};
use serde::{Deserialize, Serialize};
use wire::signed::Statable;
use wire::{Digest, Time};

/// The salt of an entry: 16 random octets.
pub type Salt = [u8; 16];

/// One entry of the journal.
///
/// The order of the fields is the order in the text, and the text is frozen: the leaf hash is over its octets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// Always `careplan-link/leaf`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// 32 hexadecimal digits.
    pub salt: String,
    /// What happened.
    pub what: What,
    /// What it happened to, as digests; which ones is said at each variant of [`What`].
    pub digests: Vec<Digest>,
    /// The number in the receiver's mailbox, if what happened gave one.
    pub sequence: Option<u64>,
    /// The hub's time.
    pub time: Time,
}

/// What an entry of the journal records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A letter was deposited: digest of the label's text, digest of what is stored.
    Deposit,
    /// A letter was collected, or answered: digest of the label's text, digest of the statement's text.
    Statement,
    /// A letter was first fetched by its receiver: digest of the label's text.
    Collection,
    /// A letter was withdrawn by its sender: digest of the label's text, digest of the withdrawal's text.
    Withdrawal,
    /// A letter was never collected in time, and its sealed octets were deleted: digest of the label's text, digest of the notice's text.
    Expiry,
    /// What was kept of a letter or an application was deleted, its time being over: digest of the label's or the application's text.
    Deletion,
    /// A card was published or renewed: digest of the card's text.
    Card,
    /// A mandate was given or revoked: digest of the mandate's text.
    Mandate,
    /// An act of the hub's operator: digest of its record.
    Operator,
}

impl Statable for Leaf {
    const TYPE: &'static str = "careplan-link/leaf";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}

impl Leaf {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;

    /// A new entry.
    pub fn new(
        salt: Salt,
        what: What,
        digests: Vec<Digest>,
        sequence: Option<u64>,
        time: Time,
    ) -> Self {
        Self {
            r#type: Self::TYPE.to_owned(),
            format: Self::FORMAT,
            salt: salt.iter().map(|octet| format!("{octet:02x}")).collect(),
            what,
            digests,
            sequence,
            time,
        }
    }

    /// The text that is hashed and kept.
    ///
    /// # Errors
    /// [`Error::Unwritable`], which plain data does not give.
    pub fn text(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(Error::Unwritable)
    }
}

/// The leaf hash of an entry's text.
pub fn hash(text: &str) -> Digest {
    merkle::leaf_hash(text.as_bytes())
}

/// A new salt, from the system's randomness.
pub fn salt() -> Salt {
    let mut salt = Salt::default();
    aws_lc_rs::rand::fill(&mut salt).expect("the system gives random numbers");
    salt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_deposit_is_frozen() {
        let digests = vec![crate::digest(b"label"), crate::digest(b"stored")];
        let leaf = Leaf::new(
            [7; 16],
            What::Deposit,
            digests,
            Some(3),
            Time(1_764_061_215_000),
        );
        let text = leaf.text().expect("a text");
        assert_eq!(text, include_str!("../tests/data/leaf.json").trim_end());
        assert_eq!(
            hash(&text).to_string(),
            include_str!("../tests/data/leaf.hash").trim_end()
        );
    }

    #[test]
    fn equal_facts_give_different_hashes() {
        let leaf = |salt| {
            let leaf = Leaf::new(
                salt,
                What::Withdrawal,
                vec![crate::digest(b"l")],
                None,
                Time(1),
            );
            hash(&leaf.text().expect("a text"))
        };
        assert_ne!(leaf(salt()), leaf(salt()));
    }
}
