//! Rules of a sending unit as a whole.

use crate::finding::Finding;
use crate::forms::Basic;
use crate::kind::Kind;
use crate::reading::Reading;
use crate::rules::row::names_an_image_of;
use crate::units::{Unit, UnitGroup};

/// Checks what belongs together.
pub(crate) fn check(unit: &Unit, readings: &[Reading], findings: &mut Vec<Finding>) {
    let files: Vec<&Reading> = unit.files.iter().map(|&file| &readings[file]).collect();
    findings.extend(files.iter().filter_map(|file| r180(unit, file)));
    r181(unit, &files, readings, findings);
    r183(&files, findings);
    r184(unit, &files, findings);
    r185(&files, findings);
    expected_members(unit, &files, findings);
    r153(&files, findings);
}

/// all files share sender, receiver, both service types and serial.
fn r180(unit: &Unit, file: &Reading) -> Option<Finding> {
    let name = file.file_name.as_ref()?;
    let same = (name.from, name.to, name.serial) == (unit.from, unit.to, unit.serial);
    let of_unit = format!("{} → {} {}", unit.from, unit.to, unit.serial);
    (!same).then(|| {
        Finding::standard(180)
            .in_file(&file.name)
            .found(&format!("{} → {} {}", name.from, name.to, name.serial))
            .expected(of_unit.clone(), of_unit)
    })
}

/// every obligatory member is there, and nothing foreign; delete files stand alone.
fn r181(unit: &Unit, files: &[&Reading], readings: &[Reading], findings: &mut Vec<Finding>) {
    let members = unit.group.map_or(&[][..], UnitGroup::members);
    for file in files {
        match file.kind {
            Some(kind) if !members.contains(&kind) => {
                let rule = if kind.is_withdrawal() { 186 } else { 181 };
                findings.push(
                    Finding::standard(rule)
                        .in_file(&file.name)
                        .found(kind.name()),
                );
            }
            _ => {}
        }
    }
    let missing = unit.missing(readings);
    if !missing.is_empty() {
        let there: Vec<&str> = unit.kinds(readings).into_iter().map(Kind::prefix).collect();
        let names: Vec<String> = missing
            .iter()
            .map(|kind| format!("{}（{}）", kind.name(), kind.prefix()))
            .collect();
        let prefixes: Vec<&str> = missing.iter().map(|kind| kind.prefix()).collect();
        let finding = Finding::standard(181).found(&there.join(", "));
        findings.push(finding.expected(names.join("、"), prefixes.join(", ")));
    }
}

/// no two files of one kind, images excepted.
fn r183(files: &[&Reading], findings: &mut Vec<Finding>) {
    for pair in files.windows(2) {
        if pair[0].kind == pair[1].kind && pair[1].kind != Some(Kind::BasicImage) {
            findings.push(Finding::standard(183).in_file(&pair[1].name));
        }
    }
}

/// 第6表, 第7表 and 利用者補足情報 have the same month in their names.
fn r184(unit: &Unit, files: &[&Reading], findings: &mut Vec<Finding>) {
    if unit.group != Some(UnitGroup::MonthlyPlan) {
        return;
    }
    let month = |file: &Reading| file.file_name.as_ref().and_then(|name| name.month);
    let base = files
        .iter()
        .find(|file| file.kind == Some(Kind::Plan))
        .or(files.first());
    let Some(expected) = base.and_then(|file| month(file)) else {
        return;
    };
    let member = |file: &Reading| {
        file.kind
            .is_some_and(|kind| UnitGroup::MonthlyPlan.members().contains(&kind))
    };
    for file in files
        .iter()
        .filter(|file| member(file) && month(file) != Some(expected))
    {
        let found = month(file).map_or_else(|| "000000".to_owned(), |month| month.to_string());
        let finding = Finding::standard(184).in_file(&file.name).found(&found);
        findings.push(finding.expected(expected.to_string(), expected.to_string()));
    }
}

/// all files are of one edition.
fn r185(files: &[&Reading], findings: &mut Vec<Finding>) {
    let edition = |file: &Reading| file.document.as_ref().and_then(crate::Document::edition);
    let Some(first) = files.iter().find_map(|file| edition(file)) else {
        return;
    };
    for file in files {
        if let Some(other) = edition(file).filter(|other| *other != first) {
            let finding = Finding::standard(185)
                .in_file(&file.name)
                .found(other.as_str());
            findings.push(finding.expected(first.as_str(), first.as_str()));
        }
    }
}

/// members that are expected though not obligatory.
fn expected_members(unit: &Unit, files: &[&Reading], findings: &mut Vec<Finding>) {
    let has = |kind: Kind| files.iter().any(|file| file.kind == Some(kind));
    let expected: &[(u16, Kind, Kind)] = &[
        (182, Kind::Form1, Kind::Form3),
        (190, Kind::Preventive, Kind::PreventiveSupport),
        (190, Kind::Basic, Kind::BasicDay),
        (190, Kind::Basic, Kind::BasicIllness),
    ];
    for (rule, with, kind) in expected {
        let member = unit
            .group
            .is_some_and(|group| group.members().contains(kind));
        if member && has(*with) && !has(*kind) {
            let name = format!("{}（{}）", kind.name(), kind.prefix());
            findings.push(Finding::standard(*rule).expected(name, kind.prefix()));
        }
    }
}

/// every image that is named is there, and every image that is there is named.
fn r153(files: &[&Reading], findings: &mut Vec<Finding>) {
    let images = || {
        files
            .iter()
            .filter(|file| file.kind == Some(Kind::BasicImage))
    };
    let basic = files.iter().find(|file| file.kind == Some(Kind::Basic));
    let Some((basic, document)) = basic.and_then(|file| Some((file, file.judged()?))) else {
        return;
    };
    let mut named = cells::places::Places::default();
    // An image behind a name that cannot be one is not known, so no image is called unnamed.
    let mut all_read = true;
    for record in document.records() {
        let Some(name) = Basic(record).family_image_filename() else {
            continue;
        };
        let of = basic.file_name.as_ref();
        if !of.is_some_and(|of| names_an_image_of(&name, of)) {
            all_read = false;
            continue;
        }
        if !images().any(|image| image.base_name().eq_ignore_ascii_case(&name)) {
            findings.push(Finding::standard(153).in_file(&basic.name).at(record, 62));
        }
        named.of(name.to_ascii_lowercase().as_bytes());
    }
    let named_by_none = |image: &&&Reading| {
        let name = image.base_name().to_ascii_lowercase();
        all_read && named.find(name.as_bytes()).is_none()
    };
    for image in images().filter(named_by_none) {
        findings.push(Finding::standard(153).in_file(&image.name));
    }
}
