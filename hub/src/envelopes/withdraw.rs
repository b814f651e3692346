//! Take a letter back, as long as nobody has collected it.

use super::{change, own, state_of};
use crate::error::Result;
use crate::store::{keeping, objects, statements};
use crate::writer::Writing;
use evidence::digest;
use evidence::leaf::What;
use wire::hub_api::StateChange;
use wire::{Code, EnvelopeId, Label, OfficeNumber, Signed, State, Withdrawal};

/// The sender withdraws the letter, in words that it has signed. Again is answered like the first time.
pub(super) async fn withdraw(
    writing: &mut Writing<'_>,
    id: EnvelopeId,
    office: OfficeNumber,
    signed: Signed<Withdrawal>,
) -> Result<StateChange> {
    let mut letter = own(writing.connection, id, &office).await?;
    match letter.state {
        State::Withdrawn => {}
        State::Arrived => {
            let now = writing.now();
            statements::withdraw(writing.connection, &letter.place, &signed, now).await?;
            let digests = vec![letter.label_sha256, digest(signed.text.as_bytes())];
            change(
                writing,
                &mut letter,
                State::Withdrawn,
                What::Withdrawal,
                digests,
            )
            .await?;
            // Nobody can open it any more; what stands in the database goes with its time.
            objects::release(writing.connection, &letter.place, now).await?;
            // What it stood in for is not replaced after all.
            let label = serde_json::from_str::<Label>(&letter.label).ok();
            if let Some(earlier) = label.and_then(|label| label.replaces) {
                keeping::restore(writing.connection, earlier, id).await?;
            }
        }
        State::Expired => return Err(Code::Expired.into()),
        _ => return Err(Code::AlreadyCollected.into()),
    }
    Ok(state_of(&letter))
}
