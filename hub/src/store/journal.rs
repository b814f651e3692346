//! The journal's entries: made by whatever happens, waiting until the sequencer gives them their place.
//!
//! The tree over them stands in [`super::tree`].

use super::letters::Letter;
use super::query::{query, query_as, query_scalar};
use super::{Connection, digest, json, signed, unsigned};
use crate::error::{Error, Result};
use evidence::leaf::{self, Leaf, What};
use sqlx::FromRow;
use wire::journal::Entry;
use wire::{Digest, EnvelopeId, OfficeNumber, Time};

/// Whom an entry is about: they may read it, all others see its hash.
#[derive(Debug, Clone, Default)]
pub struct About {
    office: Option<OfficeNumber>,
    other: Option<OfficeNumber>,
    letter: Option<EnvelopeId>,
    record: Option<String>,
}

impl About {
    /// About a letter: for its two parties.
    pub fn letter(id: EnvelopeId, recipient: &OfficeNumber, sender: &OfficeNumber) -> Self {
        Self {
            office: Some(recipient.clone()),
            other: Some(sender.clone()),
            letter: Some(id),
            record: None,
        }
    }

    /// About an office itself.
    pub fn office(number: &OfficeNumber) -> Self {
        Self {
            office: Some(number.clone()),
            ..Self::default()
        }
    }

    /// About two offices, both of which may read it.
    pub fn offices(number: &OfficeNumber, other: &OfficeNumber) -> Self {
        Self {
            other: Some(other.clone()),
            ..Self::office(number)
        }
    }

    /// With the operator's record, whose digest stands in the entry.
    #[must_use]
    pub fn with_record(self, record: String) -> Self {
        Self {
            record: Some(record),
            ..self
        }
    }
}

impl From<&Letter> for About {
    fn from(letter: &Letter) -> Self {
        Self::letter(letter.id, &letter.place.recipient, &letter.sender)
    }
}

/// Add an entry to the journal.
///
/// # Errors
/// When the store fails.
pub async fn add(
    connection: &mut Connection,
    what: What,
    digests: Vec<Digest>,
    time: Time,
    about: About,
) -> Result<()> {
    let entry = Leaf::new(leaf::salt(), what, digests, None, time).text()?;
    let entry = &entry;
    insert(connection, &[New { entry, time, about }]).await
}

/// An entry whose text is made already, as it goes into the journal.
#[derive(Debug)]
pub struct New<'e> {
    /// Its text.
    pub entry: &'e str,
    /// When it was made.
    pub time: Time,
    /// Whom it is about.
    pub about: About,
}

/// Add entries whose texts are made already, in their order.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, entries: &[New<'_>]) -> Result<()> {
    let rows = entries.iter().map(|new| {
        let (hash, letter) = (leaf::hash(new.entry), new.about.letter);
        let (office, other) = (&new.about.office, &new.about.other);
        (
            hash,
            new.entry,
            new.time.0,
            office,
            other,
            letter,
            &new.about.record,
        )
    });
    query(
        "insert into journal_entries (hash, entry, time, office, other, letter, record)
         select unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4,
                unhex(value ->> 5, '-'), value ->> 6
           from json_each($1) order by key",
    )
    .on_postgres(
        "insert into journal_entries (hash, entry, time, office, other, letter, record)
         select decode(value ->> 0, 'hex'), value ->> 1, cast(value ->> 2 as bigint), value ->> 3, value ->> 4,
                decode(replace(value ->> 5, '-', ''), 'hex'), value ->> 6
           from json_array_elements(cast($1 as json)) with ordinality as rows(value, key) order by key",
    )
    .bind(&json(rows.collect::<Vec<_>>()))
    .execute(connection)
    .await?;
    Ok(())
}

/// The number of entries, those that wait included.
///
/// # Errors
/// When the store fails.
pub async fn count(connection: &mut Connection) -> Result<u64> {
    let count: i64 = query_scalar("select count(*) from journal_entries")
        .fetch_one(connection)
        .await?;
    unsigned(count)
}

/// Where the entry with a hash stands in the tree, if it does already.
///
/// # Errors
/// When the store fails.
pub async fn position(connection: &mut Connection, hash: &Digest) -> Result<Option<u64>> {
    let position: Option<Option<i64>> =
        query_scalar("select position from journal_entries where hash = $1")
            .bind(hash.as_ref())
            .fetch_optional(connection)
            .await?;
    position.flatten().map(unsigned).transpose()
}

#[derive(FromRow)]
struct Row {
    position: i64,
    hash: Vec<u8>,
    entry: Option<String>,
    letter: Option<Vec<u8>>,
    record: Option<String>,
    own: bool,
}

impl TryFrom<Row> for Entry {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let letter = row.letter.filter(|_| row.own).map(|id| {
            let octets = id.as_slice().try_into();
            octets
                .map(EnvelopeId::from_bytes)
                .map_err(|_| Error::Corrupt("id"))
        });
        Ok(Self {
            index: unsigned(row.position)?,
            hash: digest(&row.hash)?,
            text: row.entry.filter(|_| row.own),
            letter: letter.transpose()?,
            record: row.record.filter(|_| row.own),
        })
    }
}

