//! Rules of a file as a whole (R-020 to R-039): its bytes, quotes, lines, edition and month.

use careplan::{Context, Kind, Limits, ms932};

use super::slip::{At, Break, MARK, MARK_BYTES, Slip};
use crate::world::{TestUnit, World};

const RESULT: Kind = Kind::Result;
const TEXT: &str = "care_manager_name";

/// A result with a mark in the place of one name, and where that is.
fn marked(world: &mut World) -> (TestUnit, At) {
    let mut unit = world.result();
    unit.style.quotes_all = false;
    let rows = unit.rows(RESULT).len();
    let place = world.dice.below(rows);
    unit.rows(RESULT)[place].put(TEXT, MARK);
    let at = unit.cell(RESULT, place, TEXT);
    (unit, at)
}

/// Other bytes in the place of the mark.
fn with_bytes(world: &mut World, from: &[u8], to: &[u8]) -> (Slip, At) {
    let (unit, at) = marked(world);
    let whole = unit.whole(RESULT);
    (Slip::of(&unit, whole).unwrap().edit(RESULT, from, to), at)
}

/// Bytes put in behind a record that is not the last one.
fn behind_a_record(world: &mut World, back: usize, bytes: &[u8]) -> (Slip, usize) {
    let mut unit = world.result();
    unit.style.quotes_all = false;
    let rows = unit.rows(RESULT).len();
    let record = world.dice.between(1, rows - 1);
    let place = unit.bytes_of(RESULT, record);
    let mut files = unit.files();
    files[0]
        .bytes
        .splice(place - back..place, bytes.iter().copied());
    let at = unit.record(RESULT, record - 1);
    (Slip::new(files, at), record)
}

fn whole(mut slip: Slip) -> Option<Slip> {
    slip.at.record = None;
    Some(slip)
}

