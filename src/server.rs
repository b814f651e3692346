//! `careplan server`: what the administrator of an office's server does.
//!
//! Exit code 0 when it is done, 1 when it is not; why is said on standard error.
//! Passwords are prompted for, or read from standard input; they never stand on the command line.

mod application;
mod certificate;
mod init;
mod japanese;
mod mandate;
mod office;
mod password;
mod serve;
pub mod services;
mod staff;

pub use japanese::JAPANESE;

use crate::help::Lang;
use crate::serving;
use ::server::config::Settings;
use ::server::{Administration, Config};
use anyhow::Context as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// The office's server: staff, keys, letters, and the app
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File of settings (default: server.toml in the working folder, if there is one)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The server's data folder
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a new data folder with a master key
    Init(init::Args),
    /// Serve the app and exchange letters with the hub
    Serve(serve::Args),
    /// Add and list the offices of this server
    #[command(subcommand)]
    Office(office::Command),
    /// Import, request and list connection certificates
    #[command(subcommand)]
    Certificate(certificate::Command),
    /// Apply to the hub for an office, and ask what became of it
    #[command(subcommand)]
    Application(application::Command),
    /// Let another office act for one of this server, and act for others
    #[command(subcommand)]
    Mandate(mandate::Command),
    /// Add, list and remove members of staff
    #[command(subcommand)]
    Staff(staff::Command),
}

/// Runs the command.
///
/// # Errors
/// When it cannot be done; a sentence.
pub fn run(args: Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let file = args.config;
    let settings = Settings {
        data: args.data,
        ..Settings::default()
    };
    let load = |settings: Settings| Config::load(settings, file.as_deref());
    match args.command {
        Command::Init(args) => init::run(&args, &load(settings)?, lang),
        Command::Serve(args) => {
            let mut config = load(args.settings().or(settings))?;
            config.services = services::exchanged();
            serve::run(&args, config, lang)
        }
        Command::Office(command) => office::run(command, &load(settings)?, lang),
        Command::Certificate(command) => certificate::run(command, &load(settings)?, lang),
        Command::Application(command) => application::run(command, &load(settings)?, lang),
        Command::Mandate(command) => mandate::run(command, &load(settings)?, lang),
        Command::Staff(command) => staff::run(command, &load(settings)?, lang),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Do something with the data folder, and close it.
fn administer<T>(
    config: &Config,
    act: impl AsyncFnOnce(&Administration) -> ::server::Result<T>,
) -> anyhow::Result<T> {
    serving::runtime()?.block_on(async {
        let administration = Administration::open(config).await?;
        let done = act(&administration).await;
        administration.close().await;
        Ok(done?)
    })
}

/// A file's text, with its name in the error.
fn read(path: &std::path::Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
