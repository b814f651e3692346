//! The journal's leaves, in their order.

use super::{Connection, unsigned};
use crate::error::Result;
use evidence::leaf::{self, Leaf, What};
use wire::{Digest, Time};

/// Add an entry to the journal.
///
/// # Errors
/// When the store fails.
pub async fn add(
    connection: &mut Connection,
    what: What,
    digests: Vec<Digest>,
    time: Time,
) -> Result<()> {
    let entry = Leaf::new(leaf::salt(), what, digests, None, time).text()?;
    insert(connection, &entry, time).await
}

/// Add an entry whose text is made already.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, entry: &str, time: Time) -> Result<()> {
    sqlx::query(
        "insert into journal_leaves (position, hash, entry, time)
         values ((select coalesce(max(position), -1) + 1 from journal_leaves), $1, $2, $3)",
    )
    .bind(leaf::hash(entry).as_ref())
    .bind(entry)
    .bind(time.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// The number of leaves.
///
/// # Errors
/// When the store fails.
pub async fn size(connection: &mut Connection) -> Result<u64> {
    let size: i64 =
        sqlx::query_scalar("select coalesce(max(position), -1) + 1 from journal_leaves")
            .fetch_one(connection)
            .await?;
    unsigned(size)
}

/// Where the leaf with a hash stands, if it is there.
///
/// # Errors
/// When the store fails.
pub async fn position(connection: &mut Connection, hash: &Digest) -> Result<Option<u64>> {
    let position: Option<i64> =
        sqlx::query_scalar("select position from journal_leaves where hash = $1")
            .bind(hash.as_ref())
            .fetch_optional(connection)
            .await?;
    position.map(unsigned).transpose()
}
