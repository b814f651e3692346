//! The care plan data exchange standard (ケアプランデータ連携標準仕様): bytes in, typed records and findings out.
//!
//! The paved path, in the order in which a file travels:
//!
//! ```
//! use careplan::{Bundle, Context, Lang, SourceFile, check, read};
//!
//! let file = SourceFile {
//!     name: "DLTPLAN_202511_9970100018_43_9970200024_11_20251105101010.CSV".to_owned(),
//!     bytes: b"202407,991018,H123456789,202511\r\n".to_vec(),
//! };
//! let readings = vec![read(file)];
//! for finding in check(&readings, &Context::default()) {
//!     println!("{} {}", finding.rule, finding.message(Lang::Ja));
//! }
//! let bundle = Bundle::new(readings, &Context::default()).expect("nothing is wrong with this file");
//! assert_eq!(bundle.facts().group.id(), "monthly_plan_delete");
//! assert_eq!(bundle.persons().len(), 1);
//! ```
//!
//! The crate does no IO and knows no clock: [`Context`] tells the time, the limits and the office.
//! So the same code gives the same findings in the browser, on the command line and in tests.
//! The glossary 日本語 to our names is in `README.md`.

// One file: its name, its bytes, its records. `reading` is the way in.
mod document;
mod file_name;
mod kind;
mod reading;

// Keys and their order, in less room than the standard library's.
pub use cells::places::{Places, ordered, sort_by_key};
pub use cells::sorted::Sorted;

pub use cells::ms932;
pub use cells::rows::{Cell, Oddities, Rows};

// What the standard says.
pub mod codes;
mod edition;
pub mod era;
pub mod forms;
pub mod values;

// What is wrong, and where.
mod context;
mod finding;
mod rules;

// Files that are sent together.
mod bundle;
mod units;

// What a screen shows.
mod form6;
mod table;

// Plan against actual.
mod compare;

// What can be mended here.
mod doctor;

pub use bundle::{Bundle, FileFacts, Person, UnitFacts, persons};
pub use compare::{
    Change, ChangeKind, Comparison, PersonComparison, ServiceTotal, ServiceUse, UseComparison,
    UseKind, changes, compare,
};
pub use context::{Context, Direction, Limits};
pub use doctor::{
    Mended, Repair, RepairKind, Replacements, can_mend, can_stand, diagnose, mend, mend_text,
};
pub use document::{Document, Record};
pub use edition::Edition;
pub use file_name::{FileName, Generation, is_hidden, revealed, split_path};
pub use finding::{
    Entry, Finding, FindingGroup, Lang, Phrase, RuleId, Severity, Who, column_letters, group,
    has_errors,
};
pub use form6::{UseDay, UseLine, UseSheet, UseTable, use_table};
pub use kind::Kind;
pub use reading::{Glance, Reading, SourceFile, check_size, glance, open, read};
pub use rules::{check, check_arrivals, check_arriving};
pub use table::{Column, Table, TableCell, TableRow, grouped, is_exchanged, shown};
pub use units::{Unit, UnitGroup, units};
pub use values::{
    Address, Date, InsuredNumber, InsurerNumber, Month, OfficeNumber, Serial, ServiceType, Time,
};
