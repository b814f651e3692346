//! What the hub can keep at all: no table has a place for a person (T44).

use std::collections::BTreeSet;
use std::path::Path;

/// Parts of names of columns that would hold something about a person, or of a letter in the clear.
const PERSONAL: [&str; 27] = [
    "name",
    "kana",
    "person",
    "patient",
    "user",
    "insured",
    "insurer",
    "birth",
    "age",
    "sex",
    "gender",
    "address",
    "street",
    "note",
    "remark",
    "comment",
    "subject",
    "file",
    "plan",
    "care",
    "diagnosis",
    "mail",
    "email",
    "telephone",
    "password",
    "content",
    "plain",
];

/// Columns with such a part, and what they hold: offices, never persons.
const KNOWN: [(&str, &str); 7] = [
    ("offices", "name"),
    ("offices", "telephone"),
    ("journal_lease", "name"),
    ("applications", "name"),
    ("applications", "telephone"),
    ("applications", "email"),
    ("offices", "email"),
];

/// Table and column of every column that a migration makes.
fn columns(sql: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let text: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap().to_lowercase() + "\n")
        .collect();
    for statement in text.split(';') {
        let words: Vec<_> = statement.split_whitespace().collect();
        match words.as_slice() {
            ["create", "table", ..] => {
                let (head, body) = statement.split_once('(').unwrap();
                let table = head.split_whitespace().last().unwrap().to_owned();
                let mut depth = 0;
                let parts = body.split(|character| {
                    depth += i32::from(character == '(') - i32::from(character == ')');
                    character == ',' && depth == 0
                });
                for part in parts {
                    let column = part.split_whitespace().next().unwrap().to_owned();
                    if !["primary", "unique", "foreign", "check"].contains(&column.as_str()) {
                        found.push((table.clone(), column));
                    }
                }
            }
            ["drop", "table", table] => found.retain(|(known, _)| known != table),
            ["alter", "table", table, "add", "column", column, ..] => {
                found.push(((*table).to_owned(), (*column).to_owned()));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn t44_no_table_of_either_engine_has_a_place_for_a_person() {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut engines = Vec::new();
    for engine in ["sqlite", "postgres"] {
        let folder = std::fs::read_dir(migrations.join(engine)).unwrap();
        let mut files: Vec<_> = folder.map(|file| file.unwrap().path()).collect();
        files.sort();
        let sql: String = files
            .iter()
            .map(|file| std::fs::read_to_string(file).unwrap())
            .collect();
        let found: BTreeSet<_> = columns(&sql).into_iter().collect();
        assert!(found.len() > 60, "{engine}: {found:?}");
        assert!(found.contains(&("letters".to_owned(), "label_sha256".to_owned())));
        for (table, column) in &found {
            let known = KNOWN.contains(&(table.as_str(), column.as_str()));
            let personal = column
                .split('_')
                .find(|part| PERSONAL.contains(&part.trim_end_matches('s')));
            assert!(
                known || personal.is_none(),
                "{engine}: {table}.{column} looks like a place for a person: if it is none, say so in KNOWN"
            );
        }
        engines.push(found);
    }
    let only_one: Vec<_> = engines[0].symmetric_difference(&engines[1]).collect();
    assert!(
        only_one.is_empty(),
        "both engines keep the same, but for {only_one:?}"
    );
}
