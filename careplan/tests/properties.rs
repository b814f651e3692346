//! What holds for all files, not only for those that somebody thought of.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use careplan::{
    Address, Context, FileName, Kind, Month, OfficeNumber, Rows, Serial, ServiceType, SourceFile,
    check, ms932, read, units, use_table,
};
use proptest::prelude::*;

/// The records of bytes as the csv crate reads them.
fn by_csv(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    reader
        .byte_records()
        .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
        .collect()
}

/// The same as we read them.
fn by_us(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let rows = Rows::cut(bytes);
    let cells = |record| {
        rows.cells(record)
            .map(|cell| cell.content(bytes).into_owned())
            .collect()
    };
    (0..rows.len()).map(cells).collect()
}

fn office() -> impl Strategy<Value = OfficeNumber> {
    "[0-9A-Z]{10}".prop_map(|text| text.parse().unwrap())
}

/// Sender and receiver of one generation of names.
fn parties() -> impl Strategy<Value = (Address, Address)> {
    let service =
        |form: &'static str| form.prop_map(|text: String| text.parse::<ServiceType>().ok());
    let services = prop_oneof![
        Just((None, None)),
        (service("[0-9A-Z]{2}"), service("[0-9A-Z]{2}")),
        (service("[0-9A-Z]{3}"), service("[0-9A-Z]{3}")),
    ];
    (office(), office(), services).prop_map(|(from, to, (sends, receives))| {
        (
            Address {
                office: from,
                service: sends,
            },
            Address {
                office: to,
                service: receives,
            },
        )
    })
}

fn serial() -> impl Strategy<Value = Serial> {
    (0..200_000_000_000_i64).prop_map(|seconds| Serial::from_unix(seconds).unwrap())
}

fn file_name() -> impl Strategy<Value = FileName> {
    let kind = (0..Kind::ALL.len()).prop_map(|place| Kind::ALL[place]);
    let month = (1900..2100_u16, 1..=12_u8).prop_map(|(year, month)| Month::new(year, month));
    (kind, month, parties(), serial(), 0..9999_u16, any::<bool>()).prop_map(
        |(kind, month, (from, to), serial, branch, with_plan)| {
            let image = kind == Kind::BasicImage;
            FileName {
                kind,
                month: month
                    .filter(|_| kind.has_month() && !(kind == Kind::Supplement && with_plan)),
                from,
                to,
                serial,
                branch: image.then_some(branch),
                extension: if image { "jpg" } else { "CSV" }.to_owned(),
            }
        },
    )
}

/// Bytes of which many mean something in such files.
fn file_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"202407".to_vec()),
        Just(b",".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"9970100018".to_vec()),
        Just(b"0000123405".to_vec()),
        Just(b"20251130".to_vec()),
        Just(b"999999".to_vec()),
        Just(vec![0x82, 0xA0]),
        Just(vec![0xF0, 0x40]),
        Just(b"202407,991018,0000123405,20251025,202511,".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..8),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn rows_are_cut_as_the_csv_crate_writes_them(
        records in proptest::collection::vec(proptest::collection::vec("[ -~あ髙ｱ\r\n\t\",]{0,12}", 2..6), 0..12),
        always in any::<bool>(),
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .quote_style(style)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for record in &records {
            writer.write_record(record.iter().map(|cell| ms932::encode(cell).unwrap())).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        prop_assert_eq!(by_us(&bytes), by_csv(&bytes));
        let text = |cells: &Vec<Vec<u8>>| -> Vec<String> {
            cells.iter().map(|cell| ms932::decode(cell).into_owned()).collect()
        };
        prop_assert_eq!(by_us(&bytes).iter().map(text).collect::<Vec<_>>(), records);
    }

    #[test]
    fn text_in_ms932_comes_back(text in "[ -~ぁ-んァ-ヶ一-龠ｱ-ﾝ①-⑳髙﨑濵德瀨㈱№]{0,40}") {
        if let Ok(bytes) = ms932::encode(&text) {
            prop_assert_eq!(ms932::decode(&bytes), text);
            prop_assert!(ms932::faults(&bytes).next().is_none());
        }
    }

    #[test]
    fn bytes_have_faults_exactly_where_encoding_rs_finds_some(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let (_, wrong) = encoding_rs::SHIFT_JIS.decode_without_bom_handling(&bytes);
        let ours = ms932::faults(&bytes).any(|at| at.fault == ms932::Fault::NotMs932);
        prop_assert_eq!(ours, wrong);
    }

    #[test]
    fn file_names_come_back(name in file_name()) {
        prop_assert_eq!(FileName::parse(&name.to_string()), Some(name));
    }

    #[test]
    fn no_name_is_a_panic(name in "\\PC{0,60}") {
        let _ = FileName::parse(&name);
        let _ = FileName::parse(&format!("UPPLAN_{name}.CSV"));
    }

    #[test]
    fn no_bytes_are_a_panic(name in file_name(), bytes in file_bytes()) {
        let reading = read(SourceFile { name: name.to_string(), bytes });
        let readings = [reading];
        for finding in check(&readings, &Context::default()) {
            prop_assert!(!finding.message(careplan::Lang::Ja).is_empty());
        }
        if let Some(document) = &readings[0].document {
            prop_assert_eq!(document.table().rows.len(), document.len());
        }
        let _ = use_table(&readings);
        let _ = careplan::persons(&readings);
    }

    #[test]
    fn every_file_with_a_name_is_in_exactly_one_unit(
        names in proptest::collection::vec(file_name(), 1..4),
        others in proptest::collection::vec((0..Kind::ALL.len(), 0..4_usize, any::<bool>()), 0..12),
    ) {
        let others = others.into_iter().map(|(kind, like, later)| {
            let mut name = names[like % names.len()].clone();
            name.kind = Kind::ALL[kind];
            name.month = name.month.filter(|_| name.kind.has_month());
            if name.kind.has_month() && name.kind != Kind::Supplement {
                name.month = name.month.or(Month::new(2025, 11));
            }
            name.branch = (name.kind == Kind::BasicImage).then_some(1);
            name.extension = if name.kind == Kind::BasicImage { "jpg" } else { "CSV" }.to_owned();
            if later {
                name.serial = "20260101000000".parse().unwrap();
            }
            name
        });
        let all: Vec<FileName> = names.iter().cloned().chain(others).collect();
        let readings: Vec<_> = all.iter().map(|name| read(SourceFile { name: name.to_string(), bytes: Vec::new() })).collect();
        let mut files: Vec<usize> = units(&readings).into_iter().flat_map(|unit| unit.files).collect();
        files.sort_unstable();
        prop_assert_eq!(files, (0..all.len()).collect::<Vec<_>>());
        let _ = check(&readings, &Context::default());
    }

    #[test]
    fn every_cell_lies_on_the_line_that_it_begins_on(bytes in file_bytes()) {
        let rows = Rows::cut(&bytes);
        let mut last = 0;
        for record in 0..rows.len() {
            for cell in 0..rows.cells(record).len() {
                let line = rows.cell_line(&bytes, record, cell);
                prop_assert!(line >= rows.line(record) && line >= last);
                last = line;
            }
        }
    }
}
