//! 取り込みました, もう一度送ってください, 取り込めません: what an office answers to a letter that it has opened.
//!
//! The answer is a statement signed by the office over the hub's receipt and the digest of what it opened;
//! its comment is sealed for the two offices. It can be changed until the sender has sent another letter in its place.

use crate::error::{Error, Result};
use crate::inbox;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::seal::{self, Recipient};
use crate::staff::{Desk, Letter};
use crate::store::{NewAnswerRow, ReceivedRow};
use crate::{Server, cards, clock, statements};
use axum::Json;
use axum::extract::State as Context;
use evidence::statement::Facts;
use wire::server_api::{Answer, AnswerKind, NewAnswer, ReceivedLetter, limit, path};
use wire::statement::Act;
use wire::{Code, Digest, EnvelopeId, Octets, Problem, Reason, Signed, State, Statement, Time};

/// Answer a letter that somebody of the office has opened, or change the answer.
#[utoipa::path(post, path = path::ANSWER, params(("number" = String, Path), ("id" = EnvelopeId, Path)), request_body = NewAnswer, responses(
    (status = 200, body = ReceivedLetter), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
))]
pub async fn answer(
    Context(server): Context<Server>,
    desk: Desk,
    Letter(id): Letter,
    Json(new): Json<NewAnswer>,
) -> Result<Json<ReceivedLetter>> {
    desk.must_exchange()?;
    check(&new)?;
    let row = inbox::row(&server, &desk, id).await?;
    match row.state {
        State::Withdrawn => return Err(Code::Withdrawn.into()),
        State::Expired => return Err(Code::Expired.into()),
        _ if !row.collected => return Err(Code::NotCollected.into()),
        _ => {}
    }
    let opened = inbox::contents(&server, &desk, &row).await;
    let contents = opened.ok().map(|(manifest, _)| manifest.contents_sha256);
    if contents.is_none() && new.answer == AnswerKind::TakenIn {
        return Err(Code::CannotOpen.into());
    }
    let statement = state(&server, &desk.office, &row, &new, contents).await?;
    let kept = NewAnswerRow {
        user: &desk.user,
        statement: &statement,
        state: state_of(new.answer),
        now: clock::now(),
    };
    if !server.store.answer(&desk.office.number, id, &kept).await? {
        return Err(Code::AnswerSettled.into());
    }
    server.announcements.announce(&desk.office.number);
    match statements::deliver_of(&server, &desk.office, id).await {
        Ok(None) => {}
        Ok(Some(problem)) => return Err(problem.into()),
        // The answer is kept, and goes when the hub is there again.
        Err(SyncError::Relay(_)) => desk.office.incoming.notify_one(),
        Err(SyncError::Here(error)) => return Err(error),
    }
    let row = inbox::row(&server, &desk, id).await?;
    inbox::letter(&server, &desk.office, row).await.map(Json)
}

/// The state of a letter after an answer.
pub const fn state_of(answer: AnswerKind) -> State {
    match answer {
        AnswerKind::TakenIn => State::TakenIn,
        AnswerKind::Returned => State::Returned,
        AnswerKind::Refused => State::Refused,
    }
}

/// The state of a letter after a statement, if that is an answer.
pub const fn state_after(act: Act) -> Option<State> {
    match kind(act) {
        Some(answer) => Some(state_of(answer)),
        None => None,
    }
}

const fn kind(act: Act) -> Option<AnswerKind> {
    match act {
        Act::Collected => None,
        Act::TakenIn => Some(AnswerKind::TakenIn),
        Act::Returned => Some(AnswerKind::Returned),
        Act::Refused => Some(AnswerKind::Refused),
    }
}

