//! A document: the records of one file, whatever they came from.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::edition::Edition;
use crate::kind::Kind;
use cells::ms932;
use cells::rows::{Cell, Cells, Rows};
use cells::sheet::Sheet;

/// How the characters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As the standard says.
    Ms932,
    /// As it must not be; read all the same, so that people see what they have.
    Utf8,
}

/// What a file says: records of items, numbered as in edition 4.1.
#[derive(Clone)]
pub struct Document {
    kind: Kind,
    edition: Option<Edition>,
    source: Source,
}

/// Where the records stand. A JSON edition would be another kind of source.
#[derive(Clone)]
struct Source {
    sheet: Sheet,
    encoding: Encoding,
}

impl fmt::Debug for Document {
    /// Nothing of what it says: that is about persons.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Document")
            .field("kind", &self.kind)
            .field("edition", &self.edition)
            .field("records", &self.len())
            .finish_non_exhaustive()
    }
}

impl Document {
    /// A document of bytes that were cut into rows; places in `rows` count from `offset`.
    pub(crate) fn new(
        kind: Kind,
        bytes: Arc<Vec<u8>>,
        offset: usize,
        rows: Rows,
        encoding: Encoding,
    ) -> Self {
        let sheet = Sheet::new(bytes, offset, rows);
        let source = Source { sheet, encoding };
        let mut document = Self {
            kind,
            edition: None,
            source,
        };
        let first = document
            .records()
            .find_map(|record| Edition::read(&record.first()?));
        document.edition = first;
        if first.is_some_and(Edition::is_before_4) {
            document.source.sheet.lacks(kind.items_since_4());
        }
        document
    }

    /// What kind of file it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The edition of the standard by the first CSVバージョン that is one; `None` when none is known.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.edition
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether there is no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows().is_empty()
    }

    /// A record, counted from 0.
    ///
    /// # Panics
    /// Beyond the last one.
    #[must_use]
    pub fn record(&self, index: usize) -> Record<'_> {
        assert!(index < self.len(), "there is no record {index}");
        Record {
            document: self,
            index,
        }
    }

    /// All records in order.
    pub fn records(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        (0..self.len()).map(|index| Record {
            document: self,
            index,
        })
    }

    /// How many items a record of this document should have: editions before 4.0 lack the items of equipment.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.kind.items().len() - self.source.sheet.lacking()
    }

    /// The place, from 0, of an item (numbered from 1 as in 4.1) in the records of this document.
    #[must_use]
    pub fn place_of(&self, item: u8) -> Option<usize> {
        self.source.sheet.place_of(item)
    }

    /// Whether the file is UTF-8, which it must not be.
    pub(crate) fn is_utf8(&self) -> bool {
        self.source.encoding == Encoding::Utf8
    }

    pub(crate) fn sheet(&self) -> &Sheet {
        &self.source.sheet
    }

    pub(crate) fn rows(&self) -> &Rows {
        self.source.sheet.rows()
    }

    pub(crate) fn data(&self) -> &[u8] {
        self.source.sheet.data()
    }

    fn decode<'a>(&self, content: Cow<'a, [u8]>) -> Cow<'a, str> {
        let decode = |bytes: &'a [u8]| match self.source.encoding {
            Encoding::Ms932 => ms932::decode(bytes),
            Encoding::Utf8 => String::from_utf8_lossy(bytes),
        };
        match content {
            Cow::Borrowed(bytes) => decode(bytes),
            Cow::Owned(bytes) => Cow::Owned(match self.source.encoding {
                Encoding::Ms932 => ms932::decode(&bytes).into_owned(),
                Encoding::Utf8 => String::from_utf8_lossy(&bytes).into_owned(),
            }),
        }
    }
}

/// One record of a document. Items are numbered from 1 as in edition 4.1, whatever the edition.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    document: &'a Document,
    index: usize,
}

impl<'a> Record<'a> {
    /// The document that it is of.
    #[must_use]
    pub fn document(self) -> &'a Document {
        self.document
    }

    /// Its place in the document, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }

    /// The physical line, from 1, on which it begins.
    #[must_use]
    pub fn line(self) -> u32 {
        self.document.rows().line(self.index)
    }

    /// The physical line, from 1, on which an item begins.
    #[must_use]
    pub fn line_of(self, item: u8) -> u32 {
        let rows = self.document.rows();
        match self.document.place_of(item) {
            Some(place) => rows.cell_line(self.document.data(), self.index, place),
            None => self.line(),
        }
    }

    /// How many cells it really has.
    #[must_use]
    pub fn width(self) -> usize {
        self.cells().len()
    }

    /// The bytes of an item without quotes; `None` where it is empty or absent.
    #[must_use]
    pub fn bytes(self, item: u8) -> Option<Cow<'a, [u8]>> {
        let cell = self.cell(item)?;
        (!cell.is_empty()).then(|| cell.content(self.document.data()))
    }

    /// The value of an item that is not free text: its bytes without the spaces around them (R-066 tells of those).
    pub(crate) fn value(self, item: u8) -> Option<Cow<'a, [u8]>> {
        self.document.source.sheet.value(self.index, item)
    }

    /// Whether an item has a value.
    pub(crate) fn has(self, item: u8) -> bool {
        self.document.source.sheet.has(self.index, item)
    }

    /// Whether an item stands in the file exactly so, but for quotes around it.
    pub(crate) fn is(self, item: u8, content: &[u8]) -> bool {
        self.document.source.sheet.is(self.index, item, content)
    }

    /// The values of some items as one key; empty ones count.
    pub(crate) fn key(self, items: &[u8]) -> Vec<u8> {
        self.document.source.sheet.key(self.index, items)
    }

    /// The text of an item; `None` where it is empty or absent. Line breaks stay as sent.
    #[must_use]
    pub fn text(self, item: u8) -> Option<Cow<'a, str>> {
        self.bytes(item).map(|bytes| self.document.decode(bytes))
    }

    /// The text of every cell, item by item as sent, whatever their number.
    pub fn texts(self) -> impl Iterator<Item = Cow<'a, str>> {
        let document = self.document;
        self.cells()
            .map(|cell| document.decode(cell.content(document.data())))
    }

    /// The text of an item by its field name in the standard's tables.
    #[must_use]
    pub fn field(self, field: &str) -> Option<Cow<'a, str>> {
        self.text(self.document.kind.item(field)?.number)
    }

    pub(crate) fn cells(self) -> Cells<'a> {
        self.document.rows().cells(self.index)
    }

    pub(crate) fn cell(self, item: u8) -> Option<Cell> {
        self.document.source.sheet.cell(self.index, item)
    }

    /// The bytes of the first cell, which tells the edition.
    fn first(self) -> Option<Cow<'a, [u8]>> {
        Some(self.cells().next()?.content(self.document.data()))
    }
}
