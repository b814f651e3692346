//! What every command that serves has in common: the log, the runtime, and how it is told to stop.

use anyhow::Context as _;
use std::io::{IsTerminal as _, stderr};
use std::path::Path;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// The variable that says how much is logged, for example `debug` or `hub=debug,info`.
const LOG: &str = "CAREPLAN_LOG";

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// One JSON object for each line
    Json,
    /// Lines to read
    Text,
}

/// Begin to log on standard error: lines to read on a terminal, JSON everywhere else.
/// `level` is how much is said when nobody asks for more or less.
pub fn log(level: &str) {
    log_as(level, None);
}

/// The same, in the form that somebody has asked for.
pub fn log_as(level: &str, format: Option<LogFormat>) {
    let filter = EnvFilter::try_from_env(LOG).unwrap_or_else(|_| EnvFilter::new(level));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr);
    let format = format.unwrap_or(if stderr().is_terminal() {
        LogFormat::Text
    } else {
        LogFormat::Json
    });
    // Whoever has begun to log before us goes on.
    let _ = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
}

/// The runtime of a command that serves.
pub fn runtime() -> anyhow::Result<Runtime> {
    Runtime::new().context("the runtime cannot be started")
}

/// Done when the process is told to stop: by Ctrl+C, or by SIGTERM where there is one.
pub async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Nobody can tell us then; the other way remains.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Write a file that appears whole or not at all, so that whoever waits for it can read it at once.
pub fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, path))
        .with_context(|| path.display().to_string())
}
