//! The way to the hub: one mTLS client for each office's connection certificate.
//!
//! TLS 1.3 only; the hub's own CA is the only root that is trusted; no proxies, no redirects.

mod applications;
mod events;

pub use applications::PublicRelay;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use wire::hub_api::{
    Announcements, Directory, Journal, LetterMandates, Licence, Mailbox, MandateRecord, Mandates,
    OfficeRecord, StateChange, part, path,
};
use wire::journal::{ConsistencyProof, Entries, InclusionProof};
use wire::{
    Code, EnvelopeId, KeptFrom, Mandate, MandateId, OfficeCard, OfficeNumber, Problem, Receipt,
    Signed, Statement, Withdrawal,
};

/// How long a kept connection may rest: less than the 10 seconds after which a hub closes it.
const REST: Duration = Duration::from_secs(8);
/// For a question with a small answer.
const SHORT: Duration = Duration::from_secs(30);
/// For a letter: 64 MiB on a line of 1 Mbit/s.
const LONG: Duration = Duration::from_secs(600);
/// Until the hub has accepted the connection.
const CONNECT: Duration = Duration::from_secs(5);
/// The largest sealed body, in octets: that of the largest deposit.
const BODY: usize = 64 * 1024 * 1024;
/// The largest other answer: a page of a mailbox with its manifests.
const JSON: usize = 32 * 1024 * 1024;
/// The largest problem.
const PROBLEM: usize = 64 * 1024;
/// Letters on a page of a mailbox.
const PAGE: u32 = 100;

/// Why the hub did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// No answer came.
    #[error("the hub cannot be reached: {cause}")]
    Unreachable {
        /// What happened, for the log.
        cause: String,
        /// Whether the request may have arrived all the same.
        sent: bool,
    },
    /// It refused, and says why.
    #[error("the hub refused: {}", .0.code)]
    Refused(Box<Problem>),
    /// It answered something that is not in the contract.
    #[error("the hub's answer cannot be read: {0}")]
    Answer(String),
}

impl RelayError {
    /// The problem as people are told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Unreachable { .. } => Problem::new(Code::HubUnreachable),
            Self::Refused(problem) => (**problem).clone(),
            Self::Answer(_) => Problem::new(Code::HubRefused),
        }
    }

    /// Whether asking again later can help.
    pub fn is_for_now(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Answer(_) => true,
            // A certificate that is not registered (any more) is the operator's to mend, and a clock that is off
            // the administrator's; the letter waits for it.
            Self::Refused(problem) => {
                problem.status >= 500
                    || matches!(
                        problem.code,
                        Code::RateLimited
                            | Code::ClockSkewed
                            | Code::CertificateUnknown
                            | Code::Unauthenticated
                    )
            }
        }
    }

    /// Whether the hub works and does not want to.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status < 500)
    }

    /// Whether the hub refused with this code.
    pub fn is(&self, code: Code) -> bool {
        matches!(self, Self::Refused(problem) if problem.code == code)
    }
}

impl From<RelayError> for crate::Error {
    fn from(error: RelayError) -> Self {
        let problem = error.problem();
        // 401 would tell the browser that nobody is signed in here; it is the office that the hub does not know.
        if problem.status == 401 {
            return Problem::new(Code::HubRefused)
                .with_detail(problem.code.as_str())
                .into();
        }
        problem.into()
    }
}

/// A result of the hub.
pub type Answer<T> = Result<T, RelayError>;

/// The client of one office.
#[derive(Clone)]
pub struct Relay {
    client: reqwest::Client,
    hub: String,
    office: OfficeNumber,
}

/// Why a client cannot be made: a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RelaySetupError(String);

