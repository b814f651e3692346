//! A letter's ZIP on its way to somebody's disk (T26).

use super::{ContentsError, File, pack, safe_name, unpack};
use std::collections::HashSet;
use std::io::Cursor;
use zip::ZipArchive;

/// The contents of a letter as a person saves them.
///
/// They are octet for octet as they travelled when every name in them can be saved anywhere;
/// otherwise the files are packed again, unchanged, under safe names.
///
/// # Errors
/// As [`unpack`].
pub fn for_saving(contents: Vec<u8>) -> Result<Vec<u8>, ContentsError> {
    if all_names_are_safe(&contents)? {
        return Ok(contents);
    }
    let files: Vec<File> = unpack(&contents)?
        .into_iter()
        .map(|file| File {
            name: safe_name(&file.name),
            octets: file.octets,
        })
        .collect();
    pack(&files)
}

fn all_names_are_safe(contents: &[u8]) -> Result<bool, ContentsError> {
    let mut zip = ZipArchive::new(Cursor::new(contents)).map_err(|_| ContentsError::Unreadable)?;
    let mut seen = HashSet::new();
    for place in 0..zip.len() {
        let entry = zip
            .by_index_raw(place)
            .map_err(|_| ContentsError::Unreadable)?;
        let name = entry.name().map_err(|_| ContentsError::Unreadable)?;
        // Anything but a plain file (a link, a folder) is packed again as a plain file.
        let plain = entry.is_file() && !entry.is_symlink();
        if !plain || safe_name(&name) != name || !seen.insert(name.to_lowercase()) {
            return Ok(false);
        }
    }
    Ok(true)
}
