//! An office with a program of its own: seals a letter as it is told and leaves it at the hub.
//!
//! The browser tests use it to leave in a mailbox what no screen of ours would send:
//! a letter whose label and files contradict each other, a letter that cannot be opened, names that mean harm.
//! The order is JSON on standard input ([`Order`]); the letter's id is printed.

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::Deserialize;
use server::contents::{File, pack};
use server::seal::{Envelope, Recipient, Signer, seal};
use std::error::Error;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use wire::hub_api::{part, path};
use wire::{Address, EnvelopeId, FileEntry, Label, LetterKind, Manifest, Person, Time};

/// What to leave where.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    /// Address of the hub, and its CA (PEM).
    hub: String,
    hub_ca: PathBuf,
    /// The sender's connection certificate and key (PEM).
    certificate: PathBuf,
    key: PathBuf,
    /// The receiver's sealing certificate (PEM).
    sealing_certificate: PathBuf,
    /// What the label says, true or not.
    from: Address,
    to: Address,
    kind: LetterKind,
    unit: Option<String>,
    month: Option<String>,
    serial: Option<String>,
    /// What the manifest says beside the files.
    #[serde(default)]
    note: String,
    #[serde(default)]
    persons: Vec<Person>,
    files: Vec<Given>,
    /// The parts that are replaced by octets without meaning.
    #[serde(default)]
    spoiled: Vec<Part>,
}

/// A file: where its octets are, and the name that it travels under.
#[derive(Deserialize)]
struct Given {
    name: String,
    path: PathBuf,
}

/// A sealed part of a letter.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Part {
    Manifest,
    Body,
}

type Answer<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Answer<()> {
    // Fails only when another was installed, and there is none.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let order: Order = serde_json::from_str(&text)?;

    let id = EnvelopeId::new();
    let mut envelope = sealed(id, &order)?;
    if order.spoiled.contains(&Part::Manifest) {
        envelope.manifest = vec![7; 2000];
    }
    if order.spoiled.contains(&Part::Body) {
        envelope.body = vec![7; 3000];
    }
    deposit(id, envelope, &order).await?;
    writeln!(std::io::stdout(), "{id}")?;
    Ok(())
}

/// Seals the files under the label of the order.
fn sealed(id: EnvelopeId, order: &Order) -> Answer<Envelope> {
    let mut files = Vec::new();
    for Given { name, path } in &order.files {
        files.push(File {
            name: name.clone(),
            octets: std::fs::read(path)?,
        });
    }
    let contents = pack(&files)?;
    let label = Label {
        format: Label::FORMAT,
        id,
        kind: order.kind,
        from: order.from.clone(),
        to: order.to.clone(),
        unit: order.unit.clone(),
        month: order.month.clone(),
        serial: order.serial.clone(),
        size: contents.len().try_into()?,
        time: now()?,
        replaces: None,
        acting_for: None,
    };
    let mut entries = Vec::new();
    for file in &files {
        entries.push(FileEntry {
            name: file.name.clone(),
            size: file.octets.len().try_into()?,
            sha256: evidence::digest(&file.octets),
        });
    }
    let manifest = Manifest {
        format: Manifest::FORMAT,
        note: order.note.clone(),
        files: entries,
        persons: order.persons.clone(),
        contents_sha256: evidence::digest(&contents),
        mended: Vec::new(),
        checkpoint: None,
        card_sha256: None,
    };
    let key = PrivateKeyDer::from_pem_file(&order.key)?;
    let key = evidence::SigningKey::from_pkcs8(key.secret_der())?;
    let signer = Signer::new(key, &certificate(&order.certificate)?)?;
    let recipient = Recipient::new(&certificate(&order.sealing_certificate)?)?;
    Ok(seal(&label, &manifest, &contents, &signer, &[recipient])?)
}

/// Leaves the letter at the hub, over mTLS as every office's server does.
async fn deposit(id: EnvelopeId, envelope: Envelope, order: &Order) -> Answer<()> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate(&order.hub_ca)?)?;
    let tls = rustls::ClientConfig::builder()
        .with_root_certificates(roots)
        .with_client_auth_cert(
            vec![certificate(&order.certificate)?],
            PrivateKeyDer::from_pem_file(&order.key)?,
        )?;
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()?;
    let octets = reqwest::multipart::Part::bytes;
    let form = reqwest::multipart::Form::new()
        .part(part::LABEL, reqwest::multipart::Part::text(envelope.label))
        .part(part::MANIFEST, octets(envelope.manifest))
        .part(part::BODY, octets(envelope.body));
    let place = path::ENVELOPE.replace("{id}", &id.to_string());
    let url = format!("{}{place}", order.hub.trim_end_matches('/'));
    let answer = client.put(url).multipart(form).send().await?;
    let status = answer.status();
    if !status.is_success() {
        return Err(format!("the hub answers {status}: {}", answer.text().await?).into());
    }
    Ok(())
}

fn certificate(path: &Path) -> Answer<CertificateDer<'static>> {
    Ok(CertificateDer::from_pem_file(path)?)
}

fn now() -> Answer<Time> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(Time(since.as_millis().try_into()?))
}
