//! A file's name on its way to somebody's disk (T26).
//!
//! Whatever a name is, what we offer for saving is one plain file name, on Windows too.

/// The longest name that we offer, in octets of UTF-8; file systems stop at 255.
const LONGEST: usize = 180;

/// A name under which a file can be saved anywhere: no path, no control or direction characters,
/// no name of a device, not hidden, not empty, its extension kept.
///
/// Full-width forms (`／`, `：`) stay: people use them in names, and no file system takes them for separators.
pub fn safe_name(name: &str) -> String {
    let mut safe: String = name
        .chars()
        .filter(|character| !is_unseen(*character))
        .map(|character| match character {
            // Separators of paths, of alternate data streams, and what Windows refuses.
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            other => other,
        })
        .collect();
    let trimmed =
        safe.trim_matches(|character: char| character == '.' || character.is_whitespace());
    safe = trimmed.to_owned();
    if is_device(&safe) {
        safe.insert(0, '_');
    }
    if safe.len() > LONGEST {
        safe = shortened(&safe);
    }
    if safe.is_empty() {
        safe.push_str("file");
    }
    safe
}

/// The header `Content-Disposition` for saving a file: `attachment`, with an ASCII name for old programs
/// (RFC 6266) and the real one in UTF-8 (RFC 8187).
pub fn content_disposition(name: &str) -> String {
    let safe = safe_name(name);
    let ascii: String = safe
        .chars()
        .map(|character| match character {
            // `%` is decoded by some browsers even here.
            '%' => '_',
            ' '..='~' => character,
            _ => '_',
        })
        .collect();
    let extended: String = safe.bytes().map(percent).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{extended}")
}

/// `attr-char` of RFC 8187 section 3.2.1 stands for itself, everything else is written `%XX`.
fn percent(octet: u8) -> String {
    if octet.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&octet) {
        char::from(octet).to_string()
    } else {
        format!("%{octet:02X}")
    }
}

/// Control characters, characters without width, and those that turn the direction of writing
/// (`RLO` shows `gpj.exe` as `exe.jpg`).
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Names that mean a device to Windows, with any extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|number| {
            let mut characters = number.chars();
            matches!(characters.next(), Some('0'..='9' | '¹' | '²' | '³'))
                && characters.next().is_none()
        })
    };
    matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$"
    ) || numbered("COM")
        || numbered("LPT")
}

/// Cut in the middle of a long name, so that the extension stays.
fn shortened(name: &str) -> String {
    let extension = match name.rfind('.') {
        Some(dot) if name.len() - dot <= 16 => &name[dot..],
        _ => "",
    };
    let mut end = LONGEST - extension.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let stem = name[..end].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    format!("{stem}{extension}")
}
