//! `careplan hub init`: a new hub.

use crate::answer::{say, words};
use crate::help::Lang;
use hub::Folder;

/// Make the keys and certificates of a new hub
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A name or IP address by which the offices' servers reach the hub; as many as there are
    #[arg(long = "name", value_name = "NAME", default_values = ["localhost", "127.0.0.1"])]
    names: Vec<String>,
}

pub fn run(args: &Args, folder: &Folder, lang: Lang) -> anyhow::Result<()> {
    hub::init(folder, &args.names)?;
    let made = words(
        lang,
        "連携基盤を作りました。認証局のフォルダは、通信しない別の機械に移せます",
        "The hub is made. The folder of its CA can be kept on a machine that is never online",
    );
    say(format_args!(
        "{made}: {}, {}",
        folder.path().display(),
        folder.ca().display()
    ))
}
