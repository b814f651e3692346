//! Who is calling: a certificate that TLS has verified and that stands in the register.

use crate::Hub;
use crate::ca::certificate_error;
use crate::error::{Error, Result};
use crate::lookup::LookUp;
use crate::store::{Connection, certificates, mandates};
use crate::trust::Trust;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use rustls_pki_types::CertificateDer;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wire::{Code, Digest, OfficeNumber, Scope, Time};

/// The certificate of a connection, as the handshake verified it.
#[derive(Debug, Clone)]
pub struct PeerCertificate {
    /// SHA-256 of the certificate (DER): under this it stands in the register.
    pub fingerprint: Digest,
    /// The certificate (X.509, DER).
    pub der: Vec<u8>,
    /// First moment of its validity.
    pub not_before: Time,
    /// Last moment of its validity.
    pub not_after: Time,
    /// What the caller has shown: this certificate, and those of the CAs between it and a known one.
    chain: Arc<[CertificateDer<'static>]>,
    /// The generation of [`Trust`](crate::trust::Trust) by which the chain was judged last.
    judged: Arc<AtomicU64>,
}

impl PeerCertificate {
    /// Read what we need of a certificate. No name is read from it: the register knows whose it is.
    ///
    /// # Errors
    /// [`Error::Certificate`] when it is not an X.509 certificate.
    pub fn read(der: &[u8]) -> Result<Self> {
        let (rest, certificate) =
            x509_parser::parse_x509_certificate(der).map_err(certificate_error)?;
        if !rest.is_empty() {
            return Err(certificate_error("octets follow the certificate"));
        }
        let validity = certificate.validity();
        Ok(Self {
            fingerprint: evidence::digest(der),
            der: der.to_vec(),
            not_before: Time(validity.not_before.timestamp().saturating_mul(1000)),
            not_after: Time(validity.not_after.timestamp().saturating_mul(1000)),
            chain: Arc::default(),
            judged: Arc::default(),
        })
    }

    /// The same of a chain that a handshake has just judged, its holder's first.
    ///
    /// # Errors
    /// [`Error::Certificate`] when it is not an X.509 certificate.
    pub(crate) fn shown(chain: &[CertificateDer<'_>], trust: &Trust) -> Result<Self> {
        let holder = chain
            .first()
            .ok_or_else(|| certificate_error("there is no certificate"))?;
        let owned = chain.iter().map(|der| der.clone().into_owned());
        Ok(Self {
            chain: owned.collect(),
            judged: Arc::new(AtomicU64::new(trust.generation)),
            ..Self::read(holder)?
        })
    }

    /// The offices that the certificate may act for at this moment.
    ///
    /// Asked at every request, so that a certificate that has expired or was revoked
    /// is refused on open connections too.
    ///
    /// # Errors
    /// `certificate_unknown` when it is out of its time, revoked by its CA or here, or not registered.
    pub(crate) async fn offices(&self, hub: &Hub) -> Result<Vec<OfficeNumber>> {
        self.holds(hub, false)?;
        let offices = hub.offices.ask(self.fingerprint).await?.unwrap_or_default();
        if offices.is_empty() {
            return Err(Code::CertificateUnknown.into());
        }
        Ok(offices)
    }

    /// Whether the certificate is in its time and its chain to be believed.
    /// The signatures are checked again only when the files have changed, or `whole` asks for it.
    fn holds(&self, hub: &Hub, whole: bool) -> Result<()> {
        let now = hub.now();
        if now < self.not_before || now > self.not_after {
            return Err(Error::refused(
                Code::CertificateUnknown,
                "the certificate is not valid at this time",
            ));
        }
        let trust = hub.trust.get();
        if whole || self.judged.load(Ordering::Relaxed) != trust.generation {
            trust.judge(&self.chain, now).map_err(|error| {
                tracing::info!(certificate = %self.fingerprint, %error, "a certificate is not believed any longer");
                Error::refused(
                    Code::CertificateUnknown,
                    "the certificate's CA does not stand by it any longer",
                )
            })?;
            self.judged.store(trust.generation, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Wait until the holder may do nothing here any longer, on a connection that rests too.
    pub(crate) async fn until_unwelcome(&self, hub: &Hub) -> Error {
        loop {
            tokio::time::sleep(hub.config.trust_period()).await;
            let welcome = match self.holds(hub, true) {
                Ok(()) => self.offices(hub).await.map(drop),
                Err(error) => Err(error),
            };
            match welcome {
                Err(error) if error.code() == Code::CertificateUnknown => return error,
                // A store that fails says nothing about anybody.
                _ => {}
            }
        }
    }
}

/// The offices that a certificate may act for now; none when it is unknown or revoked.
#[derive(Debug)]
pub(crate) struct Offices;

impl LookUp for Offices {
    type Key = Digest;
    type Found = Vec<OfficeNumber>;

    fn all<'a>(
        connection: &'a mut Connection,
        fingerprints: &'a [Digest],
    ) -> BoxFuture<'a, Result<HashMap<Digest, Vec<OfficeNumber>>>> {
        certificates::offices_of(connection, fingerprints).boxed()
    }
}

/// The caller. Without it there is no handler.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Its certificate.
    pub certificate: Arc<PeerCertificate>,
    offices: Arc<[OfficeNumber]>,
}

impl Peer {
    /// A caller whose offices are known.
    pub(crate) fn new(certificate: Arc<PeerCertificate>, offices: Vec<OfficeNumber>) -> Self {
        Self {
            certificate,
            offices: offices.into(),
        }
    }

