//! What the operator has to say to all offices.

use super::query::{query, query_as, query_scalar};
use super::{Connection, unsigned};
use crate::error::{Error, Result};
use sqlx::FromRow;
use wire::Time;
use wire::hub_api::{Announcement, AnnouncementKind};

#[derive(FromRow)]
struct Row {
    number: i64,
    kind: String,
    text: String,
    text_en: String,
    shown_from: i64,
    shown_until: i64,
}

impl TryFrom<Row> for Announcement {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            number: unsigned(row.number)?,
            kind: match row.kind.as_str() {
                "news" => AnnouncementKind::News,
                "maintenance" => AnnouncementKind::Maintenance,
                _ => return Err(Error::Corrupt("announcement")),
            },
            text: row.text,
            text_en: row.text_en,
            from: Time(row.shown_from),
            until: Time(row.shown_until),
        })
    }
}

/// Keep an announcement; its own number does not count. Gives the number that it gets.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, new: &Announcement) -> Result<u64> {
    let number: i64 = query_scalar(
        "insert into announcements (number, kind, text, text_en, shown_from, shown_until)
         values ((select coalesce(max(number), 0) + 1 from announcements), $1, $2, $3, $4, $5)
         returning number",
    )
    .bind(match new.kind {
        AnnouncementKind::News => "news",
        AnnouncementKind::Maintenance => "maintenance",
    })
    .bind(&new.text)
    .bind(&new.text_en)
    .bind(new.from.0)
    .bind(new.until.0)
    .fetch_one(connection)
    .await?;
    unsigned(number)
}

/// The announcements that are not over at a time, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn list(connection: &mut Connection, now: Time) -> Result<Vec<Announcement>> {
    let rows: Vec<Row> = query_as(
        "select number, kind, text, text_en, shown_from, shown_until
           from announcements where shown_until > $1 order by number desc",
    )
    .bind(now.0)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Announcement::try_from).collect()
}

/// End an announcement now. False when there is none that is not over.
///
/// # Errors
/// When the store fails.
pub async fn end(connection: &mut Connection, number: u64, now: Time) -> Result<bool> {
    let done =
        query("update announcements set shown_until = $2 where number = $1 and shown_until > $2")
            .bind(super::signed(number)?)
            .bind(now.0)
            .execute(connection)
            .await?;
    Ok(done == 1)
}
