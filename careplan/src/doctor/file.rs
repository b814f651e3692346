//! Mending a file: its records written anew, cell by cell, where something is to mend.

use super::{Mended, Repair, RepairKind, Replacements, mend_text, wanted_for};
use crate::document::{Document, Record};
use crate::forms::Form;
use crate::reading::Reading;
use crate::values::InsuredNumber;
use cells::ms932::{self, Fault};
use cells::rows::Cell;

/// The mended copy; `None` where mending is not safe.
pub(super) fn mend(reading: &Reading, wanted: &Replacements) -> Option<Mended> {
    let document = reading.document.as_ref()?;
    let data = document.data();
    let is_text = if document.is_utf8() {
        std::str::from_utf8(data).is_ok()
    } else {
        ms932::faults(data).all(|at| at.fault == Fault::Gaiji)
    };
    if !is_text || !document.rows().oddities.are_harmless() {
        return None;
    }
    let mut copy = Copy {
        document,
        file: &reading.name,
        wanted,
        bytes: Vec::with_capacity(data.len()),
        at: 0,
        changes: Vec::new(),
    };
    copy.encoding();
    for record in document.records() {
        copy.record(record);
    }
    copy.lines(data.len());
    Some(Mended {
        bytes: copy.bytes,
        changes: copy.changes,
    })
}

/// The copy in the making.
struct Copy<'a> {
    document: &'a Document,
    file: &'a str,
    wanted: &'a Replacements,
    bytes: Vec<u8>,
    /// Up to where the original is copied.
    at: usize,
    changes: Vec<Repair>,
}

impl<'a> Copy<'a> {
    /// Says that UTF-8 becomes MS932.
    fn encoding(&mut self) {
        if self.document.is_utf8() {
            let repair = self.of_file(RepairKind::Encoding, "UTF-8", Some("Shift_JIS"));
            self.changes.push(repair);
        }
    }

    /// Copies what stands between records up to a place: line ends, each as CR LF, and an end-of-file mark.
    fn lines(&mut self, end: usize) {
        let mut rest = &self.document.data()[self.at..end];
        self.at = end;
        while let Some((&first, after)) = rest.split_first() {
            rest = after;
            match first {
                b'\r' if after.first() == Some(&b'\n') => {
                    rest = &after[1..];
                    self.bytes.extend(b"\r\n");
                }
                b'\r' | b'\n' => {
                    self.bytes.extend(b"\r\n");
                    self.line_end(if first == b'\n' { "LF" } else { "CR" });
                }
                other => self.bytes.push(other),
            }
        }
    }

    /// Says once for the file that line ends were changed.
    fn line_end(&mut self, before: &str) {
        let known = |repair: &Repair| repair.kind == RepairKind::LineEnd;
        if !self.changes.iter().rev().any(known) {
            let repair = self.of_file(RepairKind::LineEnd, before, Some("CR LF"));
            self.changes.push(repair);
        }
    }

    fn record(&mut self, record: Record<'a>) {
        // Where items are missing, a cell's item is not known, and so is not whether it must be quoted.
        let fits = record.width() == self.document.item_count();
        for (place, cell) in record.cells().enumerate() {
            let span = cell.span();
            let opening = span.start - usize::from(cell.is_quoted());
            if place == 0 {
                self.lines(opening);
            } else {
                self.bytes.push(b',');
            }
            let item = (1..=u8::MAX)
                .take(self.document.kind().items().len())
                .find(|item| self.document.place_of(*item) == Some(place));
            let about = Place {
                record,
                item,
                place,
            };
            let is_free_text = item.is_some_and(|item| {
                self.document.kind().items()[usize::from(item) - 1].form == Form::Text
            });
            let unquoted = !cell.is_empty() && !cell.is_quoted() && !cell.is_broken();
            let add_quotes = fits && is_free_text && unquoted;
            let quoted = cell.is_quoted() || add_quotes;
            if add_quotes {
                let repair = self.at_place(RepairKind::Quotes, &about, "", Some("\"\""));
                self.changes.push(repair);
            }
            if quoted {
                self.bytes.push(b'"');
            }
            self.content(cell, &about);
            if quoted {
                self.bytes.push(b'"');
            }
            self.at = span.end + usize::from(cell.is_quoted());
        }
    }

    /// The content of a cell, as it stands or in MS932. Doubled quotation marks stay doubled.
    fn content(&mut self, cell: Cell, about: &Place<'a>) {
        let raw = cell.raw(self.document.data());
        if !self.document.is_utf8() {
            self.gaiji(raw, about);
            return;
        }
        let text = String::from_utf8_lossy(raw);
        let (mended, replaced) = mend_text(&text, self.wanted);
        let bytes = ms932::encode(&mended).expect("a mended text is of MS932 only");
        self.bytes.extend(bytes);
        for (before, after) in replaced {
            let repair = self.at_place(RepairKind::Character, about, &before, Some(&after));
            self.changes.push(repair);
        }
    }

    /// MS932 as it stands, with those 外字 replaced for which the office wants something.
    fn gaiji(&mut self, raw: &[u8], about: &Place<'a>) {
        let mut at = 0;
        for fault in ms932::faults(raw) {
            let pair = [raw[fault.offset], raw[fault.offset + 1]];
            let wanted = ms932::gaiji(pair).and_then(|gaiji| wanted_for(gaiji, self.wanted));
            if let Some(bytes) = wanted.and_then(|wanted| ms932::encode(wanted).ok()) {
                self.bytes.extend(&raw[at..fault.offset]);
                self.bytes.extend(bytes);
                at = fault.offset + fault.length;
            }
            let before = format!("{:02X}{:02X}", pair[0], pair[1]);
            let repair = self.at_place(RepairKind::Gaiji, about, &before, wanted);
            self.changes.push(repair);
        }
        self.bytes.extend(&raw[at..]);
    }

    fn of_file(&self, kind: RepairKind, before: &str, after: Option<&str>) -> Repair {
        Repair {
            kind,
            file: self.file.to_owned(),
            person: None,
            record: None,
            item: None,
            item_name: None,
            before: before.to_owned(),
            after: after.map(str::to_owned),
        }
    }

    fn at_place(
        &self,
        kind: RepairKind,
        about: &Place<'a>,
        before: &str,
        after: Option<&str>,
    ) -> Repair {
        let items = self.document.kind().items();
        let person = about.record.bytes(3);
        Repair {
            person: person.and_then(|bytes| InsuredNumber::read(&bytes)),
            record: u32::try_from(about.record.index() + 1).ok(),
            item: u8::try_from(about.place + 1).ok(),
            item_name: about
                .item
                .map(|item| items[usize::from(item) - 1].name.to_owned()),
            ..self.of_file(kind, before, after)
        }
    }
}

/// Which cell it is about.
struct Place<'a> {
    record: Record<'a>,
    /// The item as in edition 4.1; none beyond the last.
    item: Option<u8>,
    /// The place in the file, from 0.
    place: usize,
}
