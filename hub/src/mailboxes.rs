//! `/v1/inbox` and `/v1/outbox`: an office's letters, page by page.

#![allow(
    unused_qualifications,
    reason = "utoipa's macro writes out the names of the types of `params`"
)]

use crate::Hub;
use crate::error::{Error, Result};
use crate::json::{Json, LARGEST, Query};
use crate::peer::Acting;
use crate::store::letters::{self, After, Letter, Side};
use crate::store::{Connection, mailboxes, statements};
use axum::extract::State as Context;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::hub_api::{Mailbox, MailboxItem, Uncollected, path};
use wire::{Code, KeptFrom, OfficeNumber, Problem, Scope, Signed, State};

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
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    after: Option<u64>,
    /// By last change: the letters changed after this cursor.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    changed_after: Option<u64>,
    /// Letters on the page: 1 to 200, 50 without it.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// The office, for a caller that serves several.
    #[serde(rename = "office")]
    _office: Option<OfficeNumber>,
}

/// What the office has received.
#[utoipa::path(
    get, path = path::INBOX, params(Asked),
    responses(
        (status = 200, body = Mailbox, links(
            ("letter" = (operation_id = "letter", parameters(("id" = "$response.body#/letters/0/id")))),
            ("body" = (operation_id = "body", parameters(("id" = "$response.body#/letters/0/id")))),
            ("mandates" = (operation_id = "letter_mandates", parameters(("id" = "$response.body#/letters/0/id")))),
        )),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn inbox(
    acting: Acting,
    Context(hub): Context<Hub>,
    Query(asked): Query<Asked>,
) -> Result<Json<Mailbox>> {
    acting.may(Scope::Receive)?;
    page(&hub, &acting.office, Side::Inbox, &asked).await
}

/// What the office has sent.
#[utoipa::path(
    get, path = path::OUTBOX, params(Asked),
    responses(
        (status = 200, body = Mailbox, links(
            ("letter" = (operation_id = "letter", parameters(("id" = "$response.body#/letters/0/id")))),
            ("body" = (operation_id = "body", parameters(("id" = "$response.body#/letters/0/id")))),
            ("mandates" = (operation_id = "letter_mandates", parameters(("id" = "$response.body#/letters/0/id")))),
        )),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn outbox(
    acting: Acting,
    Context(hub): Context<Hub>,
    Query(asked): Query<Asked>,
) -> Result<Json<Mailbox>> {
    acting.may(Scope::Send)?;
    page(&hub, &acting.office, Side::Outbox, &asked).await
}

/// From which number on the inbox is kept, signed by the journal key: what lies before it is forgotten, its time being over.
#[utoipa::path(
    get, path = path::KEPT_FROM, params(("office" = Option<OfficeNumber>, Query)),
    responses((status = 200, body = Signed<KeptFrom>), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn kept_from(
    acting: Acting,
    Context(hub): Context<Hub>,
) -> Result<Json<Signed<KeptFrom>>> {
    acting.may(Scope::Receive)?;
    let mut connection = hub.store.read().await?;
    let (lowest, before) = mailboxes::kept_from(&mut connection, &acting.office).await?;
    let facts = evidence::kept_from::Facts {
        journal: hub.journal.id.clone(),
        office: acting.office,
        lowest,
        before,
        time: hub.now(),
    };
    Ok(Json(evidence::kept_from::make(&hub.journal.key, facts)?))
}

async fn page(
    hub: &Hub,
    office: &OfficeNumber,
    side: Side,
    asked: &Asked,
) -> Result<Json<Mailbox>> {
    let said = [asked.after, asked.changed_after];
    if said.into_iter().flatten().any(|number| number > LARGEST) {
        return Err(Error::refused(Code::Invalid, "no number is so large"));
    }
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
    let withdrawal = match letter.state {
        State::Withdrawn => statements::withdrawal(connection, &letter.place).await?,
        _ => None,
    };
    let told = [(5, letter.keeping.told_5), (20, letter.keeping.told_20)];
    let uncollected = told
        .into_iter()
        .filter_map(|(days, time)| time.map(|time| Uncollected { days, time }));
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
        withdrawal,
        uncollected: match side {
            Side::Inbox => Vec::new(),
            Side::Outbox => uncollected.collect(),
        },
        non_delivery: letter.keeping.notice,
        deleted: letter.keeping.deleted,
        replaced_by: letter.keeping.replaced_by,
    })
}
