//! New certificates without a restart: the files of TLS are read again when they have changed, or when SIGHUP asks for it.
//!
//! Open connections live on with what they began with; their callers are looked up at each request all the same.
//! Files that cannot be used (a certificate whose key is not there yet) change nothing, and are said in the log.

use super::server_config;
use crate::Hub;
use crate::config::Config;
use rustls::ServerConfig;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use wire::Digest;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// Keep the newest settings of TLS in `current` until the hub stops.
pub(crate) async fn run(hub: Hub, current: watch::Sender<Arc<ServerConfig>>) {
    let mut known = read(&hub.config).await;
    let mut hangup = Hangup::new();
    loop {
        let asked = tokio::select! {
            () = hub.stopping.cancelled() => return,
            () = hangup.asked() => true,
            () = tokio::time::sleep(LOOK) => false,
        };
        let found = read(&hub.config).await;
        if found == known && !asked {
            continue;
        }
        known = found;
        match server_config(&hub.config) {
            Ok(config) => {
                current.send_replace(config);
                tracing::info!("the files of TLS were read again");
            }
            Err(error) => {
                tracing::error!(%error, "the files of TLS cannot be used; the ones of before stay");
            }
        }
    }
}

/// The files that [`server_config`] reads.
fn files(config: &Config) -> Vec<PathBuf> {
    let folder = config.folder();
    let mut files: Vec<_> = config.client_roots().collect();
    files.extend([folder.server_certificate(), folder.server_key()]);
    files
}

/// What stands in the files; a file that is not there counts as well.
async fn read(config: &Config) -> Vec<Option<Digest>> {
    let files = files(config);
    let read = move || {
        let digest = |path| Some(evidence::digest(&std::fs::read(path).ok()?));
        files.into_iter().map(digest).collect()
    };
    tokio::task::spawn_blocking(read).await.unwrap_or_default()
}

/// The signal by which operators ask a program to read its files again.
#[cfg(unix)]
struct Hangup(Option<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Hangup {
    fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self(signal(SignalKind::hangup()).ok())
    }

    async fn asked(&mut self) {
        match &mut self.0 {
            Some(signal) => {
                signal.recv().await;
            }
            None => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
struct Hangup;

#[cfg(not(unix))]
impl Hangup {
    fn new() -> Self {
        Self
    }

    async fn asked(&mut self) {
        std::future::pending().await
    }
}
