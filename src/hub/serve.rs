//! `careplan hub serve`: the hub itself.

use crate::answer::{say, words};
use crate::help::Lang;
use crate::serving::{self, LogFormat};
use hub::{Config, Folder, Listeners};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Serve
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Address and port for applications, without a client certificate
    #[arg(long, value_name = "ADDRESS")]
    public: Option<SocketAddr>,
    /// Loopback address and port that tell health and metrics
    #[arg(long, value_name = "ADDRESS")]
    operation: Option<SocketAddr>,
    /// How the log is written; without it JSON, and lines to read on a terminal
    #[arg(long, value_enum, value_name = "FORMAT")]
    log_format: Option<LogFormat>,
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
    if args.public.is_some() {
        config.public_listen = args.public;
    }
    if args.operation.is_some() {
        config.operation = args.operation;
    }
    serving::log_as("info", args.log_format);
    serving::runtime()?.block_on(async {
        let listeners = Listeners::bind(&config).await?;
        let url = format!("https://{}", listeners.offices.local_addr()?);
        let operation = match &listeners.operation {
            Some(listener) => Some(format!("http://{}", listener.local_addr()?)),
            None => None,
        };
        let public = match &listeners.public {
            Some(listener) => Some(format!("https://{}", listener.local_addr()?)),
            None => None,
        };
        let listening = words(lang, "連携基盤が動いています", "The hub is listening");
        say(format_args!("{listening}: {url}"))?;
        if let Some(file) = &args.ready_file {
            let ready = serde_json::json!({
                "url": url, "public_url": public, "operation_url": operation,
            });
            serving::write_whole(file, &ready.to_string())?;
        }
        Ok(hub::serve(listeners, config, serving::stopped()).await?)
    })
}
