//! `careplan server office`: the offices of this server.

use super::{administer, read};
use crate::answer::{say, say_json, words};
use crate::help::Lang;
use ::server::Config;
use ::server::administration::NewOffice;
use std::path::PathBuf;
use wire::{OfficeNumber, ServiceType};

/// Add and list the offices of this server
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add an office; its sealing key is made here
    Add(Add),
    /// List the offices
    List(List),
}

#[derive(Debug, clap::Args)]
pub struct Add {
    /// Office number, ten characters
    #[arg(long, value_name = "N")]
    number: OfficeNumber,
    /// A service type code; as many as it has
    #[arg(long = "service-type", value_name = "CODE", required = true)]
    service_types: Vec<ServiceType>,
    /// The office's name
    #[arg(long)]
    name: String,
    /// Where its hub is: https://...
    #[arg(long, value_name = "URL")]
    hub: String,
    /// The certificate of the hub's CA (PEM)
    #[arg(long, value_name = "FILE")]
    hub_ca: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Print one JSON object for each office
    #[arg(long)]
    json: bool,
}

pub fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Add(add) => {
            let number = add.number.clone();
            let office = NewOffice {
                number: add.number,
                name: add.name,
                service_types: add.service_types,
                hub_url: add.hub,
                hub_ca: read(&add.hub_ca)?,
            };
            administer(config, async |administration| {
                administration.add_office(office, None).await
            })?;
            let added = words(
                lang,
                "事業所を追加しました。次に証明書を読み込んでください",
                "The office was added. Import its certificate next",
            );
            say(format_args!("{added}: {number}"))
        }
        Command::List(list) => {
            let offices = administer(config, async |administration| {
                administration.offices().await
            })?;
            if list.json {
                return say_json(&offices);
            }
            for office in offices {
                let state = match office.certificate {
                    Some(_) => words(lang, "証明書あり", "with a certificate"),
                    None => words(lang, "証明書なし", "without a certificate"),
                };
                say(format_args!(
                    "{}  {}  {state}  {}",
                    office.number, office.name, office.hub_url
                ))?;
            }
            Ok(())
        }
    }
}
