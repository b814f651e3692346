//! `careplan server serve`: the server itself.

use crate::answer::{say, words};
use crate::help::Lang;
use crate::{assets, serving};
use ::server::Config;
use ::server::config::Settings;
use anyhow::Context as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Serve the app and exchange letters with the hub
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The server's certificate with its chain (PEM), for HTTPS
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// The private key of the certificate (PEM)
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// A proxy on this machine speaks HTTPS to the browsers
    #[arg(long)]
    behind_proxy: bool,
    /// Where the hub takes applications: https://...
    #[arg(long, value_name = "URL")]
    hub_public: Option<String>,
    /// Seconds in which sending can be taken back
    #[arg(long, value_name = "SECONDS")]
    hold: Option<u32>,
    /// Write the address into this file, as JSON, once the server listens
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
}

impl Args {
    /// What was said on the command line.
    pub fn settings(&self) -> Settings {
        Settings {
            listen: self.listen,
            certificate: self.certificate.clone(),
            key: self.key.clone(),
            behind_proxy: self.behind_proxy.then_some(true),
            hub_public: self.hub_public.clone(),
            hold: self.hold,
            ..Settings::default()
        }
    }
}

pub fn run(args: &Args, config: Config, lang: Lang) -> anyhow::Result<()> {
    serving::log("info");
    serving::runtime()?.block_on(async {
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| config.listen.to_string())?;
        let scheme = if config.certificate.is_some() {
            "https"
        } else {
            "http"
        };
        let url = format!("{scheme}://{}", listener.local_addr()?);
        let stop = CancellationToken::new();
        let stopping = stop.clone();
        tokio::spawn(async move {
            serving::stopped().await;
            stopping.cancel();
        });
        // What is wrong with the folder or the settings is said before anybody is told that it serves.
        ::server::check(&config, listener.local_addr()?).await?;
        let listening = words(lang, "サーバーが動いています", "The server is listening");
        say(format_args!("{listening}: {url}"))?;
        if let Some(file) = &args.ready_file {
            serving::write_whole(file, &serde_json::json!({ "url": url }).to_string())?;
        }
        Ok(::server::serve(listener, config, Box::new(assets::App), stop).await?)
    })
}
