//! Files and folders as they are given on the command line, read.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use careplan::{Limits, Reading, SourceFile, check_size, read};

use crate::check::collect::walk;
use crate::help::Lang;

/// Reads all files under the paths, in the order of their names.
///
/// # Errors
/// When a path cannot be read, is too large, or holds no file.
pub fn of(paths: &[PathBuf]) -> anyhow::Result<Vec<Reading>> {
    let mut files = Vec::new();
    for path in paths {
        walk(path, &mut files)?;
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        bail!("no files");
    }
    let mut readings = Vec::with_capacity(files.len());
    for path in files {
        let name = path.display().to_string();
        let size = std::fs::metadata(&path)
            .with_context(|| name.clone())?
            .len();
        if check_size(&name, size, &Limits::CHECKING).is_some() {
            bail!("{name}: too large");
        }
        let bytes = std::fs::read(&path).with_context(|| name.clone())?;
        readings.push(read(SourceFile { name, bytes }));
    }
    Ok(readings)
}

/// The text without characters that would steer a terminal; line breaks stay.
pub fn plain(text: &str) -> String {
    let steers = |character: char| character.is_control() && character != '\n';
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|character| !steers(*character))
        .collect()
}

/// One of two texts, by the language.
pub fn say<'a>(lang: Lang, ja: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// Whoever reads our lines may have read enough.
///
/// # Errors
/// Any other than a reader that went away.
pub fn written(result: std::io::Result<()>) -> std::io::Result<()> {
    result.or_else(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_text_steers_no_terminal() {
        assert_eq!(plain("一\r\n二\u{1B}[31m\u{9B}三\r四"), "一\n二[31m三\n四");
    }
}
