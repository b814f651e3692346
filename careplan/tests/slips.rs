//! Rules that the published samples do not show: a good sample, one slip, one finding.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{
    Address, Bundle, Context, Lang, Limits, OfficeNumber, SourceFile, Who, check, check_size,
    group, read, units,
};
use common::{bytes, files, folder, rules, rules_in, slip};

const PLAN: &str = "a_monthly_plan_home_visit";
const DOCUMENTS: &str = "b_care_plan_tables123";
const PREVENTIVE: &str = "e_preventive_plan";
const RESULT: &str = "invalid/22_required_empty";

/// One slip in a good sample gives exactly these rules.
#[track_caller]
fn gives(sample: &str, prefix: &str, from: &str, to: &str, expected: &[&str]) {
    let mut files = files(sample);
    slip(&mut files, prefix, from, to);
    assert_eq!(rules(files), expected);
}

/// The good result sample, changed.
#[track_caller]
fn result_gives(from: &str, to: &str, expected: &[&str]) {
    gives("c_result_home_visit", "UPJSK", from, to, expected);
}

#[test]
fn r024_control_characters_and_end_marks_are_told_once() {
    result_gives("栁田 さとみ", "栁田\u{7}さとみ\u{7}", &["R-024"]);
    let mut files = files("d_monthly_plan_delete");
    files[0].bytes.push(0x1A);
    assert_eq!(rules(files), ["R-024"]);
}

#[test]
fn r031_an_unknown_edition_is_a_warning() {
    let mut files = files("d_monthly_plan_delete");
    slip(&mut files, "DLTPLAN", "202407", "202410");
    assert_eq!(rules(files), ["R-031"]);
}

#[test]
fn r032_the_edition_applies_to_the_month() {
    let mut files = files("d_monthly_plan_delete");
    files[0].name = files[0].name.replace("202511", "202503");
    slip(&mut files, "DLTPLAN", "202511", "202503");
    assert_eq!(rules(files), ["R-032"]);
}

#[test]
fn r035_each_blank_line_is_told() {
    let mut files = files("d_monthly_plan_delete");
    files[0].bytes.extend(b"\r\n\r\n");
    assert_eq!(rules(files), ["R-035", "R-035"]);
}

#[test]
fn r053_codes_have_their_full_length() {
    gives(
        DOCUMENTS,
        "UP1KYO",
        ",21,2,20250610",
        ",2,2,20250610",
        &["R-053"],
    );
}

#[test]
fn r055_a_month_is_a_real_month() {
    let mut files = files("d_monthly_plan_delete");
    slip(&mut files, "DLTPLAN", ",202511", ",202513");
    assert_eq!(rules(files), ["R-055"]);
}

#[test]
fn r056_an_end_at_midnight_is_2400_and_a_start_is_not() {
    gives(DOCUMENTS, "UP3KYO", "1,0900,1000", "1,0900,2400", &[]);
    gives(
        DOCUMENTS,
        "UP3KYO",
        "1,0900,1000",
        "1,2400,1000",
        &["R-056"],
    );
    gives(
        DOCUMENTS,
        "UP3KYO",
        "1,0900,1000",
        "1,9999,9999",
        &["R-056", "R-056"],
    );
}

#[test]
fn r059_a_unit_price_has_two_places_on_each_side() {
    gives(PLAN, "UPSIKYU", ",10.42,", ",10.4,", &["R-059"]);
}

#[test]
fn r062_an_office_number_has_ten_characters() {
    gives(DOCUMENTS, "UP2KYO", "9970200024", "997020002", &["R-062"]);
}

#[test]
fn r064_a_phone_number_holds_figures_and_signs() {
    gives(PLAN, "UPHOSOKU", "0999-11-2233", "0999-11-223x", &["R-064"]);
    gives(PLAN, "UPHOSOKU", "0999-11-2233", "+81(999)112233", &[]);
}

#[test]
fn items_that_are_not_settled_cause_no_error() {
    // 明細判別コード: its length is not printed in the source.
    gives(
        "f_monthly_plan_equipment",
        "UPPLAN",
        "（居室）\",1,",
        "（居室）\",100,",
        &["R-052"],
    );
    let mut files = files("f_monthly_plan_equipment");
    slip(&mut files, "UPPLAN", "（居室）\",1,", "（居室）\",100,");
    let readings: Vec<_> = files.into_iter().map(read).collect();
    assert!(Bundle::new(readings, &Context::default()).is_ok());
}

