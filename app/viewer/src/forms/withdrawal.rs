//! What a delete file takes away, in a sentence, and whether it is here.

use careplan::{Kind, era};

use super::binder::{Stack, withdrawn_forms};
use super::fill::{boxes, digits};
use super::slip::Slip;
use crate::paper::{Block, Cell, Form, Paper, Run, Words};

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let slip = stack.all().next().expect("a paper is made of a record");
    let kind = slip.record.document().kind();
    let takes_away = if kind == Kind::WithdrawResult {
        // Results are a part of 第6表: those of this office and type.
        stack.papers_with(Form::Form6, |other| {
            other.record.document().kind() == Kind::Result
                && other.code("service_office_number") == slip.code("service_office_number")
                && other.code("service_code").get(..2) == Some(&slip.code("service_type_code"))
        })
    } else {
        let forms = withdrawn_forms(kind).iter();
        forms
            .flat_map(|form| stack.papers_with(*form, |_| true))
            .collect()
    };
    Paper {
        title: title(kind).to_owned(),
        blocks: vec![
            Block::Text(vec![Run::Plain(sentence(stack, slip, kind))]),
            boxes("取り消すデータ", &[300, 700], rows(slip, kind)),
        ],
        notices: vec![presence(takes_away.is_empty())],
        takes_away,
        ..Paper::default()
    }
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::WithdrawForm1 => "居宅サービス計画の削除",
        Kind::WithdrawPlan => "サービス利用票の削除",
        Kind::WithdrawResult => "実績情報の削除",
        Kind::WithdrawBasic => "利用者基本情報の削除",
        _ => "介護予防サービス・支援計画書の削除",
    }
}

/// Whose, of when, and what is taken away.
fn sentence(stack: Stack<'_>, slip: Slip<'_>, kind: Kind) -> String {
    let person = stack.head().person;
    let whom = match person.name {
        Some(name) => format!("{name} 様（被保険者番号 {}）", person.insured_number),
        None => format!("被保険者番号 {} の方", person.insured_number),
    };
    let what = match kind {
        Kind::WithdrawForm1 => format!(
            "{}作成（変更）の居宅サービス計画（第1表、第2表、第3表とその利用者補足情報）",
            slip.shown("care_plan_date")
        ),
        Kind::WithdrawPlan => format!("{}分のサービス利用票（第6表、第7表）", month(slip)),
        Kind::WithdrawResult => format!(
            "{}分の実績情報（事業所 {}、{}）",
            month(slip),
            slip.shown("service_office_number"),
            slip.shown("service_type_code")
        ),
        Kind::WithdrawBasic => format!(
            "{}相談の利用者基本情報（別表と画像を含む）",
            slip.shown("consultation_date")
        ),
        _ => format!(
            "{}作成（変更）の介護予防サービス・支援計画書（別表を含む）",
            slip.shown("preventive_plan_date")
        ),
    };
    format!("{whom}の、{what}を取り消します。")
}

fn month(slip: Slip<'_>) -> String {
    slip.month("target_month")
        .map_or_else(|| slip.shown("target_month"), era::month_long)
}

/// Every item of the record under its name, but the version.
fn rows(slip: Slip<'_>, kind: Kind) -> Vec<Vec<Cell>> {
    let value = |field: &str| match field {
        "insurer_number" | "insured_number" => digits(slip, field),
        _ => slip.cell(field),
    };
    kind.items()
        .iter()
        .filter(|item| item.field != "csv_version")
        .map(|item| vec![Cell::label(item.name), value(item.field)])
        .collect()
}

/// Whether what is taken away is among the files.
fn presence(is_absent: bool) -> Words {
    if is_absent {
        Words::new(
            "取り消す様式は、ここで開いているファイルの中にはありません。",
            "The forms to delete are not among the files opened here.",
        )
    } else {
        Words::new(
            "取り消す様式が、ここで開いているファイルの中にあります。",
            "The forms to delete are among the files opened here.",
        )
    }
}
