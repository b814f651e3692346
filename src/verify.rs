//! `careplan verify`: an evidence file is checked offline, by whoever holds it.

use crate::answer::{say, words};
use crate::help::Lang;
use ::server::evidence_file::check::{Trust, check};
use anyhow::{Context as _, Result};
use std::path::PathBuf;
use std::process::ExitCode;

/// Everything holds, but nobody has said which keys are trusted.
const NOT_COMPARED: u8 = 3;

/// Check the evidence file of a letter (exit code 0: good, 1: bad, 2: could not run, 3: good, but the keys were not compared)
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The evidence file (ZIP)
    evidence: PathBuf,
    /// File with the keys that the hub's operator publishes (PEM): PUBLIC KEY of its journal, CERTIFICATE of each CA
    #[arg(long)]
    trust: Option<PathBuf>,
}

/// What the command and each option are for, in Japanese; keys as in `help.rs`.
pub const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan/verify",
        "送受信の証明を確かめます（終了コード 0: 正しい、1: 正しくない、2: 実行できず、3: 正しいが鍵を比べていない）",
    ),
    ("careplan/verify#evidence", "送受信の証明のファイル（ZIP）"),
    (
        "careplan/verify#trust",
        "連携基盤が公表している鍵のファイル（PEM）: 記録の公開鍵 PUBLIC KEY と、認証局の CERTIFICATE",
    ),
];

/// Check an evidence file and say what does not hold.
///
/// # Errors
/// When a file cannot be read.
pub fn run(args: &Args, lang: Lang) -> Result<ExitCode> {
    match verify(args, lang) {
        Ok(code) => Ok(ExitCode::from(code)),
        Err(error) => {
            say(format!("{error:#}"))?;
            Ok(ExitCode::from(2))
        }
    }
}

fn verify(args: &Args, lang: Lang) -> Result<u8> {
    let read = |path: &PathBuf| std::fs::read(path).with_context(|| path.display().to_string());
    let evidence = read(&args.evidence)?;
    let trust = match &args.trust {
        Some(path) => {
            let none = words(
                lang,
                "記録の公開鍵（PUBLIC KEY）と認証局の証明書（CERTIFICATE）が必要です",
                "a PUBLIC KEY of the journal and a CERTIFICATE of a CA are needed",
            );
            let trust = Trust::read(&read(path)?);
            Some(trust.with_context(|| format!("{}: {none}", path.display()))?)
        }
        None => None,
    };
    let bad = check(&evidence, trust.as_ref());
    for bad in &bad {
        let file = if bad.file.is_empty() {
            args.evidence.display().to_string()
        } else {
            bad.file.clone()
        };
        say(match lang {
            Lang::Ja => format!("{file}: {}", bad.what.japanese()),
            Lang::En => format!("{file}: {}", bad.what.english()),
        })?;
    }
    if !bad.is_empty() {
        say(words(
            lang,
            "この証明は正しくありません。",
            "The evidence is bad.",
        ))?;
        return Ok(1);
    }
    if trust.is_some() {
        say(words(
            lang,
            "この証明は正しいものです。",
            "The evidence is good.",
        ))?;
        return Ok(0);
    }
    say(words(
        lang,
        "この証明の中身は互いに合っています。鍵が連携基盤のものかは比べていません（--trust で比べられます）。",
        "The evidence fits together. Whether its keys are the hub's was not compared (--trust does that).",
    ))?;
    Ok(NOT_COMPARED)
}
