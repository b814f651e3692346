//! `/v1/inbox` and `/v1/outbox`: an office's letters, page by page.

#![allow(
    unused_qualifications,
    reason = "utoipa's macro writes out the names of the types of `params`"
)]

use crate::Hub;
use crate::error::{Error, Result};
use crate::json::{Json, Query};
use crate::peer::Acting;
use crate::store::letters::{self, After, Letter, Side};
use crate::store::{Connection, mailboxes, statements};
use axum::extract::State as Context;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::hub_api::{Mailbox, MailboxItem, path};
use wire::{Code, OfficeNumber, Problem, State};

/// Letters on a page, unless something else is asked for.
const PAGE: usize = 50;
/// Letters on a page at most.
const PAGE_LIMIT: usize = 200;
/// A page ends with the letter that makes it larger than this, in octets.
const PAGE_OCTETS: usize = 4 * 1024 * 1024;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// By mailbox number: the letters above this one. 0 without it.
    after: Option<u64>,
    /// By last change: the letters changed after this cursor.
    changed_after: Option<u64>,
    /// Letters on the page: 1 to 200, 50 without it.
    limit: Option<usize>,
    /// The office, for a caller that serves several.
    #[serde(rename = "office")]
    _office: Option<OfficeNumber>,
}

/// What the office has received.
#[utoipa::path(
    get, path = path::INBOX, params(Asked),
    responses((status = 200, body = Mailbox), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn inbox(
    Acting { office, .. }: Acting,
    Context(hub): Context<Hub>,
    Query(asked): Query<Asked>,
) -> Result<Json<Mailbox>> {
    page(&hub, &office, Side::Inbox, &asked).await
}

/// What the office has sent.
#[utoipa::path(
    get, path = path::OUTBOX, params(Asked),
    responses((status = 200, body = Mailbox), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn outbox(
    Acting { office, .. }: Acting,
    Context(hub): Context<Hub>,
    Query(asked): Query<Asked>,
) -> Result<Json<Mailbox>> {
    page(&hub, &office, Side::Outbox, &asked).await
}

async fn page(
    hub: &Hub,
    office: &OfficeNumber,
    side: Side,
    asked: &Asked,
) -> Result<Json<Mailbox>> {
    let after = match (asked.after, asked.changed_after) {
        (Some(_), Some(_)) => {
            return Err(Error::refused(
                Code::Invalid,
                "`after` and `changed_after` exclude each other",
            ));
        }
        (after, None) => After::Sequence(after.unwrap_or(0)),
        (None, Some(changed)) => After::Change(changed),
    };
    let limit = asked.limit.unwrap_or(PAGE);
    if !(1..=PAGE_LIMIT).contains(&limit) {
        return Err(Error::refused(Code::Invalid, "`limit` is 1 to 200"));
    }
    let mut connection = hub.store.read().await?;
    // Before the page: a change in between is then listed twice rather than never.
    let cursor = mailboxes::cursor(&mut connection, office).await?;
    let (found, more) =
        letters::page(&mut connection, office, side, after, limit, PAGE_OCTETS).await?;
    let mut listed = Vec::with_capacity(found.len());
    for letter in found {
        listed.push(item(&mut connection, letter, side).await?);
    }
    Ok(Json(Mailbox {
        letters: listed,
        more,
        cursor,
    }))
}

/// A letter as one of its parties sees it.
pub(crate) async fn item(
    connection: &mut Connection,
    letter: Letter,
    side: Side,
) -> Result<MailboxItem> {
    let statements = match letter.state {
        State::Arrived | State::Withdrawn | State::Expired => Vec::new(),
        _ => statements::list(connection, &letter.place).await?,
    };
    let (sequence, changed) = match side {
        Side::Inbox => (letter.place.sequence, letter.recipient_changed),
        Side::Outbox => (letter.sender_sequence, letter.sender_changed),
    };
    Ok(MailboxItem {
        id: letter.id,
        sequence,
        changed,
        label: letter.label,
        manifest: letter.manifest.into(),
        body_size: letter.body_size,
        state: letter.state,
        receipt: letter.receipt,
        statements,
        collected: letter.collected,
        since: letter.since,
    })
}
