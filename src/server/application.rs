//! `careplan server application`: 利用申請 for an office of this server.

use super::{administer, read};
use crate::answer::{say, words};
use crate::help::Lang;
use ::server::Config;
use ::server::administration::{ApplicationSummary, Credential, NewApplication, NewOffice};
use std::path::PathBuf;
use wire::application::ApplicationState;
use wire::{OfficeNumber, ServiceType};

/// Apply to the hub for an office, and ask what became of it
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Apply; the connection key is made here unless a certificate was imported
    Send(Send),
    /// Ask how far it is; an approved one installs its certificate
    Show(Show),
}

#[derive(Debug, clap::Args)]
pub struct Send {
    /// Office number, ten characters
    #[arg(long, value_name = "N")]
    number: OfficeNumber,
    /// A service type code; as many as it has
    #[arg(long = "service-type", value_name = "CODE", required = true)]
    service_types: Vec<ServiceType>,
    /// The office's name
    #[arg(long)]
    name: String,
    /// The office's telephone number
    #[arg(long)]
    telephone: String,
    /// The office's e-mail address
    #[arg(long)]
    email: String,
    /// Where its hub is: https://...
    #[arg(long, value_name = "URL")]
    hub: String,
    /// Where the hub takes applications: https://...
    #[arg(long, value_name = "URL")]
    hub_public: String,
    /// The certificate of the hub's CA (PEM)
    #[arg(long, value_name = "FILE")]
    hub_ca: PathBuf,
    /// Print the application as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Show {
    /// Office number
    number: OfficeNumber,
    /// Print the application as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Send(args) => {
            let json = args.json;
            let new = NewApplication {
                office: NewOffice {
                    number: args.number,
                    name: args.name,
                    service_types: args.service_types,
                    hub_url: args.hub,
                    hub_ca: read(&args.hub_ca)?,
                },
                hub_public: args.hub_public,
                telephone: args.telephone,
                email: args.email,
                credential: Credential::Present,
            };
            let sent = administer(config, async |administration| {
                administration.apply(new).await
            })?;
            answer(&sent, json, lang)
        }
        Command::Show(args) => {
            let found = administer(config, async |administration| {
                administration.application(&args.number).await
            })?;
            answer(&found, args.json, lang)
        }
    }
}

fn answer(application: &ApplicationSummary, json: bool, lang: Lang) -> anyhow::Result<()> {
    if json {
        return say(serde_json::to_string(application)?);
    }
    let state = match application.state {
        ApplicationState::Applied => words(
            lang,
            "申請中です。承認されるまでお待ちください。",
            "Applied. Please wait for the approval.",
        ),
        ApplicationState::Approved => words(
            lang,
            "承認されました。サーバーを起動し直すと、送受信を始められます。",
            "Approved. Start the server again, and letters can be sent and received.",
        ),
        ApplicationState::Returned => words(
            lang,
            "差し戻されました。理由を確かめて、もう一度申請してください。",
            "Returned. See the reason, and apply again.",
        ),
    };
    say(format_args!(
        "{}  {}  {state}",
        application.number, application.id
    ))?;
    match &application.reason {
        Some(reason) => say(reason),
        None => Ok(()),
    }
}
