//! A line that fails: it stands between an office and the hub and does to their octets what bad lines do (R10).

use crate::soak::Dice;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What happens to one connection.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// Nothing.
    None,
    /// Every piece comes late, by so many milliseconds.
    Latency(u64),
    /// After so many octets to the hub, nothing goes on in either direction, and nobody says so.
    Stall(u64),
    /// After so many octets to the hub the connection is gone.
    Reset(u64),
    /// It is accepted, and nothing ever comes.
    HalfOpen,
    /// One octet at a time, for so many of them; then it is gone.
    Trickle(u64),
    /// All of the request goes through; of the answers only so many octets.
    Truncated(u64),
}

impl Fault {
    fn roll(dice: &mut Dice) -> Self {
        match dice.below(8) {
            0 => Self::Latency(50 + dice.below(450)),
            1 => Self::Stall(dice.below(6_000)),
            2 => Self::Reset(dice.below(6_000)),
            3 => Self::HalfOpen,
            4 => Self::Trickle(200 + dice.below(400)),
            // Behind the handshake, in the middle of an answer or before it.
            5 | 6 => Self::Truncated(1_000 + dice.below(2_500)),
            _ => Self::None,
        }
    }
}

/// A proxy on a free port.
pub struct Proxy {
    pub address: SocketAddr,
    faults: Arc<Mutex<u64>>,
    serving: JoinHandle<()>,
}

impl Proxy {
    /// Begin to stand in front of a hub.
    pub async fn before(hub: SocketAddr, mut dice: Dice) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let faults = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&faults);
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let fault = Fault::roll(&mut dice);
                if !matches!(fault, Fault::None) {
                    *counted.lock().unwrap() += 1;
                }
                tokio::spawn(async move {
                    // However it ends: that is what it is for.
                    let _ = pass(client, hub, fault).await;
                });
            }
        });
        Self {
            address,
            faults,
            serving,
        }
    }

    /// How many connections were spoiled.
    pub fn faults(&self) -> u64 {
        *self.faults.lock().unwrap()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Longer than any client waits.
async fn for_ever() {
    tokio::time::sleep(Duration::from_secs(120)).await;
}

async fn pass(mut client: TcpStream, hub: SocketAddr, fault: Fault) -> std::io::Result<()> {
    if matches!(fault, Fault::HalfOpen) {
        for_ever().await;
        return Ok(());
    }
    let mut server = TcpStream::connect(hub).await?;
    let (mut to, mut from) = (0_u64, 0_u64);
    let (mut upward, mut downward) = (vec![0; 16_384], vec![0; 16_384]);
    loop {
        let piece = if matches!(fault, Fault::Trickle(_)) {
            1
        } else {
            upward.len()
        };
        let (octets, is_upward) = tokio::select! {
            read = client.read(&mut upward[..piece]) => (read?, true),
            read = server.read(&mut downward) => (read?, false),
        };
        if octets == 0 {
            return Ok(());
        }
        let length = u64::try_from(octets).expect("a piece fits 64 bits");
        if is_upward {
            to += length;
        } else {
            from += length;
        }
        match fault {
            Fault::Latency(milliseconds) => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            }
            Fault::Stall(after) if to > after => {
                for_ever().await;
                return Ok(());
            }
            Fault::Reset(after) if to > after => return client.set_zero_linger(),
            Fault::Trickle(most) if to > most => return client.set_zero_linger(),
            Fault::Trickle(_) => tokio::time::sleep(Duration::from_millis(2)).await,
            Fault::Truncated(most) if from > most => return Ok(()),
            _ => {}
        }
        if is_upward {
            server.write_all(&upward[..octets]).await?;
        } else {
            client.write_all(&downward[..octets]).await?;
        }
    }
}
