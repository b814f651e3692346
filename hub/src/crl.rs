//! Revocation lists (RFC 5280 section 5): which certificates their CA no longer stands by.
//!
//! The operator lays the lists of each CA into the folder `crl`, or names them in the settings.
//! A list is signed by its CA; rustls-webpki checks that and looks certificates up in it.
//! Here they are found and read, and the operator is told of a list that should have been renewed.

use crate::error::{Error, Result};
use rustls_pki_types::CertificateRevocationListDer;
use rustls_pki_types::pem::PemObject as _;
use std::path::{Path, PathBuf};
use wire::Time;
use x509_parser::prelude::FromDer as _;
use x509_parser::revocation_list::CertificateRevocationList;

/// What the name of a list in the folder ends with; anything else that lies there is left alone.
const ENDINGS: [&str; 3] = ["crl", "pem", "der"];

/// A list, and where it was read.
#[derive(Debug, Clone)]
pub(crate) struct List {
    /// The file.
    pub path: PathBuf,
    /// The list (DER).
    pub der: CertificateRevocationListDer<'static>,
    /// Until when its CA promises a newer one, if it does.
    pub next_update: Option<Time>,
}

/// The files of the lists: those named, and those in the folders named. What is not there is no list.
///
/// # Errors
/// [`Error::File`] when a folder cannot be read.
pub(crate) fn files(places: impl Iterator<Item = PathBuf>) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for place in places {
        if !place.is_dir() {
            files.push(place);
            continue;
        }
        for entry in std::fs::read_dir(&place).map_err(Error::file(&place))? {
            let path = entry.map_err(Error::file(&place))?.path();
            let is_list = path
                .extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| ENDINGS.contains(&ending.to_lowercase().as_str()));
            if is_list && path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    files.retain(|path| path.exists());
    Ok(files)
}

/// The lists in a file, PEM or DER.
///
/// # Errors
/// [`Error::Certificate`] when there is none in it, or one that cannot be read: then nobody knows who is revoked.
pub(crate) fn read(path: &Path, octets: &[u8]) -> Result<Vec<List>> {
    let wrong = |what: String| Error::Certificate(format!("{}: {what}", path.display()));
    let lists: Vec<_> = if octets.starts_with(b"0") {
        vec![CertificateRevocationListDer::from(octets.to_vec())]
    } else {
        CertificateRevocationListDer::pem_slice_iter(octets)
            .collect::<Result<_, _>>()
            .map_err(|error| wrong(error.to_string()))?
    };
    if lists.is_empty() {
        return Err(wrong("no revocation list in it".to_owned()));
    }
    lists
        .into_iter()
        .map(|der| {
            let next_update = match CertificateRevocationList::from_der(&der) {
                Ok(([], list)) => list.next_update(),
                _ => return Err(wrong("it is not a revocation list".to_owned())),
            };
            Ok(List {
                path: path.to_owned(),
                next_update: next_update.map(|time| Time(time.timestamp().saturating_mul(1000))),
                der,
            })
        })
        .collect()
}

/// Tell the operator of lists whose time is over. What stands in them goes on being refused.
pub(crate) fn warn_of_old(lists: &[List], now: Time) {
    for list in lists {
        if list.next_update.is_some_and(|until| until < now) {
            tracing::warn!(file = %list.path.display(), "a revocation list should have been renewed; fetch it anew from its CA");
        }
    }
}
