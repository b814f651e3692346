//! Files and folders as they are given on the command line, read.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::bail;
use careplan::{Finding, Limits, Reading, SourceFile, check_size, read};

use crate::help::Lang;

/// Reads all files under the paths, in the order of their names.
///
/// # Errors
/// When a path cannot be read, is too large, or holds no file.
pub fn of(paths: &[PathBuf], lang: Lang) -> anyhow::Result<Vec<Reading>> {
    let mut readings = Vec::new();
    for path in files(paths, lang)? {
        match load(&path, lang)? {
            Ok(reading) => readings.push(reading),
            Err(refused) => {
                let why = refused.problem.in_lang(lang.of_findings());
                bail!("{}: {why}", path.display());
            }
        }
    }
    Ok(readings)
}

/// All files under the paths, each once, in the order of their names.
///
/// # Errors
/// When a path cannot be read, or all of them together hold no file.
pub fn files(paths: &[PathBuf], lang: Lang) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        walk(path, &mut files, lang)?;
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        bail!(say(lang, "ファイルがありません。", "There are no files."));
    }
    Ok(files)
}

/// Reads a file, or tells that it is too large to be read: by its size alone.
///
/// # Errors
/// When it cannot be read from the disk.
pub fn load(path: &Path, lang: Lang) -> anyhow::Result<Result<Reading, Box<Finding>>> {
    let failed = |error| unreadable(path, &error, lang);
    let name = path.display().to_string();
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if let Some(refused) = check_size(&name, size, &Limits::CHECKING) {
        return Ok(Err(Box::new(refused)));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    Ok(Ok(read(SourceFile { name, bytes })))
}

/// All files under a path. Hidden ones and links to folders are passed over, unless given by name.
fn walk(path: &Path, files: &mut Vec<PathBuf>, lang: Lang) -> anyhow::Result<()> {
    let failed = |error| unreadable(path, &error, lang);
    if !std::fs::metadata(path).map_err(failed)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type().map_err(failed)?;
        let link_to_folder = kind.is_symlink() && entry.path().is_dir();
        if !hidden && !link_to_folder {
            walk(&entry.path(), files, lang)?;
        }
    }
    Ok(())
}

/// Which file or folder could not be read, and why, in the language asked for.
fn unreadable(path: &Path, error: &std::io::Error, lang: Lang) -> anyhow::Error {
    let why = match error.kind() {
        ErrorKind::NotFound => say(lang, "見つかりません。", "It was not found."),
        ErrorKind::PermissionDenied => say(lang, "読む権限がありません。", "It may not be read."),
        // The system says more, in its own language.
        _ => {
            let why = say(lang, "読み取れません", "It cannot be read");
            return anyhow::anyhow!("{}: {why} ({error})", path.display());
        }
    };
    anyhow::anyhow!("{}: {why}", path.display())
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
    crate::answer::words(lang, ja, en)
}

/// Whoever reads our lines may have read enough.
///
/// # Errors
/// Any other than a reader that went away.
pub fn written(result: std::io::Result<()>) -> std::io::Result<()> {
    result.or_else(|error| match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
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
