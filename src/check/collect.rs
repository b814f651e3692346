//! From paths to findings: folders are walked, and each folder is checked by itself, unless something is stored.

use std::collections::BTreeMap;
use std::path::PathBuf;

use careplan::{Context, Finding, Reading, check, check_arriving, split_path, units};

use super::Outcome;
use crate::help::Lang;
use crate::readings;

/// A finding beside the file that it is listed under.
type Placed = (String, Finding);

/// The findings of all files under the paths, ordered by file, record, item and rule.
///
/// With `stored`, the folder of what was taken in before, all files are held against it.
pub(super) fn findings(
    paths: &[PathBuf],
    stored: Option<&PathBuf>,
    context: &Context,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let files = readings::files(paths, lang)?;
    let mut placed = Vec::new();
    if let Some(folder) = stored {
        let stored = readings::of(std::slice::from_ref(folder), lang)?;
        let arriving = load(&files, &mut placed, lang)?;
        let found = check_arriving(&stored, &arriving, context);
        place(&arriving, found, &mut placed);
    } else {
        // A sending unit never spans folders, so no more than one folder is held in memory.
        for files in by_folder(&files).values() {
            let readings = load(files, &mut placed, lang)?;
            let found = check(&readings, context);
            place(&readings, found, &mut placed);
        }
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

fn by_folder(files: &[PathBuf]) -> BTreeMap<String, Vec<PathBuf>> {
    let mut folders: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let name = file.display().to_string();
        let folder = split_path(&name).0.to_owned();
        folders.entry(folder).or_default().push(file.clone());
    }
    folders
}

/// Reads files. One that is too large is told of instead.
fn load(files: &[PathBuf], placed: &mut Vec<Placed>, lang: Lang) -> anyhow::Result<Vec<Reading>> {
    let mut readings = Vec::new();
    for path in files {
        match readings::load(path, lang)? {
            Ok(reading) => readings.push(reading),
            Err(refused) => placed.push((path.display().to_string(), *refused)),
        }
    }
    Ok(readings)
}

/// Puts each finding beside its file; what is said of a whole unit stands with the unit's first file.
fn place(readings: &[Reading], findings: Vec<Finding>, placed: &mut Vec<Placed>) {
    let mut first_file = BTreeMap::new();
    for unit in units(readings) {
        let names = unit.files.iter().map(|&file| &readings[file].name);
        first_file.insert(unit.id.clone(), names.min().cloned().unwrap_or_default());
    }
    placed.extend(findings.into_iter().map(|finding| {
        let of_unit = || first_file.get(finding.unit.as_ref()?).cloned();
        let file = finding.file.clone().or_else(of_unit).unwrap_or_default();
        (file, finding)
    }));
}