/// Which entries to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// All, of others the hashes alone.
    All,
    /// Those about the office itself: its cards, and the operator's acts.
    Office,
    /// Those about one of its letters.
    Letter(EnvelopeId),
}

/// Entries from a position on, at most `limit`, as an office may see them.
///
/// # Errors
/// When the store fails.
pub async fn list(
    connection: &mut Connection,
    office: &OfficeNumber,
    of: Of,
    from: u64,
    limit: i64,
) -> Result<Vec<Entry>> {
    macro_rules! select {
        ($where:literal) => {
            concat!(
                "select position, hash, entry, letter, record,
                        (coalesce(office, '') = $1 or coalesce(other, '') = $1) as own
                   from journal_entries
                  where position >= $2 and ",
                $where,
                " order by position limit $3"
            )
        };
    }
    // No position is above what a row can hold.
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let query = match of {
        Of::All => query_as::<Row>(select!("position is not null")),
        Of::Office => query_as(select!("office = $1 and letter is null")),
        Of::Letter(_) => query_as(select!("letter = $4 and (office = $1 or other = $1)")),
    };
    let mut query = query.bind(office.as_str()).bind(from).bind(limit);
    if let Of::Letter(id) = &of {
        query = query.bind(id.as_bytes().as_slice());
    }
    let rows = query.fetch_all(connection).await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// The entry that says that a mandate was given, once it has its place; the one of its revoking comes after it.
///
/// # Errors
/// When the store fails.
pub async fn of_mandate(
    connection: &mut Connection,
    office: &OfficeNumber,
    agent: &OfficeNumber,
    sha256: &Digest,
) -> Result<Option<Entry>> {
    let rows: Vec<Row> = query_as(
        "select position, hash, entry, letter, record, true as own from journal_entries
          where office = $1 and other = $2 and letter is null and position is not null
          order by position",
    )
    .bind(office.as_str())
    .bind(agent.as_str())
    .fetch_all(connection)
    .await?;
    let is_given = |row: &Row| {
        let text = row.entry.as_deref().unwrap_or_default();
        serde_json::from_str::<Leaf>(text)
            .is_ok_and(|leaf| leaf.what == What::Mandate && leaf.digests == [*sha256])
    };
    let given = rows.into_iter().find(is_given);
    given.map(Entry::try_from).transpose()
}

/// Whether any entry waits for its place.
///
/// # Errors
/// When the store fails.
pub async fn is_waiting(connection: &mut Connection) -> Result<bool> {
    Ok(!waiting(connection, 1).await?.is_empty())
}

/// The entries that wait, oldest first: ticket and hash.
///
/// # Errors
/// When the store fails.
pub async fn waiting(connection: &mut Connection, limit: i64) -> Result<Vec<(i64, Digest)>> {
    let rows: Vec<(i64, Vec<u8>)> = query_as(
        "select ticket, hash from journal_entries where position is null order by ticket limit $1",
    )
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(ticket, hash)| Ok((ticket, digest(&hash)?)))
        .collect()
}

/// Give waiting entries their places, one after the other from `first` on.
///
/// # Errors
/// When the store fails.
pub async fn place(connection: &mut Connection, tickets: &[i64], first: u64) -> Result<()> {
    query(
        "update journal_entries set position = $2 + places.key from json_each($1) as places
          where ticket = places.value and position is null",
    )
    .on_postgres(
        "update journal_entries set position = $2 + places.key - 1
           from json_array_elements_text(cast($1 as json)) with ordinality as places(value, key)
          where ticket = cast(places.value as bigint) and position is null",
    )
    .bind(&json(tickets))
    .bind(signed(first)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// An entry as it stands in the tree.
#[derive(Debug, FromRow)]
pub struct Placed {
    /// Its place.
    pub position: i64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// Its text, as long as that is kept.
    pub entry: Option<String>,
    /// The operator's record whose digest stands in the text.
    pub record: Option<String>,
}

/// The entries from a place on, in their order, to be looked at by the operator.
///
/// # Errors
/// When the store fails.
pub async fn placed(connection: &mut Connection, from: u64, limit: i64) -> Result<Vec<Placed>> {
    let entries = query_as(
        "select position, hash, entry, record from journal_entries
          where position >= $1 order by position limit $2",
    )
    .bind(signed(from)?)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    Ok(entries)
}

/// Hash and text of every entry about a letter.
///
/// # Errors
/// When the store fails.
pub async fn of_letter(
    connection: &mut Connection,
    id: EnvelopeId,
) -> Result<Vec<(Digest, Option<String>)>> {
    let rows: Vec<(Vec<u8>, Option<String>)> =
        query_as("select hash, entry from journal_entries where letter = $1")
            .bind(id.as_bytes().as_slice())
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|(hash, text)| Ok((digest(&hash)?, text)))
        .collect()
}
