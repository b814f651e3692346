//! The letters that wait in the demo: the standard's sample files, sent the way that everybody sends.

use anyhow::{Context as _, Result, anyhow};
use careplan::{Bundle, SourceFile, read};
use rust_embed::RustEmbed;
use wire::LetterKind;
use wire::server_api::OutgoingLetter;

/// The sample files of the standard, all of invented people.
#[derive(RustEmbed)]
#[folder = "careplan/tests/data/examples/"]
#[exclude = "invalid/*"]
struct Examples;

/// One letter of the demo.
pub struct Sample {
    /// The letter, without its files.
    pub letter: OutgoingLetter,
    /// Its files.
    pub files: Vec<SourceFile>,
}

/// Which sample units are sent, and with what message.
const SENT: [(&str, &str); 5] = [
    (
        "b_care_plan_tables123",
        "新しい計画書をお送りします。第2表の目標を変えましたので、ご確認をお願いします。",
    ),
    ("f_monthly_plan_equipment", "11月分の提供票です。"),
    (
        "c_result_home_visit",
        "11月分の実績です。12日は体調不良のためお休みされました。",
    ),
    (
        "e_preventive_plan",
        "担当していただく方の支援計画書と利用者基本情報です。",
    ),
    (
        "e2_preventive_monthly_plan",
        "11月分の提供票です。よろしくお願いします。",
    ),
];

/// The letters, in the order in which they are sent.
///
/// # Errors
/// When a sample is no sending unit; the tests hold that all are.
pub fn samples() -> Result<Vec<Sample>> {
    SENT.iter()
        .map(|(folder, note)| sample(folder, note).with_context(|| format!("the sample {folder}")))
        .collect()
}

fn sample(folder: &str, note: &str) -> Result<Sample> {
    let files: Vec<SourceFile> = Examples::iter()
        .filter(|path| path.starts_with(&format!("{folder}/")))
        .filter_map(|path| {
            let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
            Examples::get(&path).map(|file| SourceFile {
                name,
                bytes: file.data.into_owned(),
            })
        })
        .collect();
    let readings = files.iter().cloned().map(read).collect();
    let bundle = Bundle::new(readings, &careplan::Context::default())
        .map_err(|findings| anyhow!("{} findings", findings.len()))?;
    let facts = bundle.facts();
    let letter = OutgoingLetter {
        kind: LetterKind::Unit,
        from: facts.from.to_string().parse()?,
        to: facts.to.to_string().parse()?,
        unit: Some(facts.group.id().to_owned()),
        month: facts.month.map(|month| month.to_string()),
        serial: Some(facts.serial.to_string()),
        note: note.to_owned(),
        persons: bundle.persons().into_iter().map(person).collect(),
        mended: Vec::new(),
        replaces: None,
    };
    Ok(Sample { letter, files })
}

fn person(person: careplan::Person) -> wire::Person {
    wire::Person {
        insurer_number: person.insurer_number.to_string(),
        insured_number: person.insured_number.to_string(),
        name: person.name,
        kana: person.kana,
        month: person.month.map(|month| month.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_a_unit_that_can_be_sent() {
        let samples = samples().expect("samples");
        assert_eq!(samples.len(), SENT.len());
        assert!(
            samples
                .iter()
                .all(|sample| !sample.letter.persons.is_empty())
        );
    }
}
