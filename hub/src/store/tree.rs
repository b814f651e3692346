//! The tree over the journal's entries: complete nodes, signed checkpoints, and the leases of those who work on it and on the letters.

use super::query::{query, query_as, query_scalar};
use super::{Connection, digest, json, signed, unsigned};
use crate::error::Result;
use evidence::merkle::{Node, Nodes};
use wire::statement::Checkpoint;
use wire::{Digest, Signed, Time};

/// A work that one process does at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lease {
    /// Giving the journal's entries their places.
    Sequencer,
    /// What becomes of letters in time.
    Keeping,
}

impl Lease {
    const fn name(self) -> &'static str {
        match self {
            Self::Sequencer => "sequencer",
            Self::Keeping => "keeping",
        }
    }
}

/// Take or keep a lease until a time. Gives its fencing token; none while somebody else holds it.
///
/// Whoever does the work does it in the transaction that has asked for the lease:
/// the row stays locked until its commit, so that nobody who has lost the lease writes any more.
///
/// # Errors
/// When the store fails.
pub async fn lease(
    connection: &mut Connection,
    lease: Lease,
    holder: &str,
    now: Time,
    until: Time,
) -> Result<Option<i64>> {
    let token = query_scalar(
        "update journal_lease
            set token = case holder when $1 then token else token + 1 end, holder = $1, until = $3
          where name = $4 and (holder = $1 or until < $2)
      returning token",
    )
    .bind(holder)
    .bind(now.0)
    .bind(until.0)
    .bind(lease.name())
    .fetch_optional(connection)
    .await?;
    Ok(token)
}

/// Give a lease back.
///
/// # Errors
/// When the store fails.
pub async fn release(connection: &mut Connection, lease: Lease, holder: &str) -> Result<()> {
    query("update journal_lease set until = 0 where name = $2 and holder = $1")
        .bind(holder)
        .bind(lease.name())
        .execute(connection)
        .await?;
    Ok(())
}

/// Keep complete nodes above the leaves.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, nodes: &[(Node, Digest)]) -> Result<()> {
    let rows = nodes
        .iter()
        .map(|(node, hash)| (node.level, node.number, hash));
    query(
        "insert into journal_nodes (level, number, hash)
         select value ->> 0, value ->> 1, unhex(value ->> 2) from json_each($1)",
    )
    .on_postgres(
        "insert into journal_nodes (level, number, hash)
         select cast(value ->> 0 as bigint), cast(value ->> 1 as bigint), decode(value ->> 2, 'hex')
           from json_array_elements(cast($1 as json)) as rows(value)",
    )
    .bind(&json(rows.collect::<Vec<_>>()))
    .execute(connection)
    .await?;
    Ok(())
}

/// The hashes of complete nodes, as far as they are there.
///
/// # Errors
/// When the store fails.
pub async fn nodes(
    connection: &mut Connection,
    wanted: impl IntoIterator<Item = Node> + Send,
) -> Result<Nodes> {
    let mut found = Nodes::new();
    for node in wanted.into_iter().collect::<Vec<_>>() {
        let number = signed(node.number)?;
        let hash: Option<Vec<u8>> = if node.level == 0 {
            query_scalar("select hash from journal_entries where position = $1")
                .bind(number)
                .fetch_optional(&mut *connection)
                .await?
        } else {
            query_scalar("select hash from journal_nodes where level = $1 and number = $2")
                .bind(i64::from(node.level))
                .bind(number)
                .fetch_optional(&mut *connection)
                .await?
        };
        if let Some(hash) = hash {
            found.insert(node, digest(&hash)?);
        }
    }
    Ok(found)
}

/// The newest checkpoint with its size.
///
/// # Errors
/// When the store fails.
pub async fn newest(connection: &mut Connection) -> Result<Option<(u64, Signed<Checkpoint>)>> {
    let row: Option<(i64, String, Vec<u8>)> = query_as(
        "select size, text, signature from journal_checkpoints order by size desc limit 1",
    )
    .fetch_optional(connection)
    .await?;
    row.map(|(size, text, signature)| Ok((unsigned(size)?, Signed::new(text, signature))))
        .transpose()
}

/// Keep a checkpoint.
///
/// # Errors
/// When the store fails.
pub async fn keep(
    connection: &mut Connection,
    size: u64,
    root: &Digest,
    checkpoint: &Signed<Checkpoint>,
    time: Time,
    token: i64,
) -> Result<()> {
    query(
        "insert into journal_checkpoints (size, root, text, signature, time, token) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(signed(size)?)
    .bind(root.as_ref())
    .bind(&checkpoint.text)
    .bind(checkpoint.signature.as_ref())
    .bind(time.0)
    .bind(token)
    .execute(connection)
    .await?;
    Ok(())
}

/// The root and the checkpoint of a size, if one was signed over it.
///
/// # Errors
/// When the store fails.
pub async fn at(
    connection: &mut Connection,
    size: u64,
) -> Result<Option<(Vec<u8>, Signed<Checkpoint>)>> {
    let row: Option<(Vec<u8>, String, Vec<u8>)> =
        query_as("select root, text, signature from journal_checkpoints where size = $1")
            .bind(signed(size)?)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(root, text, signature)| (root, Signed::new(text, signature))))
}