    /// Whether an office is the caller's own. Every right at the hub is decided by this, or by a mandate ([`Peer::mandated`]).
    pub fn may_act_for(&self, office: &OfficeNumber) -> bool {
        self.offices.contains(office)
    }

    /// What the caller may do for another office by mandates that hold now.
    ///
    /// Asked at every request, so that a mandate that is revoked is no use any more at once.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn mandated(&self, hub: &Hub, office: &OfficeNumber) -> Result<Vec<Scope>> {
        let mut connection = hub.store.read().await?;
        let mut scope = Vec::new();
        for agent in &*self.offices {
            scope.extend(mandates::scope(&mut connection, office, agent, hub.now()).await?);
        }
        Ok(scope)
    }
}

impl FromRequestParts<Hub> for Peer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _hub: &Hub) -> Result<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Code::Unauthenticated.into())
    }
}

/// The caller, and the one office that it acts for in this request.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The caller.
    pub peer: Peer,
    /// The office: the one named by `?office=`, or the caller's only one.
    pub office: OfficeNumber,
    /// What the caller may do for it: everything when it is its own, otherwise what its mandates say.
    scope: Vec<Scope>,
}

impl Acting {
    /// Refuse what the caller may not do for the office.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn may(&self, scope: Scope) -> Result<()> {
        if self.scope.contains(&scope) {
            Ok(())
        } else {
            Err(Code::Forbidden.into())
        }
    }
}

#[derive(Deserialize)]
struct Named {
    office: Option<OfficeNumber>,
}

impl FromRequestParts<Hub> for Acting {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self> {
        let peer = Peer::from_request_parts(parts, hub).await?;
        let Query(named) = Query::<Named>::from_request_parts(parts, hub).await?;
        let office = match (named.office, &*peer.offices) {
            (Some(office), _) if peer.may_act_for(&office) => office,
            (Some(office), _) => {
                let scope = peer.mandated(hub, &office).await?;
                if scope.is_empty() {
                    return Err(Code::Forbidden.into());
                }
                return Ok(Self {
                    peer,
                    office,
                    scope,
                });
            }
            (None, [only]) => only.clone(),
            (None, _) => {
                return Err(Error::refused(
                    Code::Invalid,
                    "the certificate serves several offices: name one by ?office=",
                ));
            }
        };
        Ok(Self {
            peer,
            office,
            scope: vec![Scope::Send, Scope::Receive],
        })
    }
}