/// A result with other bytes.
fn rewritten(world: &mut World, rewrite: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Option<Slip> {
    let (unit, _) = marked(world);
    let mut files = unit.files();
    files[0].bytes = rewrite(std::mem::take(&mut files[0].bytes));
    Some(Slip::new(files, unit.whole(RESULT)))
}

pub const BREAKS: &[Break] = &[
    Break::of("R-020", |world| rewritten(world, |_| Vec::new())),
    Break::of("R-020", |world| {
        // A table without records is one fault, not one for each user.
        let mut unit = world.monthly_plan();
        let kind = world
            .dice
            .pick(&[Kind::Plan, Kind::Form7, Kind::Supplement]);
        unit.rows(kind).clear();
        let at = unit.whole(kind);
        Slip::of(&unit, at)
    }),
    Break::of("R-021", |world| {
        let bad = world.dice.pick(&[
            &b"\xFF"[..],
            b"\xFD",
            b"\xA0",
            b"\x81\x20",
            b"\x85\x40",
            b"\x81\xFD",
        ]);
        Some(with_bytes(world, MARK_BYTES, bad).0)
    }),
    Break::of("R-022", |world| {
        let gaiji = world
            .dice
            .pick(&[&b"\xF0\x40"[..], b"\xF9\xFC", b"\xF4\x5C"]);
        Some(with_bytes(world, MARK_BYTES, gaiji).0)
    }),
    Break::of("R-023", |world| {
        let mark = world.dice.pick(&["", "\u{FEFF}"]);
        rewritten(world, |bytes| {
            format!("{mark}{}", ms932::decode(&bytes)).into_bytes()
        })
    }),
    Break::of("R-023", |world| {
        rewritten(world, |bytes| {
            let text = ms932::decode(&bytes).into_owned();
            format!("\u{FEFF}{text}")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect()
        })
    }),
    Break::of("R-024", |world| {
        let control = world
            .dice
            .pick(&[&b"\x07"[..], b"\x00", b"\x7F", b"\x1B", b"\x0C"]);
        Some(with_bytes(world, MARK_BYTES, control).0)
    }),
    Break::of("R-024", |world| {
        rewritten(world, |mut bytes| {
            bytes.push(0x1A);
            bytes
        })
    }),
    Break::of("R-025", |world| {
        let end = world.dice.pick(&[&b"\n"[..], b"\r"]);
        whole(behind_a_record(world, 2, end).0)
    }),
    Break::of("R-026", |world| {
        let mut unit = world.result();
        unit.style.quotes_all = false;
        unit.style.quotes_nothing = false;
        unit.rows(RESULT)
            .last_mut()?
            .put("service_office_name", MARK);
        let slip = Slip::of(&unit, unit.whole(RESULT))?;
        Some(slip.edit(RESULT, b"\x88\xF3\"", MARK_BYTES))
    }),
    Break::of("R-027", |world| {
        let stray = world.dice.pick(&[&b"a\"b"[..], b"\"a", b"a\"\"\"b"]);
        let (mut slip, at) = with_bytes(world, MARK_BYTES, stray);
        slip.at = at;
        Some(slip)
    }),
    Break::of("R-027", |world| {
        let (mut slip, at) = with_bytes(world, b"\"\x88\xF3\"", b"a\"b");
        slip.at = at;
        Some(slip)
    }),
    Break::of("R-028", |world| Some(behind_a_record(world, 2, b",\r\n").0)),
    Break::of("R-028", |world| Some(behind_a_record(world, 3, b"\r\n").0)),
    Break::of("R-029", |world| {
        let mut unit = world.result();
        let rows = unit.rows(RESULT).len();
        let (place, wrong) = (
            world.dice.below(rows),
            world.dice.pick(&["20240", "2024O7", "2024071", "４.１"]),
        );
        unit.rows(RESULT)[place].put("csv_version", wrong);
        let at = unit.record(RESULT, place);
        Slip::of(&unit, at)
    }),
    Break::of("R-029", |world| {
        rewritten(world, |bytes| {
            let names: Vec<&str> = RESULT.items().iter().map(|item| item.name).collect();
            let mut header = ms932::encode(&names.join(",")).unwrap();
            header.extend(b"\r\n");
            header.extend(bytes);
            header
        })
        .map(|mut slip| {
            slip.at.record = Some(1);
            slip
        })
    }),
    Break::of("R-030", |world| {
        let mut unit = world.result();
        let rows = unit.rows(RESULT).len();
        let place = world.dice.between(1, rows - 1);
        unit.rows(RESULT)[place].put("csv_version", "202504");
        let at = unit.cell(RESULT, place, "csv_version");
        Slip::of(&unit, at)
    }),
    Break::of("R-031", |world| {
        let mut unit = world.result();
        for row in unit.rows(RESULT) {
            row.put("csv_version", "202410");
        }
        let at = unit.cell(RESULT, 0, "csv_version");
        Slip::of(&unit, at)
    }),
    Break::of("R-032", |world| {
        world.year = 2024;
        let unit = world.result();
        let at = unit.cell(RESULT, 0, "csv_version");
        Slip::of(&unit, at)
    }),
    Break::of("R-033", |world| {
        let mut unit = world.result();
        let other = format!("{}{:02}", world.year, world.month % 12 + 1);
        let mut places = unit.places(RESULT, |row| {
            row.get("proration_days").is_empty() && row.get("detail_no").is_empty()
        });
        places.retain(|place| *place > 0);
        let place = world.dice.pick(&places);
        let row = &mut unit.rows(RESULT)[place];
        row.put("target_month", &other);
        row.put("service_date", format!("{other}01"));
        let at = unit.cell(RESULT, place, "target_month");
        Slip::of(&unit, at)
    }),
    Break::of("R-034", |world| {
        let mut unit = world.result();
        unit.month = Some(format!("{}{:02}", world.year, world.month % 12 + 1));
        let at = unit.cell(RESULT, 0, "target_month");
        Slip::of(&unit, at)
    }),
    Break::of("R-035", |world| whole(behind_a_record(world, 0, b"\r\n").0)),
    Break::of("R-037", |world| {
        let (mut slip, at) = with_bytes(world, b"\"\x88\xF3\"", MARK_BYTES);
        slip.at = at;
        Some(slip)
    }),
    Break::of("R-038", |world| {
        let kind = world.dice.pick(&World::WITHDRAWALS);
        let mut unit = world.withdrawal(kind);
        let again = unit.rows(kind)[0].clone();
        unit.rows(kind).push(again);
        let last = unit.rows(kind).len() - 1;
        let mut at = unit.record(kind, last);
        at.item = Some(if kind == Kind::WithdrawResult { 6 } else { 4 });
        Slip::of(&unit, at)
    }),
    Break::of("R-038", |world| {
        let mut unit = world.care_plan();
        let (kind, key) = world.dice.pick(&[
            (Kind::Form1, "care_plan_date"),
            (Kind::Supplement, "care_plan_date"),
        ]);
        let again = unit.rows(kind)[0].clone();
        unit.rows(kind).push(again);
        let last = unit.rows(kind).len() - 1;
        let at = unit.cell(kind, last, key);
        Slip::of(&unit, at)
    }),
    Break::of("R-039", |world| {
        let mut slip = rewritten(world, |bytes| bytes)?;
        let file = u64::try_from(slip.files[0].bytes.len()).unwrap() - 1;
        slip.context = Context {
            limits: Limits {
                file,
                ..Limits::CHECKING
            },
            ..Context::default()
        };
        Some(slip)
    }),
];
