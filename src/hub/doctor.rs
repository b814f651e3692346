//! `careplan hub doctor`: whether the disk still holds what was stored.

use crate::answer::{say, say_json, words};
use crate::help::Lang;
use crate::serving;
use anyhow::bail;
use hub::store::Store;
use hub::{Config, Folder, doctor};

/// Look whether the disk still holds what was stored: digests, receipts, the journal's tree
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, folder: &Folder, lang: Lang) -> anyhow::Result<()> {
    let config = Config::load(folder.path())?;
    let report = serving::runtime()?.block_on(async {
        let store = Store::open(&config.database()).await?;
        let report = doctor::examine(&config, &store).await;
        store.close().await;
        report
    })?;
    if args.json {
        say_json(std::slice::from_ref(&report))?;
    } else {
        for finding in &report.findings {
            say(format_args!("{}: {}", finding.place, finding.what))?;
        }
        let (letters, objects, entries) = (report.letters, report.objects, report.entries);
        say(format_args!(
            "{}",
            match lang {
                Lang::Ja => format!(
                    "データ{letters}件（うち本体が外部の保管先にあるもの{objects}件）、記録{entries}件を調べました"
                ),
                Lang::En => format!(
                    "{letters} letters ({objects} of them with a body in object storage) and {entries} entries of the journal were looked at"
                ),
            }
        ))?;
    }
    if report.findings.is_empty() {
        return Ok(());
    }
    bail!(words(
        lang,
        "保存したときと違うところがあります",
        "Something is not as it was stored"
    ))
}
