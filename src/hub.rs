//! `careplan hub`: what the operator of a hub does.
//!
//! Exit code 0 when it is done, 1 when it is not; why is said on standard error.

mod announcement;
mod application;
mod certificate;
mod doctor;
mod init;
mod licence;
mod office;
mod serve;

use crate::help::Lang;
use hub::Folder;
use std::path::PathBuf;
use std::process::ExitCode;

/// The hub: the post room between offices
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The hub's folder, with its keys and its store
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "CAREPLAN_HUB_FOLDER",
        default_value = "careplan-hub"
    )]
    folder: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Init(init::Args),
    Serve(serve::Args),
    Doctor(doctor::Args),
    #[command(subcommand)]
    Office(office::Command),
    #[command(subcommand)]
    Certificate(certificate::Command),
    #[command(subcommand)]
    Application(application::Command),
    #[command(subcommand)]
    Licence(licence::Command),
    #[command(subcommand)]
    Announcement(announcement::Command),
}

/// Runs the command.
pub fn run(args: Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let folder = Folder::new(args.folder);
    match args.command {
        Command::Init(args) => init::run(&args, &folder, lang),
        Command::Serve(args) => serve::run(&args, &folder, lang),
        Command::Doctor(args) => doctor::run(&args, &folder, lang),
        Command::Office(command) => office::run(command, &folder, lang),
        Command::Certificate(command) => certificate::run(command, &folder, lang),
        Command::Application(command) => application::run(command, &folder, lang),
        Command::Licence(command) => licence::run(command, &folder, lang),
        Command::Announcement(command) => announcement::run(command, &folder, lang),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Help of the commands that bring their own.
pub const MORE: &[&[(&str, &str)]] = &[application::JAPANESE, licence::JAPANESE];

/// What each command and option is for, in Japanese; keys as in `help.rs`.
pub const JAPANESE: &[(&str, &str)] = &[
    ("careplan/hub", "連携基盤を用意し、動かし、管理します"),
    ("careplan/hub#folder", "連携基盤のフォルダ（鍵と保存場所）"),
    ("careplan/hub/init", "新しい連携基盤の鍵と証明書を作ります"),
    (
        "careplan/hub/init#names",
        "事業所のサーバーから見た連携基盤の名前またはIPアドレス（いくつでも）",
    ),
    ("careplan/hub/serve", "連携基盤を動かします"),
    (
        "careplan/hub/serve#listen",
        "待ち受けるアドレスとポート（ポート0は空きを使います）",
    ),
    (
        "careplan/hub/serve#public",
        "利用申請を受け付けるアドレスとポート（クライアント証明書は求めません）",
    ),
    (
        "careplan/hub/serve#operation",
        "稼働状態と計測値を知らせる、この機械だけのアドレスとポート",
    ),
    (
        "careplan/hub/serve#log_format",
        "ログの形式（指定がなければJSON、端末では読みやすい行）",
    ),
    (
        "careplan/hub/serve#ready_file",
        "動きはじめたら、アドレスをこのファイルにJSONで書きます",
    ),
    (
        "careplan/hub/doctor",
        "保存したものが保存したときのままか、すべて調べます",
    ),
    ("careplan/hub/doctor#json", "JSONで書きます"),
    (
        "careplan/hub/announcement",
        "すべての事業所に、メンテナンスとお知らせを伝えます",
    ),
    ("careplan/hub/announcement/add", "お知らせを出します"),
    ("careplan/hub/announcement/add#text", "日本語の文"),
    ("careplan/hub/announcement/add#text_en", "英語の文"),
    (
        "careplan/hub/announcement/add#from",
        "いつから（日本時間、例 2026-12-01T22:00、指定がなければ今）",
    ),
    (
        "careplan/hub/announcement/add#until",
        "いつまで（日本時間）",
    ),
    (
        "careplan/hub/announcement/add#maintenance",
        "その間、連携基盤を止めます（今から表示します）",
    ),
    ("careplan/hub/announcement/add#json", "JSONで書きます"),
    (
        "careplan/hub/announcement/list",
        "終わっていないお知らせを一覧します",
    ),
    (
        "careplan/hub/announcement/list#json",
        "1行ずつJSONで書きます",
    ),
    (
        "careplan/hub/announcement/end",
        "お知らせを今終わりにします",
    ),
    ("careplan/hub/announcement/end#number", "お知らせの番号"),
    ("careplan/hub/announcement/end#json", "JSONで書きます"),
    ("careplan/hub/office", "事業所を登録し、一覧し、停止します"),
    ("careplan/hub/office/add", "事業所を登録します"),
    ("careplan/hub/office/add#number", "事業所番号（10桁）"),
    (
        "careplan/hub/office/add#service_types",
        "サービス種類コード（いくつでも）",
    ),
    ("careplan/hub/office/add#name", "事業所名"),
    ("careplan/hub/office/add#telephone", "電話番号"),
    (
        "careplan/hub/office/add#from",
        "利用開始日（例 2026-12-01、指定がなければ今日）",
    ),
    (
        "careplan/hub/office/add#until",
        "利用期間の最後の日（指定がなければ開始から1年）",
    ),
    ("careplan/hub/office/list", "事業所を一覧します"),
    (
        "careplan/hub/office/list#query",
        "事業所番号の先頭、または事業所名の一部",
    ),
    ("careplan/hub/office/list#json", "1行ずつJSONで書きます"),
    ("careplan/hub/office/add#json", "JSONで書きます"),
    ("careplan/hub/office/show", "事業所の登録内容を示します"),
    ("careplan/hub/office/show#number", "事業所番号"),
    ("careplan/hub/office/show#json", "JSONで書きます"),
    ("careplan/hub/office/change", "事業所の登録内容を改めます"),
    ("careplan/hub/office/change#number", "事業所番号"),
    ("careplan/hub/office/change#name", "事業所名"),
    ("careplan/hub/office/change#telephone", "電話番号"),
    (
        "careplan/hub/office/change#service_types",
        "サービス種類コード（いくつでも。これまでのものに代わります）",
    ),
    ("careplan/hub/office/change#json", "JSONで書きます"),
    ("careplan/hub/office/suspend#json", "JSONで書きます"),
    ("careplan/hub/office/resume#json", "JSONで書きます"),
    ("careplan/hub/office/licence#json", "JSONで書きます"),
    (
        "careplan/hub/office/suspend",
        "事業所の利用を停止します（届いているものは受け取れます）",
    ),
    ("careplan/hub/office/suspend#number", "事業所番号"),
    (
        "careplan/hub/office/resume",
        "停止した事業所の利用を再開します",
    ),
    ("careplan/hub/office/resume#number", "事業所番号"),
    ("careplan/hub/office/licence", "事業所の利用期間を改めます"),
    ("careplan/hub/office/licence#number", "事業所番号"),
    ("careplan/hub/office/licence#from", "利用開始日"),
    ("careplan/hub/office/licence#until", "利用期間の最後の日"),
    (
        "careplan/hub/certificate",
        "事業所の証明書を発行し、登録し、失効させます",
    ),
    (
        "careplan/hub/certificate/issue",
        "連携基盤の認証局で事業所の証明書を発行します（認証局のフォルダだけで、通信なしで動きます）",
    ),
    ("careplan/hub/certificate/issue#number", "事業所番号"),
    (
        "careplan/hub/certificate/issue#into",
        "証明書と鍵を書くフォルダ",
    ),
    (
        "careplan/hub/certificate/issue#ca",
        "認証局のフォルダ（指定がなければ連携基盤のフォルダのca）",
    ),
    (
        "careplan/hub/certificate/issue#request",
        "事業所が作った署名要求（PEM）。指定がなければ鍵もここで作ります",
    ),
    ("careplan/hub/certificate/issue#days", "有効な日数"),
    (
        "careplan/hub/certificate/issue#register",
        "発行した証明書をそのまま登録します",
    ),
    (
        "careplan/hub/certificate/register",
        "証明書を登録し、その持ち主を事業所として受け入れます",
    ),
    ("careplan/hub/certificate/register#number", "事業所番号"),
    (
        "careplan/hub/certificate/register#file",
        "証明書のファイル（PEMまたはDER）",
    ),
    (
        "careplan/hub/certificate/register#checked",
        "証明書に事業所番号がなく、誰のものか別の方法で確かめました",
    ),
    ("careplan/hub/certificate/register#json", "JSONで書きます"),
    ("careplan/hub/certificate/issue#json", "JSONで書きます"),
    ("careplan/hub/certificate/revoke#json", "JSONで書きます"),
    (
        "careplan/hub/certificate/list",
        "登録した証明書を一覧します",
    ),
    ("careplan/hub/certificate/list#number", "事業所番号"),
    (
        "careplan/hub/certificate/list#json",
        "1行ずつJSONで書きます",
    ),
    (
        "careplan/hub/certificate/revoke",
        "証明書を失効させます（つながっている通信も次の要求から断ります）",
    ),
    (
        "careplan/hub/certificate/revoke#fingerprint",
        "証明書のSHA-256（16進数64桁）",
    ),
];
