//! New letters, many in one statement: what a commit costs is shared by all that are in it.

use super::letters::{self, Place};
use super::query::{query, query_scalar};
use super::{Connection, json, signed};
use crate::error::Result;
use std::collections::HashSet;
use std::sync::LazyLock;
use wire::{Digest, EnvelopeId, OfficeNumber, Receipt, Signed, State, Time};

/// A letter that has just been deposited.
#[derive(Debug)]
pub struct Arrival<'d> {
    /// Where it lies.
    pub place: Place,
    /// Its id.
    pub id: EnvelopeId,
    /// The sending office.
    pub sender: &'d OfficeNumber,
    /// Its number among the sender's own letters.
    pub sender_sequence: u64,
    /// The receiver's cursor.
    pub recipient_changed: u64,
    /// The sender's cursor.
    pub sender_changed: u64,
    /// When it was deposited.
    pub deposited: Time,
    /// When something is to be done about it.
    pub due: Time,
    /// Digest of the label's text.
    pub label_sha256: Digest,
    /// Digest of manifest and body as stored.
    pub stored_sha256: Digest,
    /// Octets of the sealed body.
    pub body_size: u64,
    /// The label's text, verbatim.
    pub label: &'d str,
    /// The receipt.
    pub receipt: Signed<Receipt>,
    /// The sealed manifest.
    pub manifest: &'d [u8],
    /// The sealed body, if it stands beside its letter; a larger one goes to [`super::bodies`].
    pub body: Option<&'d [u8]>,
}

/// Which of some ids are in use.
///
/// # Errors
/// When the store fails.
pub async fn known(
    connection: &mut Connection,
    ids: impl IntoIterator<Item = EnvelopeId>,
) -> Result<HashSet<EnvelopeId>> {
    let list = json(ids.into_iter().collect::<Vec<_>>());
    let found: Vec<Vec<u8>> = query_scalar(
        "select id from letters where id in (select unhex(value, '-') from json_each($1))",
    )
    .on_postgres(
        "select id from letters
          where id in (select decode(replace(value, '-', ''), 'hex')
                         from json_array_elements_text(cast($1 as json)) as ids(value))",
    )
    .bind(&list)
    .fetch_all(connection)
    .await?;
    found.iter().map(|octets| letters::id(octets)).collect()
}

/// Columns of a row, in the order in which [`insert`] binds them.
const COLUMNS: [&str; 19] = [
    "recipient",
    "sequence",
    "id",
    "sender",
    "sender_sequence",
    "recipient_changed",
    "sender_changed",
    "state",
    "since",
    "deposited",
    "due",
    "label_sha256",
    "stored_sha256",
    "body_size",
    "label",
    "receipt",
    "receipt_signature",
    "manifest",
    "body",
];

/// The most rows of one statement, as a power of two: few statements are prepared, whatever the number of letters.
const LARGEST: u32 = 4;

/// The statements for 1, 2, 4, … rows.
static STATEMENTS: LazyLock<Vec<Statement>> =
    LazyLock::new(|| (0..=LARGEST).map(|power| statement(1 << power)).collect());

/// One statement, for each engine in its own words.
struct Statement {
    /// Its values have no names, among which each would have to be searched for.
    /// Nothing is undone when it fails half way: the transaction is not kept then.
    sqlite: String,
    postgres: String,
}

/// The statement that inserts so many rows.
fn statement(rows: usize) -> Statement {
    let into = format!("into letters ({}) values ", COLUMNS.join(", "));
    let list = |value: &dyn Fn(usize) -> String| {
        let row = |row: usize| {
            let first = row * COLUMNS.len() + 1;
            let values: Vec<_> = (first..first + COLUMNS.len()).map(value).collect();
            format!("({})", values.join(", "))
        };
        (0..rows).map(row).collect::<Vec<_>>().join(", ")
    };
    Statement {
        sqlite: format!("insert or fail {into}{}", list(&|_| "?".to_owned())),
        postgres: format!("insert {into}{}", list(&|place| format!("${place}"))),
    }
}

/// Store new letters.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, mut arrivals: &[Arrival<'_>]) -> Result<()> {
    while let Some(power) = arrivals.len().checked_ilog2() {
        let power = usize::try_from(power.min(LARGEST)).expect("it is small");
        let (these, rest) = arrivals.split_at(1 << power);
        arrivals = rest;
        let statement = &STATEMENTS[power];
        let mut query = query(&statement.sqlite).on_postgres(&statement.postgres);
        for letter in these {
            query = query
                .bind(letter.place.recipient.as_str())
                .bind(signed(letter.place.sequence)?)
                .bind(letter.id.as_bytes().as_slice())
                .bind(letter.sender.as_str())
                .bind(signed(letter.sender_sequence)?)
                .bind(signed(letter.recipient_changed)?)
                .bind(signed(letter.sender_changed)?)
                .bind(letters::state_name(State::Arrived))
                .bind(letter.deposited.0)
                .bind(letter.deposited.0)
                .bind(letter.due.0)
                .bind(letter.label_sha256.as_ref())
                .bind(letter.stored_sha256.as_ref())
                .bind(signed(letter.body_size)?)
                .bind(letter.label)
                .bind(&letter.receipt.text)
                .bind(letter.receipt.signature.as_ref())
                .bind(letter.manifest)
                .bind(letter.body);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
