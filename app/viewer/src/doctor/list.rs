//! The list of what is to mend: each character once, with a field for what is to stand in its place, and all its places.

use careplan::{Reading, Repair, RepairKind, persons};

use super::{Remedy, field};
use crate::drawing::{Attribute, Drawing, Tag};
use crate::pen::Pen;
use crate::protocol::How;

/// Places that are told of a character; the number says how many more there are.
const SPOTS: usize = 30;

/// Characters of the text on either side of a place.
const AROUND: usize = 8;

pub(super) fn draw(remedies: &[Remedy<'_>], readings: &[Reading], how: &How) -> Drawing {
    let mut pen = Pen::new(how);
    let names: Vec<(String, String)> = persons(readings)
        .into_iter()
        .filter_map(|person| Some((person.insured_number.to_string(), person.name?)))
        .collect();
    let (characters, forms): (Vec<_>, Vec<_>) = remedies
        .iter()
        .partition(|remedy| remedy.character.is_some());
    if !characters.is_empty() {
        pen.within(Tag::Ol, "mends", |pen| {
            for remedy in characters {
                pen.within(Tag::Li, "mend", |pen| character(pen, remedy, &names));
            }
        });
    }
    if !forms.is_empty() {
        pen.within(Tag::Ul, "mends-form", |pen| {
            for remedy in forms {
                let sentence = form(pen, remedy);
                pen.word(Tag::Li, "", &sentence);
            }
        });
    }
    pen.done()
}

/// A character: what it is, what is to stand in its place, and where it stands.
fn character(pen: &mut Pen<'_>, remedy: &Remedy<'_>, names: &[(String, String)]) {
    let code = remedy.character.map_or(0, u32::from);
    let is_gaiji = remedy.kind == RepairKind::Gaiji;
    let shown = if is_gaiji { "〓" } else { remedy.before };
    let code_name = if is_gaiji {
        format!("{} {}", pen.pick("外字", "User-defined"), remedy.before)
    } else {
        format!("U+{code:04X}")
    };
    let id = remedy.character.map(field).unwrap_or_default();
    let code = format!("{code:X}");
    pen.within(Tag::P, "mend-line", |pen| {
        pen.word(Tag::Span, "mend-before", shown);
        pen.word(Tag::Span, "mend-code", &code_name);
        pen.element(Tag::Span, &[(Attribute::Hidden, "true")], |pen| {
            pen.text("→");
        });
        pen.within(Tag::LabelFor, "mend-after", |pen| {
            let label = pen.pick("置き換える字", "Replace by");
            pen.word(Tag::Span, "", label);
            let invalid = if remedy.refused.is_some() { "true" } else { "" };
            pen.element(
                Tag::Input,
                &[
                    (Attribute::Type, "text"),
                    (Attribute::Id, &id),
                    (Attribute::Name, &code),
                    (Attribute::Value, remedy.refused.unwrap_or(remedy.after)),
                    (Attribute::Invalid, invalid),
                ],
                |_| (),
            );
        });
        let count = remedy.spots.len();
        let places = pen.pick("か所", " places");
        let places = format!("{count}{places}");
        pen.word(Tag::Span, "mend-count", &places);
    });
    if let Some(sentence) = remark(pen, remedy) {
        let class = if remedy.refused.is_some() {
            "problem-sentence"
        } else {
            "mend-remark"
        };
        pen.word(Tag::P, class, sentence);
    }
    spots(pen, remedy, names);
}

/// What must be known of the proposal.
fn remark(pen: &Pen<'_>, remedy: &Remedy<'_>) -> Option<&'static str> {
    let (ja, en) = if remedy.refused.is_some() {
        (
            "入力した字はShift_JISにありません。別の字を入力してください。",
            "Shift_JIS lacks what you typed. Type something else.",
        )
    } else if remedy.is_unknown() {
        (
            "この字の形は、作成したパソコンにしかありません。利用者と項目から字を確かめて、入力してください。",
            "Its shape is known only on the computer where it was made. Find out which character it is, and type it.",
        )
    } else if remedy.after == "\u{3013}" {
        (
            "近い字がないため〓にします。別の字も入力できます。",
            "There is no character near to it, so 〓 is written. You can type another.",
        )
    } else if remedy.after.is_empty() {
        (
            "形のない字なので取り除きます。",
            "It has no shape and is taken out.",
        )
    } else {
        return None;
    };
    Some(if pen.how.english { en } else { ja })
}

