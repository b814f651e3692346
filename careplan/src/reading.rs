//! Reading one file: its name, its bytes to rows, its rows to a document, in that order.
//!
//! Reading never fails. It gives what was understood, and every finding with its place.

mod content;

use std::fmt;
use std::sync::Arc;

use crate::context::Limits;
use crate::document::{Document, Encoding};
use crate::file_name::{FileName, NameReading, read_name, split_path};
use crate::finding::{Finding, Listing};
use crate::kind::Kind;
use crate::rules;
use cells::places::sort_by_key;
use cells::rows::Rows;

/// A file as a person gave it: dropped, picked, or received.
#[derive(Clone)]
pub struct SourceFile {
    /// Its name, with its folder before it if it has one: a sending unit never spans folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What was understood of a file.
#[derive(Clone)]
pub struct Reading {
    /// The name as given.
    pub name: String,
    /// By the prefix of the name; `None` for files that the standard does not know.
    pub kind: Option<Kind>,
    /// What the name says; `None` where it cannot be trusted.
    pub file_name: Option<FileName>,
    /// The records; `None` for images, for other files, and where nothing could be made of the bytes.
    pub document: Option<Document>,
    /// What is wrong or odd in this file alone, in the order of its records and items.
    pub findings: Vec<Finding>,
    bytes: Arc<Vec<u8>>,
    /// Whether every record could be judged, so that rules over many records make sense; none where nothing was judged yet.
    whole: Option<bool>,
}

// Whoever logs a file logs nothing of a person: neither its name nor what is in it.
impl fmt::Debug for SourceFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SourceFile")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reading")
            .field("kind", &self.kind)
            .field("bytes", &self.bytes.len())
            .field("records", &self.document.as_ref().map(Document::len))
            .field("findings", &self.findings.len())
            .finish_non_exhaustive()
    }
}

impl Reading {
    /// Nothing is known but the file.
    fn unread(file: SourceFile) -> Self {
        Self {
            name: file.name,
            kind: None,
            file_name: None,
            document: None,
            findings: Vec::new(),
            bytes: Arc::new(file.bytes),
            whole: None,
        }
    }

    /// The file, byte for byte.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The folder that the file was given with; empty without one.
    #[must_use]
    pub fn folder(&self) -> &str {
        split_path(&self.name).0
    }

    /// The name without its folder.
    #[must_use]
    pub fn base_name(&self) -> &str {
        split_path(&self.name).1
    }

    /// Whether it travels beside the standard: PDF and others.
    #[must_use]
    pub fn is_attachment(&self) -> bool {
        self.kind.is_none() && !self.base_name().to_ascii_lowercase().ends_with(".csv")
    }

    /// Whether it was only opened, so that what is wrong with it is not known.
    pub(crate) fn is_unjudged(&self) -> bool {
        self.whole.is_none()
    }

    /// The same file with all that is to be said of it.
    pub(crate) fn judge(&self) -> Self {
        read(SourceFile {
            name: self.name.clone(),
            bytes: self.bytes.to_vec(),
        })
    }

    /// The document, if each of its records can be judged.
    pub(crate) fn judged(&self) -> Option<&Document> {
        self.document.as_ref().filter(|_| self.whole == Some(true))
    }
}

/// Reads a file.
#[must_use]
pub fn read(file: SourceFile) -> Reading {
    let mut reading = Reading::unread(file);
    reading.whole = Some(false);
    if let Some(finding) = check_size(&reading.name, size(&reading), &Limits::CHECKING) {
        reading.findings.push(finding);
        return reading;
    }
    match read_name(&reading.name) {
        NameReading::Foreign(deceives) => {
            reading.findings.push(Finding::standard(189));
            let deceives = deceives.map(|fault| Finding::from(*fault));
            reading.findings.extend(deceives);
        }
        NameReading::Standard {
            kind,
            file_name,
            faults,
        } => {
            reading.kind = kind;
            reading.file_name = file_name;
            reading.findings = faults.into_iter().map(Finding::from).collect();
            if let Some(kind) = kind.filter(|kind| *kind != Kind::BasicImage) {
                read_bytes(&mut reading, kind);
            }
        }
    }
    for finding in &mut reading.findings {
        finding.file = Some(reading.name.clone());
    }
    reading
}

