//! One who sends by SMTP (RFC 5321) and one who collects by IMAP (RFC 9051), on connections of their own.

use super::lines::Lines;
use super::settings::{DOMAIN, PASSWORD};
use crate::place::Place;
use crate::run::Session;
use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::net::SocketAddr;
use std::thread::sleep;
use std::time::Duration;

/// How long a receiver waits before it asks again whether its letter has come.
const PAUSE: Duration = Duration::from_millis(20);
/// Octets of a letter on a line of base64 (RFC 2045 section 6.8: 76 characters).
const LINE: usize = 57;

/// Both connections of a caller, who has a mailbox of its own.
pub struct Post<'p> {
    place: &'p Place,
    smtp: SocketAddr,
    imap: SocketAddr,
    caller: usize,
    sender: Option<Lines>,
    receiver: Option<Lines>,
}

impl<'p> Post<'p> {
    /// Nothing is connected yet.
    pub fn new(place: &'p Place, smtp: SocketAddr, imap: SocketAddr, caller: usize) -> Self {
        Self {
            place,
            smtp,
            imap,
            caller,
            sender: None,
            receiver: None,
        }
    }

    fn post(&mut self, to: &str, letter: &[u8]) -> Result<()> {
        let sender = match &mut self.sender {
            Some(sender) => sender,
            none => none.insert(greeted(Lines::connect(
                self.smtp,
                &self.place.pair(0).sender_tls,
            )?)?),
        };
        // Three commands at once (RFC 2920).
        let head = format!("MAIL FROM:<office@{DOMAIN}>\r\nRCPT TO:<{to}@{DOMAIN}>\r\nDATA\r\n");
        sender.say(head.as_bytes())?;
        for code in ["250", "250", "354"] {
            reply(sender, code)?;
        }
        let mut text = format!(
            "From: office@{DOMAIN}\r\nTo: {to}@{DOMAIN}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        );
        for line in letter.chunks(LINE) {
            STANDARD.encode_string(line, &mut text);
            text.push_str("\r\n");
        }
        text.push_str(".\r\n");
        sender.say(text.as_bytes())?;
        reply(sender, "250")
    }

    /// Wait for the letter, fetch it and delete it.
    fn collect(&mut self) -> Result<()> {
        let user = format!("x{}", self.caller);
        let receiver = match &mut self.receiver {
            Some(receiver) => receiver,
            none => {
                let lines = Lines::connect(self.imap, &self.place.pair(0).receiver_tls)?;
                none.insert(selected(lines, &user)?)
            }
        };
        // What has come is told before the answer of a command.
        command(receiver, "NOOP")?;
        while fetch(receiver)? == 0 {
            sleep(PAUSE);
            command(receiver, "NOOP")?;
        }
        command(receiver, "STORE 1:* +FLAGS.SILENT (\\Deleted)")?;
        command(receiver, "EXPUNGE")
    }
}

impl Session for Post<'_> {
    fn send(&mut self, letter: &[u8]) -> Result<()> {
        // Not the mailboxes of those who collect, which must be empty when they begin.
        let to = format!("s{}", self.caller);
        self.post(&to, letter)
    }

    fn exchange(&mut self, letter: &[u8]) -> Result<()> {
        let to = format!("x{}", self.caller);
        self.post(&to, letter)?;
        self.collect()
    }
}

fn greeted(mut lines: Lines) -> Result<Lines> {
    reply(&mut lines, "220")?;
    lines.say(b"EHLO localhost\r\n")?;
    reply(&mut lines, "250")?;
    Ok(lines)
}

/// A reply of one line or more, all of which begin with the same code.
fn reply(lines: &mut Lines, code: &str) -> Result<()> {
    loop {
        let line = lines.line()?;
        ensure!(line.starts_with(code), "Postfix answers: {line}");
        if !line[code.len()..].starts_with('-') {
            return Ok(());
        }
    }
}

fn selected(mut lines: Lines, user: &str) -> Result<Lines> {
    lines.line()?;
    command(&mut lines, &format!("LOGIN {user} {PASSWORD}"))?;
    command(&mut lines, "SELECT INBOX")?;
    Ok(lines)
}

/// A command whose answer is of no interest, as long as it is good.
fn command(lines: &mut Lines, command: &str) -> Result<()> {
    lines.say(format!("a {command}\r\n").as_bytes())?;
    loop {
        let line = lines.line()?;
        if let Some(end) = line.strip_prefix("a ") {
            ensure!(
                end.starts_with("OK"),
                "Dovecot answers {command} with: {end}"
            );
            return Ok(());
        }
    }
}

/// Fetch all letters that are there: how many octets they have.
fn fetch(lines: &mut Lines) -> Result<usize> {
    lines.say(b"a UID FETCH 1:* BODY.PEEK[]\r\n")?;
    let mut octets = 0;
    loop {
        let line = lines.line()?;
        if let Some(end) = line.strip_prefix("a ") {
            ensure!(end.starts_with("OK"), "Dovecot answers: {end}");
            return Ok(octets);
        }
        // `* 1 FETCH (UID 1 BODY[] {28000}`
        if let Some((_, size)) = line
            .strip_suffix('}')
            .and_then(|line| line.rsplit_once('{'))
        {
            let size = size.parse().context("the size of a letter")?;
            octets += lines.octets(size)?.len();
        }
    }
}