impl Relay {
    /// The client of an office: its hub's URL and CA (PEM), its certificates (PEM, its own first) and key (PKCS#8).
    pub fn new(
        office: OfficeNumber,
        hub_url: &str,
        hub_ca: &str,
        certificates: &str,
        key: &[u8],
    ) -> Result<Self, RelaySetupError> {
        let wrong = |what: &str| RelaySetupError(what.to_owned());
        let mut roots = RootCertStore::empty();
        for certificate in
            pem_certificates(hub_ca).ok_or_else(|| wrong("the hub's CA is not PEM"))?
        {
            roots
                .add(certificate)
                .map_err(|_| wrong("the hub's CA is no certificate"))?;
        }
        let chain = pem_certificates(certificates)
            .ok_or_else(|| wrong("the connection certificate is not PEM"))?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.to_vec()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(|_| wrong("TLS 1.3 is not available"))?
            .with_root_certificates(roots)
            .with_client_auth_cert(chain, key)
            .map_err(|_| wrong("the connection certificate and its key do not belong together"))?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .pool_idle_timeout(REST)
            .build()
            .map_err(|_| wrong("the client of the hub cannot be made"))?;
        Ok(Self {
            client,
            hub: hub_url.trim_end_matches('/').to_owned(),
            office,
        })
    }

    /// Search the directory by number or name.
    pub async fn directory(&self, query: &str) -> Answer<Directory> {
        self.get(path::OFFICES, &[("query", query)]).await
    }

    /// An office with its card.
    pub async fn office(&self, number: &OfficeNumber) -> Answer<OfficeRecord> {
        self.get(&path::OFFICE.replace("{number}", number.as_str()), &[])
            .await
    }

    /// Publish or renew this office's card.
    pub async fn publish(&self, card: &Signed<OfficeCard>) -> Answer<()> {
        let path = path::CARD.replace("{number}", self.office.as_str());
        let request = self.request(reqwest::Method::PUT, &path, &[]);
        send(request.timeout(SHORT).json(card)).await.map(drop)
    }

    /// Leave a letter.
    pub async fn deposit(
        &self,
        id: EnvelopeId,
        label: String,
        manifest: Vec<u8>,
        body: Vec<u8>,
    ) -> Answer<Signed<Receipt>> {
        use reqwest::multipart::{Form, Part};
        // Names of files are sealed; these are the parts' own.
        let form = Form::new()
            .part(part::LABEL, Part::text(label))
            .part(part::MANIFEST, Part::bytes(manifest))
            .part(part::BODY, Part::bytes(body));
        let request = self.request(reqwest::Method::PUT, &envelope(path::ENVELOPE, id), &[]);
        read(send(request.timeout(LONG).multipart(form)).await?).await
    }

    /// The changes of the inbox after a cursor.
    pub async fn inbox(&self, changed_after: u64) -> Answer<Mailbox> {
        self.mailbox(path::INBOX, changed_after).await
    }

    /// From which number on the inbox is kept.
    pub async fn kept_from(&self) -> Answer<Signed<KeptFrom>> {
        self.get(path::KEPT_FROM, &[]).await
    }

    /// The changes of the outbox after a cursor.
    pub async fn outbox(&self, changed_after: u64) -> Answer<Mailbox> {
        self.mailbox(path::OUTBOX, changed_after).await
    }

    async fn mailbox(&self, path: &str, changed_after: u64) -> Answer<Mailbox> {
        let (after, limit) = (changed_after.to_string(), PAGE.to_string());
        self.get(path, &[("changed_after", &after), ("limit", &limit)])
            .await
    }

    /// Fetch the sealed body. The first fetch collects the letter.
    pub async fn body(&self, id: EnvelopeId) -> Answer<Vec<u8>> {
        let request = self.request(reqwest::Method::GET, &envelope(path::BODY, id), &[]);
        let response = send(request.timeout(LONG)).await?;
        octets(response, BODY).await
    }

    /// State that a letter was collected.
    pub async fn collected(
        &self,
        id: EnvelopeId,
        statement: &Signed<Statement>,
    ) -> Answer<StateChange> {
        let request = self.request(reqwest::Method::POST, &envelope(path::COLLECTED, id), &[]);
        read(send(request.timeout(SHORT).json(statement)).await?).await
    }

