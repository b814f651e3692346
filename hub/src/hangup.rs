//! SIGHUP, where there is such a thing: read the files again now.

/// The signal by which operators ask a program to read its files again.
#[cfg(unix)]
pub(crate) struct Hangup(Option<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Hangup {
    pub fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self(signal(SignalKind::hangup()).ok())
    }

    /// Wait until somebody asks.
    pub async fn asked(&mut self) {
        match &mut self.0 {
            Some(signal) => {
                signal.recv().await;
            }
            None => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
pub(crate) struct Hangup;

#[cfg(not(unix))]
impl Hangup {
    pub fn new() -> Self {
        Self
    }

    /// Wait until somebody asks.
    pub async fn asked(&mut self) {
        std::future::pending().await
    }
}
