//! `careplan check`: the findings of files or folders.
//!
//! Exit code 0 without errors, 1 with errors, 2 when it could not run.

mod collect;
mod json;
mod report;
mod sheet;
mod text;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use careplan::{Finding, Limits, Serial, Severity};

use crate::help::Lang;

/// Check files against the standard (exit code 0: no errors, 1: errors found, 2: could not run)
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print one JSON object for each finding
    #[arg(long)]
    json: bool,
    /// Also write a report, one HTML page
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Also write the findings as a sheet for Excel, CSV
    #[arg(long, value_name = "FILE")]
    excel: Option<PathBuf>,
    /// Office number: its own files are checked as outgoing, all others as received
    #[arg(long, value_name = "N")]
    office: Option<careplan::OfficeNumber>,
    /// The time in Japan to check against, YYYYMMDDHHMMSS or 2026-11-22T16:00:00 (default: now)
    #[arg(long, value_name = "TIME", value_parser = moment)]
    now: Option<Serial>,
    /// Folder of the units taken in before: what is checked is held against it
    #[arg(long, value_name = "FOLDER")]
    stored: Option<PathBuf>,
    /// Warn of files over so many MiB
    #[arg(long, value_name = "MIB", default_value_t = Limits::SENDING.file >> 20)]
    limit: u64,
    /// Files and folders; folders are walked, and a sending unit never spans folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

/// What was found, and in how many files.
struct Outcome {
    findings: Vec<Finding>,
    files: usize,
}

impl Outcome {
    fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Finding| finding.severity == severity;
        self.findings.iter().filter(of).count()
    }
}

/// Runs the command. What it could not do is said on standard error and by exit code 2.
pub fn run(args: Args, lang: Lang) -> anyhow::Result<ExitCode> {
    match check(args, lang) {
        Ok(outcome) if careplan::has_errors(&outcome.findings) => Ok(ExitCode::from(1)),
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            writeln!(std::io::stderr(), "careplan check: {error:#}")?;
            Ok(ExitCode::from(2))
        }
    }
}

fn check(args: Args, lang: Lang) -> anyhow::Result<Outcome> {
    let Args {
        json,
        report,
        excel,
        office,
        now,
        stored,
        limit,
        paths,
    } = args;
    let context = careplan::Context {
        now: now.or_else(clock),
        office,
        limits: Limits {
            file: limit.saturating_mul(1 << 20),
            ..Limits::CHECKING
        },
        ..careplan::Context::default()
    };
    let outcome = collect::findings(&paths, stored.as_ref(), &context, lang)?;
    let lang = lang.of_findings();
    let mut out = std::io::stdout().lock();
    let written = if json {
        json::write(&mut out, &outcome, lang)
    } else {
        text::write(&mut out, &outcome, lang)
    };
    // Whoever reads our lines may have read enough.
    written.or_else(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })?;
    let page = report.map(|path| (path, report::page(&outcome, lang).into_bytes()));
    let sheet = excel.map(|path| (path, sheet::sheet(&outcome, lang)));
    for (path, octets) in page.into_iter().chain(sheet) {
        std::fs::write(&path, octets).with_context(|| path.display().to_string())?;
    }
    Ok(outcome)
}

/// The time in Japan, by this machine's clock.
fn clock() -> Option<Serial> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Serial::from_unix(i64::try_from(since_1970.as_secs()).ok()?)
}

/// Reads a moment in Japan: its figures, with or without signs between them.
fn moment(text: &str) -> Result<Serial, String> {
    let text = text.strip_suffix("+09:00").unwrap_or(text);
    let signs = |character: char| matches!(character, '-' | ':' | 'T' | ' ');
    let mut figures: String = text
        .chars()
        .filter(|character| !signs(*character))
        .collect();
    // A day or a minute will do.
    while matches!(figures.len(), 8 | 12) || (figures.len() == 10 && !text.contains(' ')) {
        figures.push_str("00");
    }
    figures
        .parse()
        .map_err(|_| format!("{text}: YYYYMMDDHHMMSS"))
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_moment_is_read_with_and_without_signs() {
        for text in [
            "20261122160000",
            "2026-11-22T16:00:00",
            "2026-11-22 16:00",
            "2026-11-22T16:00:00+09:00",
        ] {
            assert_eq!(
                moment(text).map(|serial| serial.to_string()),
                Ok("20261122160000".to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            moment("2026-11-22").map(|serial| serial.to_string()),
            Ok("20261122000000".to_owned())
        );
        for text in [
            "",
            "yesterday",
            "2026-11-31",
            "2026-11-22T16:00:00Z",
            "202611",
        ] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
