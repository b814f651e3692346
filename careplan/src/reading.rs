//! Reading one file: its name, its bytes to rows, its rows to a document, in that order.
//!
//! Reading never fails. It gives what was understood, and every finding with its place.

use std::sync::Arc;

use crate::context::Limits;
use crate::document::{Document, Encoding};
use crate::file_name::{FileName, NameReading, read_name, split_path};
use crate::finding::Finding;
use crate::kind::Kind;
use crate::ms932::{self, Fault};
use crate::rows::{Oddities, Rows, line_ends};
use crate::rules;

/// A file as a person gave it: dropped, picked, or received.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its name, with its folder before it if it has one: a sending unit never spans folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What was understood of a file.
#[derive(Debug, Clone)]
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
    /// Whether every record could be judged, so that rules over many records make sense.
    whole: bool,
}

impl Reading {
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

    /// The document, if each of its records can be judged.
    pub(crate) fn judged(&self) -> Option<&Document> {
        self.document.as_ref().filter(|_| self.whole)
    }
}

/// Reads a file.
#[must_use]
pub fn read(file: SourceFile) -> Reading {
    let SourceFile { name, bytes } = file;
    let bytes = Arc::new(bytes);
    let mut reading = Reading {
        kind: None,
        file_name: None,
        document: None,
        findings: Vec::new(),
        bytes,
        whole: false,
        name,
    };
    if let Some(finding) = check_size(&reading.name, size(&reading), &Limits::CHECKING) {
        reading.findings.push(finding);
        return reading;
    }
    match read_name(&reading.name) {
        NameReading::Foreign => reading.findings.push(Finding::standard(189)),
        NameReading::Standard {
            kind,
            file_name,
            findings,
        } => {
            reading.kind = kind;
            reading.file_name = file_name;
            reading.findings = findings;
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

/// Refuses a file by its size alone (C-002), so that it need not be read.
#[must_use]
pub fn check_size(name: &str, bytes: u64, limits: &Limits) -> Option<Finding> {
    let attachment = matches!(read_name(name), NameReading::Foreign);
    let limit = if attachment {
        limits.attachment
    } else {
        limits.file
    };
    (bytes > limit).then(|| {
        let mib = limit >> 20;
        Finding::own(2)
            .in_file(name)
            .found(&format!("{} MiB", bytes.div_ceil(1 << 20)))
            .expected(format!("{mib} MiBまで"), format!("up to {mib} MiB"))
    })
}

pub(crate) fn size(reading: &Reading) -> u64 {
    u64::try_from(reading.bytes.len()).unwrap_or(u64::MAX)
}

/// From bytes to a document; judged only if the name can be trusted.
fn read_bytes(reading: &mut Reading, kind: Kind) {
    let mut findings = Vec::new();
    let bytes = Arc::clone(&reading.bytes);
    let Some((encoding, offset)) = encoding(&bytes, &mut findings) else {
        return judge(reading, findings);
    };
    let data = &bytes[offset..];
    let rows = Rows::cut(data);
    if encoding == Encoding::Ms932 {
        not_ms932(data, &rows, kind, &mut findings);
    }
    let readable = !findings.iter().any(is_unreadable) && rows.oddities.unclosed_quote.is_none();
    oddities(data, &rows, &mut findings);
    let document = Document::new(kind, Arc::clone(&bytes), offset, rows, encoding);
    if readable && let Some(name) = &reading.file_name {
        reading.whole = rules::file::check(&document, name, &mut findings);
    }
    reading.document = Some(document);
    judge(reading, findings);
}

/// Keeps the findings on the content, unless the name already failed: such a file is not judged further.
fn judge(reading: &mut Reading, findings: Vec<Finding>) {
    if reading.file_name.is_some() {
        reading.findings.extend(findings);
    }
}

/// the records of such a file are not judged.
fn is_unreadable(finding: &Finding) -> bool {
    [Finding::standard(21), Finding::standard(23)]
        .iter()
        .any(|fatal| fatal.rule == finding.rule)
}

/// How the text is written, and where it begins; a finding where that is not as it must be.
fn encoding(bytes: &[u8], findings: &mut Vec<Finding>) -> Option<(Encoding, usize)> {
    let (name, reading) = if bytes.starts_with(b"\xEF\xBB\xBF") {
        ("UTF-8 (BOM)", Some((Encoding::Utf8, 3)))
    } else if bytes.starts_with(b"\xFF\xFE")
        || bytes.starts_with(b"\xFE\xFF")
        || has_many_zeros(bytes)
    {
        ("UTF-16", None)
    } else if is_utf8(bytes) {
        ("UTF-8", Some((Encoding::Utf8, 0)))
    } else {
        return Some((Encoding::Ms932, 0));
    };
    findings.push(Finding::standard(23).found(name));
    reading
}

/// Whether every fourth byte or more is zero, as in UTF-16 without a mark.
fn has_many_zeros(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| **byte == 0).count() * 4 > bytes.len()
}

/// Whether it is UTF-8 and cannot well be MS932. Two half-width kana can look like one character of UTF-8.
fn is_utf8(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let longest = text.chars().map(char::len_utf8).max().unwrap_or(1);
    longest > 2 || (longest == 2 && !ms932::faults(bytes).is_empty())
}

/// one finding for each place.
fn not_ms932(data: &[u8], rows: &Rows, kind: Kind, findings: &mut Vec<Finding>) {
    let (mut line, mut counted) = (1, 0);
    for at in ms932::faults(data) {
        line += line_ends(&data[counted..at.offset]);
        counted = at.offset;
        let rule = match at.fault {
            Fault::NotMs932 => 21,
            Fault::Gaiji => 22,
        };
        let codes: Vec<String> = data[at.offset..at.offset + at.length]
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        let mut found = codes.join(" ");
        if let Some((record, cell)) = rows.at(at.offset) {
            let name = kind.items().get(cell).map_or("", |item| item.name);
            found = format!("{found}（{}件目「{name}」）", record + 1);
        }
        findings.push(Finding::standard(rule).on_line(line).found(&found));
    }
}

/// What is odd about the lines and quotes of the whole file.
fn oddities(data: &[u8], rows: &Rows, findings: &mut Vec<Finding>) {
    let Oddities {
        unclosed_quote,
        lone_line_end,
        blank_lines,
        end_mark,
    } = &rows.oddities;
    if let Some(line) = *unclosed_quote {
        findings.push(Finding::standard(26).on_line(line));
    }
    if rows.is_empty() {
        findings.push(Finding::standard(20));
    }
    if let Some(line) = *lone_line_end {
        findings.push(Finding::standard(25).on_line(line));
    }
    if let Some(line) = *end_mark {
        findings.push(Finding::standard(24).on_line(line).found("1A"));
    }
    if let Some(place) = data
        .iter()
        .position(|&byte| is_control(byte))
        .filter(|_| end_mark.is_none())
    {
        let line = 1 + line_ends(&data[..place]);
        findings.push(
            Finding::standard(24)
                .on_line(line)
                .found(&format!("{:02X}", data[place])),
        );
    }
    for line in blank_lines {
        findings.push(Finding::standard(35).on_line(*line));
    }
}

/// Control characters other than CR, LF and TAB. No second byte of MS932 is one.
fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\r' | b'\n' | b'\t')) || byte == 0x7F
}