    /// Answer a collected letter.
    pub async fn answer(
        &self,
        id: EnvelopeId,
        statement: &Signed<Statement>,
    ) -> Answer<StateChange> {
        let request = self.request(reqwest::Method::POST, &envelope(path::ANSWER, id), &[]);
        read(send(request.timeout(SHORT).json(statement)).await?).await
    }

    /// Take a letter back.
    pub async fn withdraw(
        &self,
        id: EnvelopeId,
        withdrawal: &Signed<Withdrawal>,
    ) -> Answer<StateChange> {
        let request = self.request(reqwest::Method::POST, &envelope(path::WITHDRAWN, id), &[]);
        read(send(request.timeout(SHORT).json(withdrawal)).await?).await
    }

    /// The mandates under which agents have acted on a letter.
    pub async fn letter_mandates(&self, id: EnvelopeId) -> Answer<LetterMandates> {
        self.get(&envelope(path::LETTER_MANDATES, id), &[]).await
    }

    /// The mandates that this office has given and was given.
    pub async fn mandates(&self) -> Answer<Mandates> {
        self.get(path::MANDATES, &[]).await
    }

    /// Give a mandate.
    pub async fn give_mandate(&self, mandate: &Signed<Mandate>) -> Answer<MandateRecord> {
        let request = self.request(reqwest::Method::POST, path::MANDATES, &[]);
        read(send(request.timeout(SHORT).json(mandate)).await?).await
    }

    /// Revoke a mandate.
    pub async fn revoke_mandate(&self, id: MandateId) -> Answer<()> {
        let path = path::MANDATE.replace("{id}", &id.to_string());
        let request = self.request(reqwest::Method::DELETE, &path, &[]);
        send(request.timeout(SHORT)).await.map(drop)
    }

    /// What the hub's operator has to say.
    pub async fn announcements(&self) -> Answer<Announcements> {
        self.get(path::ANNOUNCEMENTS, &[]).await
    }

    /// This office's own licence.
    pub async fn licence(&self) -> Answer<Licence> {
        self.get(path::LICENCE, &[]).await
    }

    /// The hub's journal.
    pub async fn journal(&self) -> Answer<Journal> {
        self.get(path::CHECKPOINT, &[]).await
    }

    /// The proof that a leaf stands in the tree of this size.
    pub async fn inclusion(&self, index: u64, size: u64) -> Answer<InclusionProof> {
        let (index, size) = (index.to_string(), size.to_string());
        let query = [("index", index.as_str()), ("size", &size)];
        self.get(path::INCLUSION, &query).await
    }

    /// The proof that the tree of one size continues that of another.
    pub async fn consistency(&self, first: u64, second: u64) -> Answer<ConsistencyProof> {
        let (first, second) = (first.to_string(), second.to_string());
        let query = [("first", first.as_str()), ("second", &second)];
        self.get(path::CONSISTENCY, &query).await
    }

    /// The journal's entries about a letter.
    pub async fn entries_of(&self, id: EnvelopeId) -> Answer<Entries> {
        let letter = id.to_string();
        self.get(path::ENTRIES, &[("letter", &letter)]).await
    }

    /// The journal's entries about this office itself, from a place on.
    pub async fn own_entries(&self, from: u64) -> Answer<Entries> {
        let from = from.to_string();
        self.get(path::ENTRIES, &[("own", "true"), ("from", &from)])
            .await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Answer<T> {
        let request = self.request(reqwest::Method::GET, path, query);
        read(send(request.timeout(SHORT)).await?).await
    }

    fn request(
        &self,
        method: reqwest::Method,
        path: &str,
        query: &[(&str, &str)],
    ) -> reqwest::RequestBuilder {
        // A certificate may act for several offices; this client acts for one.
        let mut url = format!("{}{path}?office={}", self.hub, self.office);
        for (name, value) in query {
            url.push_str(&format!("&{name}={}", percent_encoded(value)));
        }
        // So that the hub can say when this machine's clock is off (RFC 9110 section 6.6.1).
        let date = httpdate::fmt_http_date(SystemTime::now());
        self.client
            .request(method, url)
            .header(reqwest::header::DATE, date)
    }
}

fn envelope(path: &str, id: EnvelopeId) -> String {
    path.replace("{id}", &id.to_string())
}

/// A value for a query (RFC 3986): everything but unreserved characters is encoded.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, octet| {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            encoded.push(char::from(octet));
        } else {
            encoded.push_str(&format!("%{octet:02X}"));
        }
        encoded
    })
}

