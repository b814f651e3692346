//! Reading a file name, with a fault for each part that is not as it should be.

use super::fault::NameFault;
use super::{FileName, Generation, split_path};
use crate::finding::Lang;
use crate::kind::Kind;
use crate::values::{Address, Month, OfficeNumber, Serial, ServiceType};

/// What became of a name.
pub(crate) enum NameReading {
    /// A file of the standard, or one that means to be.
    Standard {
        /// By its prefix, where that is known.
        kind: Option<Kind>,
        /// `None` where something serious is wrong with the name.
        file_name: Option<FileName>,
        /// What is wrong or odd, without the file.
        faults: Vec<NameFault>,
    },
    /// A file that the standard does not know: PDF and others; with C-008 where its name deceives the eye.
    Foreign(Option<Box<NameFault>>),
}

/// Reads a name, with or without a path before it.
pub(crate) fn read_name(path: &str) -> NameReading {
    let (_, name) = split_path(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let kind = Kind::of_name(&half_width(name));
    let image = extension.eq_ignore_ascii_case("jpg") || extension.eq_ignore_ascii_case("jpeg");
    let ours = match kind {
        Some(Kind::BasicImage) => image || extension.is_empty(),
        Some(_) => extension.is_empty(),
        None => false,
    };
    if !ours && !extension.eq_ignore_ascii_case("csv") {
        let deceives = name.contains(is_hidden);
        return NameReading::Foreign(
            deceives.then(|| Box::new(NameFault::own(8).found(&revealed(name)))),
        );
    }
    let Some(kind) = kind else {
        return bad(None, vec![NameFault::standard(1).found(name)]);
    };
    if !is_plain(name) || name.matches('.').count() > 1 {
        return bad(Some(kind), vec![NameFault::standard(8).found(name)]);
    }
    match Parts::of(kind, stem) {
        Err(rule) => bad(Some(kind), vec![rule.found(name)]),
        Ok(parts) => parts.read(kind, extension),
    }
}

/// Whether a character is not seen, or turns others round: controls, marks of direction, joiners, variation selectors.
///
/// A name with one of them can look like another one: `plan\u{202E}fdp.exe` is shown as `planexe.pdf`.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}'
                | '\u{61C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{E0000}'..='\u{E01EF}'
        )
}

/// The text with the code point of each character that would not be seen, so that no name deceives the eye.
#[must_use]
pub fn revealed(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            let code = u32::from(character);
            shown.push_str(&format!("[U+{code:04X}]"));
        } else {
            shown.push(character);
        }
    }
    shown
}

fn bad(kind: Option<Kind>, faults: Vec<NameFault>) -> NameReading {
    NameReading::Standard {
        kind,
        file_name: None,
        faults,
    }
}

/// Whether only letters, figures, underscores and full stops of ASCII are in the name.
fn is_plain(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
}

/// Full-width letters, figures and signs as half-width, so that a prefix written with them is known too.
fn half_width(name: &str) -> String {
    let half = |character| match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        other => other,
    };
    name.chars().map(half).collect()
}

/// The parts of a name, cut but not read.
struct Parts<'a> {
    month: Option<&'a str>,
    from: (&'a str, Option<&'a str>),
    to: (&'a str, Option<&'a str>),
    serial: &'a str,
    branch: Option<&'a str>,
    /// Whether an UPKIHON name has the month 000000 that it should not have.
    surplus_month: bool,
}

impl<'a> Parts<'a> {
    /// Cuts the name at its underscores; the fault is.
    fn of(kind: Kind, stem: &'a str) -> Result<Self, Box<NameFault>> {
        let wrong = || {
            Box::new(
                NameFault::standard(2).expected(pattern(kind, Lang::Ja), pattern(kind, Lang::En)),
            )
        };
        let rest = stem
            .strip_prefix(kind.prefix())
            .and_then(|rest| rest.strip_prefix('_'));
        let mut parts: Vec<&str> = rest.ok_or_else(wrong)?.split('_').collect();
        let branch = match kind {
            Kind::BasicImage => Some(
                parts
                    .pop()
                    .filter(|part| is_branch(part))
                    .ok_or_else(wrong)?,
            ),
            _ => None,
        };
        let begins_with_month = parts.first().is_some_and(|part| is_figures(part, 6));
        let mut surplus_month = false;
        let month = match (kind.has_month(), begins_with_month, parts.len()) {
            (true, true, _) => Some(parts.remove(0)),
            (true, false, 6 | 4) => Some(parts.remove(0)),
            (true, false, _) => return Err(Box::new(NameFault::standard(5))),
            (false, true, 6 | 4) if kind.is_basic() && parts[0] == "000000" => {
                surplus_month = true;
                parts.remove(0);
                None
            }
            (false, true, 6 | 4) => {
                return Err(Box::new(
                    NameFault::standard(5).expected("対象年月なし", "no month"),
                ));
            }
            (false, ..) => None,
        };
        let (from, to, serial) = match parts[..] {
            [from, from_service, to, to_service, serial] => {
                ((from, Some(from_service)), (to, Some(to_service)), serial)
            }
            [from, to, serial] => ((from, None), (to, None), serial),
            _ => return Err(wrong()),
        };
        Ok(Self {
            month,
            from,
            to,
            serial,
            branch,
            surplus_month,
        })
    }

