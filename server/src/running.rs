//! What the server does for an office all the time: begun at the start, and anew once the office has other keys.

use crate::error::{Error, Result};
use crate::keyring::MasterKey;
use crate::offices::{self, Office};
use crate::{Server, journal, outbox, watch};
use std::sync::Arc;
use wire::OfficeNumber;

/// Begin. An office without a connection certificate has nothing to do yet.
pub fn begin(server: &Server, office: &Arc<Office>) {
    if office.connection().is_err() {
        tracing::warn!(office = %office.number, "this office has no connection certificate yet");
        return;
    }
    let (tasks, again) = (&office.tasks, || (server.clone(), Arc::clone(office)));
    let (one, it) = again();
    tasks.spawn(watch::run(one, it));
    let (one, it) = again();
    tasks.spawn(outbox::sender::run(one, it));
    let (one, it) = again();
    tasks.spawn(journal::run(one, it));
}

/// End, and come back when all has ended.
pub async fn end(office: &Office) {
    office.stop.cancel();
    office.tasks.close();
    office.tasks.wait().await;
}

/// Take an office anew from the store, with the certificate and the keys that it has now. Nothing else stops meanwhile.
pub async fn renew(server: &Server, number: &OfficeNumber) -> Result<()> {
    anew(server, number).await?;
    // Those that it acts for are worked for by the same keys.
    for row in server.store.offices().await? {
        if row.agent()?.as_ref() == Some(number) {
            anew(server, &row.number()?).await?;
        }
    }
    Ok(())
}

async fn anew(server: &Server, number: &OfficeNumber) -> Result<()> {
    let row = server.store.office(number).await?;
    let row = row.ok_or(Error::Stored("an office"))?;
    let master = MasterKey::load(&server.config)?;
    let office = Arc::new(offices::open(&server.store, &master, &row, &server.shutdown).await?);
    // Two that send the same letters would be in each other's way.
    if let Some(before) = server.offices.get(number) {
        end(&before).await;
    }
    server.offices.put(Arc::clone(&office));
    begin(server, &office);
    server.announcements.announce(number);
    Ok(())
}
