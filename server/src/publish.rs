//! The office's own card: made from its keys, and published at the hub whenever it has changed.

use crate::inbox::sync::SyncError;
use crate::journal::made_here;
use crate::offices::{Connection, Office};
use crate::relay::json_digest;
use crate::{Error, Server, clock, mandates};
use evidence::card::{self, Facts};
use wire::{Code, OfficeCard, Signed};

/// What an office can take, as media types.
const ACCEPTS: [&str; 3] = ["text/csv", "application/pdf", "image/jpeg"];

/// Publish the card unless the hub has it already.
pub async fn card(server: &Server, office: &Office) -> Result<(), SyncError> {
    if office.agent.is_some() {
        // An agent does not speak for the office's keys.
        return Ok(());
    }
    let connection = office.connection()?;
    let agents = mandates::agents(server, office).await?;
    let sealing_certificates: Vec<_> = office
        .sealing
        .iter()
        .chain(&agents.sealing)
        .cloned()
        .collect();
    let sealing: Vec<_> = sealing_certificates
        .iter()
        .map(|key| (&key.certificate, key.from, key.until))
        .map(|(certificate, from, until)| (evidence::digest(certificate), from, until))
        .collect();
    // What the card says, without its time and signatures: the same facts are the same card.
    let facts = json_digest(&(
        &office.name,
        &office.service_types,
        evidence::digest(&connection.certificate),
        sealing,
        ACCEPTS,
        &agents.mandates,
    ));
    let published = server.store.published(&office.number).await?;
    if published.facts.as_deref() == Some(facts.as_ref())
        && is_shown(server, office, published.card.as_ref()).await?
    {
        return Ok(());
    }
    let said = Facts {
        number: office.number.clone(),
        service_types: office.service_types.clone(),
        name: office.name.clone(),
        accepts: ACCEPTS.map(str::to_owned).to_vec(),
        connection_certificate: connection.certificate.clone(),
        mandates: agents.mandates,
        sealing_certificates,
        time: clock::now(),
    };
    let card = match renewal(connection, published.card.as_ref(), said.clone())? {
        Some(renewal) => match publish(server, office, &renewal).await {
            Ok(()) => renewal,
            // The hub has the renewed card already: we were cut off before we could note it.
            Err(SyncError::Relay(error)) if error.is(Code::CardInvalid) => {
                first(server, office, said).await?
            }
            Err(error) => return Err(error),
        },
        None => first(server, office, said).await?,
    };
    server
        .store
        .set_published(&office.number, facts.as_ref(), &card)
        .await?;
    tracing::info!(office = %office.number, "the office's card was published");
    Ok(())
}

/// Whether the directory shows the card that was published, or a newer one.
/// A hub that was restored from a backup may have lost it, and nobody could send to the office any more.
async fn is_shown(
    server: &Server,
    office: &Office,
    published: Option<&Signed<OfficeCard>>,
) -> Result<bool, SyncError> {
    let shown = office
        .connection()?
        .relay
        .office(&office.number)
        .await?
        .card;
    let (Some(shown), Some(published)) = (shown, published) else {
        return Ok(false);
    };
    if shown == *published {
        server
            .store
            .made_card(&office.number, &shown, clock::now())
            .await?;
        return Ok(true);
    }
    let sha256 = evidence::digest(shown.text.as_bytes());
    made_here(server, office, &sha256, None).await?;
    let older =
        matches!((shown.read(), published.read()), (Ok(shown), Ok(ours)) if shown.time < ours.time);
    Ok(!older)
}

/// A card with a new connection certificate, signed by the key before it: everybody who knows the old card accepts it.
fn renewal(
    connection: &Connection,
    published: Option<&Signed<OfficeCard>>,
    said: Facts,
) -> Result<Option<Signed<OfficeCard>>, Error> {
    let (Some(key), Some(published)) = (&connection.previous_key, published) else {
        return Ok(None);
    };
    let published = published
        .read()
        .map_err(|_| Error::Stored("the office's card"))?;
    card::renew(key, &published, &connection.key, said)
        .map(Some)
        .map_err(|_| Error::Stored("the office's keys make no card"))
}

/// A card signed by its own connection key.
async fn first(
    server: &Server,
    office: &Office,
    said: Facts,
) -> Result<Signed<OfficeCard>, SyncError> {
    let card = card::make(&office.connection()?.key, said)
        .map_err(|_| Error::Stored("the office's keys make no card"))?;
    publish(server, office, &card).await?;
    Ok(card)
}

/// Publish a card. That it is ours is remembered first: it may come to the hub though no answer comes back.
async fn publish(
    server: &Server,
    office: &Office,
    card: &Signed<OfficeCard>,
) -> Result<(), SyncError> {
    server
        .store
        .made_card(&office.number, card, clock::now())
        .await?;
    Ok(office.connection()?.relay.publish(card).await?)
}
