//! The tables in code equal the published ones, item by item.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use careplan::codes::{self, CodeList};
use careplan::forms::{Confidence, Form, Item, Need};
use careplan::{Entry, Kind, Severity, UnitGroup};

/// The rows of a published table, each as its cells by the names of the columns.
fn published(name: &str) -> Vec<std::collections::HashMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("standard")
        .join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The column `codes` of an item, as the tables write it.
fn codes_of(item: &Item) -> String {
    match item.codes {
        None if item.form == Form::Time && item.field.starts_with("service_") => {
            inline(&codes::TIME_SPECIAL)
        }
        None => String::new(),
        Some(list) if ["csv_version", "service_type"].contains(&list.table) => {
            format!("@{}", list.table)
        }
        Some(list) => inline(list),
    }
}

fn inline(list: &CodeList) -> String {
    let pairs: Vec<String> = list
        .codes
        .iter()
        .map(|(code, name)| format!("{code}={name}"))
        .collect();
    pairs.join(";")
}

#[test]
fn items_equal_the_published_tables() {
    let mut count = 0;
    for kind in Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::BasicImage)
    {
        let rows = published(&format!("{}.csv", kind.prefix()));
        assert_eq!(rows.len(), kind.items().len(), "{}", kind.prefix());
        for (row, item) in rows.iter().zip(kind.items()) {
            let place = format!("{} {}", kind.prefix(), item.number);
            assert_eq!(row["no"], item.number.to_string(), "{place}");
            assert_eq!(row["name_ja"], item.name, "{place}");
            assert_eq!(row["field"], item.field, "{place}");
            assert_eq!(row["type"], item.form.published(), "{place}");
            let length = item.form.max_length().map(|length| length.to_string());
            assert_eq!(row["max_length"], length.unwrap_or_default(), "{place}");
            let need = match item.need {
                Need::Required => "1",
                Need::Optional => "0",
                Need::Conditional => "conditional",
            };
            assert_eq!(row["required"], need, "{place}");
            let confidence = match item.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            };
            assert_eq!(row["confidence"], confidence, "{place}");
            assert_eq!(row["codes"], codes_of(item), "{place}");
            count += 1;
        }
    }
    assert_eq!(count, 398);
}

#[test]
fn forms_beyond_the_type_stand_where_section_3_says() {
    for kind in Kind::ALL {
        for item in kind.items() {
            let place = format!("{} {}", kind.prefix(), item.field);
            assert_eq!(
                item.form == Form::InsuredNumber,
                item.field == "insured_number",
                "{place}"
            );
            assert_eq!(
                item.form == Form::InsurerNumber,
                item.field == "insurer_number",
                "{place}"
            );
            assert_eq!(
                item.form == Form::OfficeNumber,
                item.field.ends_with("office_number"),
                "{place}"
            );
            assert_eq!(
                item.form == Form::ServiceCode,
                item.field == "service_code",
                "{place}"
            );
            let counter = matches!(item.field, "satellite_no" | "record_identifier");
            assert_eq!(matches!(item.form, Form::Counter(_)), counter, "{place}");
        }
    }
}

#[test]
fn code_lists_equal_the_published_ones() {
    let ours: Vec<_> = codes::ALL
        .iter()
        .flat_map(|list| {
            list.codes
                .iter()
                .map(|(code, name)| (list.table, *code, *name))
        })
        .collect();
    let rows = published("codes.csv");
    let theirs: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["table"].as_str(),
                row["code"].as_str(),
                row["name_ja"].as_str(),
            )
        })
        .collect();
    assert_eq!(ours, theirs);
    assert_eq!(codes::ALL.len(), 29);
}

#[test]
fn kinds_and_units_equal_the_published_ones() {
    let rows = published("files.csv");
    assert_eq!(rows.len(), Kind::ALL.len());
    for (row, kind) in rows.iter().zip(Kind::ALL) {
        assert_eq!(row["prefix"], kind.prefix());
        assert_eq!(row["name_ja"], kind.name());
        assert_eq!(row["identifier"], kind.identifier());
        assert_eq!(
            row["has_target_month"] == "1",
            kind.has_month(),
            "{}",
            kind.prefix()
        );
        assert_eq!(
            row["direction"] == "care_manager->provider",
            kind.is_from_care_manager(),
            "{}",
            kind.prefix()
        );
        assert_eq!(
            row["item_count"],
            kind.items().len().to_string(),
            "{}",
            kind.prefix()
        );
        let groups: Vec<&str> = UnitGroup::ALL
            .into_iter()
            .filter(|group| group.members().contains(&kind))
            .map(UnitGroup::id)
            .collect();
        let mut theirs: Vec<&str> = row["sending_unit_group"].split('|').collect();
        // The combined unit stands last in the published column, and in the standard's order in ours.
        theirs.sort_by_key(|id| UnitGroup::ALL.iter().position(|group| group.id() == *id));
        assert_eq!(groups, theirs, "{}", kind.prefix());
        let name = careplan::FileName::parse(&row["filename_example"]);
        assert_eq!(
            name.map(|name| name.to_string()).as_ref(),
            Some(&row["filename_example"])
        );
    }
}

#[test]
fn rules_are_as_serious_as_published() {
    let rows = published("rules.csv");
    for entry in Entry::all() {
        let id = entry.rule.to_string();
        if id.starts_with('C') {
            continue;
        }
        let row = rows
            .iter()
            .find(|row| row["id"] == id)
            .unwrap_or_else(|| panic!("{id} is no rule of the standard"));
        let severity = match entry.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        assert_eq!(row["severity"], severity, "{id}");
    }
}

#[test]
fn every_filename_rule_and_every_rule_of_the_samples_has_its_words() {
    let known: Vec<String> = Entry::all()
        .iter()
        .map(|entry| entry.rule.to_string())
        .collect();
    let rows = published("rules.csv");
    let filename = rows
        .iter()
        .filter(|row| row["scope"] == "filename")
        .map(|row| row["id"].clone());
    let samples =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/examples/invalid/expected.csv");
    let mut reader = csv::Reader::from_path(samples).unwrap();
    let shown: Vec<String> = reader
        .records()
        .map(|row| row.unwrap()[2].to_owned())
        .collect();
    for id in filename.chain(shown) {
        assert!(known.contains(&id), "{id}");
    }
}
