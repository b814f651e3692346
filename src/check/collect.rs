//! From paths to findings: folders are walked, and each folder is checked by itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use careplan::{Context, Finding, Limits, SourceFile, check, check_size, read, split_path, units};

use super::Outcome;

/// The findings of all files under the paths, ordered by file, record, item and rule.
pub(super) fn findings(paths: &[PathBuf], context: &Context) -> anyhow::Result<Outcome> {
    let mut files = Vec::new();
    for path in paths {
        walk(path, &mut files)?;
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        bail!("no files");
    }
    // A sending unit never spans folders, so no more than one folder is held in memory.
    let mut folders: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for file in &files {
        let name = file.display().to_string();
        folders
            .entry(split_path(&name).0.to_owned())
            .or_default()
            .push(file);
    }
    let mut placed = Vec::new();
    for files in folders.values() {
        check_folder(files, context, &mut placed)?;
    }
    placed.sort_by(|(one, first), (other, second)| {
        let place = |finding: &Finding| (finding.record, finding.item, finding.rule);
        one.cmp(other)
            .then_with(|| place(first).cmp(&place(second)))
    });
    let findings = placed.into_iter().map(|(_, finding)| finding).collect();
    Ok(Outcome {
        findings,
        files: files.len(),
    })
}

/// Checks the files of one folder; each finding comes with the file that it is listed under.
fn check_folder(
    files: &[&PathBuf],
    context: &Context,
    placed: &mut Vec<(String, Finding)>,
) -> anyhow::Result<()> {
    let mut readings = Vec::new();
    for path in files {
        let name = path.display().to_string();
        let size = std::fs::metadata(path).with_context(|| name.clone())?.len();
        // Refused before it is read.
        if let Some(finding) = check_size(&name, size, &Limits::CHECKING) {
            placed.push((name, finding));
            continue;
        }
        let bytes = std::fs::read(path).with_context(|| name.clone())?;
        readings.push(read(SourceFile { name, bytes }));
    }
    let mut first_file = BTreeMap::new();
    for unit in units(&readings) {
        let name = unit
            .files
            .iter()
            .map(|&file| readings[file].name.clone())
            .min();
        first_file.insert(unit.id, name.unwrap_or_default());
    }
    placed.extend(check(&readings, context).into_iter().map(|finding| {
        let of_unit = || {
            finding
                .unit
                .as_ref()
                .and_then(|unit| first_file.get(unit))
                .cloned()
        };
        (
            finding.file.clone().or_else(of_unit).unwrap_or_default(),
            finding,
        )
    }));
    Ok(())
}

/// All files under a path. Hidden ones and links to folders are passed over, unless given by name.
pub(crate) fn walk(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let about = || path.display().to_string();
    if !std::fs::metadata(path).with_context(about)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).with_context(about)? {
        let entry = entry.with_context(about)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type().with_context(about)?;
        let link_to_folder = kind.is_symlink() && entry.path().is_dir();
        if !hidden && !link_to_folder {
            walk(&entry.path(), files)?;
        }
    }
    Ok(())
}
