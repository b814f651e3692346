//! Which letters belong together: the plans and results of a month, the newest of each person.
//!
//! Plain data; `gather` fetches what is chosen here.

use crate::api::Side;
use std::collections::BTreeSet;
use wire::server_api::{ContentsList, ReceivedLetter, SentLetter};
use wire::{Address, EnvelopeId, FileEntry, State};

/// Somebody, by 保険者番号 and 被保険者番号.
type Person = (String, String);

/// A letter of a month, as the list of either side tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub id: EnvelopeId,
    pub side: Side,
    /// The other office.
    pub partner: Address,
    /// The sending unit's name.
    pub unit: String,
    /// サービス提供年月 `YYYYMM`.
    pub month: String,
    /// ファイル連番: a later one is newer.
    pub serial: String,
    /// Received, and opened by nobody yet: its files are not here.
    pub unread: bool,
    pub persons: BTreeSet<Person>,
    /// Its files, in their order.
    pub files: Vec<FileEntry>,
}

impl Found {
    /// A received letter, if it is of a month and can be read.
    pub fn received(letter: ReceivedLetter) -> Option<Self> {
        if letter.problem.is_some() {
            return None;
        }
        Self::of(
            (letter.id, Side::Received, letter.from.address),
            (letter.unit?, letter.month?, letter.serial?),
            letter.unread,
            letter.contents?,
        )
    }

    /// A sent letter, if it is of a month and has reached, or will reach, the other office.
    pub fn sent(letter: SentLetter) -> Option<Self> {
        if matches!(letter.state, State::Withdrawn | State::Failed) {
            return None;
        }
        Self::of(
            (letter.id, Side::Sent, letter.to.address),
            (letter.unit?, letter.month?, letter.serial?),
            false,
            letter.contents?,
        )
    }

    fn of(
        (id, side, partner): (EnvelopeId, Side, Address),
        (unit, month, serial): (String, String, String),
        unread: bool,
        contents: ContentsList,
    ) -> Option<Self> {
        let persons = contents.persons.into_iter();
        Some(Self {
            id,
            side,
            partner,
            unit,
            month,
            serial,
            unread,
            persons: persons
                .map(|person| (person.insurer_number, person.insured_number))
                .collect(),
            files: contents.files,
        })
    }
}

/// The letters for 予定と実績 of a provider's month.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub plans: Vec<Found>,
    pub results: Vec<Found>,
    /// Results that nobody has opened: they cannot be compared yet.
    pub unread: Vec<Found>,
}

/// Chooses by what was sent and received of the month; `provider` has sent results.
///
/// A plan names all offices of a person, so one letter for each person is enough, and the newest one counts.
/// Results are of one office each: of every office the newest for each person.
pub fn choose(sent: Vec<Found>, received: Vec<Found>, provider: &Address) -> Chosen {
    let plans = of(sent, "monthly_plan");
    let results = of(received, "result");
    // Whom the provider was told about, and whom it tells about.
    let persons: BTreeSet<Person> = plans
        .iter()
        .chain(&results)
        .filter(|letter| letter.partner == *provider)
        .flat_map(|letter| letter.persons.iter().cloned())
        .collect();
    let (unread, results): (Vec<_>, Vec<_>) = results
        .into_iter()
        .filter(|letter| !letter.persons.is_disjoint(&persons))
        .partition(|letter| letter.unread);
    let mut seen = BTreeSet::new();
    let plans = plans.into_iter().filter(|letter| {
        let mut is_new = false;
        for person in letter.persons.intersection(&persons) {
            is_new |= seen.insert(person.clone());
        }
        // What was taken back from the provider must be known, however old the plan.
        is_new || (letter.unit == "monthly_plan_delete" && letter.partner == *provider)
    });
    let plans = plans.collect();
    let mut seen = BTreeSet::new();
    let results = results.into_iter().filter(|letter| {
        let mut is_new = letter.unit == "result_delete";
        for person in &letter.persons {
            is_new |= seen.insert((letter.partner.clone(), person.clone()));
        }
        is_new
    });
    Chosen {
        plans,
        results: results.collect(),
        unread,
    }
}

/// The newest letter before `serial` with the same partner: the version that a plan takes the place of.
pub fn earlier(letters: Vec<Found>, partner: &Address, serial: &str) -> Option<Found> {
    of(letters, "monthly_plan").into_iter().find(|letter| {
        letter.unit == "monthly_plan"
            && letter.partner == *partner
            && letter.serial.as_str() < serial
            && !letter.unread
    })
}

