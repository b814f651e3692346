//! The office's own card: made from its keys, and published at the hub whenever it has changed.

use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::relay::json_digest;
use crate::{Error, Server, clock};
use evidence::card::{self, Facts};

/// What an office can take, as media types.
const ACCEPTS: [&str; 3] = ["text/csv", "application/pdf", "image/jpeg"];

/// Publish the card unless the hub has it already.
pub async fn card(server: &Server, office: &Office) -> Result<(), SyncError> {
    let connection = office.connection()?;
    let sealing: Vec<_> = office
        .sealing
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
    ));
    if server
        .store
        .card_published(&office.number)
        .await?
        .as_deref()
        == Some(facts.as_ref())
    {
        return Ok(());
    }
    let card = card::make(
        &connection.key,
        Facts {
            number: office.number.clone(),
            service_types: office.service_types.clone(),
            name: office.name.clone(),
            accepts: ACCEPTS.map(str::to_owned).to_vec(),
            connection_certificate: connection.certificate.clone(),
            sealing_certificates: office.sealing.clone(),
            time: clock::now(),
        },
    )
    .map_err(|_| Error::Stored("the office's keys make no card"))?;
    connection.relay.publish(&card).await?;
    server
        .store
        .set_card_published(&office.number, facts.as_ref())
        .await?;
    tracing::info!(office = %office.number, "the office's card was published");
    Ok(())
}
