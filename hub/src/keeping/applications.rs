//! 利用申請 that were decided long ago: nobody needs the office's telephone number and e-mail address twice.

use super::{BATCH, DAY, is_ours};
use crate::Hub;
use crate::error::Result;
use crate::store::applications;
use crate::store::journal::{self, About};
use crate::writer::Writing;
use evidence::leaf::What;
use wire::ApplicationId;

/// Delete the applications whose time is over, unless another process is at it.
pub(super) async fn forget(hub: &Hub, holder: &str) -> Result<()> {
    let days = i64::from(hub.config.application_days);
    let before = hub.now().plus_seconds(-days * DAY);
    loop {
        let mut connection = hub.store.read().await?;
        let over = applications::decided_before(&mut connection, before, BATCH).await?;
        drop(connection);
        if over.is_empty() || hub.stopping.is_cancelled() {
            return Ok(());
        }
        for id in over {
            let holder = holder.to_owned();
            let done = hub
                .writer
                .insist(move |writing| Box::pin(one(writing, holder, id)))
                .await?;
            if !done {
                return Ok(());
            }
        }
    }
}

/// Delete one. False when another process does that.
async fn one(writing: &mut Writing<'_>, holder: String, id: ApplicationId) -> Result<bool> {
    if !is_ours(writing, &holder).await? {
        return Ok(false);
    }
    if let Some(text_sha256) = applications::forget(writing.connection, id).await? {
        // Whose it was is forgotten with it.
        let (digests, now) = (vec![text_sha256], writing.now());
        journal::add(
            writing.connection,
            What::Deletion,
            digests,
            now,
            About::default(),
        )
        .await?;
    }
    Ok(true)
}
