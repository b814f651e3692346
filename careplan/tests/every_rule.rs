//! Every rule of the standard's list is shown: a good sample, one slip, and the finding at its place.
//!
//! The samples of `invalid/` show the others; a test proves that together they leave out none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use careplan::{Context, Limits, Rows, SourceFile, check, check_arrivals, read};
use common::{bytes, examples, files, rules, rules_in, slip};

const PLAN: &str = "a_monthly_plan_home_visit";
const DOCUMENTS: &str = "b_care_plan_tables123";
const RESULT: &str = "c_result_home_visit";
const WITHDRAWN: &str = "d_monthly_plan_delete";
const PREVENTIVE: &str = "e_preventive_plan";
const EQUIPMENT: &str = "f_monthly_plan_equipment";
const WITHDRAWN_RESULT: &str = "g_result_delete";

/// Rule, sample, kind of file, what stands there, what is put there. The finding stands in the cell that was changed.
const SLIPS: &[(&str, &str, &str, &str, &str)] = &[
    ("R-024", RESULT, "UPJSK", "栁田", "栁\u{7}田"),
    ("R-031", WITHDRAWN, "DLTPLAN", "202407", "202410"),
    (
        "R-051",
        PREVENTIVE,
        "UPKIHON",
        "20251010,1,1,",
        "20251010,1,,",
    ),
    (
        "R-053",
        DOCUMENTS,
        "UP1KYO",
        ",21,2,20250610",
        ",2,2,20250610",
    ),
    ("R-055", WITHDRAWN, "DLTPLAN", ",202511", ",202513"),
    ("R-059", PLAN, "UPSIKYU", ",10.42,", ",10.4,"),
    ("R-062", DOCUMENTS, "UP2KYO", "9970200024", "997020002"),
    ("R-064", PLAN, "UPHOSOKU", "0999-11-2233", "0999-11-223x"),
    (
        "R-065",
        PLAN,
        "UPPLAN",
        "0,9970100018,\r\n",
        "0,9970100018,1\r\n",
    ),
    ("R-066", PLAN, "UPPLAN", ",387,,20251103", ",387 ,,20251103"),
    ("R-066", PLAN, "UPPLAN", "9970200024", " 9970200024"),
    ("R-068", PLAN, "UPHOSOKU", "髙橋 ハナ", "〓橋 ハナ"),
    ("R-068", PLAN, "UPHOSOKU", "髙橋 ハナ", "・橋 ハナ"),
    ("R-068", DOCUMENTS, "UP1KYO", "髙橋 美咲", "??橋 美咲"),
    ("R-069", PLAN, "UPHOSOKU", "19400307", "20400307"),
    ("R-069", RESULT, "UPJSK", "20251202", "20251203"),
    (
        "R-084",
        PLAN,
        "UPHOSOKU",
        "20250701,20260630",
        "20270701,20260630",
    ),
    ("R-085", PLAN, "UPHOSOKU", "21,16765,,", "21,16765,2A,"),
    (
        "R-090",
        DOCUMENTS,
        "UP1KYO",
        "20250701,20260630",
        "20270701,20260630",
    ),
    (
        "R-090",
        PREVENTIVE,
        "UPKIHON",
        "20250901,20260831",
        "20260901,20260831",
    ),
    (
        "R-091",
        DOCUMENTS,
        "UP1KYO",
        "20251020,20240701",
        "20251020,20260701",
    ),
    (
        "R-092",
        DOCUMENTS,
        "UP1KYO",
        "1,,9970100018,\r\n",
        "1,\"妻\",9970100018,\r\n",
    ),
    (
        "R-093",
        DOCUMENTS,
        "UP1KYO",
        "9970100018,20251020",
        "9970100099,20251020",
    ),
    ("R-094", DOCUMENTS, "UP1KYO", "21,2,20250610", "21,2,"),
    ("R-101", DOCUMENTS, "UP2KYO", "2,\"声かけ\"", "1,\"声かけ\""),
    ("R-101", DOCUMENTS, "UP2KYO", "2,\"声かけ\"", ",\"声かけ\""),
    (
        "R-102",
        DOCUMENTS,
        "UP2KYO",
        "\"転倒せずに, 家の中を歩きたい\"",
        "",
    ),
    (
        "R-105",
        DOCUMENTS,
        "UP3KYO",
        "1000,,,,\r\n",
        "1000,,,,\"通院\"\r\n",
    ),
    ("R-106", DOCUMENTS, "UP3KYO", "\",1,0900", "\",,0900"),
    ("R-107", DOCUMENTS, "UP3KYO", "1,0900,1000", "1,1100,1000"),
    ("R-112", RESULT, "UPJSK", "0900,1000", "1100,1000"),
    ("R-113", RESULT, "UPJSK", "1000,1,111211", "1000,0,111211"),
    (
        "R-115",
        EQUIPMENT,
        "UPPLAN",
        "99999-000101,,",
        "99999-000101,99999-000001,",
    ),
    ("R-116", RESULT, "UPJSK", "111211,,,,,", "111211,,,\"杖\",,"),
    ("R-117", RESULT, "UPJSK", "111211,,,,,", "111211,,,,1,"),
    (
        "R-118",
        EQUIPMENT,
        "UPPLAN",
        "\"手すり（廊下）\",2,",
        "\"手すり（廊下）\",,",
    ),
    (
        "R-118",
        EQUIPMENT,
        "UPPLAN",
        "\"手すり（廊下）\",2,",
        "\"手すり（廊下）\",1,",
    ),
    (
        "R-119",
        RESULT,
        "UPJSK",
        "20251103,,",
        "20251103,0000000000000000000000000000001,",
    ),
    ("R-120", RESULT, "UPJSK", ",111211,", ",331111,"),
    ("R-121", RESULT, "UPJSK", "20251105,,0900", "20251103,,0900"),
    ("R-122", PLAN, "UPPLAN", "9970100018,\"", "9970100099,\""),
    ("R-123", RESULT, "UPJSK", "9970100018,\"", "9970100099,\""),
    (
        "R-131",
        PLAN,
        "UPSIKYU",
        "9999999999,,999999",
        "9970200024,,999999",
    ),
    (
        "R-131",
        PLAN,
        "UPSIKYU",
        "9999999999,,999999",
        "9999999999,,116275",
    ),
    ("R-134", PLAN, "UPSIKYU", "11AAAA", "1XAAAA"),
    ("R-134", PLAN, "UPSIKYU", "11AAAA", "11ABCD"),
    (
        "R-135",
        PLAN,
        "UPSIKYU",
        "0,9999999999,,99701",
        "0,9970100018,,99701",
    ),
    ("R-137", PLAN, "UPSIKYU", "12,4644,4644", "12,4645,4644"),
    (
        "R-141",
        WITHDRAWN_RESULT,
        "DLTJSK",
        "9970400046",
        "9970400047",
    ),
    (
        "R-150",
        PREVENTIVE,
        "UPKIHON",
        "03,\"自宅を訪問, 長男\"\"同席\"\"\"",
        "03,",
    ),
    (
        "R-152",
        PREVENTIVE,
        "UPKIHON",
        "110000_0001.jpg",
        "110001_0001.jpg",
    ),
    (
        "R-154",
        PREVENTIVE,
        "UPYOBO_SUB",
        "0000123407,20251015",
        "0000123407,20251016",
    ),
    (
        "R-155",
        PREVENTIVE,
        "UPYOBO_SUB",
        "1,,,,,1,,,,2",
        "1,\"膝\",,,,1,,,,2",
    ),
    (
        "R-155",
        PREVENTIVE,
        "UPYOBO_SUB",
        "1,,,,,1,,,,2",
        "1,,,,,1,,,,3",
    ),
    (
        "R-161",
        DOCUMENTS,
        "UP3KYO",
        "20251020,20251020",
        "20251020,20251021",
    ),
    ("R-171", PLAN, "UPSIKYU", "12,4644,4644", "11,4257,4644"),
    (
        "R-173",
        PREVENTIVE,
        "UPYOBO",
        "\"鈴木 ウメ\",20250901",
        "\"鈴木 梅\",20250901",
    ),
    ("R-173", PREVENTIVE, "UPYOBO", "20251015,1,", "20251015,2,"),
];