#[test]
fn r130_two_grand_totals_are_one_too_many() {
    let mut files = files(PLAN);
    let file = files
        .iter_mut()
        .find(|file| file.name.starts_with("UPSIKYU"))
        .unwrap();
    let text = careplan::ms932::decode(&file.bytes).into_owned();
    let total = text
        .lines()
        .find(|line| line.contains(",999999,"))
        .unwrap()
        .to_owned();
    file.bytes.extend(bytes(&format!("{total}\r\n")));
    assert_eq!(rules(files), ["R-130"]);
}

#[test]
fn r132_a_total_row_has_no_discount() {
    gives(
        PLAN,
        "UPSIKYU",
        "11AAAA,,,,0,,,0,",
        "11AAAA,,,,0,90,10,0,",
        &["R-132", "R-132"],
    );
}

#[test]
fn r154_rows_of_attached_tables_have_their_parent() {
    gives(
        PREVENTIVE,
        "UPKIHON_SUB1",
        "0000123407,20251010",
        "0000123407,20251011",
        &["R-154"],
    );
    gives(
        PREVENTIVE,
        "UPKIHON_SUB2",
        "0000123407,20251010",
        "0000123408,20251010",
        &["R-154"],
    );
    gives(
        PREVENTIVE,
        "UPYOBO_SUB",
        "0000123407,20251015",
        "0000123407,20251016",
        &["R-154"],
    );
}

#[test]
fn r161_to_r163_tables_of_a_plan_belong_together() {
    gives(
        DOCUMENTS,
        "UP3KYO",
        "20251020,20251020",
        "20251020,20251021",
        &["R-161"],
    );
    gives(
        DOCUMENTS,
        "UPHOSOKU",
        "0000123402,20251020",
        "0000123402,20251021",
        &["R-163", "R-162"],
    );
}

#[test]
fn r166_to_r168_tables_of_a_month_belong_together() {
    let mut lacking = files(PLAN);
    let plan = lacking
        .iter_mut()
        .find(|file| file.name.starts_with("UPPLAN"))
        .unwrap();
    let text = careplan::ms932::decode(&plan.bytes).into_owned();
    let kept: String = text
        .split_inclusive("\r\n")
        .filter(|line| !line.contains("H123456789"))
        .collect();
    plan.bytes = bytes(&kept);
    // In the order of the files: 利用者補足情報, then 第7表.
    assert_eq!(rules(lacking), ["R-166", "R-165"]);

    let mut lacking = files(PLAN);
    for prefix in ["UPSIKYU", "UPHOSOKU"] {
        let file = lacking
            .iter_mut()
            .find(|file| file.name.starts_with(prefix))
            .unwrap();
        let text = careplan::ms932::decode(&file.bytes).into_owned();
        let kept: String = text
            .split_inclusive("\r\n")
            .filter(|line| !line.contains("H123456789"))
            .collect();
        file.bytes = bytes(&kept);
    }
    assert_eq!(rules(lacking), ["R-167", "R-168"]);
}

#[test]
fn a_wrong_key_is_one_finding_and_no_orphan() {
    gives(PLAN, "UPHOSOKU", "0000123401", "000012340", &["R-060"]);
    gives(PLAN, "UPPLAN", "0000123401", "000012340", &["R-060"]);
}

#[test]
fn r183_and_r184_a_unit_is_of_one_month_and_one_file_of_each_kind() {
    let mut moved = files(PLAN);
    moved[2].name = moved[2].name.replace("UPSIKYU_202511", "UPSIKYU_202510");
    assert_eq!(rules(moved), ["R-184", "R-034"]);

    let mut twice = files(PLAN);
    let mut again = twice[1].clone();
    again.name = again.name.replace("UPPLAN_202511", "UPPLAN_202510");
    twice.push(again);
    assert_eq!(rules(twice), ["R-183", "R-184", "R-034"]);
}

#[test]
fn r185_a_unit_is_of_one_edition() {
    let mut files = files(DOCUMENTS);
    let file = files
        .iter_mut()
        .find(|file| file.name.starts_with("UP3KYO"))
        .unwrap();
    let text = careplan::ms932::decode(&file.bytes).replace("202407,", "202504,");
    file.bytes = bytes(&text);
    assert_eq!(rules(files), ["R-012", "R-185"]);
}

