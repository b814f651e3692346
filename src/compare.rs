//! `careplan compare`: a month's plan against what was done.
//!
//! Exit code 0 without differences, 1 with differences, 2 when it could not run. 未着 is a difference.

mod json;
mod text;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use careplan::{Kind, Reading};

use crate::help::Lang;
use crate::readings;

/// Compare a plan with its results (exit code 0: no differences, 1: differences, 2: could not run)
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print one JSON object for each difference
    #[arg(long)]
    json: bool,
    /// The plan: a file UPPLAN, or a folder with the whole sending unit
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// The results: a file UPJSK, or a folder with the files of several offices
    #[arg(value_name = "ACTUAL")]
    actual: PathBuf,
}

/// What each option is for, in Japanese; keys as in `help.rs`.
pub const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan/compare",
        "予定と実績を比べます（終了コード 0: 違いなし、1: 違いあり、2: 実行できず）",
    ),
    ("careplan/compare#json", "違いを1行ずつJSONで書きます"),
    (
        "careplan/compare#plan",
        "予定: UPPLANのファイルか、送信単位をまとめたフォルダ",
    ),
    (
        "careplan/compare#actual",
        "実績: UPJSKのファイルか、事業所ごとのファイルを入れたフォルダ",
    ),
];

/// Runs the command. What it could not do is said on standard error and by exit code 2.
///
/// # Errors
/// When not even that can be said.
pub fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    match compare(args, lang) {
        Ok(true) => Ok(ExitCode::from(1)),
        Ok(false) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            writeln!(std::io::stderr(), "careplan compare: {error:#}")?;
            Ok(ExitCode::from(2))
        }
    }
}

/// Writes the differences and says whether there are any.
fn compare(args: &Args, lang: Lang) -> anyhow::Result<bool> {
    let plan = readings::of(std::slice::from_ref(&args.plan), lang)?;
    let actual = readings::of(std::slice::from_ref(&args.actual), lang)?;
    if !has(&plan, &[Kind::Plan]) {
        let why = readings::say(
            lang,
            "予定（UPPLAN）のファイルがありません。",
            "There is no plan (UPPLAN).",
        );
        bail!("{}: {why}", args.plan.display());
    }
    if !has(&actual, &[Kind::Result, Kind::WithdrawResult]) {
        let why = readings::say(
            lang,
            "実績（UPJSK）のファイルがありません。",
            "There is no result (UPJSK).",
        );
        bail!("{}: {why}", args.actual.display());
    }
    let comparison = careplan::compare(&plan, &actual);
    let mut out = std::io::stdout().lock();
    readings::written(if args.json {
        json::write(&mut out, &comparison)
    } else {
        text::write(&mut out, &comparison, lang)
    })?;
    Ok(comparison.differences().next().is_some())
}

/// Whether a file of one of the kinds is there and could be read.
fn has(readings: &[Reading], kinds: &[Kind]) -> bool {
    readings
        .iter()
        .filter_map(|reading| reading.document.as_ref())
        .any(|document| kinds.contains(&document.kind()))
}
