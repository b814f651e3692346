//! One function for each target: reads its bytes, and panics when something that always holds does not.

use careplan::{
    Bundle, Context, FileName, Finding, Kind, Lang, Reading, Replacements, Rows, SourceFile, check,
    diagnose, glance, has_errors, mend, ms932, persons, read, split_path, units, use_table,
};

use super::seeds::SEPARATOR;

/// Any bytes, read as the kinds of file whose records are as wide, and as one other.
pub fn csv(data: &[u8]) {
    cells_lie_one_after_the_other(data);
    if ms932::faults(data).next().is_none() {
        assert_eq!(
            ms932::encode(&ms932::decode(data))
                .as_deref()
                .map(<[u8]>::len),
            Ok(data.len()),
            "MS932 without a fault has as many bytes when it is written again"
        );
    }
    let rows = Rows::cut(data);
    let width = if rows.is_empty() {
        0
    } else {
        rows.cells(0).len()
    };
    let other = data.len() % Kind::ALL.len();
    let wanted = |(place, kind): &(usize, Kind)| kind.items().len() == width || *place == other;
    for (_, kind) in Kind::ALL.into_iter().enumerate().filter(wanted) {
        let file = SourceFile {
            name: name_of(kind),
            bytes: data.to_vec(),
        };
        let seen = glance(file.clone());
        let reading = read(file);
        assert_eq!(reading.bytes(), data, "originals travel");
        if let Some(document) = &reading.document {
            let table = document.table();
            assert_eq!(table.rows.len(), document.len());
            assert!(seen.records == document.len() || reading.findings.iter().any(is_of_encoding));
        }
        sentences(&reading.findings);
        repairs(&reading);
        let _ = use_table(&[reading]);
    }
}

/// Any name. One that is read says what stands in it, and nothing else.
pub fn filename(data: &[u8]) {
    let Ok(name) = str::from_utf8(data) else {
        return;
    };
    let (folder, base) = split_path(name);
    assert!(name.starts_with(folder) && name.ends_with(base));
    let reading = read(SourceFile {
        name: name.to_owned(),
        bytes: Vec::new(),
    });
    assert_eq!(reading.file_name, FileName::parse(name));
    assert_eq!(reading.base_name(), base);
    match &reading.file_name {
        Some(read) => {
            assert!(base.is_ascii(), "{base:?} passes for {read}");
            assert_eq!(FileName::parse(&read.to_string()).as_ref(), Some(read));
            // A month that should not be there is told of and not written again.
            let surplus = base.len() > read.to_string().len();
            assert!(surplus || read.to_string() == base, "{base:?} is {read}");
            assert!(!surplus || !reading.findings.is_empty());
        }
        None => assert!(
            !reading.findings.is_empty(),
            "{base:?} is refused in silence"
        ),
    }
    sentences(&reading.findings);
}

/// Any files together: name, content, name, content, each ended by a byte that MS932 does not have.
pub fn bundle(data: &[u8]) {
    let mut parts = data.split(|&byte| byte == SEPARATOR);
    let mut readings = Vec::new();
    // A letter of forty files is one of four, ten times.
    while let (Some(name), Some(bytes), true) = (parts.next(), parts.next(), readings.len() < 40) {
        readings.push(read(SourceFile {
            name: String::from_utf8_lossy(name).into_owned(),
            bytes: bytes.to_vec(),
        }));
    }
    let context = Context::default();
    let findings = check(&readings, &context);
    sentences(&findings);
    let mut in_units: Vec<usize> = units(&readings)
        .into_iter()
        .flat_map(|unit| unit.files)
        .collect();
    in_units.sort_unstable();
    assert!(
        in_units.is_sorted_by(|one, other| one < other),
        "no file is in two units"
    );
    let mut backwards = readings.clone();
    backwards.reverse();
    assert_eq!(
        has_errors(&findings),
        has_errors(&check(&backwards, &context)),
        "whether files are right does not depend on their order"
    );
    let people = persons(&readings);
    if let Ok(bundle) = Bundle::new(readings.clone(), &context) {
        assert!(
            !has_errors(&findings),
            "a bundle is of files without errors"
        );
        assert_eq!(bundle.facts().files.len(), readings.len());
        assert_eq!(bundle.persons(), people);
        let unchanged = |(one, other): (&Reading, &Reading)| one.bytes() == other.bytes();
        assert!(bundle.files().iter().zip(&readings).all(unchanged));
    }
}

/// A name of a kind, as good as any other.
fn name_of(kind: Kind) -> String {
    let month = if kind.has_month() { "_202511" } else { "" };
    let (branch, extension) = match kind {
        Kind::BasicImage => ("_0001", "jpg"),
        _ => ("", "CSV"),
    };
    let prefix = kind.prefix();
    format!("{prefix}{month}_9970100018_43_9970200024_11_20251025093015{branch}.{extension}")
}

/// UTF-8 and byte order marks: a glance reads MS932 only.
fn is_of_encoding(finding: &Finding) -> bool {
    finding.record.is_none()
}

fn cells_lie_one_after_the_other(data: &[u8]) {
    let rows = Rows::cut(data);
    let mut end = 0;
    for record in 0..rows.len() {
        for cell in rows.cells(record) {
            let span = cell.span();
            assert!(end <= span.start && span.end <= data.len());
            end = span.end;
        }
    }
}

/// Every finding has its sentence in both languages.
fn sentences(findings: &[Finding]) {
    assert!(findings.len() < 200_000, "findings are bounded");
    for finding in findings {
        assert!(!finding.message(Lang::Ja).is_empty() && !finding.message(Lang::En).is_empty());
    }
}

/// The character doctor takes any file; it changes nothing unseen, and leaves nothing for a second visit.
fn repairs(reading: &Reading) {
    let repairs = diagnose(reading);
    let Some(mended) = mend(reading, &Replacements::new()) else {
        assert!(repairs.is_empty());
        return;
    };
    assert!(
        mended.changes == repairs,
        "what is done is what was proposed"
    );
    // A 外字 that nobody has replaced is named and left.
    if repairs.iter().all(|repair| repair.after.is_none()) {
        assert!(mended.bytes == reading.bytes(), "nothing is changed unseen");
    }
    let again = read(SourceFile {
        name: reading.name.clone(),
        bytes: mended.bytes,
    });
    let left = diagnose(&again);
    assert!(
        left.iter().all(|repair| repair.after.is_none()),
        "mended once is mended: {left:?}"
    );
}
