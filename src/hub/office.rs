//! `careplan hub office`: the register of offices.

use crate::answer::{say, say_json, words};
use crate::help::Lang;
use crate::serving;
use anyhow::Context as _;
use hub::day as date;
use hub::operator::NewOffice;
use hub::store::offices::Registered;
use hub::{Folder, Operator};
use jiff::civil::Date;
use std::time::SystemTime;
use wire::hub_api::{Office, Standing};
use wire::{OfficeNumber, ServiceType};

/// Register, list and suspend offices
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Register an office
    Add(Add),
    /// List offices
    List(List),
    /// Show an office
    Show(Named),
    /// Change what is registered of an office
    Change(Change),
    /// Suspend an office; what waits for it can still be collected
    Suspend(Named),
    /// End an office's suspension
    Resume(Named),
    /// Set the days of an office's licence
    Licence(Licence),
}

#[derive(Debug, clap::Args)]
pub struct Add {
    /// Office number, ten characters
    #[arg(long, value_name = "N")]
    number: OfficeNumber,
    /// A service type code; as many as it has
    #[arg(long = "service-type", value_name = "CODE", required = true)]
    service_types: Vec<ServiceType>,
    /// The office's name
    #[arg(long)]
    name: String,
    /// Its telephone number
    #[arg(long)]
    telephone: Option<String>,
    /// First day of its licence (default: today)
    #[arg(long, value_name = "DAY", value_parser = date::parse)]
    from: Option<Date>,
    /// Last day of its licence (default: a year from the first)
    #[arg(long, value_name = "DAY", value_parser = date::parse)]
    until: Option<Date>,
    /// Print the office as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Change {
    /// Office number
    number: OfficeNumber,
    /// The office's name
    #[arg(long)]
    name: Option<String>,
    /// Its telephone number
    #[arg(long)]
    telephone: Option<String>,
    /// A service type code; as many as it has, in place of those before
    #[arg(long = "service-type", value_name = "CODE")]
    service_types: Vec<ServiceType>,
    /// Print the office as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Print one JSON object for each office
    #[arg(long)]
    json: bool,
    /// The beginning of a number or a part of a name
    #[arg(default_value = "", hide_default_value = true)]
    query: String,
}

#[derive(Debug, clap::Args)]
pub struct Named {
    /// Office number
    number: OfficeNumber,
    /// Print the office as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Licence {
    /// Office number
    number: OfficeNumber,
    /// First day
    #[arg(long, value_name = "DAY", value_parser = date::parse)]
    from: Date,
    /// Last day
    #[arg(long, value_name = "DAY", value_parser = date::parse)]
    until: Date,
    /// Print the office as JSON
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
    let (number, json, done) = match command {
        Command::Add(add) => {
            let (number, json) = (add.number.clone(), add.json);
            operator.register_office(add.office()?).await?;
            (number, json, words(lang, "登録しました", "registered"))
        }
        Command::List(list) => {
            let now = SystemTime::now().into();
            let found = operator.offices(&list.query).await?;
            let offices: Vec<_> = found.into_iter().map(|office| office.entry(now)).collect();
            return if list.json {
                say_json(&offices)
            } else {
                offices.iter().try_for_each(|office| line(office, lang))
            };
        }
        Command::Show(named) => (named.number, named.json, ""),
        Command::Change(change) => {
            let (number, json) = (change.number.clone(), change.json);
            operator
                .change_office(&number, |office| change.apply(office))
                .await?;
            (number, json, words(lang, "改めました", "changed"))
        }
        Command::Suspend(named) => {
            operator.suspend(&named.number).await?;
            let done = words(lang, "利用を停止しました", "suspended");
            (named.number, named.json, done)
        }
        Command::Resume(named) => {
            operator.resume(&named.number).await?;
            let done = words(lang, "利用を再開しました", "resumed");
            (named.number, named.json, done)
        }
        Command::Licence(licence) => {
            let from = date::begin(licence.from)?;
            let until = date::end(licence.until)?;
            operator.set_licence(&licence.number, from, until).await?;
            let done = words(lang, "利用期間を改めました", "the licence is changed");
            (licence.number, licence.json, done)
        }
    };
    if !json && !done.is_empty() {
        return say(format_args!("{number}: {done}"));
    }
    show(operator, &number, json, lang).await
}

/// The office as it is registered now.
async fn show(
    operator: &mut Operator,
    number: &OfficeNumber,
    json: bool,
    lang: Lang,
) -> anyhow::Result<()> {
    let found = operator.offices(number.as_str()).await?;
    let office = found
        .into_iter()
        .find(|office| office.number == *number)
        .with_context(|| number.to_string())?
        .entry(SystemTime::now().into());
    if !json {
        return line(&office, lang);
    }
    let (automatic, email) = operator.particulars(number).await?;
    let mut object = serde_json::to_value(&office)?;
    object["email"] = email.into();
    object["automatic_renewal"] = automatic.into();
    say(object)
}

impl Change {
    fn apply(self, office: &mut Registered) {
        if let Some(name) = self.name {
            office.name = name;
        }
        if self.telephone.is_some() {
            office.telephone = self.telephone;
        }
        if !self.service_types.is_empty() {
            office.service_types = self.service_types;
        }
    }
}

impl Add {
    fn office(self) -> anyhow::Result<NewOffice> {
        let from = self.from.unwrap_or_else(date::today);
        let until = self.until.map_or_else(|| date::one_year(from), Ok)?;
        Ok(NewOffice {
            number: self.number,
            service_types: self.service_types,
            name: self.name,
            telephone: self.telephone,
            active_from: date::begin(from)?,
            active_until: date::end(until)?,
        })
    }
}

/// An office in one line: number, service types, name, days of the licence, standing.
fn line(office: &Office, lang: Lang) -> anyhow::Result<()> {
    let service_types: Vec<_> = office
        .service_types
        .iter()
        .map(ServiceType::as_str)
        .collect();
    let standing = standing(office.standing, lang);
    let last = date::last(office.active_until)?;
    say(format_args!(
        "{}  {}  {}  {} – {last}  {standing}",
        office.number,
        service_types.join(","),
        office.name,
        date::day(office.active_from)?,
    ))
}

/// A standing in a word.
pub fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Active => words(lang, "利用中", "active"),
        Standing::NotYet => words(lang, "利用開始前", "not yet active"),
        Standing::Expired => words(lang, "利用期間が終了", "expired"),
        Standing::Suspended => words(lang, "停止中", "suspended"),
    }
}
