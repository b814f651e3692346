//! Who waits for news of an office, and the news itself: its newest cursor.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use wire::OfficeNumber;

/// The newest cursors of the offices that somebody listens to.
#[derive(Debug, Default)]
pub struct News {
    listeners: Mutex<HashMap<OfficeNumber, watch::Sender<u64>>>,
}

impl News {
    /// Hear of an office's changes from now on.
    pub fn listen(&self, office: &OfficeNumber) -> watch::Receiver<u64> {
        self.listeners()
            .entry(office.clone())
            .or_insert_with(|| watch::channel(0).0)
            .subscribe()
    }

    /// Tell those who listen. An office that nobody listens to is forgotten.
    pub fn tell(&self, office: &OfficeNumber, cursor: u64) {
        let mut listeners = self.listeners();
        let Some(sender) = listeners.get(office) else {
            return;
        };
        if sender.receiver_count() == 0 {
            listeners.remove(office);
        } else {
            sender.send_modify(|newest| *newest = cursor.max(*newest));
        }
    }

    /// The offices that somebody listens to.
    pub fn listened(&self) -> Vec<OfficeNumber> {
        let mut listeners = self.listeners();
        listeners.retain(|_, sender| sender.receiver_count() > 0);
        listeners.keys().cloned().collect()
    }

    fn listeners(&self) -> MutexGuard<'_, HashMap<OfficeNumber, watch::Sender<u64>>> {
        // The map is whole after every operation, so a panic elsewhere does no harm to it.
        self.listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
