//! T21: what a spreadsheet would take for a formula is a text like any other, and stays as it is.

use careplan::forms::Form;
use careplan::{Bundle, Context, Edition, Kind, Reading, Replacements, diagnose, mend, read};

use crate::world::{World, cases};

const FORMULAS: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "=HYPERLINK(\"x\",\"y\")",
    "'=1",
    "=1 ",
];

/// No program of ours writes a file for a spreadsheet, so nothing is ever put in front of such a text.
#[test]
fn t21_formulas_travel_unchanged_and_are_read_as_they_are() {
    let texts = || {
        Kind::Form2
            .items()
            .iter()
            .filter(|item| item.form == Form::Text)
    };
    assert!(texts().count() > 3);
    for seed in 0..cases(16) {
        for formula in FORMULAS {
            let mut unit = World::of(seed, Edition::FourthOne).care_plan();
            let first = &mut unit.rows(Kind::Form2)[0];
            texts().for_each(|item| first.put(item.field, formula));
            let files = unit.files();
            let readings: Vec<Reading> = files.iter().cloned().map(read).collect();
            for reading in &readings {
                let mended = mend(reading, &Replacements::new()).unwrap();
                assert!(diagnose(reading).is_empty() && mended.bytes == reading.bytes());
            }
            let of_form2 = |reading: &&Reading| reading.kind == Some(Kind::Form2);
            let form2 = readings.iter().find(of_form2).unwrap();
            let row = form2.document.as_ref().unwrap().record(0);
            for item in texts() {
                assert_eq!(
                    row.text(item.number).as_deref(),
                    Some(formula),
                    "{}",
                    item.field
                );
            }
            let bundle = Bundle::new(readings, &Context::default()).unwrap();
            for (sent, given) in bundle.files().iter().zip(&files) {
                assert!(
                    sent.bytes() == given.bytes,
                    "what is sent is what was given"
                );
            }
        }
    }
}