/// The certificates of a PEM text; none if there is no certificate or one cannot be read.
pub(crate) fn pem_certificates(pem: &str) -> Option<Vec<CertificateDer<'static>>> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .ok()?;
    Some(certificates).filter(|certificates| !certificates.is_empty())
}

async fn send(request: reqwest::RequestBuilder) -> Answer<reqwest::Response> {
    let response = request.send().await.map_err(unreachable)?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let problem = serde_json::from_slice(&octets(response, PROBLEM).await?);
    Err(match problem {
        Ok(problem) => RelayError::Refused(Box::new(problem)),
        Err(_) => RelayError::Answer(format!("status {status} without a problem")),
    })
}

async fn read<T: DeserializeOwned>(response: reqwest::Response) -> Answer<T> {
    let octets = octets(response, JSON).await?;
    serde_json::from_slice(&octets).map_err(|error| RelayError::Answer(error.to_string()))
}

/// Read an answer whole, but not more of it than there can be.
async fn octets(mut response: reqwest::Response, limit: usize) -> Answer<Vec<u8>> {
    let mut octets = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if chunk.len() > limit - octets.len() {
            return Err(RelayError::Answer("it is too large".to_owned()));
        }
        octets.extend_from_slice(&chunk);
    }
    Ok(octets)
}

fn unreachable(error: reqwest::Error) -> RelayError {
    use std::error::Error as _;
    let sent = !error.is_connect();
    // The URL would name the office; the cause is enough.
    let error = error.without_url();
    let mut cause = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        cause.push_str(": ");
        cause.push_str(&error.to_string());
        source = error.source();
    }
    RelayError::Unreachable { cause, sent }
}

/// A value that travels as JSON has a digest: that of its text.
pub(crate) fn json_digest<T: Serialize>(value: &T) -> wire::Digest {
    let text = serde_json::to_vec(value).expect("the types of the contract are JSON");
    evidence::digest(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_encoded_in_a_query() {
        assert_eq!(percent_encoded("あ a&b=c"), "%E3%81%82%20a%26b%3Dc");
    }

    #[tokio::test]
    async fn t24_an_answer_without_an_end_is_not_read_to_it() {
        let answer = |size: usize| reqwest::Response::from(http_answer(vec![b' '; size]));
        assert_eq!(
            octets(answer(100), 100).await.expect("all of it").len(),
            100
        );
        let error = octets(answer(101), 100).await.expect_err("too large");
        assert!(matches!(error, RelayError::Answer(_)), "{error}");
    }

    fn http_answer(octets: Vec<u8>) -> axum::http::Response<Vec<u8>> {
        axum::http::Response::new(octets)
    }

    #[test]
    fn a_refusal_for_good_is_told_from_one_for_now() {
        let refused = |code| RelayError::Refused(Box::new(Problem::new(code)));
        for code in [
            Code::RecipientSuspended,
            Code::SenderExpired,
            Code::TooLarge,
            Code::IdInUse,
        ] {
            assert!(!refused(code).is_for_now(), "{code}");
        }
        for code in [
            Code::StorageFull,
            Code::RateLimited,
            Code::ClockSkewed,
            Code::Internal,
            Code::CertificateUnknown,
        ] {
            assert!(refused(code).is_for_now(), "{code}");
        }
    }
}
