//! A large body goes into object storage before there is a row that says so.

use super::Deposit;
use super::keep::{Kept, Parties};
use crate::Hub;
use crate::audit;
use crate::error::{Error, Result};
use crate::metrics::ObjectAct;
use crate::objects::{Fault, sweep};
use crate::store::objects::Object;
use crate::store::{bodies, letters};
use uuid::Uuid;
use wire::{Code, Time};

/// Where it stands in the record of refusals that a body was read back otherwise than it was written.
const READ_BACK: &str = "PUT /v1/envelopes/{id} (read back)";

/// A body that lies in object storage, and that no row knows yet.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    object: Object,
    time: Time,
}

impl Written {
    /// The object's name.
    pub fn name(&self) -> Uuid {
        self.object.name
    }

    /// The object, while it is certain that nobody has swept it.
    ///
    /// # Errors
    /// When too much time has passed since it was written: the same again will do.
    pub fn object(&self, now: Time) -> Result<&Object> {
        if now < self.time.plus_seconds(sweep::OLDEST) {
            Ok(&self.object)
        } else {
            Err(Error::Stopped)
        }
    }
}

/// Put a deposit's body into object storage, if that is where it belongs.
///
/// What would be refused is not put there, nor what is kept already: the row says so in either case.
pub(super) async fn write(hub: &Hub, deposit: &Deposit) -> Result<Option<Written>> {
    let Some(objects) = &hub.objects else {
        return Ok(None);
    };
    if deposit.body.len() <= bodies::BESIDE {
        return Ok(None);
    }
    let time = hub.now();
    let mut connection = hub.store.read().await?;
    if letters::find(&mut connection, deposit.label.id)
        .await?
        .is_some()
    {
        return Ok(None);
    }
    let parties = Parties::of(&mut connection, std::iter::once(&deposit.label)).await?;
    parties.may_be_sent(&deposit.label, time)?;
    drop(connection);
    let kept = objects.keep(&deposit.body).await;
    hub.metrics.object(match &kept {
        Ok(_) => ObjectAct::Written,
        Err(Error::Objects(Fault::Differs)) => ObjectAct::Differed,
        Err(_) => ObjectAct::Failed,
    });
    if matches!(kept, Err(Error::Objects(Fault::Differs))) {
        audit::note(hub, Code::Unavailable, READ_BACK, None).await;
    }
    Ok(Some(Written {
        object: kept?,
        time,
    }))
}

/// An object whose letter was certainly not kept is deleted at once; where that is not certain, it is left to the sweep.
pub(super) fn settle(hub: &Hub, object: Option<Uuid>, kept: &Result<Kept>) {
    let useless = match kept {
        Ok(kept) => !kept.new,
        // The second says that the queue was full: nothing was begun.
        Err(error) => matches!(error, Error::Refused(_) | Error::Later { .. }),
    };
    if let (Some(name), true, Some(objects)) = (object, useless, hub.objects.clone()) {
        tokio::spawn(async move {
            if let Err(error) = objects.delete(name).await {
                tracing::warn!(%error, "an object that is of no use is left to the sweep");
            }
        });
    }
}
