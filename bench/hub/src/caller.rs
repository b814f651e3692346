//! One connection of the load: a plain HTTP/1.1 client over rustls, which waits for each answer.

use anyhow::{Context as _, Result, bail};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

/// TLS over TCP.
pub type Stream = StreamOwned<ClientConnection, TcpStream>;

/// Connect; the handshake is done with the first octets.
///
/// # Errors
/// When nobody listens there.
pub fn connect(address: SocketAddr, tls: &Arc<ClientConfig>) -> Result<Stream> {
    let socket = TcpStream::connect(address)?;
    socket.set_nodelay(true)?;
    let connection = ClientConnection::new(Arc::clone(tls), "localhost".try_into()?)?;
    Ok(StreamOwned::new(connection, socket))
}

/// An open connection.
pub struct Caller {
    stream: Stream,
    buffer: Vec<u8>,
}

impl Caller {
    /// Connect; the handshake is done with the first request.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn connect(address: SocketAddr, tls: &Arc<ClientConfig>) -> Result<Self> {
        Ok(Self {
            stream: connect(address, tls)?,
            buffer: vec![0; 64 * 1024],
        })
    }

    /// Ask, and give the body of the answer; any success is one.
    ///
    /// # Errors
    /// When the answer is no success, or does not come.
    pub fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.write_all(request)?;
        self.stream.flush()?;
        let mut length = 0;
        let (status, begin, end) = loop {
            let read = self.stream.read(&mut self.buffer[length..])?;
            if read == 0 {
                bail!("the connection was closed");
            }
            length += read;
            if let Some(found) = head(&self.buffer[..length])? {
                break found;
            }
        };
        self.buffer.resize(self.buffer.len().max(end), 0);
        if length < end {
            self.stream.read_exact(&mut self.buffer[length..end])?;
        }
        let body = &self.buffer[begin..end];
        if !(200..300).contains(&status) {
            bail!("answered with {status}: {}", String::from_utf8_lossy(body));
        }
        Ok(body)
    }
}

/// Status, and where the body begins and ends, once the head is there.
fn head(octets: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let Some(end) = octets.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&octets[..end])?.to_ascii_lowercase();
    let status = text.split(' ').nth(1).context("a status")?.parse()?;
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(Ok(0), str::parse)?;
    let begin = end + 4;
    Ok(Some((status, begin, begin.saturating_add(length))))
}
