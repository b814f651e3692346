//! `careplan hub licence`: from when until when offices take part, and what they are charged.

use crate::answer::{say, say_json, words};
use crate::help::Lang;
use crate::serving;
use hub::day;
use hub::licence::Renewal;
use hub::store::licences::Period;
use hub::{Folder, Operator};
use jiff::civil::Date;
use serde_json::{Value, json};
use wire::{OfficeNumber, Time};

/// List, renew, suspend and export licences
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// List licences by their end
    List(List),
    /// Renew a licence for a year, or all that are renewed by themselves and due
    Renew(Renew),
    /// Say whether a licence is renewed by itself, thirty days before its end
    Automatic(Automatic),
    /// Suspend an office; what waits for it can still be collected
    Suspend(Named),
    /// End an office's suspension
    Resume(Named),
    /// What is to be charged: the licences that begin in a month, as CSV (UTF-8 with a mark, so that Excel reads it)
    Export(Export),
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Only those that end within so many days, or have ended
    #[arg(long, value_name = "DAYS")]
    ending: Option<u32>,
    /// Print one JSON object for each licence
    #[arg(long)]
    json: bool,
    /// The beginning of a number or a part of a name
    #[arg(default_value = "", hide_default_value = true)]
    query: String,
}

#[derive(Debug, clap::Args)]
pub struct Renew {
    /// Office number; without it, all that are due
    #[arg(required_unless_present = "due")]
    number: Option<OfficeNumber>,
    /// All that are renewed by themselves and end within thirty days
    #[arg(long, conflicts_with_all = ["number", "until", "fee"])]
    due: bool,
    /// The last day (default: a year)
    #[arg(long, value_name = "DAY", value_parser = day::parse)]
    until: Option<Date>,
    /// The fee in yen (default: that of the settings)
    #[arg(long, value_name = "YEN")]
    fee: Option<u32>,
    /// Print one JSON object for each renewed licence
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Automatic {
    /// Office number
    number: OfficeNumber,
    /// `on` or `off`
    #[arg(value_parser = ["on", "off"])]
    renewal: String,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
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
pub struct Export {
    /// The month in which they begin, such as 2026-12 (default: this month)
    #[arg(long, value_name = "MONTH", value_parser = month)]
    month: Option<Date>,
    /// Print one JSON object for each licence
    #[arg(long)]
    json: bool,
}

/// The first day of a month such as `2026-12`.
fn month(text: &str) -> Result<Date, String> {
    day::parse(&format!("{text}-01")).map_err(|_| format!("{text}: YYYY-MM"))
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
        Command::List(args) => list(operator, &args, lang).await,
        Command::Renew(args) => {
            let renewal = Renewal {
                until: args.until,
                fee_yen: args.fee,
            };
            let renewed = match &args.number {
                Some(number) => vec![operator.renew_licence(number, renewal).await?],
                None => operator.renew_due_licences().await?,
            };
            if args.json {
                return say_json(&renewed.iter().map(period).collect::<Vec<_>>());
            }
            let done = words(lang, "更新しました", "renewed");
            for period in &renewed {
                let (first, last) = (day::day(period.from)?, day::last(period.until)?);
                let (number, fee) = (&period.number, period.fee_yen);
                say(format_args!("{number}: {done}  {first} – {last}  {fee}"))?;
            }
            Ok(())
        }
        Command::Automatic(args) => {
            let on = args.renewal == "on";
            operator.set_renewal(&args.number, on).await?;
            let done = if on {
                words(lang, "自動で更新します", "renewed by itself from now on")
            } else {
                words(
                    lang,
                    "自動では更新しません",
                    "not renewed by itself any longer",
                )
            };
            acted(&args.number, args.json, &json!({"automatic": on}), done)
        }
        Command::Suspend(named) => {
            operator.suspend(&named.number).await?;
            let done = words(lang, "利用を停止しました", "suspended");
            acted(
                &named.number,
                named.json,
                &json!({"standing": "suspended"}),
                done,
            )
        }
        Command::Resume(named) => {
            operator.resume(&named.number).await?;
            let done = words(lang, "利用を再開しました", "resumed");
            acted(
                &named.number,
                named.json,
                &json!({"standing": "resumed"}),
                done,
            )
        }
        Command::Export(args) => export(operator, &args).await,
    }
}

/// Say that something was done to an office.
pub fn acted(number: &OfficeNumber, as_json: bool, what: &Value, done: &str) -> anyhow::Result<()> {
    if !as_json {
        return say(format_args!("{number}: {done}"));
    }
    let mut object = what.clone();
    object["number"] = json!(number);
    say(object)
}

async fn list(operator: &mut Operator, args: &List, lang: Lang) -> anyhow::Result<()> {
    let now = Time::from(std::time::SystemTime::now());
    let latest = args
        .ending
        .map(|days| now.plus_seconds(i64::from(days) * 24 * 60 * 60));
    let mut found = operator.offices(&args.query).await?;
    found.retain(|office| latest.is_none_or(|latest| office.active_until <= latest));
    found.sort_by_key(|office| office.active_until);
    for office in found {
        let (automatic, _) = operator.particulars(&office.number).await?;
        let (from, until, standing) = (
            office.active_from,
            office.active_until,
            office.standing(now),
        );
        if args.json {
            say(json!({
                "number": office.number, "name": office.name, "active_from": from,
                "active_until": until, "standing": standing, "automatic": automatic,
            }))?;
            continue;
        }
        let automatic = if automatic {
            words(lang, "自動更新", "renewed by itself")
        } else {
            ""
        };
        let standing = super::office::standing(standing, lang);
        let (first, last) = (day::day(from)?, day::last(until)?);
        let (number, name) = (office.number, office.name);
        say(format_args!(
            "{number}  {name}  {first} – {last}  {standing}  {automatic}"
        ))?;
    }
    Ok(())
}

async fn export(operator: &mut Operator, args: &Export) -> anyhow::Result<()> {
    let first = args.month.unwrap_or_else(day::today).first_of_month();
    let from = day::begin(first)?;
    let before = day::end(first.last_of_month())?;
    let charges = operator.charges(from, before).await?;
    if args.json {
        let named = |(found, name): &(Period, String)| {
            let mut object = period(found);
            object["name"] = json!(name);
            object
        };
        return say_json(&charges.iter().map(named).collect::<Vec<_>>());
    }
    say("\u{feff}事業所番号,事業所名,利用開始日,利用終了日,金額（円）,割引")?;
    for (period, name) in &charges {
        let campaign = cell(period.campaign.as_deref().unwrap_or_default());
        let (first, last) = (day::day(period.from)?, day::last(period.until)?);
        let (number, name, fee) = (&period.number, cell(name), period.fee_yen);
        say(format_args!(
            "{number},{name},{first},{last},{fee},{campaign}"
        ))?;
    }
    Ok(())
}

/// A cell for Excel: quoted, and never a formula (T21).
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn period(period: &Period) -> Value {
    json!({
        "number": period.number, "active_from": period.from, "active_until": period.until,
        "fee_yen": period.fee_yen, "campaign": period.campaign, "made": period.made,
    })
}

/// Help in Japanese; keys as in `help.rs`.
pub const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan/hub/licence",
        "利用期間を一覧し、更新し、停止し、請求のために書き出します",
    ),
    (
        "careplan/hub/licence/list",
        "利用期間を、終わる順に一覧します",
    ),
    (
        "careplan/hub/licence/list#ending",
        "この日数のうちに終わるものと、終わったものだけ",
    ),
    ("careplan/hub/licence/list#json", "1行ずつJSONで書きます"),
    (
        "careplan/hub/licence/list#query",
        "事業所番号の先頭、または事業所名の一部",
    ),
    (
        "careplan/hub/licence/renew",
        "利用期間を1年更新します（自動更新の期日が来たものをまとめて更新することもできます）",
    ),
    ("careplan/hub/licence/renew#number", "事業所番号"),
    (
        "careplan/hub/licence/renew#due",
        "自動更新の事業所のうち、30日のうちに終わるものすべて",
    ),
    (
        "careplan/hub/licence/renew#until",
        "利用期間の最後の日（指定がなければ1年）",
    ),
    (
        "careplan/hub/licence/renew#fee",
        "金額（円、指定がなければ設定の金額）",
    ),
    ("careplan/hub/licence/renew#json", "1行ずつJSONで書きます"),
    (
        "careplan/hub/licence/automatic",
        "終わる30日前に自動で更新するかどうかを決めます",
    ),
    ("careplan/hub/licence/automatic#number", "事業所番号"),
    ("careplan/hub/licence/automatic#renewal", "on か off"),
    ("careplan/hub/licence/automatic#json", "JSONで書きます"),
    (
        "careplan/hub/licence/suspend",
        "事業所の利用を停止します（届いているものは受け取れます）",
    ),
    ("careplan/hub/licence/suspend#number", "事業所番号"),
    ("careplan/hub/licence/suspend#json", "JSONで書きます"),
    (
        "careplan/hub/licence/resume",
        "停止した事業所の利用を再開します",
    ),
    ("careplan/hub/licence/resume#number", "事業所番号"),
    ("careplan/hub/licence/resume#json", "JSONで書きます"),
    (
        "careplan/hub/licence/export",
        "その月に始まる利用期間を、差引きのためにCSVで書き出します",
    ),
    (
        "careplan/hub/licence/export#month",
        "始まる月（例 2026-12、指定がなければ今月）",
    ),
    ("careplan/hub/licence/export#json", "1行ずつJSONで書きます"),
];

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn t21_a_cell_of_the_export_is_never_a_formula() {
        assert_eq!(cell("見本事業所"), "\"見本事業所\"");
        assert_eq!(cell("a\"b,c"), "\"a\"\"b,c\"");
        for text in ["=1+1", "+81", "-1", "@SUM(A1)", "＝1"] {
            assert_eq!(cell(text), format!("\"'{text}\""));
        }
    }
}
