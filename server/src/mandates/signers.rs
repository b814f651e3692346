//! Who may have signed for an office: it itself, and an agent under a mandate that held then.
//!
//! The hub tells the mandates of a letter. Each is believed only when the office that gives it has signed it,
//! by a connection certificate that is pinned here; the agent's certificates are pinned like every partner's.

use crate::error::Result;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::store::LetterMandate;
use crate::{Server, cards};
use wire::hub_api;
use wire::{EnvelopeId, Label, Mandate, OfficeNumber, Scope, Time};

/// The certificates by which an office, or an agent of it, may have signed what concerns a letter.
#[derive(Debug, Default)]
pub struct Signers {
    own: Vec<Vec<u8>>,
    agents: Vec<Agent>,
}

#[derive(Debug)]
struct Agent {
    mandate: Mandate,
    revoked: Option<Time>,
    certificates: Vec<Vec<u8>>,
}

impl Agent {
    /// Whether the mandate allowed something at a time.
    fn may(&self, scope: Scope, time: Time) -> bool {
        self.mandate.scope.contains(&scope)
            && (self.mandate.from..self.mandate.until).contains(&time)
            && self.revoked.is_none_or(|revoked| time < revoked)
    }
}

impl Signers {
    /// Those of an office, as far as is known here.
    pub async fn of(
        server: &Server,
        office: &Office,
        of: &OfficeNumber,
        letter: EnvelopeId,
    ) -> Result<Self> {
        let mut signers = Self {
            own: certificates(server, office, of).await?,
            agents: Vec::new(),
        };
        let kept = server.store.letter_mandates(&office.number, letter).await?;
        for LetterMandate {
            mandate, revoked, ..
        } in kept
        {
            if let Ok(mandate) = mandate.read()
                && mandate.office == *of
            {
                signers.agents.push(Agent {
                    certificates: certificates(server, office, &mandate.agent).await?,
                    mandate,
                    revoked,
                });
            }
        }
        Ok(signers)
    }

    /// The certificates that may have signed at a time.
    pub fn at(&self, scope: Scope, time: Time) -> Vec<Vec<u8>> {
        let agents = self.agents.iter().filter(|agent| agent.may(scope, time));
        let theirs = agents.flat_map(|agent| &agent.certificates);
        self.own.iter().chain(theirs).cloned().collect()
    }

    /// The agent that has one of the certificates, for whoever is not the office itself.
    pub fn agent(&self, certificate: &[u8]) -> Option<&OfficeNumber> {
        let has = |list: &[Vec<u8>]| list.iter().any(|one| one == certificate);
        if has(&self.own) {
            return None;
        }
        let mut agents = self.agents.iter();
        let agent = agents.find(|agent| has(&agent.certificates))?;
        Some(&agent.mandate.agent)
    }
}

/// The certificates that may have signed a letter itself: the sender's, or those of the agent that its label names.
pub async fn of_letter(
    server: &Server,
    office: &Office,
    label: &Label,
    arrived: Time,
) -> Result<Vec<Vec<u8>>> {
    let from = &label.from.number;
    let Some(named) = &label.acting_for else {
        return certificates(server, office, from).await;
    };
    if office.agent.is_some() && *from == office.number {
        // We have sealed it ourselves, for the office that we act for.
        return Ok(office.certificates.clone());
    }
    let signers = Signers::of(server, office, from, label.id).await?;
    let agents = signers.agents.into_iter();
    Ok(agents
        .filter(|agent| agent.mandate.id.to_string() == *named && agent.may(Scope::Send, arrived))
        .flat_map(|agent| agent.certificates)
        .collect())
}

/// Every connection certificate that an office is known to have had.
async fn certificates(server: &Server, office: &Office, of: &OfficeNumber) -> Result<Vec<Vec<u8>>> {
    if *of == office.number && office.agent.is_none() {
        return Ok(office.certificates.clone());
    }
    let store = &server.store;
    let mut known = store.pinned_certificates(&office.number, of).await?;
    if *of == office.number || office.agent.as_ref() == Some(of) {
        known.extend(office.certificates.iter().cloned());
    }
    Ok(known)
}

/// Ask the hub for the mandates of a letter, and keep those that are true. They come back with the journal's entries.
pub async fn learn(
    server: &Server,
    office: &Office,
    letter: EnvelopeId,
) -> std::result::Result<Vec<hub_api::LetterMandate>, SyncError> {
    let told = match office.connection()?.relay.letter_mandates(letter).await {
        Ok(told) => told.mandates,
        // A hub that does not know the question, or that has forgotten the letter.
        Err(error) if error.is_refusal() => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut learnt = Vec::new();
    for one in told {
        let Ok(claimed) = one.mandate.read() else {
            continue;
        };
        let Some(certificate) = giver(server, office, &one, &claimed.office).await? else {
            tracing::warn!(office = %office.number, %letter, "a mandate is not signed by the office that it names");
            continue;
        };
        look_up(server, office, &claimed.agent).await?;
        let kept = LetterMandate {
            mandate: one.mandate.clone(),
            certificate,
            revoked: one.revoked,
        };
        let (store, number) = (&server.store, &office.number);
        store
            .keep_letter_mandate(number, letter, &claimed, &kept)
            .await?;
        learnt.push(one);
    }
    Ok(learnt)
}

/// The certificate of the office that gives a mandate which has signed it. One that is newer than what is pinned is looked up.
async fn giver(
    server: &Server,
    office: &Office,
    told: &hub_api::LetterMandate,
    gives: &OfficeNumber,
) -> std::result::Result<Option<Vec<u8>>, SyncError> {
    let signed = |known: Vec<Vec<u8>>| {
        known
            .into_iter()
            .find(|der| evidence::mandate::verify(der, &told.mandate).is_ok())
    };
    let found = signed(certificates(server, office, gives).await?);
    if found.is_some() {
        return Ok(found);
    }
    look_up(server, office, gives).await?;
    Ok(signed(certificates(server, office, gives).await?))
}

/// Pin an office's card. Our own keys are known.
async fn look_up(
    server: &Server,
    office: &Office,
    of: &OfficeNumber,
) -> std::result::Result<(), SyncError> {
    let ours = *of == office.number && office.agent.is_none();
    if !ours && office.agent.as_ref() != Some(of) {
        cards::look_up(server, office, of).await?;
    }
    Ok(())
}
