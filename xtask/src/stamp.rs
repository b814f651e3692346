//! Whether something that takes long has to be done again: a digest of what it is made of.
//!
//! The digest covers contents, not times, so that a fresh clone or a change of branch and back
//! costs nothing. It guards no secret; the standard library's hasher is enough.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::place;

/// A digest of files, folders (with everything below) and a word beside them; absent ones count as absent.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn digest(paths: &[PathBuf], beside: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    beside.hash(&mut hasher);
    for path in paths {
        path.hash(&mut hasher);
        for file in files(path)? {
            file.hash(&mut hasher);
            let bytes =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            bytes.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file at or below a path, in a fixed order; none when there is nothing.
///
/// What is hidden below it does not count: Trunk stages an unfinished build in `dist/.stage`.
///
/// # Errors
/// When a folder cannot be listed.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries = fs::read_dir(path)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .with_context(|| format!("cannot list {}", path.display()))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut found = Vec::new();
    for entry in entries {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        found.extend(files(&entry.path())?);
    }
    Ok(found)
}

/// Whether the stamp of that name holds this digest.
pub fn holds(name: &str, digest: &str) -> bool {
    fs::read_to_string(file(name)).is_ok_and(|found| found == digest)
}

/// Writes down that the work was done for this digest.
///
/// # Errors
/// When the build output cannot be written.
pub fn set(name: &str, digest: &str) -> Result<()> {
    let file = file(name);
    let folder = file.parent().expect("a stamp stands in a folder");
    fs::create_dir_all(folder).context("cannot make the folder of stamps")?;
    fs::write(&file, digest).context("cannot write a stamp")
}

fn file(name: &str) -> PathBuf {
    place::target().join("xtask").join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_changes_with_contents_names_and_the_word_beside() {
        let folder =
            std::env::temp_dir().join(format!("careplan-link-stamp-{}", std::process::id()));
        fs::create_dir_all(folder.join("below")).expect("a folder for the test");
        let file = folder.join("below/file");
        let of =
            |beside: &str| digest(std::slice::from_ref(&folder), beside).expect("readable files");

        fs::write(&file, "one").expect("a file for the test");
        let first = of("");
        assert_eq!(of(""), first);
        assert_ne!(of("another tool"), first);
        fs::write(&file, "two").expect("a file for the test");
        assert_ne!(of(""), first);
        fs::write(&file, "one").expect("a file for the test");
        assert_eq!(of(""), first, "the time of a file does not matter");
        fs::rename(&file, folder.join("below/other")).expect("a file to rename");
        assert_ne!(of(""), first);

        fs::remove_dir_all(&folder).expect("the folder of this test");
    }

    #[test]
    fn what_is_absent_has_a_digest_too() {
        let nowhere = PathBuf::from("/no/such/folder");
        assert!(digest(&[nowhere], "").is_ok());
    }
}
