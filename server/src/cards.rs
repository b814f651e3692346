//! The others' cards: looked up in the directory, verified, and pinned.
//!
//! The first card that is seen of an office is trusted.
//! A later one is taken when the key of the pinned one has signed it; any other waits for a person's word.

use crate::error::Result;
use crate::offices::Office;
use crate::store::PinnedCard;
use crate::{Server, clock};
use evidence::card;
use wire::hub_api::{self, OfficeRecord, Standing};
use wire::{Address, Code, LetterKind, OfficeCard, OfficeNumber, Problem, Signed};

/// What is known of a receiver.
pub struct Known {
    /// The directory's entry.
    pub entry: Option<hub_api::Office>,
    /// The card to seal for, or why a letter cannot go there.
    pub card: Result<OfficeCard, Problem>,
}

/// Whether a letter of a kind can go from an office to an address, and the card that it is sealed for.
///
/// While the hub is away, an office whose card is pinned is taken at its last word; the hub decides when the letter comes.
pub async fn check(
    server: &Server,
    office: &Office,
    to: &Address,
    kind: LetterKind,
) -> Result<Known> {
    if to.number == office.number && kind != LetterKind::Test {
        return Ok(refusal(None, Code::RecipientIsSender));
    }
    let looked_up = look_up(server, office, &to.number).await?;
    let entry = match &looked_up {
        LookUp::Found(found) => Some(found.entry.clone()),
        LookUp::Unknown => return Ok(refusal(None, Code::RecipientUnknown)),
        LookUp::Unreachable => server.store.partner(&office.number, &to.number).await?,
    };
    if let Some(entry) = &entry {
        if !entry.service_types.contains(&to.service_type) {
            return Ok(refusal(Some(entry.clone()), Code::RecipientUnknown));
        }
        let standing = match entry.standing {
            Standing::Active => None,
            Standing::Suspended => Some(Code::RecipientSuspended),
            Standing::Expired | Standing::NotYet => Some(Code::RecipientExpired),
        };
        if let Some(code) = standing {
            return Ok(refusal(Some(entry.clone()), code));
        }
    }
    let card = match looked_up {
        LookUp::Found(found) => found.card,
        _ => match server.store.pinned_card(&office.number, &to.number).await? {
            Some(pinned) => read(&pinned.card).map_err(Problem::new),
            None => Err(Problem::new(Code::HubUnreachable)),
        },
    };
    Ok(Known { entry, card })
}

/// An answer of the directory about one office.
pub enum LookUp {
    /// It is registered.
    Found(Box<Found>),
    /// No office has this number.
    Unknown,
    /// The hub does not answer.
    Unreachable,
}

/// An office that the directory knows.
pub struct Found {
    /// The directory's entry.
    pub entry: hub_api::Office,
    /// The card that is now pinned, or why there is none.
    pub card: Result<OfficeCard, Problem>,
}

/// Ask the directory about an office; keep its entry, and pin its card if it can be trusted.
pub async fn look_up(server: &Server, office: &Office, partner: &OfficeNumber) -> Result<LookUp> {
    let record = match office.connection()?.relay.office(partner).await {
        Ok(record) if record.office.number == *partner => record,
        Ok(_) => return Ok(LookUp::Unknown),
        Err(error) if error.is(Code::NotFound) => return Ok(LookUp::Unknown),
        Err(error) if error.is_refusal() => return Err(error.into()),
        Err(error) => {
            tracing::debug!(%error, "the directory does not answer");
            return Ok(LookUp::Unreachable);
        }
    };
    server
        .store
        .keep_partner(&office.number, &record.office, clock::now())
        .await?;
    let card = accept(server, office, partner, &record).await?;
    Ok(LookUp::Found(Box::new(Found {
        entry: record.office,
        card,
    })))
}

async fn accept(
    server: &Server,
    office: &Office,
    partner: &OfficeNumber,
    record: &OfficeRecord,
) -> Result<Result<OfficeCard, Problem>> {
    let pinned = server.store.pinned_card(&office.number, partner).await?;
    let Some(offered) = &record.card else {
        return Ok(Err(Problem::new(Code::RecipientNotReady)));
    };
    let decision = match &pinned {
        Some(pinned) if pinned.card == *offered => return Ok(read(offered).map_err(Problem::new)),
        Some(pinned) => renewed(offered, &pinned.card, record.previous_card.as_ref()),
        None => first(offered, record.previous_card.as_ref()).map(Some),
    };
    let card = match decision {
        Ok(Some(card)) if card.number == *partner => card,
        Ok(Some(_)) => return Ok(Err(Problem::new(Code::CardInvalid))),
        // An older card of the same key: the pinned one stays.
        Ok(None) => match &pinned {
            Some(pinned) => return Ok(read(&pinned.card).map_err(Problem::new)),
            None => return Ok(Err(Problem::new(Code::CardInvalid))),
        },
        Err(code) => {
            tracing::warn!(office = %office.number, %partner, %code, "a card was not accepted");
            return Ok(Err(Problem::new(code)));
        }
    };
    let pin = PinnedCard {
        card: offered.clone(),
        certificate: card.connection_certificate.0.clone(),
    };
    server
        .store
        .pin_card(&office.number, partner, &pin, clock::now())
        .await?;
    Ok(Ok(card))
}

/// The first card of an office: signed by its own key, or by that of the card before it.
fn first(
    offered: &Signed<OfficeCard>,
    previous: Option<&Signed<OfficeCard>>,
) -> Result<OfficeCard, Code> {
    card::verify(offered)
        .or_else(|error| match previous.map(Signed::read) {
            Some(Ok(previous)) => card::verify_renewal(offered, &previous),
            _ => Err(error),
        })
        .map_err(|_| Code::CardInvalid)
}

/// A card in the place of a pinned one. None when it is an older one of the same key.
fn renewed(
    offered: &Signed<OfficeCard>,
    pinned: &Signed<OfficeCard>,
    previous: Option<&Signed<OfficeCard>>,
) -> Result<Option<OfficeCard>, Code> {
    let pinned = pinned.read().map_err(|_| Code::CardInvalid)?;
    if let Ok(card) = card::verify_renewal(offered, &pinned) {
        return Ok(Some(card));
    }
    let card = first(offered, previous)?;
    if card.connection_certificate == pinned.connection_certificate {
        Ok(None)
    } else {
        Err(Code::CardChanged)
    }
}

fn read(card: &Signed<OfficeCard>) -> Result<OfficeCard, Code> {
    card.read().map_err(|_| Code::CardInvalid)
}

fn refusal(entry: Option<hub_api::Office>, code: Code) -> Known {
    Known {
        entry,
        card: Err(Problem::new(code)),
    }
}
