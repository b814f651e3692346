//! Whatever is in a file, its papers are laid out, and tables have no gaps.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Kind, Reading, SourceFile, read};
use common::samples;
use proptest::prelude::*;
use viewer::forms::papers;
use viewer::paper::{Block, Paper, Table};

/// Every row of a table fills as many columns as there are widths, spans from above counted in.
fn assert_whole(table: &Table) {
    if table.widths.is_empty() {
        return;
    }
    for part in [&table.head, &table.body, &table.foot, &table.spare] {
        // For each column, how many more rows it is taken by a box above.
        let mut taken = vec![0_u16; table.widths.len()];
        for row in part {
            let mut cells = row.cells.iter();
            let mut column = 0;
            while column < taken.len() {
                if taken[column] > 0 {
                    taken[column] -= 1;
                    column += 1;
                    continue;
                }
                let cell = cells
                    .next()
                    .unwrap_or_else(|| panic!("{}: a row ends at column {column}", table.caption));
                for _ in 0..cell.columns {
                    taken[column] = cell.rows - 1;
                    column += 1;
                }
            }
            assert!(
                cells.next().is_none(),
                "{}: a row is too long",
                table.caption
            );
        }
        assert!(
            taken.iter().all(|rows| *rows == 0),
            "{}: a box reaches below the last row",
            table.caption
        );
    }
}

fn assert_papers_whole(papers: &[Paper]) {
    for paper in papers {
        for block in &paper.blocks {
            match block {
                Block::Table(table) => {
                    assert_whole(table);
                    let width: u16 = table.widths.iter().sum();
                    assert!(width <= 1002, "{}: {width} per mille", table.caption);
                }
                Block::Timetable(timetable) => {
                    let width: u16 = timetable.widths.iter().sum();
                    assert!(width < 1000, "room for bands and hours");
                    for entry in &timetable.entries {
                        assert!(usize::from(entry.column) < timetable.columns.len());
                        assert!(entry.from <= entry.to && entry.to <= 24 * 60);
                        assert!(entry.lane < entry.lanes);
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn tables_of_the_samples_have_no_gaps() {
    for entry in [
        "a_monthly_plan_home_visit",
        "b_care_plan_tables123",
        "b2_care_plan_tables12",
        "c_result_home_visit",
        "d_monthly_plan_delete",
        "e_preventive_plan",
        "e2_preventive_monthly_plan",
        "f_monthly_plan_equipment",
        "g_result_delete",
        "k_version3_monthly_plan",
        "l_nec_selected_bytes",
    ] {
        assert_papers_whole(&papers(&samples(&[entry])));
    }
}

/// Every record is a row, whatever is wrong with it.
fn assert_tables_whole(readings: &[Reading]) {
    for document in readings.iter().filter_map(|it| it.document.as_ref()) {
        assert_eq!(document.table().rows.len(), document.len());
    }
}

#[test]
fn what_is_wrong_with_a_file_does_not_stop_its_papers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../careplan/tests/data/examples/invalid");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_type().unwrap().is_dir() {
            continue;
        }
        let readings = samples(&[&format!("invalid/{}", entry.file_name().to_str().unwrap())]);
        assert_papers_whole(&papers(&readings));
        assert_tables_whole(&readings);
        count += 1;
    }
    assert!(count > 40, "{count} folders");
}

/// A cell that may be right, nearly right or nonsense.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,8}",
        prop_oneof![
            Just("0900"),
            Just("2400"),
            Just("9999"),
            Just("0630"),
            Just("202511"),
            Just("20251103"),
            Just("20251131"),
            Just("999999"),
            Just("11AAAA"),
            Just("-600"),
            Just("9223372036854775807")
        ]
        .prop_map(str::to_owned),
        "[1-7]",
        "\"[あ-んア-ン㈱①髙 ]{0,12}\"",
        "\"[ -~\\r\\n]{0,12}\"".prop_map(|text| {
            let inner = text.trim_matches('"').replace('"', "\"\"");
            format!("\"{inner}\"")
        }),
        "[ -~]{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_are_laid_out(
        kind in prop::sample::select(Kind::ALL.to_vec()),
        bytes in prop::collection::vec(
            prop_oneof![Just(b','), Just(b'"'), Just(b'\r'), Just(b'\n'), Just(b'0'), Just(b'1'), any::<u8>()],
            0..400,
        ),
    ) {
        let month = if kind.has_month() { "202511_" } else { "" };
        let readings = [read(SourceFile {
            name: format!("{}_{month}9970100018_43_9970200024_11_20251025093015.CSV", kind.prefix()),
            bytes,
        })];
        assert_papers_whole(&papers(&readings));
        assert_tables_whole(&readings);
    }

    #[test]
    fn any_records_are_laid_out(
        kind in prop::sample::select(Kind::ALL.to_vec()),
        rows in prop::collection::vec(prop::collection::vec(value(), 60), 1..6),
        is_one_person in any::<bool>(),
    ) {
        let rows: Vec<String> = rows
            .into_iter()
            .map(|mut row| {
                row[0] = "202407".to_owned();
                if is_one_person {
                    row[1] = "991018".to_owned();
                    row[2] = "0000123401".to_owned();
                    row[3] = "20251020".to_owned();
                    row[4] = "202511".to_owned();
                }
                row.truncate(kind.items().len().max(4) + usize::from(row[5].len() == 3));
                row.join(",")
            })
            .collect();
        let text = rows.join("\r\n") + "\r\n";
        let Ok(bytes) = careplan::ms932::encode(&text) else { return Ok(()); };
        let month = if kind.has_month() { "202511_" } else { "" };
        let readings = [read(SourceFile {
            name: format!("{}_{month}9970100018_43_9970200024_11_20251025093015.CSV", kind.prefix()),
            bytes,
        })];
        let papers = papers(&readings);
        assert_papers_whole(&papers);
        for paper in &papers {
            let _ = paper.to_text(|words| &words.en);
        }
        if kind != Kind::BasicImage {
            prop_assert!(!papers.is_empty());
        }
        assert_tables_whole(&readings);
    }
}
