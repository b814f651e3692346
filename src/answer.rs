//! How the commands answer: lines on standard output, in the language asked for.

use crate::help::Lang;
use std::io::Write as _;

/// One line of an answer. Whoever reads our lines may have read enough.
pub fn say(line: impl std::fmt::Display) -> anyhow::Result<()> {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Data as JSON, one object a line.
pub fn say_json<T: serde::Serialize>(rows: &[T]) -> anyhow::Result<()> {
    rows.iter()
        .try_for_each(|row| say(serde_json::to_string(row)?))
}

/// The sentence in the language asked for.
pub const fn words<'a>(lang: Lang, japanese: &'a str, english: &'a str) -> &'a str {
    match lang {
        Lang::Ja => japanese,
        Lang::En => english,
    }
}
