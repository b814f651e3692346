//! `careplan server certificate`: how an office proves who it is to the hub.

use super::{administer, password, read};
use crate::answer::{say, say_json, words};
use crate::help::Lang;
use ::server::Config;
use anyhow::Context as _;
use serde::Serialize;
use std::path::PathBuf;
use wire::OfficeNumber;

/// Import, request and list connection certificates
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Import a certificate: PEM, or PKCS#12 (.p12, .pfx) whose password is asked for
    Import(Import),
    /// Make a key here, and print a request for its certificate (PKCS#10)
    Request(Request),
    /// List the certificates
    List(List),
}

#[derive(Debug, clap::Args)]
pub struct Import {
    /// The office's number
    #[arg(long, value_name = "N")]
    office: OfficeNumber,
    /// The key (PKCS#8, PEM); not for PKCS#12, nor for a certificate that was requested here
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The certificate with its chain
    #[arg(value_name = "FILE")]
    certificate: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct Request {
    /// The office's number
    #[arg(long, value_name = "N")]
    office: OfficeNumber,
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Print one JSON object for each certificate
    #[arg(long)]
    json: bool,
}

/// A certificate in the list.
#[derive(Serialize)]
struct Line {
    office: OfficeNumber,
    #[serde(flatten)]
    certificate: ::server::administration::CertificateSummary,
}

pub fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Import(args) => import(&args, config, lang),
        Command::Request(args) => {
            let request = administer(config, async |administration| {
                administration.request_certificate(&args.office).await
            })?;
            say(request.trim_end())
        }
        Command::List(list) => {
            let offices = administer(config, async |administration| {
                administration.offices().await
            })?;
            let lines: Vec<_> = offices
                .into_iter()
                .filter_map(|office| {
                    Some(Line {
                        certificate: office.certificate?,
                        office: office.number,
                    })
                })
                .collect();
            if list.json {
                return say_json(&lines);
            }
            for Line {
                office,
                certificate,
            } in lines
            {
                say(format_args!(
                    "{office}  {}  {}  {}",
                    certificate.subject, certificate.issuer, certificate.sha256
                ))?;
            }
            Ok(())
        }
    }
}

fn import(args: &Import, config: &Config, lang: Lang) -> anyhow::Result<()> {
    let octets =
        std::fs::read(&args.certificate).with_context(|| args.certificate.display().to_string())?;
    let imported = match String::from_utf8(octets) {
        Ok(certificates) if certificates.contains("-----BEGIN CERTIFICATE-----") => {
            let key = args.key.as_deref().map(read).transpose()?;
            administer(config, async |administration| {
                administration
                    .import_pem(&args.office, &certificates, key.as_deref())
                    .await
            })?
        }
        Ok(_) => anyhow::bail!(
            "{}",
            words(
                lang,
                "証明書がありません",
                "There is no certificate in the file"
            )
        ),
        Err(not_text) => {
            let prompt = words(lang, "ファイルのパスワード", "Password of the file");
            let password = password::ask(prompt)?;
            administer(config, async |administration| {
                administration
                    .import_pkcs12(&args.office, not_text.as_bytes(), &password)
                    .await
            })?
        }
    };
    let done = words(
        lang,
        "証明書を読み込みました",
        "The certificate was imported",
    );
    say(format_args!(
        "{done}: {}  {}",
        imported.subject, imported.sha256
    ))
}
