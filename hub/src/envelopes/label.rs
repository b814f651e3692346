//! What must hold of a label by itself, before anything is looked up.
//!
//! Its fields have narrow forms, so that nothing about a person fits into the clear.

use crate::error::{Error, Result};
use wire::{Code, EnvelopeId, Label, LetterKind, MandateId, Time};

/// How far an office's clock may be ahead of ours, in seconds.
const AHEAD: i64 = 24 * 60 * 60;
/// How much sealing adds to the contents at most: signature, certificates, recipients.
const SEALING: u64 = 64 * 1024;
/// The longest name of a sending unit.
const UNIT: usize = 40;

/// Read a label's text strictly.
///
/// # Errors
/// `label_invalid` for anything but a label of a format that we know.
pub fn read(text: &str) -> Result<Label> {
    // The words of the parser may repeat what stands in the text: they are not passed on.
    let label: Label =
        serde_json::from_str(text).map_err(|_| invalid("the text is not a label"))?;
    if label.format != Label::FORMAT {
        return Err(invalid("the format is not known").claimed(&label));
    }
    Ok(label)
}

/// Check a label against the path of its request, and in itself.
///
/// # Errors
/// `label_invalid` or `recipient_is_sender`.
pub fn check(label: &Label, id: EnvelopeId, now: Time) -> Result<()> {
    if label.id != id {
        return Err(invalid("the id is not that of the path"));
    }
    if label.from.number == label.to.number && label.kind != LetterKind::Test {
        return Err(Code::RecipientIsSender.into());
    }
    if label.kind == LetterKind::Unit && label.unit.is_none() {
        return Err(invalid("a unit has a name"));
    }
    if !label.unit.as_deref().is_none_or(is_unit) {
        return Err(invalid("the unit is not one of the standard"));
    }
    if !label.month.as_deref().is_none_or(is_month) {
        return Err(invalid("the month is not YYYYMM"));
    }
    if !label
        .serial
        .as_deref()
        .is_none_or(|text| is_digits(text, 14))
    {
        return Err(invalid("the serial is not fourteen digits"));
    }
    if !label.acting_for.as_deref().is_none_or(is_mandate) {
        return Err(invalid("`acting_for` is no mandate's id"));
    }
    if label.replaces == Some(label.id) {
        return Err(invalid("a letter does not replace itself"));
    }
    if label.time.0 < 0 || label.time > now.plus_seconds(AHEAD) {
        return Err(invalid("the time is not plausible"));
    }
    Ok(())
}

/// The largest sealed body that can hold what the label says, in octets.
pub fn largest_body(label: &Label) -> u64 {
    label.size.saturating_add(SEALING)
}

/// Check that a sealed body can hold what the label says.
///
/// # Errors
/// `label_invalid`.
pub fn check_size(label: &Label, body: usize) -> Result<()> {
    let plausible = u64::try_from(body)
        .ok()
        .and_then(|body| body.checked_sub(label.size))
        .is_some_and(|added| added <= SEALING);
    if plausible && body > 0 {
        Ok(())
    } else {
        Err(invalid("the size is not plausible"))
    }
}

fn invalid(why: &'static str) -> Error {
    Error::refused(Code::LabelInvalid, why)
}

/// A word such as `monthly_plan`; no digits, so that no number of a person passes for one.
fn is_unit(text: &str) -> bool {
    (1..=UNIT).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The id of a mandate, written as we write it.
fn is_mandate(text: &str) -> bool {
    text.parse::<MandateId>()
        .is_ok_and(|id| id.to_string() == text)
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_month(text: &str) -> bool {
    is_digits(text, 6) && matches!(text.get(4..), Some(month) if ("01"..="12").contains(&month))
}
