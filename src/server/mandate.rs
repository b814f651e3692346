//! `careplan server mandate`: 代行, given and revoked by an office of this server, or taken up by one.

use super::administer;
use crate::answer::{say, say_json, words};
use crate::help::Lang;
use ::server::Config;
use hub::day as date;
use jiff::civil::Date;
use serde_json::json;
use wire::server_api::{GivenMandate, NewMandate};
use wire::{MandateId, OfficeNumber, Scope, Time};

/// Let another office act for one of this server, and act for others
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Give a mandate to another office; it holds at once
    Give(Give),
    /// List the mandates that an office has given and was given
    List(List),
    /// Revoke a mandate, or lay one down; it holds no longer at once
    Revoke(Revoke),
    /// Begin to act for an office that has given a mandate to one of this server
    Accept(Accept),
}

#[derive(Debug, clap::Args)]
pub struct Give {
    /// The office that gives it
    #[arg(long, value_name = "N")]
    office: OfficeNumber,
    /// The office that may act
    #[arg(long, value_name = "N")]
    agent: OfficeNumber,
    /// It may send letters, see what becomes of them, and take them back
    #[arg(long, required_unless_present = "receive")]
    send: bool,
    /// It may collect letters and answer them
    #[arg(long)]
    receive: bool,
    /// The first day, such as 2026-12-01 (default: now)
    #[arg(long, value_name = "DAY", value_parser = date::parse)]
    from: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DAY", value_parser = date::parse)]
    until: Date,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// The office
    #[arg(long, value_name = "N")]
    office: OfficeNumber,
    /// Print one JSON object for each mandate
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// The office that gave it, or that holds it
    #[arg(long, value_name = "N")]
    office: OfficeNumber,
    /// The mandate's id
    id: MandateId,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Accept {
    /// The office of this server that acts
    #[arg(long, value_name = "N")]
    agent: OfficeNumber,
    /// The office that it acts for
    #[arg(long, value_name = "N")]
    office: OfficeNumber,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Give(args) => give(args, config, lang),
        Command::List(args) => {
            let office = args.office;
            let listed = administer(config, async |it| it.mandates(&office).await)?;
            if args.json {
                return say_json(&listed);
            }
            listed.iter().try_for_each(|one| line(one, lang))
        }
        Command::Revoke(args) => {
            let (office, id) = (args.office, args.id);
            administer(config, async |it| it.revoke_mandate(&office, id).await)?;
            if args.json {
                return say_json(&[json!({"id": id, "revoked": true})]);
            }
            let done = words(lang, "代行を取り消しました", "revoked");
            say(format_args!("{id}: {done}"))
        }
        Command::Accept(args) => {
            let (agent, office) = (args.agent, args.office);
            administer(config, async |it| it.act_for(&agent, &office).await)?;
            if args.json {
                return say_json(&[json!({"office": office, "agent": agent})]);
            }
            let done = words(
                lang,
                "代行を始めます。職員を追加し、サーバーを起動し直してください",
                "acted for from now on. Add its staff, and start the server again",
            );
            say(format_args!("{office}: {done}"))
        }
    }
}

fn give(args: Give, config: &Config, lang: Lang) -> anyhow::Result<()> {
    let (from, json) = (args.from, args.json);
    let may = [(args.send, Scope::Send), (args.receive, Scope::Receive)];
    let mandate = NewMandate {
        id: MandateId::new(),
        agent: args.agent,
        scope: may
            .into_iter()
            .filter_map(|(may, scope)| may.then_some(scope))
            .collect(),
        from: match from {
            Some(day) => date::begin(day)?,
            None => Time::from(std::time::SystemTime::now()),
        },
        until: date::end(args.until)?,
    };
    let (office, id) = (args.office, mandate.id);
    administer(config, async |it| it.give_mandate(&office, mandate).await)?;
    if json {
        return say_json(&[json!({"id": id})]);
    }
    let done = words(lang, "代行を委任しました", "given");
    say(format_args!("{id}: {done}"))
}

fn line(one: &GivenMandate, lang: Lang) -> anyhow::Result<()> {
    let may = |scope: &Scope| match scope {
        Scope::Send => words(lang, "送信", "send"),
        Scope::Receive => words(lang, "受信", "receive"),
    };
    let scope: Vec<_> = one.scope.iter().map(may).collect();
    let state = match one.revoked {
        Some(_) => words(lang, "  取消済", "  revoked"),
        None => "",
    };
    say(format_args!(
        "{}  {} → {}  {}  {} – {}{state}",
        one.id,
        one.office,
        one.agent,
        scope.join(words(lang, "・", ", ")),
        date::minute(one.from)?,
        date::minute(one.until)?,
    ))
}