#[test]
fn r181_names_what_is_missing_and_what_is_foreign() {
    let alone: Vec<_> = files(PLAN)
        .into_iter()
        .filter(|file| file.name.starts_with("UPPLAN"))
        .map(read)
        .collect();
    let findings = check(&alone, &Context::default());
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0].expected.ja.contains("第7表"),
        "{:?}",
        findings[0].expected
    );
    assert!(
        findings[0].expected.ja.contains("利用者補足情報"),
        "{:?}",
        findings[0].expected
    );

    let mut mixed = files(PLAN);
    mixed.push(SourceFile {
        name: "UP3KYO_9970100018_43_9970200024_11_20251025093015.CSV".to_owned(),
        bytes: files(DOCUMENTS).remove(2).bytes,
    });
    assert_eq!(rules(mixed), ["R-181"]);
}

#[test]
fn r190_attached_tables_are_expected() {
    let without: Vec<_> = files(PREVENTIVE)
        .into_iter()
        .filter(|file| !file.name.contains("_SUB"))
        .collect();
    assert_eq!(rules(without), ["R-190", "R-190", "R-190"]);
}

#[test]
fn r153_an_image_that_nobody_names_is_told() {
    let mut files = files(PREVENTIVE);
    let mut image = files
        .iter()
        .find(|file| file.name.ends_with("_0002.jpg"))
        .unwrap()
        .clone();
    image.name = image.name.replace("_0002.jpg", "_0003.jpg");
    files.push(image);
    assert_eq!(rules(files), ["R-153"]);
}

#[test]
fn r189_attachments_travel_beside_a_unit() {
    let mut files = files(PLAN);
    files.push(SourceFile {
        name: "家屋の図 (1).pdf".to_owned(),
        bytes: b"%PDF-1.7".to_vec(),
    });
    let readings: Vec<_> = files.into_iter().map(read).collect();
    let bundle = Bundle::new(readings, &Context::default()).unwrap();
    assert_eq!(bundle.findings()[0].rule.to_string(), "R-189");
    assert_eq!(bundle.facts().files.len(), 4);
    assert_eq!(bundle.facts().files[3].kind, None);
}

#[test]
fn several_faults_of_a_file_are_each_found() {
    let mut files = files(RESULT);
    slip(&mut files, "UPJSK", "栁田", "栁\u{7f}田");
    slip(
        &mut files,
        "UPJSK",
        "1300,1400,1,117311",
        "1360,1400,１,11731",
    );
    assert_eq!(rules(files), ["R-024", "R-056", "R-067", "R-072", "R-050"]);
}

#[test]
fn every_bad_byte_and_every_gaiji_is_found_at_its_line() {
    let mut files = files("d_monthly_plan_delete");
    files[0].bytes = b"202407,991018,\xF0\x40,202511\r\n202407,\x81 ,\xFF,\xF9\xFC\r\n".to_vec();
    let reading = read(files.remove(0));
    let found: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| (finding.rule.to_string(), finding.line.unwrap()))
        .collect();
    let expected = [("R-022", 1), ("R-021", 2), ("R-021", 2), ("R-022", 2)];
    assert_eq!(found, expected.map(|(rule, line)| (rule.to_owned(), line)));
    assert!(
        reading.findings[1]
            .found
            .as_deref()
            .unwrap()
            .contains("保険者番号")
    );
}

#[test]
fn two_half_width_kana_are_not_taken_for_utf8() {
    // C2 B1 is ﾂｱ in MS932 and ± in UTF-8.
    let mut files = files("h_care_plan_delete");
    files[0].name = files[0].name.replace("DLT1KYO", "UPKIHON_SUB1");
    files[0].bytes = b"202407,991018,0000123406,20251010,\"\xC2\xB1\",,\r\n".to_vec();
    let reading = read(files.remove(0));
    assert_eq!(reading.findings, []);
    assert_eq!(reading.document.unwrap().record(0).text(5).unwrap(), "ﾂｱ");
}

#[test]
fn a_file_that_turns_out_to_be_utf8_is_shown_all_the_same() {
    let reading = folder("invalid/12_utf8_bom").remove(0);
    let document = reading.document.unwrap();
    assert_eq!(
        document.record(0).field("care_manager_name").unwrap(),
        "栁田 さとみ"
    );
}

