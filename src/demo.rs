//! `careplan demo`: hub, one server and seven offices in one process, to look around and to test against.
//!
//! It runs the code that `hub serve` and `server serve` run, with its own CA, on loopback.
//! Its keys lie open in its folder, so the two commands refuse that folder.

mod letters;
mod offices;
mod ready;
mod samples;
mod setup;

use crate::help::Lang;
use crate::server::services;
use crate::{assets, serving};
use anyhow::{Context as _, Result};
use offices::{
    EXPIRED, NEWCOMER, NEWCOMER_STAFF, OFFICES, PASSWORD, ROLES, SUSPENDED, UNREGISTERED,
};
use setup::Demo;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wire::server_api::Role;

/// A demo to look around: hub, server and offices in one process
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Port of the app on this machine; 0 picks a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder to keep the demo in; without it, the demo is gone when it ends
    #[arg(long)]
    data: Option<PathBuf>,
    /// Seconds in which sending can be taken back
    #[arg(long, default_value_t = 30)]
    hold: u32,
    /// File to write, once the demo serves, with addresses, offices, people and the paths of their keys (JSON)
    #[arg(long)]
    ready_file: Option<PathBuf>,
}

/// What each option is for, in Japanese; keys as in `help.rs`.
pub const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan/demo",
        "見本を動かします: 連携基盤、サーバー、7つの事業所",
    ),
    (
        "careplan/demo#port",
        "画面のポート番号（0 なら空いている番号）",
    ),
    (
        "careplan/demo#data",
        "見本を残しておくフォルダ（指定がなければ終わるときに消えます）",
    ),
    ("careplan/demo#hold", "送信を取り消せる秒数"),
    (
        "careplan/demo#ready_file",
        "動き始めたら、場所・事業所・利用者・鍵の場所を書くファイル（JSON）",
    ),
];

/// Run the demo until it is interrupted.
///
/// # Errors
/// When the folder is not a demo's, or a port is taken.
pub fn run(args: &Args, lang: Lang) -> Result<ExitCode> {
    serving::log("warn");
    serving::runtime()?.block_on(serve(args, lang))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(args: &Args, lang: Lang) -> Result<()> {
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        serving::stopped().await;
        stopping.cancel();
    });

    // Dropped, and with it the folder removed, when the demo ends.
    let temporary = match &args.data {
        Some(_) => None,
        None => Some(tempfile::tempdir().context("a folder for the demo")?),
    };
    let folder = match (&args.data, &temporary) {
        (Some(data), _) => data.clone(),
        (None, Some(temporary)) => temporary.path().to_owned(),
        (None, None) => unreachable!("one of the two was made above"),
    };
    // The app's port first: what is taken is found before anything is made.
    let listener = TcpListener::bind(("127.0.0.1", args.port))
        .await
        .with_context(|| format!("port {} on this machine", args.port))?;

    let demo = Demo::at(&folder);
    let is_new = !demo.is_there();
    let hub_listener = demo.hub_listener(is_new).await?;
    if is_new {
        demo.make(hub_listener.local_addr()?).await?;
    }
    let public = demo.public_listener().await?;
    let hub_public = format!("https://localhost:{}", public.local_addr()?.port());
    let listeners = ::hub::Listeners {
        offices: hub_listener,
        public: Some(public),
        operation: None,
    };
    let hub = tokio::spawn(::hub::serve(
        listeners,
        demo.hub_config(),
        stop.clone().cancelled_owned(),
    ));
    if is_new {
        letters::send(&demo)
            .await
            .context("the letters of the demo")?;
    }

    let url = format!("http://{}", listener.local_addr()?);
    let mut config = demo.server_config();
    config.hold = Duration::from_secs(args.hold.into());
    config.hub_public = Some(hub_public);
    config.services = services::exchanged();
    let server = tokio::spawn(::server::serve(
        listener,
        config,
        Box::new(assets::App),
        stop.clone(),
    ));
    if let Some(file) = &args.ready_file {
        demo.write_ready(file, &url)?;
    }
    announce(&url, lang);
    let (server, hub) = tokio::join!(server, hub);
    server??;
    hub??;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is what the command says")]
fn announce(url: &str, lang: Lang) {
    let ja = lang == Lang::Ja;
    println!(
        "{}\n\n  {url}\n",
        if ja {
            "ケアプランリンクの見本が動いています。ブラウザで開いてください:"
        } else {
            "The demo of Careplan Link is running. Open it in a browser:"
        }
    );
    println!(
        "{}{PASSWORD}\n",
        if ja {
            "パスワードは全員同じです: "
        } else {
            "Everybody has the same password: "
        }
    );
    for office in &OFFICES {
        println!("  {} {}", office.number, office.name);
        for ((end, role), name) in ROLES.iter().zip(office.staff) {
            println!(
                "    {:<18} {} {name}",
                format!("{}{end}", office.users),
                role.japanese()
            );
        }
    }
    let (user, name) = NEWCOMER_STAFF;
    println!("  {} {}", NEWCOMER.number, NEWCOMER.name);
    println!("    {user:<18} {} {name}", Role::Administrator.japanese());
    println!(
        "\n{}\n  {} {}\n  {} {}\n  {UNREGISTERED}\n",
        if ja {
            "送れない宛先の見本（利用停止、利用期間の外、未登録）:"
        } else {
            "Recipients that cannot be sent to (suspended, past its licence, not registered):"
        },
        SUSPENDED.number,
        SUSPENDED.name,
        EXPIRED.number,
        EXPIRED.name,
    );
    println!(
        "{}",
        if ja {
            "終わるには Ctrl+C を押してください。"
        } else {
            "Press Ctrl+C to end it."
        }
    );
}
