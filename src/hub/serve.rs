//! `careplan hub serve`: the hub itself.

use crate::answer::{say, words};
use crate::help::Lang;
use crate::serving;
use anyhow::Context as _;
use hub::{Config, Folder};
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Serve
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Write the address into this file, as JSON, once the hub listens
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
}

pub fn run(args: &Args, folder: &Folder, lang: Lang) -> anyhow::Result<()> {
    folder.refuse_demo()?;
    let mut config = Config::load(folder.path())?;
    if let Some(listen) = args.listen {
        config.listen = listen;
    }
    serving::log("info");
    serving::runtime()?.block_on(async {
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| config.listen.to_string())?;
        let url = format!("https://{}", listener.local_addr()?);
        let listening = words(lang, "連携基盤が動いています", "The hub is listening");
        say(format_args!("{listening}: {url}"))?;
        if let Some(file) = &args.ready_file {
            serving::write_whole(file, &serde_json::json!({ "url": url }).to_string())?;
        }
        Ok(hub::serve(listener, config, serving::stopped()).await?)
    })
}