/// Where the character stands: person, item, and the text around it.
fn spots(pen: &mut Pen<'_>, remedy: &Remedy<'_>, names: &[(String, String)]) {
    pen.within(Tag::Details, "mend-spots", |pen| {
        let summary = pen.pick("使われている場所", "Where it stands");
        pen.word(Tag::Summary, "", summary);
        pen.within(Tag::Ul, "", |pen| {
            for (reading, repair) in remedy.spots.iter().take(SPOTS) {
                let place = spot(pen, reading, repair, names);
                pen.word(Tag::Li, "", &place);
            }
            if remedy.spots.len() > SPOTS {
                let more = remedy.spots.len() - SPOTS;
                let more = if pen.how.english {
                    format!("and {more} more")
                } else {
                    format!("ほか{more}か所")
                };
                pen.word(Tag::Li, "", &more);
            }
        });
    });
}

/// 髙橋 ハナ（0000123401） 利用者氏名「𠮷田 ハナ」 UPPLAN_… 1行目.
fn spot(pen: &Pen<'_>, reading: &Reading, repair: &Repair, names: &[(String, String)]) -> String {
    let person = repair.person.map(|number| {
        let number = number.to_string();
        let name = names.iter().find(|(of, _)| *of == number);
        name.map_or_else(|| number.clone(), |(_, name)| format!("{name}（{number}）"))
    });
    let item = repair.item_name.as_deref().unwrap_or_default();
    let text = around(reading, repair);
    let record = repair.record.unwrap_or(0);
    let row = if pen.how.english {
        format!("row {record}")
    } else {
        format!("{record}行目")
    };
    format!(
        "{} {item}「{text}」 {} {row}",
        person.unwrap_or_default(),
        reading.base_name()
    )
    .trim_start()
    .to_owned()
}

/// The text of the item around the character.
fn around(reading: &Reading, repair: &Repair) -> String {
    let text = (|| {
        let record = usize::try_from(repair.record?).ok()?.checked_sub(1)?;
        let record = reading.document.as_ref()?.records().nth(record)?;
        Some(
            record
                .texts()
                .nth(usize::from(repair.item?) - 1)?
                .into_owned(),
        )
    })();
    let text = text.unwrap_or_default();
    let sign = match repair.kind {
        RepairKind::Gaiji => "\u{3013}",
        _ => &repair.before,
    };
    let at = text.find(sign).unwrap_or(0);
    let before: Vec<char> = text[..at].chars().collect();
    let after: Vec<char> = text[at..].chars().collect();
    let from = before.len().saturating_sub(AROUND);
    let to = after.len().min(AROUND + sign.chars().count());
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    format!(
        "{}{}{}{}",
        cut(from > 0),
        before[from..].iter().collect::<String>(),
        after[..to].iter().collect::<String>(),
        cut(to < after.len())
    )
}

/// What is mended in the form of files.
fn form(pen: &Pen<'_>, remedy: &Remedy<'_>) -> String {
    let mut files: Vec<&str> = remedy
        .spots
        .iter()
        .map(|(of, _)| of.name.as_str())
        .collect();
    files.dedup();
    let (files, places) = (files.len(), remedy.spots.len());
    match (remedy.kind, pen.how.english) {
        (RepairKind::Encoding, false) => {
            format!("文字コードをUTF-8からShift_JISに変えます（{files}ファイル）")
        }
        (RepairKind::Encoding, true) => format!("UTF-8 becomes Shift_JIS ({files} files)"),
        (RepairKind::LineEnd, false) => {
            format!(
                "行の終わりを{}からCR LFに変えます（{files}ファイル）",
                remedy.before
            )
        }
        (RepairKind::LineEnd, true) => {
            format!("Line ends {} become CR LF ({files} files)", remedy.before)
        }
        (_, false) => format!("文章を引用符（\"）で囲みます（{places}か所）"),
        (_, true) => format!("Texts are enclosed in quotation marks ({places} places)"),
    }
}
