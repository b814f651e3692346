//! What fuzzing starts from: the sample files of the standard, in the form that each target takes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The targets, as in `fuzz/Cargo.toml`.
pub const TARGETS: [&str; 8] = [
    "csv",
    "filename",
    "bundle",
    "cert_identity",
    "receipt",
    "envelope",
    "merkle_proof",
    "api_json",
];

/// Stands between names and contents in what the target `bundle` takes; no name and no MS932 text has it.
pub const SEPARATOR: u8 = 0xFF;

/// Seeds of the targets, each with the name of its target, from a folder with folders of files.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn seeds(folder: &Path) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    let mut seeds = Vec::new();
    let mut together = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            seeds.extend(self::seeds(&path)?);
            continue;
        }
        let bytes = fs::read(&path)?;
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned().into_bytes();
        if !together.is_empty() {
            together.push(SEPARATOR);
        }
        together.extend(&name);
        together.push(SEPARATOR);
        together.extend(&bytes);
        seeds.push(("csv", bytes));
        seeds.push(("filename", name));
    }
    if !together.is_empty() {
        seeds.push(("bundle", together));
    }
    Ok(seeds)
}

/// What was written for one target or found by earlier runs of it: an input in each file of its folder.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn found_by(target: &str, folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    sorted(&folder.join(target))?
        .into_iter()
        .map(fs::read)
        .collect()
}

/// The same of all targets, each with the name of its target.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn found(folder: &Path) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    let mut found = Vec::new();
    for target in TARGETS {
        found.extend(
            found_by(target, folder)?
                .into_iter()
                .map(|bytes| (target, bytes)),
        );
    }
    Ok(found)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