    /// Reads each part; each that is wrong has its own fault.
    fn read(self, kind: Kind, extension: &str) -> NameReading {
        let mut faults = Vec::new();
        let from = address(self.from, &mut faults);
        let to = address(self.to, &mut faults);
        let month = match self.month {
            None => Some(None),
            Some("000000") if kind == Kind::Supplement => Some(None),
            Some(part) => Month::read(part.as_bytes()).map(Some),
        };
        if month.is_none() {
            faults.push(NameFault::standard(5).found(self.month.unwrap_or_default()));
        }
        let serial = Serial::read(self.serial.as_bytes());
        if serial.is_none() {
            faults.push(NameFault::standard(6).found(self.serial));
        }
        if from
            .zip(to)
            .is_some_and(|(from, to)| mixes_generations(from, to))
        {
            faults.push(NameFault::standard(4).found(self.from.1.unwrap_or_default()));
        }
        let (Some(from), Some(to), Some(month), Some(serial), true) =
            (from, to, month, serial, faults.is_empty())
        else {
            return bad(Some(kind), faults);
        };
        let branch = self.branch.and_then(|branch| branch.parse().ok());
        let extension = extension.to_owned();
        let file_name = FileName {
            kind,
            month,
            from,
            to,
            serial,
            branch,
            extension,
        };
        oddities(&file_name, self.surplus_month, &mut faults);
        NameReading::Standard {
            kind: Some(kind),
            file_name: Some(file_name),
            faults,
        }
    }
}

/// Reads one party; wrong parts have their faults.
fn address(
    (office, service): (&str, Option<&str>),
    faults: &mut Vec<NameFault>,
) -> Option<Address> {
    let number = OfficeNumber::read(office.as_bytes());
    if number.is_none() {
        faults.push(NameFault::standard(3).found(office));
    }
    let service_type = service.map(|service| ServiceType::read(service.as_bytes()));
    if service_type == Some(None) {
        faults.push(NameFault::standard(4).found(service.unwrap_or_default()));
    }
    match service_type {
        Some(None) => None,
        Some(service) => Some(Address {
            office: number?,
            service,
        }),
        None => Some(Address {
            office: number?,
            service: None,
        }),
    }
}

/// Whether one party has a service code of two and the other one of three characters.
fn mixes_generations(from: Address, to: Address) -> bool {
    let length = |address: Address| address.service.map(|service| service.as_str().len());
    length(from) != length(to)
}

/// What is odd about a name that can be read.
fn oddities(name: &FileName, surplus_month: bool, faults: &mut Vec<NameFault>) {
    let usual: &[&str] = match name.kind {
        Kind::BasicImage => &["jpg", "JPG"],
        _ => &["CSV"],
    };
    if !usual.contains(&name.extension.as_str()) {
        let expected = format!(".{}", usual[0]);
        faults.push(
            NameFault::standard(7)
                .found(&name.extension)
                .expected(expected.clone(), expected),
        );
    }
    if name.from == name.to {
        faults.push(NameFault::standard(9).found(&name.to.to_string()));
    }
    if surplus_month {
        faults.push(NameFault::standard(13).found("000000"));
    }
    if name.generation() != Generation::TwoCharacters {
        return;
    }
    for service in [name.from.service, name.to.service].into_iter().flatten() {
        if service.name().is_none() {
            faults.push(NameFault::standard(10).found(service.as_str()));
        }
    }
    if let Some(finding) = direction(name) {
        faults.push(finding);
    }
}

/// plans leave offices that make plans, results leave those that give services.
fn direction(name: &FileName) -> Option<NameFault> {
    let from = name.from.service?;
    from.name()?;
    // These have care managers of their own and may send both.
    let both = matches!(from.as_str(), "73" | "75" | "77");
    let fits = if name.kind.is_from_care_manager() {
        from.is_care_manager()
    } else {
        // An entrusted office passes results on to the 地域包括支援センター.
        let passes_on = name
            .to
            .service
            .is_some_and(|to| matches!(to.as_str(), "46" | "AF"));
        !from.is_care_manager() || passes_on
    };
    (!fits && !both).then(|| NameFault::standard(11).found(from.as_str()))
}

/// The parts that a name of this kind has, in the words of one language.
fn pattern(kind: Kind, lang: Lang) -> String {
    let (month, parties, serial) = match lang {
        Lang::Ja => ("_年月", "_送信元番号_種類_送信先番号_種類", "_連番14桁"),
        Lang::En => ("_YYYYMM", "_SENDER_SS_RECEIVER_RR", "_YYYYMMDDHHMMSS"),
    };
    let month = if kind.has_month() { month } else { "" };
    let end = if kind == Kind::BasicImage {
        "_NNNN.jpg"
    } else {
        ".CSV"
    };
    let prefix = kind.prefix();
    format!("{prefix}{month}{parties}{serial}{end}")
}

fn is_figures(part: &str, length: usize) -> bool {
    part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_branch(part: &str) -> bool {
    is_figures(part, 4)
}