#[test]
fn utf16_is_told_with_and_without_its_mark() {
    for mark in [&b"\xFF\xFE"[..], b""] {
        let mut files = files("d_monthly_plan_delete");
        let wide = String::from_utf8(files[0].bytes.clone()).unwrap();
        files[0].bytes = mark
            .iter()
            .copied()
            .chain(wide.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(rules(files), ["R-023"]);
    }
}

#[test]
fn a_file_with_a_bad_name_is_shown_but_not_judged() {
    let reading = folder("invalid/05_serial_not_a_date").remove(0);
    assert!(reading.file_name.is_none());
    assert_eq!(reading.document.unwrap().len(), 4);
    assert_eq!(reading.findings.len(), 1);
}

#[test]
fn both_byte_forms_of_ibm_kanji_read_the_same() {
    let name = |folder_name: &str| {
        let readings = folder(folder_name);
        careplan::persons(&readings).remove(0).name
    };
    let nec = files("l_nec_selected_bytes");
    assert!(nec.iter().any(|file| {
        file.bytes
            .windows(2)
            .any(|pair| pair[0] == 0xED || pair[0] == 0xEE)
    }));
    assert_eq!(name("l_nec_selected_bytes").as_deref(), Some("濵田 淑子"));
    assert_eq!(
        name("k_version3_monthly_plan"),
        name("l_nec_selected_bytes")
    );
}

#[test]
fn a_finding_in_edition_3_counts_items_as_they_stand_in_the_file() {
    let mut files = files("k_version3_monthly_plan");
    slip(&mut files, "UPPLAN", ",9970200024,", ",997020002,");
    let readings: Vec<_> = files.into_iter().map(read).collect();
    let findings = check(&readings, &Context::default());
    let finding = &findings[0];
    assert_eq!(
        (
            finding.rule.to_string().as_str(),
            finding.item,
            findings.len()
        ),
        ("R-062", Some(17), 1)
    );
    assert_eq!(finding.item_name.as_deref(), Some("サービス事業者コード"));
    let plan = readings
        .iter()
        .find(|reading| reading.name.starts_with("UPPLAN"))
        .unwrap();
    let table = plan.document.as_ref().unwrap().table();
    assert_eq!(table.columns.len(), 22);
    assert_eq!(
        (table.columns[16].item, table.columns[16].field.as_str()),
        (17, "service_office_number")
    );
    assert_eq!(table.rows[1].cells[16].raw, "9970200024");
}

#[test]
fn a_part_of_a_document_can_be_shown() {
    let readings = folder(PLAN);
    let plan = readings
        .iter()
        .find(|reading| reading.name.starts_with("UPPLAN"))
        .unwrap();
    let document = plan.document.as_ref().unwrap();
    let part = document.table_of(70..200);
    assert_eq!(
        (part.total, part.rows.len()),
        (document.len(), document.len() - 70)
    );
    assert_eq!(part.rows[0].record, 71);
    assert_eq!(document.table_of(500..600).rows.len(), 0);
}

fn office(number: &str) -> OfficeNumber {
    number.parse().unwrap()
}

#[test]
fn c001_only_the_office_itself_sends() {
    assert_eq!(
        rules_in(files(PLAN), &Context::sending(office("9970100018"))),
        Vec::<String>::new()
    );
    assert_eq!(
        rules_in(files(PLAN), &Context::sending(office("9970200024"))),
        ["C-001"]
    );
}

#[test]
fn r204_only_the_receiver_receives() {
    assert_eq!(
        rules_in(files(PLAN), &Context::receiving(office("9970200024"))),
        Vec::<String>::new()
    );
    assert_eq!(
        rules_in(files(PLAN), &Context::receiving(office("9970100018"))),
        ["R-204"]
    );
}

#[test]
fn what_came_in_is_mended_by_its_sender() {
    let context = Context::receiving(office("9970100018"));
    let mut all = files("invalid/22_required_empty");
    all.extend(files("invalid/05_serial_not_a_date"));
    all.push(SourceFile {
        name: "連絡.pdf".to_owned(),
        bytes: Vec::new(),
    });
    let readings: Vec<_> = all.into_iter().map(read).collect();
    let findings = check(&readings, &context);
    let who: Vec<_> = findings
        .iter()
        .map(|finding| (finding.rule.to_string(), finding.who))
        .collect();
    let expected = [
        ("R-050", Who::Partner),
        ("R-006", Who::Partner),
        ("R-189", Who::Here),
    ];
    assert_eq!(who, expected.map(|(rule, who)| (rule.to_owned(), who)));
    assert!(findings[2].fix.ja.contains("ダウンロード"));
    assert!(
        check(&readings, &Context::default())
            .iter()
            .all(|finding| finding.who != Who::Partner)
    );
}

#[test]
fn c002_a_file_is_refused_by_its_size_alone() {
    let csv = "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV";
    assert!(check_size(csv, 10 << 20, &Limits::SENDING).is_none());
    let finding = check_size(csv, (10 << 20) + 1, &Limits::SENDING).unwrap();
    assert_eq!(
        (finding.rule.to_string().as_str(), finding.file.as_deref()),
        ("C-002", Some(csv))
    );
    assert!(check_size("a.pdf", 20 << 20, &Limits::SENDING).is_none());
    assert!(check_size("a.pdf", (20 << 20) + 1, &Limits::SENDING).is_some());
    assert!(check_size(csv, (200 << 20) + 1, &Limits::CHECKING).is_some());

    let limits = Limits {
        file: 1000,
        ..Limits::CHECKING
    };
    let mut context = Context {
        limits,
        ..Context::default()
    };
    // who only looks at files is warned; who sends them is held to the limit.
    assert_eq!(rules_in(files(PLAN), &context), ["R-039", "R-039"]);
    context.office = Some(office("9970100018"));
    assert_eq!(rules_in(files(PLAN), &context), ["C-002", "C-002"]);
}

#[test]
fn c002_what_goes_out_is_held_to_the_limits_of_sending() {
    let name = "UPKIHON_SUB1_9900100053_46_99A0100067_A2_20251020110000.CSV".to_owned();
    let bytes = b"202407,991018,0000123406,20251010,\"6:00\",,\r\n".repeat(300_000);
    let readings = [read(SourceFile { name, bytes })];
    let told = |number: &str| {
        let context = Context {
            office: Some(office(number)),
            ..Context::default()
        };
        check(&readings, &context)
            .iter()
            .any(|finding| finding.rule.to_string() == "C-002")
    };
    assert!(told("9900100053"));
    assert!(!told("99A0100067"));
}

#[test]
fn c003_a_letter_has_a_limit_of_its_own() {
    let limits = Limits {
        letter: 1000,
        ..Limits::CHECKING
    };
    assert_eq!(
        rules_in(
            files(PLAN),
            &Context {
                limits,
                ..Context::default()
            }
        ),
        ["C-003"]
    );
}

#[test]
fn c004_files_of_one_export_name_one_receiver() {
    let mut files = files(PLAN);
    files[2].name = files[2].name.replace("9970200024_11", "9970300030_15");
    let found = rules(files);
    assert_eq!(
        found.iter().filter(|rule| *rule == "C-004").count(),
        2,
        "{found:?}"
    );
    assert_eq!(
        found.iter().filter(|rule| *rule == "R-181").count(),
        2,
        "{found:?}"
    );
}

#[test]
fn c005_files_agree_with_the_label_of_their_letter() {
    let address = |text: &str| {
        let (office, service) = text.split_once('-').unwrap();
        Address {
            office: office.parse().unwrap(),
            service: Some(service.parse().unwrap()),
        }
    };
    let label = |from, to| Context {
        label: Some((address(from), address(to))),
        ..Context::default()
    };
    assert_eq!(
        rules_in(files(PLAN), &label("9970100018-43", "9970200024-11")),
        Vec::<String>::new()
    );
    assert_eq!(
        rules_in(files(PLAN), &label("9970100018-43", "9970300030-15")),
        ["C-005"]
    );
}

#[test]
fn c006_a_bundle_is_one_unit() {
    let mut readings = folder(PLAN);
    readings.extend(folder("d_monthly_plan_delete"));
    let findings = Bundle::new(readings, &Context::default()).unwrap_err();
    assert_eq!(findings.last().unwrap().rule.to_string(), "C-006");
}

#[test]
fn files_of_two_folders_are_two_units() {
    let readings: Vec<_> = files(PLAN)
        .into_iter()
        .enumerate()
        .map(|(place, file)| {
            read(SourceFile {
                name: format!("{}/{}", place / 2, file.name),
                ..file
            })
        })
        .collect();
    let units = units(&readings);
    assert_eq!(
        units
            .iter()
            .map(|unit| unit.files.len())
            .collect::<Vec<_>>(),
        [2, 1]
    );
    assert!(units[0].id.starts_with("0/"));
}

#[test]
fn bad_files_leave_the_good_ones_beside_them_alone() {
    let mut all = files(PLAN);
    all.extend(files("invalid/09_broken_bytes"));
    all.extend(files("invalid/01_unknown_prefix"));
    let readings: Vec<_> = all.into_iter().map(read).collect();
    let findings = check(&readings, &Context::default());
    let units = units(&readings);
    assert_eq!(units.len(), 2);
    assert!(
        findings
            .iter()
            .all(|finding| finding.unit.as_ref() != Some(&units[0].id))
    );
}

#[test]
fn persons_are_named_once_with_what_the_receiver_does_for_them() {
    let bundle = Bundle::new(folder(PLAN), &Context::default()).unwrap();
    let persons = bundle.persons();
    assert_eq!(persons.len(), 3);
    assert_eq!(persons[0].name.as_deref(), Some("髙橋 ハナ"));
    assert_eq!(persons[0].kana.as_deref(), Some("ﾀｶﾊｼ ﾊﾅ"));
    assert_eq!(persons[0].month.unwrap().to_string(), "202511");
    assert!(
        persons
            .iter()
            .all(|person| person.has_service_of_receiver == Some(true))
    );

    let mut other = files(PLAN);
    for file in &mut other {
        file.name = file.name.replace("9970200024_11", "9970900099_11");
    }
    let readings: Vec<_> = other.into_iter().map(read).collect();
    assert!(
        careplan::persons(&readings)
            .iter()
            .all(|person| person.has_service_of_receiver == Some(false))
    );
}

#[test]
fn a_thousand_equal_findings_are_one_line() {
    let mut files = files("d_monthly_plan_delete");
    files[0].bytes = b"202407,991018,H123456789,\r\n".repeat(1000);
    let readings: Vec<_> = files.into_iter().map(read).collect();
    let findings = check(&readings, &Context::default());
    let groups = group(&findings);
    assert_eq!(
        (findings.len(), groups.len(), groups[0].count()),
        (1000, 1, 1000)
    );
    assert_eq!(groups[0].first().record, Some(1));
}

#[test]
fn c007_equal_findings_beyond_ten_thousand_are_only_counted() {
    for garbage in [
        b"x,\r\n".repeat(20_000),
        b"\xFF".repeat(20_000),
        b"202407,991018,H123456789,9\r\n".repeat(20_000),
    ] {
        let mut files = files("d_monthly_plan_delete");
        files[0].bytes = garbage;
        let reading = read(files.remove(0));
        let told = reading
            .findings
            .iter()
            .find(|finding| finding.rule.to_string() == "C-007")
            .unwrap();
        assert_eq!(told.found.as_deref(), Some("10000"));
        assert_eq!(reading.findings.len(), 10_001);
    }
}

#[test]
fn an_error_behind_many_warnings_is_still_found() {
    let row = b"202407,991018,0000123406,20251010,6:00,x,\r\n";
    let mut bytes = row.repeat(20_000);
    bytes.extend(b"202407,991018,0000123406,20251310,\"6:00\",,\r\n");
    let name = "UPKIHON_SUB1_9900100053_46_99A0100067_A2_20251020110000.CSV".to_owned();
    let reading = read(SourceFile { name, bytes });
    assert!(careplan::has_errors(&reading.findings));
}

#[test]
fn findings_travel_as_json_and_come_back_equal() {
    let findings = check(&folder(RESULT), &Context::default());
    let json = serde_json::to_string(&findings).unwrap();
    let back: Vec<careplan::Finding> = serde_json::from_str(&json).unwrap();
    assert_eq!(back, findings);
}

#[test]
fn a_message_names_the_place_and_the_remedy_and_quotes_nothing() {
    let findings = check(&folder("invalid/28_insured_number"), &Context::default());
    assert_eq!(
        findings[0].message(Lang::Ja),
        "1件目 C列「被保険者番号」：被保険者番号の形が違います。介護ソフトで被保険者番号を直して、書き出し直してください。"
    );
    assert!(
        !findings[0]
            .message(Lang::Ja)
            .contains(findings[0].found.as_deref().unwrap())
    );
}

#[test]
fn nothing_of_a_person_is_in_what_gets_logged() {
    let file = files("d_monthly_plan_delete").remove(0);
    let logged = format!("{file:?}");
    let reading = read(file);
    let logged = format!("{logged} {reading:?} {:?}", reading.document);
    for personal in ["H123456789", "DLTPLAN_", "49, 50"] {
        assert!(!logged.contains(personal), "{logged}");
    }
}
