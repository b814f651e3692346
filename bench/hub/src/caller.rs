//! One connection of the load: a plain HTTP/1.1 client over rustls, which waits for each answer.

use anyhow::{Context as _, Result, bail};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

/// An open connection.
pub struct Caller {
    stream: StreamOwned<ClientConnection, TcpStream>,
    buffer: Vec<u8>,
}

impl Caller {
    /// Connect; the handshake is done with the first request.
    pub fn connect(address: SocketAddr, tls: &Arc<ClientConfig>) -> Result<Self> {
        let socket = TcpStream::connect(address)?;
        socket.set_nodelay(true)?;
        let connection = ClientConnection::new(Arc::clone(tls), "localhost".try_into()?)?;
        Ok(Self {
            stream: StreamOwned::new(connection, socket),
            buffer: vec![0; 64 * 1024],
        })
    }

    /// Ask, and read the whole answer: its status.
    pub fn ask(&mut self, request: &[u8]) -> Result<u16> {
        self.stream.write_all(request)?;
        self.stream.flush()?;
        let mut length = 0;
        loop {
            let read = self.stream.read(&mut self.buffer[length..])?;
            if read == 0 {
                bail!("the connection was closed");
            }
            length += read;
            if let Some((status, whole)) = head(&self.buffer[..length])? {
                while length < whole {
                    let read = self.stream.read(&mut self.buffer)?;
                    if read == 0 {
                        bail!("the answer was cut off");
                    }
                    length += read;
                }
                return Ok(status);
            }
        }
    }
}

/// Status, and the octets of the whole answer, once its head is there.
fn head(octets: &[u8]) -> Result<Option<(u16, usize)>> {
    let Some(end) = octets.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&octets[..end])?.to_ascii_lowercase();
    let status = text.split(' ').nth(1).context("a status")?.parse()?;
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(Ok(0), str::parse)?;
    Ok(Some((status, end + 4 + length)))
}
