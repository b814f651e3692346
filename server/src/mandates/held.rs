//! 代行業者の側: the mandates that an office of this server holds, and acts under for another one.

use crate::error::{Error, Result};
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::{Server, cards, clock};
use wire::server_api::Words;
use wire::{Code, Mandate, MandateId, OfficeNumber, Problem, Scope, Time};

/// Ask the hub for the mandates that the agent holds of the office, and keep those that the office has signed.
/// What the hub does not list any more, or calls revoked, is acted under no longer.
pub async fn refresh(server: &Server, office: &Office) -> std::result::Result<(), SyncError> {
    let Some(agent) = &office.agent else {
        return Ok(());
    };
    let number = &office.number;
    let keeper = server
        .offices
        .get(agent)
        .ok_or(Error::Stored("an office"))?;
    let listed = keeper.connection()?.relay.mandates().await?.mandates;
    cards::look_up(server, office, number).await?;
    let certificates = server.store.pinned_certificates(number, number).await?;
    let mut held = Vec::new();
    for record in listed {
        let mut verified = certificates
            .iter()
            .filter_map(|der| evidence::mandate::verify(der, &record.mandate).ok());
        let ours = |mandate: &Mandate| mandate.office == *number && mandate.agent == *agent;
        if record.revoked.is_none()
            && let Some(mandate) = verified.next().filter(ours)
        {
            held.push((mandate.id, record.mandate));
        }
    }
    held.sort_by_key(|(id, _)| *id);
    if server.store.held(number).await?
        != held.iter().map(|(_, one)| one.clone()).collect::<Vec<_>>()
    {
        server.store.set_held(number, &held).await?;
        server.announcements.announce(number);
    }
    Ok(())
}

/// A mandate that allows something now.
pub async fn under(
    server: &Server,
    number: &OfficeNumber,
    scope: Scope,
) -> Result<Option<Mandate>> {
    let now = clock::now();
    let held = server.store.held(number).await?;
    let mandates = held.iter().filter_map(|signed| signed.read().ok());
    // The one that holds longest, so that a letter that waits for the hub still comes in its time.
    Ok(mandates
        .filter(|mandate| mandate.scope.contains(&scope))
        .filter(|mandate| (mandate.from..mandate.until).contains(&now))
        .max_by_key(|mandate| mandate.until))
}

/// What a letter's label says of the mandate under which it is sent; nothing where the office sends itself.
pub async fn acting_for(server: &Server, office: &Office) -> Result<Option<MandateId>> {
    if office.agent.is_none() {
        return Ok(None);
    }
    match under(server, &office.number, Scope::Send).await? {
        Some(mandate) => Ok(Some(mandate.id)),
        None => Err(Problem::new(Code::Forbidden)
            .with_detail("no mandate to send for this office is held now")
            .into()),
    }
}

/// Whether the server may look at the office's inbox, or its outbox.
pub async fn may(server: &Server, office: &Office, scope: Scope) -> Result<bool> {
    Ok(office.agent.is_none() || under(server, &office.number, scope).await?.is_some())
}

/// From when on letters to the office are sealed for its agent too; what came earlier is not the agent's to see.
pub async fn since(server: &Server, office: &Office) -> Result<Option<Time>> {
    if office.agent.is_none() {
        return Ok(None);
    }
    let held = server.store.held(&office.number).await?;
    let mandates = held.iter().filter_map(|signed| signed.read().ok());
    let receive = mandates.filter(|mandate| mandate.scope.contains(&Scope::Receive));
    Ok(receive.map(|mandate| mandate.from).min())
}

/// That the office is worked for under a mandate which does not hold now.
pub async fn notice(server: &Server, office: &Office) -> Result<Option<Words>> {
    let holds =
        may(server, office, Scope::Send).await? || may(server, office, Scope::Receive).await?;
    Ok((!holds).then(|| {
        Words::new(
            "この事業所の代行は、今は認められていません。委任した事業所に確かめてください。",
            "Acting for this office is not allowed now. Ask the office that gave the mandate.",
        )
    }))
}
