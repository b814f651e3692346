//! A protocol of lines over TLS, as SMTP and IMAP are.

use crate::caller::{Stream, connect};
use anyhow::{Result, ensure};
use rustls::ClientConfig;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;

/// An open connection.
pub struct Lines {
    stream: BufReader<Stream>,
}

impl Lines {
    /// Connect.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn connect(address: SocketAddr, tls: &Arc<ClientConfig>) -> Result<Self> {
        let stream = BufReader::with_capacity(32 * 1024, connect(address, tls)?);
        Ok(Self { stream })
    }

    /// Say something, as it stands.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn say(&mut self, octets: &[u8]) -> Result<()> {
        let stream = self.stream.get_mut();
        stream.write_all(octets)?;
        Ok(stream.flush()?)
    }

    /// The next line, without its end.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(
            self.stream.read_line(&mut line)? > 0,
            "the connection was closed"
        );
        line.truncate(line.trim_end().len());
        Ok(line)
    }

    /// So many octets.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn octets(&mut self, count: usize) -> Result<Vec<u8>> {
        let mut octets = vec![0; count];
        self.stream.read_exact(&mut octets)?;
        Ok(octets)
    }
}
