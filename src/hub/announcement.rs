//! `careplan hub announcement`: what the operator has to say to all offices.

use crate::answer::{say, say_json, words};
use crate::help::Lang;
use crate::serving;
use hub::day as date;
use hub::{Folder, Operator};
use jiff::civil::DateTime;
use serde_json::json;
use std::time::SystemTime;
use wire::Time;
use wire::hub_api::{Announcement, AnnouncementKind};

/// Announce maintenance and news to all offices
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Announce something
    Add(Add),
    /// List the announcements that are not over
    List(List),
    /// End an announcement now
    End(End),
}

#[derive(Debug, clap::Args)]
pub struct Add {
    /// The text in Japanese
    #[arg(long)]
    text: String,
    /// The text in English
    #[arg(long)]
    text_en: String,
    /// From when, in Japan's time, such as 2026-12-01T22:00 (default: now)
    #[arg(long, value_name = "TIME", value_parser = date::parse_time)]
    from: Option<DateTime>,
    /// Until when, in Japan's time
    #[arg(long, value_name = "TIME", value_parser = date::parse_time)]
    until: DateTime,
    /// The hub will be away between the two; shown from now on
    #[arg(long)]
    maintenance: bool,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Print one JSON object for each announcement
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct End {
    /// The announcement's number
    number: u64,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(command: Command, folder: &Folder, lang: Lang) -> anyhow::Result<()> {
    serving::runtime()?.block_on(async {
        let mut operator = Operator::open(folder).await?;
        act(&mut operator, command, lang).await?;
        Ok(operator.close().await?)
    })
}

async fn act(operator: &mut Operator, command: Command, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Add(add) => {
            let json = add.json;
            let mut new = add.announcement()?;
            new.number = operator.announce(&new).await?;
            if json {
                return say_json(&[new]);
            }
            let done = words(lang, "お知らせを出しました", "announced");
            say(format_args!("{}: {done}", new.number))
        }
        Command::List(list) => {
            let found = operator.announcements().await?;
            if list.json {
                return say_json(&found);
            }
            found.iter().try_for_each(|one| line(one, lang))
        }
        Command::End(end) => {
            let ended = operator.end_announcement(end.number).await?;
            if end.json {
                return say_json(&[json!({"number": end.number, "ended": ended})]);
            }
            let done = if ended {
                words(lang, "終わりにしました", "ended")
            } else {
                words(lang, "出ているお知らせではありません", "not shown anyway")
            };
            say(format_args!("{}: {done}", end.number))
        }
    }
}

impl Add {
    fn announcement(self) -> anyhow::Result<Announcement> {
        Ok(Announcement {
            number: 0,
            kind: if self.maintenance {
                AnnouncementKind::Maintenance
            } else {
                AnnouncementKind::News
            },
            text: self.text,
            text_en: self.text_en,
            from: match self.from {
                Some(from) => date::time(from)?,
                None => Time::from(SystemTime::now()),
            },
            until: date::time(self.until)?,
        })
    }
}

fn line(one: &Announcement, lang: Lang) -> anyhow::Result<()> {
    let kind = match one.kind {
        AnnouncementKind::News => words(lang, "お知らせ", "news"),
        AnnouncementKind::Maintenance => words(lang, "メンテナンス", "maintenance"),
    };
    say(format_args!(
        "{}  {kind}  {} – {}  {}",
        one.number,
        date::minute(one.from)?,
        date::minute(one.until)?,
        words(lang, &one.text, &one.text_en),
    ))
}
