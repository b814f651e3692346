//! What became of applications: asked for until the hub's operator has decided, whether anybody looks or not.

use crate::error::{Error, Result};
use crate::{Administration, Server, running};
use std::time::Duration;
use wire::application::ApplicationState;
use wire::{Code, OfficeNumber};

/// How often the hub is asked at most: its public listener hears each address thirty times a minute.
const PAUSE: Duration = Duration::from_secs(60);

/// Ask until the shutdown.
pub async fn run(server: Server) {
    loop {
        tokio::select! {
            () = server.shutdown.cancelled() => return,
            () = pass(&server) => {}
        }
        tokio::select! {
            () = server.shutdown.cancelled() => return,
            () = tokio::time::sleep(server.config.poll.min(PAUSE)) => {}
        }
    }
}

/// Ask for every application that waits, once.
async fn pass(server: &Server) {
    let waiting = match server.store.applied().await {
        Ok(waiting) => waiting,
        Err(error) => {
            tracing::error!(%error, "applications cannot be read");
            return;
        }
    };
    for number in waiting {
        if let Err(error) = ask(server, &number).await {
            tracing::error!(office = %number, %error, "an application cannot be followed");
        }
    }
}

/// Ask how far an office's application is, if one waits. An approved one has its certificate, and the office begins at once.
/// A hub that is away is asked again later.
pub async fn ask(server: &Server, number: &OfficeNumber) -> Result<()> {
    let _applying = server.applying.lock().await;
    let administration = Administration::of(server)?;
    let waits = administration
        .known_application(number)
        .await?
        .is_some_and(|known| known.state == ApplicationState::Applied);
    if !waits {
        return Ok(());
    }
    match administration.application(number).await {
        Ok(now) if now.state == ApplicationState::Approved => {
            tracing::info!(office = %number, "the office's application was approved");
            running::renew(server, number).await
        }
        Ok(now) => {
            if now.state == ApplicationState::Returned {
                server.announcements.announce(number);
            }
            Ok(())
        }
        // The hub is away, or does not want to be asked so often.
        Err(Error::Problem(problem)) if problem.code != Code::Internal => {
            tracing::debug!(office = %number, code = %problem.code, "the hub does not say how far an application is");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
