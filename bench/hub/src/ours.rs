//! The hub that is measured: the same code as `careplan hub serve`, in a process of its own.

use crate::caller::Caller;
use crate::place::{Pair, Place};
use crate::run::{Contestant, Session};
use anyhow::{Context as _, Result};
use evidence::statement;
use hub::{Config, Listeners};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::SystemTime;
use wire::statement::Act;
use wire::{EnvelopeId, Label, LetterKind, Receipt, Signed};

/// Serve until the process is ended; the address is the first line on standard output.
pub fn serve(folder: &Path) -> Result<()> {
    let mut config = Config::load(folder)?;
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
pub struct Ours<'p> {
    place: &'p Place,
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl<'p> Ours<'p> {
    /// Start it, and publish the receivers' cards.
    ///
    /// # Errors
    /// When it does not start, or refuses the card.
    pub fn start(place: &'p Place) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .arg(place.path("hub"))
            .stdout(Stdio::piped())
            .spawn()?;
        let said = process.stdout.take().context("standard output")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        let address = line.trim().parse().context("the hub's address")?;
        for pair in place.pairs() {
            let mut caller = Caller::connect(address, &pair.receiver_tls)?;
            let card = serde_json::to_string(&pair.card)?;
            let request = format!(
                "PUT /v1/offices/{}/card HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{card}",
                pair.to.number,
                card.len()
            );
            caller.ask(request.as_bytes()).context("the card")?;
        }
        Ok(Self {
            place,
            process,
            address,
        })
    }
}

impl Contestant for Ours<'_> {
    fn name(&self) -> &'static str {
        "Careplan Link"
    }

    fn processes(&self) -> Vec<u32> {
        vec![self.process.id()]
    }

    fn session(&self, caller: usize) -> Box<dyn Session + '_> {
        Box::new(Letters {
            pair: self.place.pair(caller),
            address: self.address,
            sender: None,
            receiver: None,
        })
    }
}

/// The connections of one sender and one receiver.
struct Letters<'p> {
    pair: &'p Pair,
    address: SocketAddr,
    sender: Option<Caller>,
    receiver: Option<Caller>,
}

impl Letters<'_> {
    /// Leave a letter, and keep its receipt.
    fn deposit(&mut self, letter: &[u8]) -> Result<(EnvelopeId, Signed<Receipt>)> {
        let (id, request) = deposit(self.pair, letter);
        let sender = match &mut self.sender {
            Some(sender) => sender,
            none => none.insert(Caller::connect(self.address, &self.pair.sender_tls)?),
        };
        Ok((id, serde_json::from_slice(sender.ask(&request)?)?))
    }
}

impl Session for Letters<'_> {
    fn send(&mut self, letter: &[u8]) -> Result<()> {
        self.deposit(letter).map(drop)
    }

    fn exchange(&mut self, letter: &[u8]) -> Result<()> {
        let (id, receipt) = self.deposit(letter)?;
        let receiver = match &mut self.receiver {
            Some(receiver) => receiver,
            none => none.insert(Caller::connect(self.address, &self.pair.receiver_tls)?),
        };
        let fetch = format!("GET /v1/envelopes/{id}/body HTTP/1.1\r\nhost: localhost\r\n\r\n");
        let contents = evidence::digest(receiver.ask(fetch.as_bytes())?);
        let facts = statement::Facts {
            act: Act::Collected,
            contents_sha256: Some(contents),
            reason: None,
            comment: None,
            time: SystemTime::now().into(),
        };
        let (key, certificate) = (&self.pair.receiver_key, &self.pair.receiver.der);
        let signed = statement::make(key, certificate, &receipt, facts)?;
        let signed = serde_json::to_string(&signed)?;
        let state = format!(
            "POST /v1/envelopes/{id}/collected HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{signed}",
            signed.len()
        );
        receiver.ask(state.as_bytes()).map(drop)
    }
}

/// The request that leaves a letter, and the letter's id.
fn deposit(pair: &Pair, letter: &[u8]) -> (EnvelopeId, Vec<u8>) {
    let id = EnvelopeId::new();
    let size = u64::try_from(letter.len()).expect("sizes in memory fit 64 bits");
    let label = serde_json::to_string(&label(pair, id, size)).expect("a label is plain data");
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

/// A letter's label.
pub fn label(pair: &Pair, id: EnvelopeId, size: u64) -> Label {
    Label {
        format: Label::FORMAT,
        id,
        kind: LetterKind::Files,
        from: pair.from.clone(),
        to: pair.to.clone(),
        unit: None,
        month: None,
        serial: None,
        size,
        time: SystemTime::now().into(),
        replaces: None,
        acting_for: None,
    }
}

impl Drop for Ours<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
