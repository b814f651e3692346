//! Where the hub listens: for the offices' servers, for whoever applies, and on this machine alone for health and metrics.

use crate::config::Config;
use crate::error::{Error, Result};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// What the hub listens on.
#[derive(Debug)]
pub struct Listeners {
    /// For the offices' servers: mutual TLS.
    pub offices: TcpListener,
    /// For 利用申請: our certificate is shown, and none is asked for.
    pub public: Option<TcpListener>,
    /// For health and metrics, on a loopback address: plain HTTP.
    pub operation: Option<TcpListener>,
}

impl Listeners {
    /// Listen where the settings say.
    ///
    /// # Errors
    /// When an address cannot be had, or health and metrics would be told to other machines.
    pub async fn bind(config: &Config) -> Result<Self> {
        Ok(Self {
            offices: bind(config.listen).await?,
            public: match config.public_listen {
                Some(address) => Some(bind(address).await?),
                None => None,
            },
            operation: match config.operation {
                Some(address) => Some(operation(address).await?),
                None => None,
            },
        })
    }
}

/// For the offices alone.
impl From<TcpListener> for Listeners {
    fn from(offices: TcpListener) -> Self {
        Self {
            offices,
            public: None,
            operation: None,
        }
    }
}

async fn operation(address: SocketAddr) -> Result<TcpListener> {
    if address.ip().is_loopback() {
        bind(address).await
    } else {
        Err(Error::Input(format!(
            "health and metrics are told on a loopback address only, not on {address}"
        )))
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(Error::file(address.to_string()))
}
