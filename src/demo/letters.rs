//! Sends the letters that wait in the demo: by a server without a hold, over HTTP, as a browser does.

use super::offices::{OFFICES, PASSWORD};
use super::samples::{Sample, samples};
use super::setup::Demo;
use anyhow::{Context as _, Result, bail, ensure};
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, StatusCode};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wire::server_api::{Recipient, SentLetter, SignIn, part};
use wire::{EnvelopeId, State};

/// How long the demo waits for its own letters.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// Send every sample and wait until it has arrived.
///
/// # Errors
/// When a letter does not arrive in time.
pub async fn send(demo: &Demo) -> Result<()> {
    let stop = CancellationToken::new();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let mut config = demo.server_config();
    config.hold = Duration::ZERO;
    let serving = ::server::serve(listener, config, Box::new(::server::NoAssets), stop.clone());
    let serving = tokio::spawn(serving);
    let sent = tokio::time::timeout(PATIENCE, send_all(&url)).await;
    stop.cancel();
    serving.await??;
    sent.context("they did not arrive in time")?
}

async fn send_all(url: &str) -> Result<()> {
    let client = Client::new();
    for sample in samples()? {
        let office = OFFICES
            .iter()
            .find(|office| office.number == sample.letter.from.number.as_str())
            .context("the samples are of the demo's offices")?;
        let desk = Desk::sign_in(&client, url, office.users).await?;
        desk.send(sample).await?;
    }
    Ok(())
}

/// Somebody who has signed in.
struct Desk<'a> {
    client: &'a Client,
    url: &'a str,
    cookie: String,
}

impl<'a> Desk<'a> {
    async fn sign_in(client: &'a Client, url: &'a str, user: &str) -> Result<Self> {
        let who = SignIn {
            user: user.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let answer = client
            .post(format!("{url}/api/session"))
            .header(ORIGIN, url)
            .header("content-type", "application/json")
            .body(serde_json::to_vec(&who)?)
            .send()
            .await?
            .error_for_status()?;
        let cookie = answer
            .headers()
            .get(SET_COOKIE)
            .context("a session has a cookie")?;
        let cookie = cookie
            .to_str()?
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        Ok(Self {
            client,
            url,
            cookie,
        })
    }

    async fn send(&self, sample: Sample) -> Result<()> {
        let from = sample.letter.from.number.clone();
        self.until_ready(&from, &sample.letter.to).await?;
        let mut form = Form::new().part(
            part::LETTER,
            Part::bytes(serde_json::to_vec(&sample.letter)?).mime_str("application/json")?,
        );
        for file in sample.files {
            form = form.part(part::FILE, Part::bytes(file.bytes).file_name(file.name));
        }
        let id = EnvelopeId::new();
        let answer = self
            .client
            .put(format!("{}/api/offices/{from}/outbox/{id}", self.url))
            .header(ORIGIN, self.url)
            .header(COOKIE, &self.cookie)
            .multipart(form)
            .send()
            .await?;
        let status = answer.status();
        ensure!(
            status == StatusCode::CREATED,
            "{status}: {}",
            answer.text().await?
        );
        loop {
            let letter: SentLetter = self.get(&format!("/api/offices/{from}/sent/{id}")).await?;
            match letter.state {
                State::Held | State::Queued => tokio::time::sleep(PAUSE).await,
                State::Failed => bail!("the hub refused a sample"),
                _ => return Ok(()),
            }
        }
    }

    /// The offices publish their cards when the server starts.
    async fn until_ready(&self, from: &wire::OfficeNumber, to: &wire::Address) -> Result<()> {
        loop {
            let path = format!("/api/offices/{from}/directory/{to}");
            if let Ok(Recipient { problem: None, .. }) = self.get(&path).await {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T> {
        let answer = self
            .client
            .get(format!("{}{path}", self.url))
            .header(COOKIE, &self.cookie)
            .send()
            .await?
            .error_for_status()?;
        Ok(serde_json::from_slice(&answer.bytes().await?)?)
    }
}