/// Opens a file for those who want to see what is in it, and not what is wrong with it: as [`read`] does, without findings.
///
/// A program that only shows files carries no rules so. [`check`](crate::check) judges what was only opened.
#[must_use]
pub fn open(file: SourceFile) -> Reading {
    let mut reading = Reading::unread(file);
    if is_too_large(&reading.name, size(&reading), &Limits::CHECKING) {
        return reading;
    }
    if let NameReading::Standard {
        kind, file_name, ..
    } = read_name(&reading.name)
    {
        (reading.kind, reading.file_name) = (kind, file_name);
        if let Some(kind) = kind.filter(|kind| *kind != Kind::BasicImage)
            && let Some((encoding, offset)) = content::encoding(&reading.bytes).readable
        {
            let rows = Rows::cut(&reading.bytes[offset..]);
            let bytes = Arc::clone(&reading.bytes);
            reading.document = Some(Document::new(kind, bytes, offset, rows, encoding));
        }
    }
    reading
}

/// What a glance at a file tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Glance {
    /// Records.
    pub records: usize,
    /// Cells that are wrong in themselves.
    pub odd: usize,
}

/// Reads a file as far as its cells: records, and cells that are wrong in themselves. [`read`] tells what and where.
#[must_use]
pub fn glance(file: SourceFile) -> Glance {
    let NameReading::Standard {
        kind: Some(kind),
        file_name: Some(name),
        ..
    } = read_name(&file.name)
    else {
        return Glance::default();
    };
    let bytes = Arc::new(file.bytes);
    let rows = Rows::cut(&bytes);
    let document = Document::new(kind, bytes, 0, rows, Encoding::Ms932);
    Glance {
        records: document.len(),
        odd: rules::file::odd_cells(&document, &name),
    }
}

/// Refuses a file by its size alone (C-002), so that it need not be read.
#[must_use]
pub fn check_size(name: &str, bytes: u64, limits: &Limits) -> Option<Finding> {
    is_too_large(name, bytes, limits).then(|| {
        let mib = limit(name, limits) >> 20;
        Finding::own(2)
            .in_file(name)
            .found(&format!("{} MiB", bytes.div_ceil(1 << 20)))
            .expected(format!("{mib} MiBまで"), format!("up to {mib} MiB"))
    })
}

fn is_too_large(name: &str, bytes: u64, limits: &Limits) -> bool {
    bytes > limit(name, limits)
}

/// How large a file of this name may be.
fn limit(name: &str, limits: &Limits) -> u64 {
    match read_name(name) {
        NameReading::Foreign(_) => limits.attachment,
        NameReading::Standard { .. } => limits.file,
    }
}

pub(crate) fn size(reading: &Reading) -> u64 {
    u64::try_from(reading.bytes.len()).unwrap_or(u64::MAX)
}

/// From bytes to a document. Its findings count only if the name can be trusted: other files are not judged further.
fn read_bytes(reading: &mut Reading, kind: Kind) {
    let mut findings = Listing::default();
    let bytes = Arc::clone(&reading.bytes);
    let encoded = content::encoding(&bytes);
    findings.extend(encoded.finding());
    if let Some((encoding, offset)) = encoded.readable {
        let rows = Rows::cut(&bytes[offset..]);
        let readable = content::check(&bytes[offset..], &rows, encoding, kind, &mut findings);
        let document = Document::new(kind, Arc::clone(&bytes), offset, rows, encoding);
        if readable && let Some(name) = &reading.file_name {
            reading.whole = Some(rules::file::check(&document, name, &mut findings));
        }
        reading.document = Some(document);
    }
    if reading.file_name.is_some() {
        reading.findings.extend(findings.into_findings());
        sort_by_key(&mut reading.findings, |finding| {
            (finding.record, finding.item)
        });
    }
}
