//! The way to the hub's public listener, before the hub knows this office's certificate.

use super::{
    Answer, CONNECT, ClientConfig, RelaySetupError, RootCertStore, SHORT, pem_certificates, read,
    send,
};
use std::sync::Arc;
use wire::application::{ApplicationId, Received, Standing, path};
use wire::{Application, Signed};

/// A client that shows no certificate, and believes the hub's CA alone.
pub struct PublicRelay {
    client: reqwest::Client,
    hub: String,
}

impl PublicRelay {
    /// The client of a hub's public address and its CA (PEM).
    pub fn new(hub: &str, hub_ca: &str) -> Result<Self, RelaySetupError> {
        let wrong = |what: &str| RelaySetupError(what.to_owned());
        let mut roots = RootCertStore::empty();
        let chain = pem_certificates(hub_ca).ok_or_else(|| wrong("the hub's CA is not PEM"))?;
        for certificate in chain {
            roots
                .add(certificate)
                .map_err(|_| wrong("the hub's CA is no certificate"))?;
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(|_| wrong("TLS 1.3 is not available"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .build()
            .map_err(|_| wrong("the client of the hub cannot be made"))?;
        Ok(Self {
            client,
            hub: hub.trim_end_matches('/').to_owned(),
        })
    }

    /// Apply.
    pub async fn apply(&self, signed: &Signed<Application>) -> Answer<Received> {
        let request = self
            .client
            .post(format!("{}{}", self.hub, path::APPLICATIONS));
        read(send(request.timeout(SHORT).json(signed)).await?).await
    }

    /// How far an application is.
    pub async fn standing(&self, id: ApplicationId, token: &str) -> Answer<Standing> {
        let path = path::APPLICATION.replace("{id}", &id.to_string());
        let request = self.client.get(format!("{}{path}", self.hub));
        read(send(request.timeout(SHORT).bearer_auth(token)).await?).await
    }
}
