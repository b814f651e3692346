//! Other hubs on the same store: their deposits are news here too.
//!
//! Nothing is sent between them. Each looks at the cursors of the offices that somebody listens to at it.

use crate::Hub;
use crate::error::Result;
use crate::store::mailboxes;
use std::time::Duration;

/// How often to look.
const LOOK: Duration = Duration::from_millis(500);

/// Look until the hub stops. A store that is this hub's alone is not looked at.
pub(crate) async fn run(hub: Hub) {
    while hub.store.is_shared() {
        tokio::select! {
            () = hub.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        if let Err(error) = look(&hub).await {
            tracing::warn!(%error, "what other hubs have stored is not known");
        }
    }
}

async fn look(hub: &Hub) -> Result<()> {
    let offices = hub.news.listened();
    if offices.is_empty() {
        return Ok(());
    }
    let mut connection = hub.store.read().await?;
    for (office, cursor) in mailboxes::cursors(&mut connection, &offices).await? {
        hub.news.tell(&office, cursor);
    }
    Ok(())
}