/// The cells of the file of a kind, by record and item from 1.
fn cells(files: &[SourceFile], prefix: &str) -> Vec<Vec<Vec<u8>>> {
    let of_kind = |file: &&SourceFile| file.name.starts_with(&format!("{prefix}_"));
    let bytes = &files.iter().find(of_kind).unwrap().bytes;
    let rows = Rows::cut(bytes);
    let cells = |record| {
        rows.cells(record)
            .map(|cell| cell.raw(bytes).to_vec())
            .collect()
    };
    (0..rows.len()).map(cells).collect()
}

#[test]
fn a_slip_is_found_where_it_is_and_nothing_else_is() {
    for (rule, sample, prefix, from, to) in SLIPS {
        let good = files(sample);
        assert_eq!(rules(good.clone()), Vec::<String>::new(), "{sample}");
        let mut bad = good.clone();
        slip(&mut bad, prefix, from, to);
        let (before, after) = (cells(&good, prefix), cells(&bad, prefix));
        let readings: Vec<_> = bad.into_iter().map(read).collect();
        let findings = check(&readings, &Context::default());
        let found: BTreeSet<String> = findings
            .iter()
            .map(|finding| finding.rule.to_string())
            .collect();
        assert_eq!(
            found,
            BTreeSet::from([(*rule).to_owned()]),
            "{from} -> {to}: {findings:#?}"
        );
        for finding in &findings {
            let (Some(record), Some(item)) = (finding.record, finding.item) else {
                assert_eq!(
                    *rule, "R-024",
                    "only control characters are told of by their line"
                );
                continue;
            };
            let at = |cells: &[Vec<Vec<u8>>]| {
                cells[usize::try_from(record).unwrap() - 1][usize::from(item) - 1].clone()
            };
            assert_ne!(
                at(&before),
                at(&after),
                "{rule} {from} -> {to}: {record}, {item}"
            );
        }
    }
}

