//! The peer of another kind: Postfix takes letters by SMTP, Dovecot keeps them and gives them out by IMAP.
//!
//! Debian's packages with settings and folders of their own; every file of theirs lies in the measurement's folder.

mod lines;
mod session;
mod settings;

use crate::nginx::is_root;
use crate::place::Place;
use crate::run::{Contestant, Session};
use anyhow::{Result, bail, ensure};
use std::fs::{self, Permissions};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long Postfix may take to deliver what it has accepted in one turn.
const PATIENCE: Duration = Duration::from_secs(180);

/// Both programs, running.
pub struct Mail<'p> {
    place: &'p Place,
    postfix: Child,
    dovecot: Child,
    smtp: SocketAddr,
    imap: SocketAddr,
}

impl<'p> Mail<'p> {
    /// Start both on free ports, with the hub's own certificates.
    ///
    /// # Errors
    /// When one does not start: with what it says.
    pub fn start(place: &'p Place) -> Result<Self> {
        ensure!(is_root(), "Postfix is started by root only");
        let free = || TcpListener::bind("127.0.0.1:0")?.local_addr();
        let (smtp, imap) = (free()?, free()?);
        // Both work as users of their own, who must be able to pass.
        fs::set_permissions(place.path(""), Permissions::from_mode(0o711))?;
        settings::write(place, smtp, imap)?;
        let dovecot = Command::new("dovecot")
            .arg("-F")
            .arg("-c")
            .arg(place.path("dovecot/settings"))
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()?;
        let postfix = Command::new("postfix")
            .arg("-c")
            .arg(place.path("postfix"))
            .arg("start-fg")
            .stdout(Stdio::null())
            // It warns that its folders do not belong to root alone.
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let mail = Self {
            place,
            postfix,
            dovecot,
            smtp,
            imap,
        };
        for (address, log) in [(smtp, "postfix/log"), (imap, "dovecot/log")] {
            wait_for(address, &place.path(log))?;
        }
        Ok(mail)
    }
}

fn wait_for(address: SocketAddr, log: &Path) -> Result<()> {
    for _ in 0..200 {
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(50));
    }
    let said = fs::read_to_string(log).unwrap_or_default();
    bail!("a mail program does not start: {said}")
}

impl Contestant for Mail<'_> {
    fn name(&self) -> &'static str {
        "Postfix and Dovecot"
    }

    fn processes(&self) -> Vec<u32> {
        vec![self.postfix.id(), self.dovecot.id()]
    }

    fn session(&self, caller: usize) -> Box<dyn Session + '_> {
        Box::new(session::Post::new(self.place, self.smtp, self.imap, caller))
    }

    fn settle(&self) -> Result<()> {
        let begun = Instant::now();
        let queues = ["maildrop", "incoming", "active", "deferred"];
        loop {
            let waiting = queues
                .iter()
                .any(|queue| has_files(&self.place.path("postfix/queue").join(queue)));
            if !waiting {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                let log = fs::read_to_string(self.place.path("postfix/log")).unwrap_or_default();
                let last: Vec<_> = log.lines().rev().take(5).collect();
                bail!("Postfix does not deliver: {last:#?}");
            }
            sleep(Duration::from_millis(20));
        }
    }
}

/// Whether there is a file somewhere below a folder.
fn has_files(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .any(|path| !path.is_dir() || has_files(&path))
}

impl Drop for Mail<'_> {
    fn drop(&mut self) {
        // They end their own processes when they are asked; killed, they would leave them behind.
        let mut stop = Command::new("postfix");
        stop.arg("-c").arg(self.place.path("postfix")).arg("stop");
        let mut kill = Command::new("kill");
        kill.arg(self.dovecot.id().to_string());
        for (mut ask, process) in [(stop, &mut self.postfix), (kill, &mut self.dovecot)] {
            if ask.stderr(Stdio::null()).status().is_ok() {
                let _ = process.wait();
            }
        }
    }
}
