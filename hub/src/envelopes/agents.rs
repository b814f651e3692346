//! Under which mandates agents have acted on a letter: whoever reads their signatures must be able to check them.

use crate::error::Result;
use crate::store::letters::Letter;
use crate::store::{Connection, certificates, journal, mandates, statements};
use evidence::digest;
use wire::hub_api::{LetterMandate, MandateRecord};
use wire::{Digest, Label, MandateId, OfficeNumber, Scope, Time};

/// The mandate that the label names, and those of the agents that have signed a statement or a withdrawal.
///
/// # Errors
/// When the store fails.
pub(super) async fn mandates(
    connection: &mut Connection,
    letter: &Letter,
) -> Result<Vec<LetterMandate>> {
    let mut found: Vec<MandateRecord> = Vec::new();
    let named = serde_json::from_str::<Label>(&letter.label)
        .ok()
        .and_then(|label| label.acting_for)
        .and_then(|id| id.parse::<MandateId>().ok());
    if let Some(id) = named {
        found.extend(mandates::find(connection, id).await?);
    }
    let receiver = &letter.place.recipient;
    for signed in statements::list(connection, &letter.place).await? {
        if let Ok(said) = signed.read() {
            let by = (&said.certificate_sha256, Scope::Receive, said.time);
            found.extend(of_signer(connection, receiver, by).await?);
        }
    }
    if let Some(signed) = statements::withdrawal(connection, &letter.place).await?
        && let Ok(said) = signed.read()
    {
        let by = (&said.certificate_sha256, Scope::Send, said.time);
        found.extend(of_signer(connection, &letter.sender, by).await?);
    }
    let mut listed: Vec<LetterMandate> = Vec::new();
    for record in found {
        if listed.iter().any(|one| one.mandate == record.mandate) {
            continue;
        }
        let Ok(mandate) = record.mandate.read() else {
            continue;
        };
        let sha256 = digest(record.mandate.text.as_bytes());
        let entry = journal::of_mandate(connection, &mandate.office, &mandate.agent, &sha256);
        listed.push(LetterMandate {
            entry: entry.await?,
            mandate: record.mandate,
            revoked: record.revoked,
        });
    }
    Ok(listed)
}

/// The mandates that held when somebody signed for an office; none where the office has signed itself.
async fn of_signer(
    connection: &mut Connection,
    office: &OfficeNumber,
    (certificate, scope, time): (&Digest, Scope, Time),
) -> Result<Vec<MandateRecord>> {
    let mut known = certificates::known(connection, &[*certificate]).await?;
    let signers = known.remove(certificate).unwrap_or_default();
    if signers.iter().any(|known| known.number == *office) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for known in signers {
        for record in mandates::between(connection, office, &known.number).await? {
            let held = record.mandate.read().is_ok_and(|mandate| {
                mandate.scope.contains(&scope)
                    && (mandate.from..mandate.until).contains(&time)
                    && record.revoked.is_none_or(|revoked| time < revoked)
            });
            if held {
                found.push(record);
            }
        }
    }
    Ok(found)
}