/// A change of a sample that is more than a slip in one cell, and the rules that it breaks.
struct Case {
    rules: &'static [&'static str],
    files: Vec<SourceFile>,
    context: Context,
}

fn case(
    rules: &'static [&'static str],
    sample: &str,
    change: impl FnOnce(&mut Vec<SourceFile>),
) -> Case {
    let mut files = files(sample);
    change(&mut files);
    Case {
        rules,
        files,
        context: Context::default(),
    }
}

fn rename(files: &mut [SourceFile], from: &str, to: &str) {
    for file in files {
        file.name = file.name.replace(from, to);
    }
}

fn file<'a>(files: &'a mut [SourceFile], prefix: &str) -> &'a mut SourceFile {
    let of_kind = |file: &&mut SourceFile| file.name.starts_with(&format!("{prefix}_"));
    files.iter_mut().find(of_kind).unwrap()
}

/// Takes the lines with some text out of a file.
fn without(files: &mut [SourceFile], prefix: &str, text: &str) {
    let file = file(files, prefix);
    let all = careplan::ms932::decode(&file.bytes).into_owned();
    let kept: String = all
        .split_inclusive("\r\n")
        .filter(|line| !line.contains(text))
        .collect();
    assert!(kept.len() < all.len(), "{text}");
    file.bytes = bytes(&kept);
}

/// Adds the line with some text once more, with the text changed.
fn again(files: &mut [SourceFile], prefix: &str, from: &str, to: &str) {
    let file = file(files, prefix);
    let all = careplan::ms932::decode(&file.bytes).into_owned();
    let line = all
        .split_inclusive("\r\n")
        .find(|line| line.contains(from))
        .unwrap();
    file.bytes.extend(bytes(&line.replace(from, to)));
}

fn with(mut case: Case, context: Context) -> Case {
    case.context = context;
    case
}

