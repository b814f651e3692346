//! `careplan server init`: a new data folder.

use crate::answer::{say, words};
use crate::help::Lang;
use crate::serving;
use ::server::Config;

/// Make a new data folder with a master key
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: &Args, config: &Config, lang: Lang) -> anyhow::Result<()> {
    serving::runtime()?.block_on(::server::init(&config.data, false))?;
    let made = words(
        lang,
        "データフォルダを作りました。master.key はバックアップとは別の場所に控えてください",
        "The data folder was made. Keep a copy of master.key apart from backups",
    );
    say(format_args!("{made}: {}", config.data.display()))
}