/// A newer letter of the same office, kind and month about one of the same persons: the one of `serial` must not overwrite it.
///
/// It is R-201 as far as labels and manifests tell, before any file of the newer letter is read.
pub fn newer(
    letters: Vec<Found>,
    unit: &str,
    partner: &Address,
    serial: &str,
) -> Option<EnvelopeId> {
    let mut letters = of(letters, unit);
    letters.retain(|letter| letter.partner == *partner && letter.unit == unit);
    let own = letters.iter().find(|letter| letter.serial == serial)?;
    letters
        .iter()
        .take_while(|letter| letter.serial.as_str() > serial)
        .find(|letter| !letter.persons.is_disjoint(&own.persons))
        .map(|letter| letter.id)
}

/// The letters of a unit and of its deletion, newest first.
fn of(mut letters: Vec<Found>, unit: &str) -> Vec<Found> {
    letters.retain(|letter| letter.unit.strip_suffix("_delete").unwrap_or(&letter.unit) == unit);
    letters.sort_by(|one, other| other.serial.cmp(&one.serial));
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> Address {
        "9970200024-11".parse().expect("an address")
    }

    fn letter(side: Side, partner: &str, unit: &str, serial: &str, persons: &[&str]) -> Found {
        Found {
            id: EnvelopeId::new(),
            side,
            partner: partner.parse().expect("an address"),
            unit: unit.to_owned(),
            month: "202511".to_owned(),
            serial: serial.to_owned(),
            unread: false,
            persons: persons
                .iter()
                .map(|person| ("991018".to_owned(), (*person).to_owned()))
                .collect(),
            files: Vec::new(),
        }
    }

    fn plan(partner: &str, serial: &str, persons: &[&str]) -> Found {
        letter(Side::Sent, partner, "monthly_plan", serial, persons)
    }

    fn result(partner: &str, serial: &str, persons: &[&str]) -> Found {
        letter(Side::Received, partner, "result", serial, persons)
    }

    const B: &str = "9970200024-11";
    const C: &str = "9970300030-15";

    fn serials(letters: &[Found]) -> Vec<&str> {
        letters
            .iter()
            .map(|letter| letter.serial.as_str())
            .collect()
    }

    #[test]
    fn the_newest_plan_of_each_person_is_enough() {
        let sent = vec![
            plan(B, "1", &["a", "b"]),
            plan(C, "2", &["a"]),
            plan(C, "3", &["z"]),
            plan(B, "0", &["a", "b"]),
        ];
        let chosen = choose(sent, vec![result(B, "9", &["a"])], &provider());
        // b is the provider's too although its results do not name them; z is none of its persons.
        assert_eq!(serials(&chosen.plans), ["2", "1"]);
    }

    #[test]
    fn results_of_other_offices_count_for_the_same_persons() {
        let sent = vec![plan(B, "1", &["a", "b"])];
        let mut closed = result(C, "8", &["b"]);
        closed.unread = true;
        let received = vec![
            result(B, "6", &["a", "b"]),
            result(B, "7", &["a"]),
            result(B, "5", &["a", "b"]),
            result(C, "6", &["a"]),
            result(C, "9", &["z"]),
            closed,
        ];
        let chosen = choose(sent, received, &provider());
        assert_eq!(serials(&chosen.results), ["7", "6", "6"]);
        assert_eq!(serials(&chosen.unread), ["8"]);
    }

    #[test]
    fn what_was_taken_back_is_known() {
        let delete = letter(Side::Sent, B, "monthly_plan_delete", "4", &["a"]);
        let sent = vec![plan(C, "5", &["a"]), delete, plan(B, "1", &["a"])];
        let chosen = choose(sent, vec![result(B, "9", &["a"])], &provider());
        assert_eq!(serials(&chosen.plans), ["5", "4"]);
    }

    #[test]
    fn r201_a_newer_letter_about_the_same_person_is_known() {
        let all = vec![
            result(B, "1", &["a", "b"]),
            result(B, "3", &["b"]),
            result(B, "2", &["c"]),
            result(C, "9", &["a"]),
            plan(B, "8", &["a"]),
        ];
        let id = |serial: &str| all.iter().find(|it| it.serial == serial).map(|it| it.id);
        let newer = |serial: &str| newer(all.clone(), "result", &provider(), serial);
        assert_eq!(newer("1"), id("3"));
        assert_eq!(newer("2"), None);
        assert_eq!(newer("3"), None);
        assert_eq!(newer("7"), None);
    }

    #[test]
    fn the_version_before_is_the_newest_one_that_is_older() {
        let letters = || {
            vec![
                plan(B, "1", &["a"]),
                plan(B, "3", &["a"]),
                plan(B, "2", &[]),
                plan(C, "2", &[]),
            ]
        };
        let before = |serial: &str| earlier(letters(), &provider(), serial).map(|it| it.serial);
        assert_eq!(before("3").as_deref(), Some("2"));
        assert_eq!(before("1"), None);
    }
}
