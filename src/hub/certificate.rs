//! `careplan hub certificate`: certificates of the hub's own CA, and the register of all that are accepted.

use crate::answer::{say, say_json, words};
use crate::help::Lang;
use crate::serving;
use anyhow::Context as _;
use hub::ca::{Ca, Issued};
use hub::day as date;
use hub::folder::write_private;
use hub::registration::Proof;
use hub::{Folder, Operator};
use std::path::{Path, PathBuf};
use wire::{Digest, OfficeNumber};

/// Issue, register and revoke the offices' certificates
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Issue a certificate for an office by the hub's own CA; needs nothing but the CA's folder
    Issue(Issue),
    /// Register a certificate: its holder acts for the office from now on
    Register(Register),
    /// List the registered certificates
    List(List),
    /// Accept a certificate no longer, on open connections too
    Revoke(Revoke),
}

#[derive(Debug, clap::Args)]
pub struct Issue {
    /// Office number
    number: OfficeNumber,
    /// The folder to write certificate and key into
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// The CA's folder (default: `ca` in the hub's folder)
    #[arg(long, value_name = "DIR")]
    ca: Option<PathBuf>,
    /// The office's signing request (PEM); without it the key is made here
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    /// Days for which it is valid
    #[arg(long, default_value_t = 730, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    /// Register it at once
    #[arg(long)]
    register: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Register {
    /// Office number
    number: OfficeNumber,
    /// The certificate (PEM or DER), in PEM with those of the CAs between it and a known one
    file: PathBuf,
    /// The certificate does not name the office, and you have checked whose it is
    #[arg(long)]
    checked: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Print one JSON object for each certificate
    #[arg(long)]
    json: bool,
    /// Office number
    number: Option<OfficeNumber>,
}

#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// SHA-256 of the certificate, 64 hexadecimal digits
    #[arg(value_parser = fingerprint)]
    fingerprint: Digest,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

fn fingerprint(text: &str) -> Result<Digest, String> {
    // Also as `openssl x509 -fingerprint -sha256` prints it.
    let digits = text.replace(':', "").to_lowercase();
    serde_json::from_value(digits.into()).map_err(|_| "64 hexadecimal digits".to_owned())
}

pub fn run(command: Command, folder: &Folder, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Issue(args) => issue(&args, folder, lang),
        Command::Register(args) => {
            let octets = read(&args.file)?;
            let chain = hub::operator::read_chain(&octets)?;
            let proof = if args.checked {
                Proof::Checked
            } else {
                Proof::Named
            };
            register(folder, &args.number, &chain, proof, (args.json, lang))
        }
        Command::List(args) => serving::runtime()?.block_on(async {
            let mut operator = Operator::open(folder).await?;
            let found = operator.certificates(args.number.as_ref()).await?;
            operator.close().await?;
            if args.json {
                return say_json(&found);
            }
            for certificate in found {
                let until = date::day(certificate.not_after)?;
                let standing = match certificate.revoked {
                    Some(_) => words(lang, "失効", "revoked"),
                    None => words(lang, "有効", "accepted"),
                };
                let (number, fingerprint) = (certificate.number, certificate.fingerprint);
                say(format_args!(
                    "{number}  {fingerprint}  – {until}  {standing}"
                ))?;
            }
            Ok(())
        }),
        Command::Revoke(args) => serving::runtime()?.block_on(async {
            let mut operator = Operator::open(folder).await?;
            let revoked = operator.revoke_certificate(&args.fingerprint).await?;
            operator.close().await?;
            anyhow::ensure!(
                revoked,
                "{}",
                words(
                    lang,
                    "その証明書は登録されていないか、すでに失効しています",
                    "the certificate is not registered, or revoked already"
                )
            );
            if args.json {
                return say(serde_json::json!({"fingerprint": args.fingerprint, "revoked": true}));
            }
            let done = words(lang, "失効させました", "revoked");
            say(format_args!("{}: {done}", args.fingerprint))
        }),
    }
}

fn issue(args: &Issue, folder: &Folder, lang: Lang) -> anyhow::Result<()> {
    let ca = Ca::open(args.ca.as_deref().unwrap_or(&folder.ca()))?;
    let issued = match &args.request {
        Some(file) => {
            let request = String::from_utf8(read(file)?).context("a signing request is PEM")?;
            ca.issue_for_request(&args.number, &request, args.days)?
        }
        None => ca.issue_office(&args.number, args.days)?,
    };
    let certificate = write(args, &issued)?;
    let done = words(lang, "証明書を書きました", "the certificate is written");
    if args.json {
        say(serde_json::json!({
            "number": args.number, "certificate": certificate,
            "fingerprint": evidence::digest(&issued.der),
        }))?;
    } else {
        say(format_args!("{done}: {}", certificate.display()))?;
    }
    if args.register {
        let chain = [issued.der];
        register(
            folder,
            &args.number,
            &chain,
            Proof::Named,
            (args.json, lang),
        )?;
    }
    Ok(())
}

/// Write `N.pem` and, if it was made here, `N.key.pem`.
fn write(args: &Issue, issued: &Issued) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(&args.into).with_context(|| args.into.display().to_string())?;
    if let Some(key) = &issued.key {
        let path = args.into.join(format!("{}.key.pem", args.number));
        write_private(&path, key.as_bytes())?;
    }
    let path = args.into.join(format!("{}.pem", args.number));
    write_private(&path, issued.certificate.as_bytes())?;
    Ok(path)
}

fn register(
    folder: &Folder,
    number: &OfficeNumber,
    chain: &[Vec<u8>],
    proof: Proof,
    (json, lang): (bool, Lang),
) -> anyhow::Result<()> {
    serving::runtime()?.block_on(async {
        let mut operator = Operator::open(folder).await?;
        let fingerprint = operator.register_chain(number, chain, proof).await?;
        operator.close().await?;
        if json {
            return say(serde_json::json!({"number": number, "fingerprint": fingerprint}));
        }
        let done = words(
            lang,
            "証明書を登録しました",
            "the certificate is registered",
        );
        say(format_args!("{number}: {done}: {fingerprint}"))
    })
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}