/// The last answer among the statements about a letter, as people see it.
pub fn last(office: &Office, label: &str, statements: &[Signed<Statement>]) -> Option<Answer> {
    let read = |signed: &Signed<Statement>| {
        let statement = signed.read().ok()?;
        Some((kind(statement.act)?, statement))
    };
    let (answer, statement) = statements.iter().rev().find_map(read)?;
    let comment = statement
        .comment
        .and_then(|sealed| seal::open_comment(&sealed.0, label, &office.opening).ok());
    Some(Answer {
        answer,
        reason: statement.reason.as_deref().map(Reason::of),
        comment,
        time: statement.time,
    })
}

/// Whether the answer is one: a reason where there must be one, a comment that is not too long.
fn check(new: &NewAnswer) -> Result<()> {
    if (new.answer == AnswerKind::TakenIn) == new.reason.is_some() {
        return Err(Problem::new(Code::Invalid).with_detail("`reason`").into());
    }
    let length = new
        .comment
        .as_deref()
        .map_or(0, |text| text.chars().count());
    if length > limit::COMMENT {
        return Err(Problem::new(Code::TooLarge).with_detail("`comment`").into());
    }
    Ok(())
}

/// Make the statement, newer than every one before it.
async fn state(
    server: &Server,
    office: &Office,
    row: &ReceivedRow,
    new: &NewAnswer,
    contents_sha256: Option<Digest>,
) -> Result<Signed<Statement>> {
    let before = row.answers.iter().filter_map(|signed| signed.read().ok());
    let newest = before.map(|statement| statement.time.0).max();
    let time = clock::now()
        .0
        .max(newest.map_or(0, |newest| newest.saturating_add(1)));
    let comment = match new.comment.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(Octets(seal(server, office, row, text).await?)),
    };
    let connection = office.connection()?;
    let facts = Facts {
        act: match new.answer {
            AnswerKind::TakenIn => Act::TakenIn,
            AnswerKind::Returned => Act::Returned,
            AnswerKind::Refused => Act::Refused,
        },
        contents_sha256,
        reason: new.reason.map(|reason| reason.as_str().to_owned()),
        comment,
        time: Time(time),
    };
    let (key, certificate) = (&connection.key, &connection.certificate);
    evidence::statement::make(key, certificate, &row.receipt, facts)
        .map_err(|_| Error::Stored("a receipt"))
}

/// Seal a comment for every key on the sender's card that is valid now, and every one of our own.
async fn seal(
    server: &Server,
    office: &Office,
    row: &ReceivedRow,
    comment: &str,
) -> Result<Vec<u8>> {
    let own = office.sealing.iter().map(|key| key.certificate.clone());
    let mut certificates: Vec<Vec<u8>> = own.collect();
    if office.agent.is_some() {
        // What is answered in its name the office itself can read too.
        let number = &office.number;
        let pinned = server.store.pinned_card(number, number).await?;
        let card = pinned.and_then(|pinned| pinned.card.read().ok());
        let card = card.ok_or(Code::CardInvalid)?;
        let theirs = evidence::card::sealing_certificates(&card, clock::now());
        certificates.extend(theirs.into_iter().map(<[u8]>::to_vec));
    }
    if row.partner != office.number {
        if let Err(error) = cards::look_up(server, office, &row.partner).await {
            tracing::debug!(%error, "the sender's card is taken as it was seen last");
        }
        let pinned = server
            .store
            .pinned_card(&office.number, &row.partner)
            .await?;
        let card = pinned.and_then(|pinned| pinned.card.read().ok());
        let card = card.ok_or(Code::CardInvalid)?;
        let theirs = evidence::card::sealing_certificates(&card, clock::now());
        if theirs.is_empty() {
            return Err(Code::RecipientNotReady.into());
        }
        certificates.extend(theirs.into_iter().map(<[u8]>::to_vec));
    }
    certificates.sort_unstable();
    certificates.dedup();
    let recipients = certificates
        .iter()
        .map(|certificate| Recipient::new(certificate).map_err(|_| Code::CardInvalid.into()))
        .collect::<Result<Vec<_>>>()?;
    seal::seal_comment(comment, &row.label, &recipients)
        .map_err(|_| Error::Stored("a comment cannot be sealed"))
}
