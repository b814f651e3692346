//! What is the same on every paper: its head for lists, what is told beside it, and データの情報.

use careplan::{Date, Month, era, sort_by_key};

use super::binder::Stack;
use crate::paper::{Form, Head, Orientation, Paper, Person, Words};

/// What lists show of a paper.
pub(super) fn head(stack: &Stack<'_>) -> Head {
    let stack = *stack;
    let (ja, en, orientation) = match stack.form() {
        Form::Form1 => ("第1表", "Table 1", Orientation::Landscape),
        Form::Form2 => ("第2表", "Table 2", Orientation::Landscape),
        Form::Form3 => ("第3表", "Table 3", Orientation::Landscape),
        Form::Form6 => ("第6表", "Table 6", Orientation::Landscape),
        Form::Form7 => ("第7表", "Table 7", Orientation::Landscape),
        Form::Supplement => ("利用者補足情報", "Supplement", Orientation::Portrait),
        Form::Basic => ("利用者基本情報", "Basic information", Orientation::Portrait),
        Form::Preventive => (
            "介護予防サービス・支援計画書",
            "Preventive care plan",
            Orientation::Landscape,
        ),
        Form::Withdrawal => ("削除の連絡", "Deletion", Orientation::Portrait),
    };
    let first = stack.all().next();
    let number = |field| first.map(|slip| slip.code(field)).unwrap_or_default();
    let (name, kana) = name(stack);
    let mut files: Vec<u32> = stack.all().map(|slip| slip.file).collect();
    files.extend(stack.supplement().map(|slip| slip.file));
    sort_by_key(&mut files, |file| *file);
    files.dedup();
    Head {
        form: stack.form(),
        name: Words::new(ja, en),
        person: Person {
            insurer_number: number("insurer_number"),
            insured_number: number("insured_number"),
            name,
            kana,
        },
        when: when(stack),
        orientation,
        files,
    }
}

/// Name and kana of the person, from whatever file has them.
fn name(stack: Stack<'_>) -> (Option<String>, Option<String>) {
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let own = stack
        .all()
        .find(|slip| slip.record.document().kind().item("user_name").is_some());
    let slip = own
        .or_else(|| stack.any_supplement())
        .or_else(|| stack.of_person(careplan::Kind::Basic))
        .or_else(|| stack.of_person(careplan::Kind::Preventive));
    let Some(slip) = slip else {
        return (None, None);
    };
    let has_kana = slip.record.document().kind().item("user_name_kana");
    (
        filled(slip.shown("user_name")),
        has_kana.and_then(|_| filled(slip.shown("user_name_kana"))),
    )
}

/// 令和7年11月分, or the day of the plan or consultation.
fn when(stack: Stack<'_>) -> String {
    let occasion = stack.occasion();
    if let Some(month) = Month::read(occasion.as_bytes()) {
        return format!("{}分", era::month_long(month));
    }
    Date::read(occasion.as_bytes()).map_or_else(|| occasion.into_owned(), era::in_words)
}

/// Adds what every paper has: its head, what other files say of it, and データの情報.
pub(super) fn complete(paper: &mut Paper, stack: Stack<'_>) {
    paper.head = stack.head();
    if stack.is_withdrawn() {
        paper.badges.push(Words::new("削除済", "Deleted"));
    }
    if stack.is_doubled() {
        paper.notices.push(Words::new(
            "同じ様式が2件以上あります。1件目を表示しています。",
            "This form is there more than once. The first one is shown.",
        ));
    }
    paper.data.extend(data(stack));
}

/// データの情報: what no paper form has a place for.
fn data(stack: Stack<'_>) -> Vec<(Words, String)> {
    let mut data = Vec::new();
    let mut seen = Vec::new();
    for slip in stack.all().chain(stack.supplement()) {
        if seen.contains(&slip.file) {
            continue;
        }
        seen.push(slip.file);
        let reading = stack.reading(slip.file);
        data.push((
            Words::new("ファイル", "File"),
            reading.base_name().to_owned(),
        ));
        if seen.len() > 1 {
            continue;
        }
        if let Some(name) = &reading.file_name {
            data.push((Words::new("送信元", "From"), name.from.to_string()));
            data.push((Words::new("宛先", "To"), name.to.to_string()));
            data.push((
                Words::new("ファイル連番", "Serial"),
                name.serial.to_string(),
            ));
        }
        for (field, words) in [
            ("csv_version", Words::new("CSVバージョン", "CSV version")),
            (
                "updating_office_number",
                Words::new("更新業者コード", "Updating office"),
            ),
            ("record_identifier", Words::new("識別子", "Identifier")),
            (
                "entry_operator_code",
                Words::new("入力者コード", "Operator"),
            ),
        ] {
            if slip.record.document().kind().item(field).is_some() {
                let shown = slip.shown(field);
                if !shown.is_empty() {
                    data.push((words, shown));
                }
            }
        }
    }
    data
}
