//! A wire between a hub and its store, or its object storage, that can be cut.

use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// It carries.
    Whole,
    /// Nothing arrives, and nobody is told.
    Silent,
    /// What is asked arrives, and no answer comes back.
    Mute,
    /// It carries, but turns a bit in every large answer.
    Turned,
    /// Everything is closed at once.
    Cut,
}

/// The wire: whoever connects to its port speaks with another port.
pub struct Proxy {
    pub port: u16,
    state: Arc<watch::Sender<Wire>>,
}

impl Proxy {
    pub async fn start(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(watch::Sender::new(Wire::Whole));
        let states = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let wire = states.subscribe();
                if *wire.borrow() == Wire::Cut {
                    continue;
                }
                tokio::spawn(async move {
                    let Ok(far) = TcpStream::connect(("127.0.0.1", to)).await else {
                        return;
                    };
                    let (near_read, near_write) = near.into_split();
                    let (far_read, far_write) = far.into_split();
                    tokio::join!(
                        carry(near_read, far_write, wire.clone(), Way::There),
                        carry(far_read, near_write, wire, Way::Back)
                    );
                });
            }
        });
        Self { port, state }
    }

    pub fn set(&self, wire: Wire) {
        self.state.send_replace(wire);
    }
}

/// Which way octets are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

/// An answer of this many octets is not its head alone.
const LARGE: usize = 4096;

/// Carry octets one way until an end is closed or the wire is cut.
async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut wire: watch::Receiver<Wire>,
    way: Way,
) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = tokio::select! {
            read = from.read(&mut buffer) => read.unwrap_or(0),
            _ = wire.wait_for(|wire| *wire == Wire::Cut) => 0,
        };
        if read == 0 {
            return;
        }
        // What a silent wire has swallowed comes through when it carries again, as TCP would send it anew.
        let carries = |wire: &Wire| match wire {
            Wire::Silent => false,
            Wire::Mute => way == Way::There,
            Wire::Whole | Wire::Turned | Wire::Cut => true,
        };
        match wire.wait_for(carries).await.map(|wire| *wire) {
            Ok(Wire::Turned) if way == Way::Back && read >= LARGE => buffer[read - 1] ^= 1,
            Ok(Wire::Cut) | Err(_) => return,
            Ok(_) => {}
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
