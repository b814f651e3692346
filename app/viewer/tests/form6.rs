//! 第6表 of the samples.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use careplan::{Reading, SourceFile, read};
use viewer::forms::papers;
use viewer::paper::{Block, Run};

/// The files of a folder of samples.
fn sample(folder: &str) -> Vec<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../careplan/tests/data/examples")
        .join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            read(SourceFile {
                name: path.file_name().unwrap().to_str().unwrap().to_owned(),
                bytes: std::fs::read(&path).unwrap(),
            })
        })
        .collect()
}

#[test]
fn a_month_of_plans_is_a_paper_with_31_days() {
    let papers = papers(&sample("a_monthly_plan_home_visit"));
    assert_eq!(papers.len(), 3);
    let paper = &papers[0];
    assert_eq!(paper.title, "令和7年11月分 サービス提供票");
    assert_eq!(paper.head.person.name.as_deref(), Some("髙橋 ハナ"));
    let [Block::Table(table)] = &paper.blocks[..] else {
        panic!("one table")
    };
    let first = &table.body[0];
    assert_eq!(first.cells.len(), 4 + 31 + 1);
    // November 2025 has 30 days; its third is a Monday.
    assert_eq!(first.cells[4 + 2].runs, [Run::Plain("1".to_owned())]);
    assert_eq!(first.cells[4 + 2].day, "2025-11-03");
    assert_eq!(first.cells[4 + 30].day, "");
    assert_eq!(first.cells[35].runs, [Run::Plain("12".to_owned())]);
}
