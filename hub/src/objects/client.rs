//! How object storage is spoken to: by the same HTTP client and the same TLS as everything else here.
//!
//! The library would bring a client of its own, with HTTP/2 switched on for every client of the program.

use crate::error::{Error, Result};
use async_trait::async_trait;
use axum::http::Response;
use http_body_util::BodyExt as _;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use reqwest::{Body, Certificate, Request};
use std::path::PathBuf;
use std::time::Duration;

/// How long connecting may take, TLS included.
const CONNECT: Duration = Duration::from_secs(5);

/// The client.
#[derive(Debug, Clone)]
pub(super) struct Client(reqwest::Client);

impl Client {
    /// A client that believes the CAs in these files, or those that the system trusts when there are none.
    pub fn new(roots: impl Iterator<Item = PathBuf>, encrypted: bool) -> Result<Self> {
        // Somebody may have chosen already, and chosen the same.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let mut certificates = Vec::new();
        for path in roots {
            let pem = std::fs::read(&path).map_err(Error::file(&path))?;
            let said = |error| Error::Certificate(format!("{}: {error}", path.display()));
            certificates.extend(Certificate::from_pem_bundle(&pem).map_err(said)?);
        }
        let mut builder = reqwest::Client::builder()
            .https_only(encrypted)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT);
        if !certificates.is_empty() {
            builder = builder.tls_certs_only(certificates);
        }
        let built = builder.build();
        let unusable = |error| Error::Certificate(format!("object storage: {error}"));
        Ok(Self(built.map_err(unusable)?))
    }
}

#[async_trait]
impl HttpService for Client {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = Request::try_from(request.map(Body::wrap)).map_err(failed)?;
        let response = self.0.execute(request).await.map_err(failed)?;
        let (parts, body) = Response::<Body>::from(response).into_parts();
        let body = HttpResponseBody::new(body.map_err(failed));
        Ok(HttpResponse::from_parts(parts, body))
    }
}

impl HttpConnector for Client {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

/// Whether it helps to try again is for the library to know.
fn failed(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_builder() {
        HttpErrorKind::Unknown
    } else {
        HttpErrorKind::Interrupted
    };
    HttpError::new(kind, error.without_url())
}
