//! `careplan hub application`: 利用申請, and the operator's answer.

use crate::answer::{say, say_json, words};
use crate::help::Lang;
use crate::serving;
use anyhow::Context as _;
use hub::ca::Ca;
use hub::day;
use hub::folder::write_private;
use hub::operator::{Approval, read_chain};
use hub::registration::Proof;
use hub::store::applications::Kept;
use hub::{Folder, Operator};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::path::PathBuf;
use wire::ApplicationId;
use wire::application::ApplicationState;

/// List, show, approve and return applications
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// List the applications that wait for a decision
    List(List),
    /// Show an application; write its certificate request, to issue the certificate elsewhere
    Show(Show),
    /// Approve an application: the office is registered with its licence and its certificate
    Approve(Approve),
    /// Return an application, with the reason that the office will read
    Refuse(Refuse),
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Also those that were decided
    #[arg(long)]
    all: bool,
    /// Print one JSON object for each application
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Show {
    /// The application's id
    id: ApplicationId,
    /// Write the certificate request (PKCS#10, PEM) into this file
    #[arg(long, value_name = "FILE")]
    request_into: Option<PathBuf>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Approve {
    /// The application's id
    id: ApplicationId,
    /// The certificate that was issued where the CA's key is (PEM), with its chain
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// The CA's folder (default: `ca` in the hub's folder)
    #[arg(long, value_name = "DIR", conflicts_with = "certificate")]
    ca: Option<PathBuf>,
    /// First day of the licence (default: today)
    #[arg(long, value_name = "DAY", value_parser = day::parse)]
    from: Option<Date>,
    /// Last day of the licence (default: a year from the first)
    #[arg(long, value_name = "DAY", value_parser = day::parse)]
    until: Option<Date>,
    /// The office is registered already, and this is its further certificate
    #[arg(long)]
    existing: bool,
    /// The certificate does not name the office, and you have checked whose it is
    #[arg(long)]
    checked: bool,
    /// Print the application as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Refuse {
    /// The application's id
    id: ApplicationId,
    /// Why, in a sentence that the office can act on
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Print the application as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(command: Command, folder: &Folder, lang: Lang) -> anyhow::Result<()> {
    serving::runtime()?.block_on(async {
        let mut operator = Operator::open(folder).await?;
        act(&mut operator, command, folder, lang).await?;
        Ok(operator.close().await?)
    })
}

async fn act(
    operator: &mut Operator,
    command: Command,
    folder: &Folder,
    lang: Lang,
) -> anyhow::Result<()> {
    match command {
        Command::List(list) => {
            let state = (!list.all).then_some(ApplicationState::Applied);
            let found = operator.applications(state).await?;
            if list.json {
                return say_json(&found.iter().map(object).collect::<Vec<_>>());
            }
            found.iter().try_for_each(|kept| line(kept, lang))
        }
        Command::Show(show) => {
            let kept = operator.application(show.id).await?;
            if let Some(file) = &show.request_into {
                let request = kept.request.as_ref().with_context(|| {
                    let none = words(
                        lang,
                        "証明書の要求はありません",
                        "There is no certificate request",
                    );
                    none.to_owned()
                })?;
                let text = pem::encode(&pem::Pem::new("CERTIFICATE REQUEST", request.as_slice()));
                write_private(file, text.as_bytes())?;
            }
            answer(&kept, show.json, lang)
        }
        Command::Approve(args) => {
            let chain = args
                .certificate
                .as_ref()
                .map(|file| -> anyhow::Result<_> {
                    let octets = std::fs::read(file).with_context(|| file.display().to_string())?;
                    Ok(read_chain(&octets)?)
                })
                .transpose()?;
            let place = args.ca.clone().unwrap_or_else(|| folder.ca());
            // Where the key is not here, the certificate is issued elsewhere and given by --certificate.
            let ca = place
                .join("key.pem")
                .exists()
                .then(|| Ca::open(&place))
                .transpose()?;
            let approval = Approval {
                ca: ca.as_ref(),
                certificate: chain,
                proof: if args.checked {
                    Proof::Checked
                } else {
                    Proof::Named
                },
                licence: args.licence()?,
                existing: args.existing,
            };
            answer(&operator.approve(args.id, approval).await?, args.json, lang)
        }
        Command::Refuse(args) => {
            let kept = operator.return_application(args.id, &args.reason).await?;
            answer(&kept, args.json, lang)
        }
    }
}

impl Approve {
    fn licence(&self) -> anyhow::Result<Option<(wire::Time, wire::Time)>> {
        if self.from.is_none() && self.until.is_none() {
            return Ok(None);
        }
        let from = self.from.unwrap_or_else(day::today);
        let until = self.until.map_or_else(|| day::one_year(from), Ok)?;
        Ok(Some((day::begin(from)?, day::end(until)?)))
    }
}

fn answer(kept: &Kept, json: bool, lang: Lang) -> anyhow::Result<()> {
    if json {
        say(object(kept))
    } else {
        line(kept, lang)
    }
}

/// An application in one line: id, day, number, name, telephone, how far it is.
fn line(kept: &Kept, lang: Lang) -> anyhow::Result<()> {
    let state = match kept.state {
        ApplicationState::Applied => words(lang, "申請中", "applied"),
        ApplicationState::Approved => words(lang, "承認", "approved"),
        ApplicationState::Returned => words(lang, "差し戻し", "returned"),
    };
    say(format_args!(
        "{}  {}  {}  {}  {}  {}  {state}",
        kept.id,
        day::day(kept.applied)?,
        kept.number,
        kept.name,
        kept.telephone,
        kept.email,
    ))
}

fn object(kept: &Kept) -> Value {
    json!({
        "id": kept.id, "state": kept.state, "number": kept.number, "name": kept.name,
        "service_types": kept.service_types, "telephone": kept.telephone, "email": kept.email,
        "with": if kept.request.is_some() { "request" } else { "certificate" },
        "reason": kept.reason, "applied": kept.applied, "decided": kept.decided,
    })
}

/// Help in Japanese; keys as in `help.rs`.
pub const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan/hub/application",
        "利用申請を一覧し、承認し、差し戻します",
    ),
    (
        "careplan/hub/application/list",
        "承認を待っている利用申請を一覧します",
    ),
    (
        "careplan/hub/application/list#all",
        "決定したものも含めます",
    ),
    (
        "careplan/hub/application/list#json",
        "1行ずつJSONで書きます",
    ),
    (
        "careplan/hub/application/show",
        "利用申請の内容を示します（証明書の要求を書き出せます）",
    ),
    ("careplan/hub/application/show#id", "申請の番号"),
    (
        "careplan/hub/application/show#request_into",
        "証明書の要求（PKCS#10、PEM）を書くファイル",
    ),
    ("careplan/hub/application/show#json", "JSONで書きます"),
    (
        "careplan/hub/application/approve",
        "利用申請を承認します（事業所と証明書を登録し、利用期間を始めます）",
    ),
    ("careplan/hub/application/approve#id", "申請の番号"),
    (
        "careplan/hub/application/approve#certificate",
        "認証局のある機械で発行した証明書（PEM）",
    ),
    (
        "careplan/hub/application/approve#ca",
        "認証局のフォルダ（指定がなければ連携基盤のフォルダのca）",
    ),
    (
        "careplan/hub/application/approve#from",
        "利用開始日（指定がなければ今日）",
    ),
    (
        "careplan/hub/application/approve#until",
        "利用期間の最後の日（指定がなければ開始から1年）",
    ),
    (
        "careplan/hub/application/approve#existing",
        "登録済みの事業所の、追加の証明書です",
    ),
    (
        "careplan/hub/application/approve#checked",
        "証明書に事業所番号がなく、誰のものか別の方法で確かめました",
    ),
    ("careplan/hub/application/approve#json", "JSONで書きます"),
    (
        "careplan/hub/application/refuse",
        "利用申請を、理由を添えて差し戻します",
    ),
    ("careplan/hub/application/refuse#id", "申請の番号"),
    (
        "careplan/hub/application/refuse#reason",
        "事業所が読む理由（1文）",
    ),
    ("careplan/hub/application/refuse#json", "JSONで書きます"),
];