fn cases() -> Vec<Case> {
    let excess = format!("21,16765{}", ",".repeat(41));
    let days = format!("21,16765{}5{}", ",".repeat(38), ",".repeat(3));
    let total = format!("21,16765{}900{}", ",".repeat(37), ",".repeat(4));
    let now = Context {
        now: "20251101000000".parse().ok(),
        ..Context::default()
    };
    let small = Context {
        limits: Limits {
            file: 10,
            ..Limits::CHECKING
        },
        ..Context::default()
    };
    let other = Context::receiving("9970100099".parse().unwrap());
    vec![
        case(&["R-004"], WITHDRAWN, |files| rename(files, "_43_", "_4a_")),
        case(&["R-007"], WITHDRAWN, |files| rename(files, ".CSV", ".csv")),
        case(&["R-009"], WITHDRAWN, |files| {
            rename(files, "9970200024_11", "9970100018_43");
        }),
        case(&["R-010"], WITHDRAWN, |files| rename(files, "_11_", "_99_")),
        case(&["R-011"], WITHDRAWN, |files| rename(files, "_43_", "_15_")),
        case(&["R-013"], PREVENTIVE, |files| {
            rename(files, "UPKIHON_9", "UPKIHON_000000_9");
        }),
        with(case(&["R-014"], WITHDRAWN, |_| ()), now),
        case(&["R-032"], WITHDRAWN, |files| {
            rename(files, "202511_", "202503_");
            slip(files, "DLTPLAN", "202511", "202503");
        }),
        case(&["R-035"], WITHDRAWN, |files| {
            files[0].bytes.extend(b"\r\n");
        }),
        case(&["R-038"], WITHDRAWN, |files| {
            again(files, "DLTPLAN", "202511", "202511");
        }),
        case(&["R-038"], DOCUMENTS, |files| {
            again(files, "UPHOSOKU", "0000123402", "0000123402");
        }),
        with(case(&["R-039"], WITHDRAWN, |_| ()), small),
        case(&["R-082"], PLAN, |files| {
            slip(files, "UPHOSOKU", "21,16765,,,", "21,16765,,5000,");
        }),
        case(&["R-151"], PREVENTIVE, |files| {
            slip(files, "UPKIHON", "20250410,01,", "20250410,02,");
        }),
        case(&["R-083"], PLAN, |files| {
            slip(files, "UPHOSOKU", &excess, &total);
        }),
        case(&["R-124"], EQUIPMENT, |files| {
            slip(
                files,
                "UPPLAN",
                "折りたたみ式\",,9970400046",
                "折りたたみ式\",,9970400047",
            );
            slip(files, "UPSIKYU", "9970400046,,171009", "9970400047,,171009");
        }),
        case(&["R-126"], RESULT, |files| {
            slip(files, "UPJSK", "ひだまり㈱\",,", "ひだまり㈱\",01,");
        }),
        case(&["R-156"], PREVENTIVE, |files| {
            slip(files, "UPKIHON", "_0002.jpg", "_0001.jpg");
            files.retain(|file| !file.name.ends_with("_0002.jpg"));
        }),
        case(&["R-162"], DOCUMENTS, |files| {
            again(files, "UPHOSOKU", "0000123402", "0000123499");
        }),
        case(&["R-163"], DOCUMENTS, |files| {
            without(files, "UPHOSOKU", "0000123402");
        }),
        case(&["R-164"], DOCUMENTS, |files| {
            without(files, "UP2KYO", "0000123402");
        }),
        case(&["R-166"], PLAN, |files| {
            again(files, "UPHOSOKU", "0000123402", "0000123499");
        }),
        case(&["R-167"], PLAN, |files| {
            without(files, "UPSIKYU", "H123456789");
        }),
        case(&["R-168"], PLAN, |files| {
            without(files, "UPHOSOKU", "H123456789");
        }),
        case(&["R-170"], PLAN, |files| {
            without(files, "UPSIKYU", "114001");
        }),
        case(&["R-170"], PLAN, |files| without(files, "UPPLAN", "114001")),
        case(&["R-174"], PLAN, |files| {
            slip(files, "UPHOSOKU", &excess, &days);
            slip(files, "UPPLAN", "387,,20251103", "387,3,20251103");
        }),
        case(&["R-182"], DOCUMENTS, |files| {
            files.retain(|file| !file.name.starts_with("UP3KYO"));
        }),
        case(&["R-007", "R-183"], DOCUMENTS, |files| {
            let mut twin = files[0].clone();
            twin.name = twin.name.replace(".CSV", ".csv");
            files.push(twin);
        }),
        case(&["R-034", "R-184"], PLAN, |files| {
            rename(files, "UPSIKYU_202511", "UPSIKYU_202510");
        }),
        case(&["R-012", "R-185"], DOCUMENTS, |files| {
            let file = file(files, "UP3KYO");
            file.bytes = bytes(&careplan::ms932::decode(&file.bytes).replace("202407,", "202504,"));
        }),
        case(&["R-189"], PLAN, |files| {
            files.push(SourceFile {
                name: "a.pdf".to_owned(),
                bytes: b"%PDF-1.7".to_vec(),
            });
        }),
        case(&["R-190"], PREVENTIVE, |files| {
            files.retain(|file| !file.name.starts_with("UPYOBO_SUB"));
        }),
        case(&["R-202"], PLAN, |files| {
            files.extend(common::files(WITHDRAWN));
            slip(files, "DLTPLAN", "H123456789", "H123456780");
        }),
        with(case(&["R-204"], PLAN, |_| ()), other),
    ]
}

#[test]
fn a_larger_fault_is_found_as_what_it_is() {
    for case in cases() {
        let mut found = rules_in(case.files, &case.context);
        found.sort_unstable();
        assert_eq!(found, case.rules);
    }
}

