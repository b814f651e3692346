//! Files to ZIP. The same files give the same octets.

use super::{ContentsError, FILES, File, RATIO, TOTAL};
use std::collections::HashSet;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Pack files into a plain ZIP, in their order, deflated, without times or rights.
///
/// Names stay exact.
/// Where a name comes a second time (dropped from two folders), a ZIP could not hold both:
/// the later entry is called by its place and the name (`2_NAME`), and the manifest, which lists
/// the files in the same order, keeps the exact one ([`super::unpack_as`]).
///
/// # Errors
/// [`ContentsError::TooMany`] and [`ContentsError::TooLarge`].
pub fn pack(files: &[File]) -> Result<Vec<u8>, ContentsError> {
    if files.len() > FILES {
        return Err(ContentsError::TooMany);
    }
    let total: u64 = files.iter().map(|file| size(&file.octets)).sum();
    if total > TOTAL {
        return Err(ContentsError::TooLarge);
    }
    let names = entry_names(files);
    let packed = write(files, &names, &HashSet::new())?;
    // What packs more densely than `unpack` would believe is stored as it is.
    let dense = dense_entries(&packed)?;
    if dense.is_empty() {
        Ok(packed)
    } else {
        write(files, &names, &dense)
    }
}

fn write(
    files: &[File],
    names: &[String],
    stored: &HashSet<usize>,
) -> Result<Vec<u8>, ContentsError> {
    let unreadable = |_| ContentsError::Unreadable;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (place, (file, name)) in files.iter().zip(names).enumerate() {
        let method = if stored.contains(&place) {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        zip.start_file(name.as_str(), options)
            .map_err(|_| ContentsError::Unreadable)?;
        zip.write_all(&file.octets)
            .map_err(|_| ContentsError::Unreadable)?;
    }
    Ok(zip.finish().map_err(unreadable)?.into_inner())
}

/// The names of the entries: exact, and made unique where one repeats.
fn entry_names(files: &[File]) -> Vec<String> {
    let given: HashSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let mut taken = HashSet::new();
    files
        .iter()
        .enumerate()
        .map(|(place, file)| {
            let mut name = file.name.clone();
            if taken.contains(&name) {
                name = format!("{}_{}", place + 1, file.name);
                while taken.contains(&name) || given.contains(name.as_str()) {
                    name.insert(0, '_');
                }
            }
            taken.insert(name.clone());
            name
        })
        .collect()
}

/// The places of the entries that are packed too densely.
fn dense_entries(packed: &[u8]) -> Result<HashSet<usize>, ContentsError> {
    let mut zip = ZipArchive::new(Cursor::new(packed)).map_err(|_| ContentsError::Unreadable)?;
    let mut dense = HashSet::new();
    for place in 0..zip.len() {
        let entry = zip
            .by_index_raw(place)
            .map_err(|_| ContentsError::Unreadable)?;
        if entry.size() > entry.compressed_size().saturating_mul(RATIO) {
            dense.insert(place);
        }
    }
    Ok(dense)
}

pub(super) fn size(octets: &[u8]) -> u64 {
    u64::try_from(octets.len()).expect("sizes in memory fit 64 bits")
}
