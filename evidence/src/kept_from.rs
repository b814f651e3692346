//! The hub's word on the lowest number that a mailbox is kept from.

use crate::error::fits;
use crate::{Error, SigningKey, VerifyingKey};
use wire::signed::Statable as _;
use wire::{KeptFrom, OfficeNumber, Signed, Time};

/// A day, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// What is stated of a mailbox.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The hub's journal.
    pub journal: String,
    /// The office whose mailbox it is.
    pub office: OfficeNumber,
    /// The lowest number that is kept.
    pub lowest: u64,
    /// Every letter with a lower number was left at this time or before.
    pub before: Time,
    /// The hub's time.
    pub time: Time,
}

/// State it, by the journal key.
///
/// # Errors
/// [`Error::Unwritable`], which plain data does not give.
pub fn make(journal_key: &SigningKey, facts: Facts) -> Result<Signed<KeptFrom>, Error> {
    journal_key.sign(&KeptFrom {
        r#type: KeptFrom::TYPE.to_owned(),
        format: KeptFrom::FORMAT,
        journal: facts.journal,
        office: facts.office,
        lowest: facts.lowest,
        before: facts.before,
        time: facts.time,
    })
}

/// Check it: the journal key's signature, whose mailbox it is, and that what is forgotten was left long enough ago.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when it is about another mailbox, or forgets too soon.
pub fn verify(
    journal_key: &VerifyingKey,
    signed: &Signed<KeptFrom>,
    journal: &str,
    office: &OfficeNumber,
    now: Time,
) -> Result<KeptFrom, Error> {
    let said = journal_key.verify(signed)?;
    fits(
        said.journal == journal && said.office == *office,
        "it is about another mailbox",
    )?;
    let shortest = i64::from(KeptFrom::SHORTEST_DAYS) * DAY;
    fits(
        said.before.plus_seconds(shortest) <= now && said.before <= said.time,
        "letters are forgotten too soon",
    )?;
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        let pair = rcgen::KeyPair::generate().expect("a key");
        SigningKey::from_pkcs8(&pair.serialize_der()).expect("a key")
    }

    #[test]
    fn t41_what_is_forgotten_is_signed_of_this_mailbox_and_old() {
        let office = |text: &str| text.parse::<OfficeNumber>().expect("a number");
        let now = Time(1_764_061_215_000);
        let facts = |days: i64| Facts {
            journal: "journal".to_owned(),
            office: office("9970100018"),
            lowest: 7,
            before: now.plus_seconds(-days * DAY),
            time: now,
        };
        let hub = key();
        let check = |signed: &Signed<KeptFrom>, journal: &str, number: &str| {
            verify(&hub.verifying_key(), signed, journal, &office(number), now)
        };
        let good = make(&hub, facts(365)).expect("made");
        let said = check(&good, "journal", "9970100018").expect("it holds");
        assert_eq!(said.lowest, 7);
        assert!(check(&good, "another", "9970100018").is_err());
        assert!(check(&good, "journal", "9970200024").is_err());
        let soon = make(&hub, facts(364)).expect("made");
        assert!(check(&soon, "journal", "9970100018").is_err());
        let foreign = make(&key(), facts(365)).expect("made");
        assert!(check(&foreign, "journal", "9970100018").is_err());
    }
}