/// Units as they arrive: the rules that are told of.
fn arrive(stored: &[SourceFile], arriving: Vec<SourceFile>) -> Vec<String> {
    let stored: Vec<_> = stored.iter().cloned().map(read).collect();
    let arriving: Vec<_> = arriving.into_iter().map(read).collect();
    let findings = check_arrivals(&stored, &arriving);
    findings
        .iter()
        .map(|finding| finding.rule.to_string())
        .collect()
}

/// The rules of what arrives where something is stored; the test below holds each.
const ARRIVALS: [&str; 4] = ["R-200", "R-201", "R-202", "R-203"];

#[test]
fn what_arrives_is_held_against_what_is_stored() {
    let none = Vec::<String>::new();
    let stored = files(PLAN);
    let mut later = files(PLAN);
    rename(&mut later, "20251025093015", "20251026093015");
    // An update needs nothing before it; the same once more is passed over; what is withdrawn is there.
    assert_eq!(arrive(&stored, later.clone()), none);
    assert_eq!(arrive(&stored, files(PLAN)), none);
    assert_eq!(arrive(&stored, files(WITHDRAWN)), none);
    assert_eq!(arrive(&[], files(PLAN)), none);

    assert_eq!(arrive(&later, files(PLAN)), ["R-201"]);
    let mut elsewhere = files(DOCUMENTS);
    rename(&mut elsewhere, "20251020143022", "20251024143022");
    assert_eq!(arrive(&stored, elsewhere), ["R-200"]);
    let mut unmet = files(WITHDRAWN);
    slip(&mut unmet, "DLTPLAN", "H123456789", "H123456780");
    assert_eq!(arrive(&stored, unmet), ["R-202"]);
    let mut other = files(PLAN);
    slip(&mut other, "UPHOSOKU", "0999-11-2233", "0999-11-2234");
    assert_eq!(arrive(&stored, other), ["R-203"]);
}

#[test]
fn a_folder_of_several_units_is_silent_where_all_is_well() {
    let mut all = files(PLAN);
    let mut later = files(PLAN);
    rename(&mut later, "20251025093015", "20251026093015");
    all.extend(later);
    all.extend(files(WITHDRAWN));
    assert_eq!(rules(all), Vec::<String>::new());
    // Alone, a delete file may withdraw what came long ago.
    assert_eq!(rules(files(WITHDRAWN)), Vec::<String>::new());
}

#[test]
fn an_inbox_knows_two_units_of_one_serial() {
    let in_folder = |folder: &str, files: Vec<SourceFile>| -> Vec<SourceFile> {
        let name = |file: SourceFile| SourceFile {
            name: format!("{folder}/{}", file.name),
            ..file
        };
        files.into_iter().map(name).collect()
    };
    let mut changed = files(PLAN);
    slip(&mut changed, "UPHOSOKU", "0999-11-2233", "0999-11-2234");
    let both =
        |second: Vec<SourceFile>| [in_folder("1", files(PLAN)), in_folder("2", second)].concat();
    let inbox = Context {
        office: "9970200024".parse().ok(),
        ..Context::default()
    };
    assert_eq!(rules_in(both(changed.clone()), &inbox), ["R-203"]);
    assert_eq!(rules_in(both(files(PLAN)), &inbox), Vec::<String>::new());
    assert_eq!(rules(both(changed)), Vec::<String>::new());
}

#[test]
fn no_rule_of_the_list_is_without_its_test() {
    let column = |path: &Path, column: usize| -> BTreeSet<String> {
        let mut reader = csv::Reader::from_path(path).unwrap();
        reader
            .records()
            .map(|row| row.unwrap()[column].to_owned())
            .collect()
    };
    let standard = Path::new(env!("CARGO_MANIFEST_DIR")).join("standard/rules.csv");
    let listed = column(&standard, 0);
    assert_eq!(listed.len(), 131);
    let mut shown = column(&examples().join("invalid/expected.csv"), 2);
    shown.extend(SLIPS.iter().map(|(rule, ..)| (*rule).to_owned()));
    shown.extend(
        cases()
            .iter()
            .flat_map(|case| case.rules)
            .map(|rule| (*rule).to_owned()),
    );
    shown.extend(ARRIVALS.map(str::to_owned));
    let book = careplan::Entry::all()
        .iter()
        .map(|entry| entry.rule.to_string());
    let worded: BTreeSet<String> = book.filter(|rule| rule.starts_with("R-")).collect();
    assert_eq!(
        listed.difference(&shown).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    assert_eq!(worded, listed);
}
