//! The hub that is measured: the same code as `careplan hub serve`, in a process of its own.

use crate::caller::Caller;
use crate::place::Place;
use crate::run::Contestant;
use anyhow::{Context as _, Result, bail};
use hub::{Config, Listeners};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::SystemTime;
use wire::{EnvelopeId, Label, LetterKind};

/// Serve until the process is ended; the address is the first line on standard output.
pub fn serve(folder: &Path) -> Result<()> {
    let mut config = Config::new(folder);
    config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    // One office stands for all of them.
    config.limits.requests_per_second = 1_000_000;
    config.limits.requests_at_once_per_office = 1_000_000;
    config.limits.connections_per_office = 1_000_000;
    config.limits.octets_per_day = 1 << 50;
    config.limits.handshakes_per_address = 1_000_000;
    config.limits.disk_percent = 100;
    tokio::runtime::Runtime::new()?.block_on(async {
        let listeners = Listeners::bind(&config).await?;
        println!("{}", listeners.offices.local_addr()?);
        hub::serve(listeners, config, std::future::pending()).await?;
        Ok(())
    })
}

/// The running hub.
pub struct Ours {
    process: Child,
    address: SocketAddr,
}

impl Ours {
    /// Start it, and publish the receiver's card.
    pub fn start(place: &Place) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .arg(place.path("hub"))
            .stdout(Stdio::piped())
            .spawn()?;
        let said = process.stdout.take().context("standard output")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        let address = line.trim().parse().context("the hub's address")?;
        let (issued, card) = &place.receiver;
        let mut caller = Caller::connect(address, &place.tls(issued)?)?;
        let card = serde_json::to_string(card)?;
        let request = format!(
            "PUT /v1/offices/{}/card HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{card}",
            place.to.number,
            card.len()
        );
        match caller.ask(request.as_bytes())? {
            204 => Ok(Self { process, address }),
            status => bail!("the card was answered with {status}"),
        }
    }
}

impl Contestant for Ours {
    fn address(&self) -> SocketAddr {
        self.address
    }

    fn process(&self) -> u32 {
        self.process.id()
    }

    fn put(&self, place: &Place, letter: &[u8]) -> (EnvelopeId, Vec<u8>) {
        let id = EnvelopeId::new();
        let label = Label {
            format: Label::FORMAT,
            id,
            kind: LetterKind::Files,
            from: place.from.clone(),
            to: place.to.clone(),
            unit: None,
            month: None,
            serial: None,
            size: u64::try_from(letter.len()).expect("sizes in memory fit 64 bits"),
            time: SystemTime::now().into(),
            replaces: None,
            acting_for: None,
        };
        let label = serde_json::to_string(&label).expect("a label is plain data");
        let part =
            |name: &str| format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        let before = format!(
            "{}{label}\r\n{}manifest\r\n{}",
            part("label"),
            part("manifest"),
            part("body")
        );
        let after = "\r\n--x--\r\n";
        let length = before.len() + letter.len() + after.len();
        let head = format!(
            "PUT /v1/envelopes/{id} HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: {length}\r\n\r\n{before}"
        );
        (id, [head.as_bytes(), letter, after.as_bytes()].concat())
    }

    fn get(&self, id: EnvelopeId) -> Vec<u8> {
        format!("GET /v1/envelopes/{id}/body HTTP/1.1\r\nhost: localhost\r\n\r\n").into_bytes()
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
