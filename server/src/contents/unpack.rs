//! ZIP to files, under caps of count, size and ratio, in memory only.

use super::pack::size;
use super::{ContentsError, FILES, File, RATIO, TOTAL};
use std::io::{Cursor, Read as _};
use wire::FileEntry;
use zip::ZipArchive;

/// Unpack the contents of a letter.
///
/// The caps hold for what really comes out, whatever the ZIP says of itself.
///
/// # Errors
/// [`ContentsError`]; the first entry that goes beyond a cap stops it.
pub fn unpack(contents: &[u8]) -> Result<Vec<File>, ContentsError> {
    let mut zip = ZipArchive::new(Cursor::new(contents)).map_err(|_| ContentsError::Unreadable)?;
    if zip.len() > FILES {
        return Err(ContentsError::TooMany);
    }
    let mut left = TOTAL;
    let mut files = Vec::new();
    for place in 0..zip.len() {
        let entry = zip.by_index(place).map_err(|_| ContentsError::Unreadable)?;
        let dense = entry.compressed_size().saturating_mul(RATIO);
        let cap = left.min(dense);
        let name = entry
            .name()
            .map_err(|_| ContentsError::Unreadable)?
            .into_owned();
        let mut octets = Vec::new();
        entry
            .take(cap.saturating_add(1))
            .read_to_end(&mut octets)
            .map_err(|_| ContentsError::Unreadable)?;
        let size = size(&octets);
        if size > left {
            return Err(ContentsError::TooLarge);
        }
        if size > dense {
            return Err(ContentsError::TooDense);
        }
        left -= size;
        files.push(File { name, octets });
    }
    Ok(files)
}

/// Unpack the contents of a letter by its manifest's list: the files in its order, under their exact names,
/// each of the size and digest that the list says.
///
/// # Errors
/// As [`unpack`]; [`ContentsError::NotAsListed`].
pub fn unpack_as(listed: &[FileEntry], contents: &[u8]) -> Result<Vec<File>, ContentsError> {
    let files = unpack(contents)?;
    if files.len() != listed.len() {
        return Err(ContentsError::NotAsListed);
    }
    files
        .into_iter()
        .zip(listed)
        .map(|(file, entry)| {
            let same =
                entry.size == size(&file.octets) && entry.sha256 == evidence::digest(&file.octets);
            if !same {
                return Err(ContentsError::NotAsListed);
            }
            Ok(File {
                name: entry.name.clone(),
                octets: file.octets,
            })
        })
        .collect()
}
