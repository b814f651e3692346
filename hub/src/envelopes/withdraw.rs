//! Take a letter back, as long as nobody has collected it.

use super::{change, own, state_of};
use crate::error::Result;
use crate::writer::Writing;
use evidence::leaf::What;
use wire::hub_api::StateChange;
use wire::{Code, EnvelopeId, OfficeNumber, State};

/// The sender withdraws the letter. Again is answered like the first time.
pub(super) async fn withdraw(
    writing: &mut Writing<'_>,
    id: EnvelopeId,
    office: OfficeNumber,
) -> Result<StateChange> {
    let mut letter = own(writing.connection, id, &office).await?;
    if letter.sender != office {
        return Err(Code::Forbidden.into());
    }
    match letter.state {
        State::Withdrawn => {}
        State::Arrived => {
            let digests = vec![letter.label_sha256];
            change(
                writing,
                &mut letter,
                State::Withdrawn,
                What::Withdrawal,
                digests,
            )
            .await?;
        }
        State::Expired => return Err(Code::Expired.into()),
        _ => return Err(Code::AlreadyCollected.into()),
    }
    Ok(state_of(&letter))
}
