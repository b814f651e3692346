//! A browser as far as the server can tell: it keeps a cookie and says where a request comes from.

use super::{LetterForm, address, wait_for};
use reqwest::Method;
use reqwest::header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::sync::Mutex;
use wire::server_api::{Alarm, Alarms, Received, ReceivedLetter, Sent, SentLetter, path};
use wire::{AlarmKind, Code, EnvelopeId, OfficeNumber, Problem, State};

pub struct Browser {
    client: reqwest::Client,
    url: String,
    cookie: Mutex<Option<String>>,
    office: Option<OfficeNumber>,
}

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub octets: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.octets).into_owned()
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.octets)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The code of a problem.
    pub fn code(&self) -> Code {
        assert_eq!(
            self.headers["content-type"],
            Problem::MEDIA_TYPE,
            "{}",
            self.text()
        );
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status);
        problem.code
    }
}

impl Browser {
    pub fn new(url: &str) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        Self {
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            url: url.to_owned(),
            cookie: Mutex::new(None),
            office: None,
        }
    }

    pub fn at(mut self, office: &str) -> Self {
        self.office = Some(address(office).number);
        self
    }

    /// Where the server is.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    pub fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap() = cookie;
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(cookie) = self.cookie() {
            request = request.header(COOKIE, cookie);
        }
        request
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let headers = response.headers().clone();
        if let Some(cookie) = headers.get(SET_COOKIE) {
            let pair = cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap()
                .to_owned();
            self.set_cookie(Some(pair));
        }
        let status = response.status().as_u16();
        Answer {
            status,
            headers,
            octets: response.bytes().await.unwrap().to_vec(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A write from our own page.
    pub async fn write(&self, method: Method, path: &str) -> Answer {
        self.send(self.request(method, path).header(ORIGIN, &self.url))
            .await
    }

    pub async fn sign_in(&self, user: &str, password: &str) -> Answer {
        let request = self
            .request(Method::POST, path::SESSION)
            .header(ORIGIN, &self.url)
            .json(&json!({"user": user, "password": password}));
        self.send(request).await
    }

    fn of_office(&self, path: &str) -> String {
        path.replace("{number}", self.office.as_ref().unwrap().as_str())
    }

    fn of_letter(&self, path: &str, id: EnvelopeId) -> String {
        self.of_office(path).replace("{id}", &id.to_string())
    }

    pub async fn put_letter(&self, id: EnvelopeId, letter: &LetterForm) -> Answer {
        let request = self
            .request(Method::PUT, &self.of_letter(path::OUTGOING, id))
            .header(ORIGIN, &self.url)
            .multipart(letter.form());
        self.send(request).await
    }

    pub async fn withdraw(&self, id: EnvelopeId) -> Answer {
        self.write(Method::DELETE, &self.of_letter(path::OUTGOING, id))
            .await
    }

    pub async fn inbox(&self) -> Received {
        let answer = self.get(&self.of_office(path::INBOX)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub async fn sent_list(&self) -> Sent {
        self.get(&self.of_office(path::SENT)).await.json()
    }

    pub async fn sent(&self, id: EnvelopeId) -> SentLetter {
        let answer = self.get(&self.of_letter(path::SENT_LETTER, id)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub async fn open(&self, id: EnvelopeId) -> Answer {
        self.write(Method::POST, &self.of_letter(path::OPEN, id))
            .await
    }

    pub async fn answer(&self, id: EnvelopeId, answer: &serde_json::Value) -> Answer {
        self.post_json(&self.of_letter(path::ANSWER, id), answer)
            .await
    }

    /// A JSON body from our own page.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let request = self.request(Method::POST, path).header(ORIGIN, &self.url);
        self.send(request.json(body)).await
    }

    /// One received letter.
    pub async fn received(&self, id: EnvelopeId) -> ReceivedLetter {
        self.get(&self.of_letter(path::RECEIVED, id)).await.json()
    }

    pub async fn received_file(&self, id: EnvelopeId, index: usize) -> Answer {
        let path = self
            .of_letter(path::RECEIVED_FILE, id)
            .replace("{index}", &index.to_string());
        self.get(&path).await
    }

    pub async fn sent_file(&self, id: EnvelopeId, index: usize) -> Answer {
        let path = self
            .of_letter(path::SENT_FILE, id)
            .replace("{index}", &index.to_string());
        self.get(&path).await
    }

    pub async fn received_zip(&self, id: EnvelopeId) -> Answer {
        self.get(&self.of_letter(path::RECEIVED_ZIP, id)).await
    }

    /// The alarms that nobody has cleared up.
    pub async fn alarms(&self) -> Vec<Alarm> {
        let answer = self.get(&self.of_office(path::ALARMS)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json::<Alarms>().alarms
    }

    /// Wait until an alarm of this kind is raised.
    pub async fn wait_alarm(&self, kind: AlarmKind) -> Alarm {
        wait_for(&format!("{kind:?}"), || async move {
            let alarms = self.alarms().await;
            alarms.into_iter().find(|alarm| alarm.kind == kind)
        })
        .await
    }

    pub async fn clear_alarm(&self, alarm: u64) -> Answer {
        let path = self.of_office(path::ALARM);
        self.write(Method::DELETE, &path.replace("{alarm}", &alarm.to_string()))
            .await
    }

    /// The evidence file of a sent letter, once everything is proved.
    pub async fn sent_evidence(&self, id: EnvelopeId) -> Vec<u8> {
        self.evidence(path::SENT_EVIDENCE, id).await
    }

    /// The evidence file of a received letter, once everything is proved.
    pub async fn received_evidence(&self, id: EnvelopeId) -> Vec<u8> {
        self.evidence(path::RECEIVED_EVIDENCE, id).await
    }

    async fn evidence(&self, path: &str, id: EnvelopeId) -> Vec<u8> {
        let path = self.of_letter(path, id);
        wait_for("the proofs", || async {
            let answer = self.get(&path).await;
            // The deposit's entry, and that of the statement.
            let whole = answer
                .octets
                .windows(17)
                .any(|name| name == b"proofs/2.entry.tx");
            (answer.status == 200 && whole).then_some(answer.octets)
        })
        .await
    }

    pub async fn recipient(&self, address: &str) -> Answer {
        self.get(
            &self
                .of_office(path::RECIPIENT)
                .replace("{address}", address),
        )
        .await
    }

    pub async fn directory(&self, query: &str) -> Answer {
        let path = self.of_office(path::DIRECTORY);
        self.send(self.request(Method::GET, &format!("{path}?query={query}")))
            .await
    }

    /// Wait until a sent letter is in a state.
    pub async fn wait_sent(&self, id: EnvelopeId, state: State) -> SentLetter {
        wait_for(&format!("{state:?}"), || async move {
            Some(self.sent(id).await).filter(|letter| letter.state == state)
        })
        .await
    }

    /// Wait until a letter is in the inbox.
    pub async fn wait_received(&self, id: EnvelopeId) -> ReceivedLetter {
        wait_for("a letter in the inbox", || async move {
            self.inbox()
                .await
                .letters
                .into_iter()
                .find(|letter| letter.id == id)
        })
        .await
    }
}
