//! Rules of file names, in units of one file.

use careplan::{Context, Kind};

use super::slip::{At, Break, Slip};
use crate::world::{TestUnit, World};

/// A delete file whose unit was changed before its name was made.
fn changed(world: &mut World, change: impl FnOnce(&mut World, &mut TestUnit)) -> Option<Slip> {
    let mut unit = world.withdrawal(Kind::WithdrawPlan);
    change(world, &mut unit);
    let at = unit.whole(Kind::WithdrawPlan);
    Slip::of(&unit, at)
}

/// A result with another name.
fn renamed(world: &mut World, rename: impl FnOnce(&mut World, String) -> String) -> Option<Slip> {
    let mut files = world.result().files();
    files[0].name = rename(world, files[0].name.clone());
    let file = Some(files[0].name.clone());
    let at = At {
        file,
        ..At::default()
    };
    Some(Slip::new(files, at))
}

pub const BREAKS: &[Break] = &[
    Break::of("R-001", |world| {
        renamed(world, |world, name| {
            let wrong = world
                .dice
                .pick(&["UPJSKX_", "XUPJSK_", "upjsk_", "UPJISSEKI_", "_"]);
            name.replacen("UPJSK_", wrong, 1)
        })
    }),
    Break::of("R-002", |world| {
        renamed(world, |world, name| {
            let place = name.rfind('_').unwrap();
            match world.dice.below(3) {
                0 => format!("{}_{}", &name[..place], &name[place..]),
                1 => format!("{}.CSV", &name[..place]),
                _ => name.replace(".CSV", "_1.CSV"),
            }
        })
    }),
    Break::of("R-003", |world| {
        changed(world, |world, unit| {
            let wrong = world
                .dice
                .pick(&["123456789", "12345678901", "12345abcde", ""]);
            unit.from.0 = wrong.to_owned();
        })
    }),
    Break::of("R-004", |world| {
        changed(world, |world, unit| {
            unit.to.1 = world.dice.pick(&["1", "111", "1a"]).to_owned();
        })
    }),
    Break::of("R-005", |world| {
        changed(world, |world, unit| {
            let wrong = world
                .dice
                .pick(&["202600", "202613", "000000", "2026011", "20261"]);
            unit.month = Some(wrong.to_owned());
        })
    }),
    Break::of("R-006", |world| {
        changed(world, |world, unit| {
            let wrong = [
                "20260132000000",
                "20260101240000",
                "2026010100000",
                "20260229000000",
            ];
            unit.serial = world.dice.pick(&wrong).to_owned();
        })
    }),
    Break::of("R-007", |world| {
        renamed(world, |world, name| {
            name.replace("CSV", world.dice.pick(&["csv", "Csv", "cSV"]))
        })
    }),
    Break::of("R-008", |world| {
        renamed(world, |world, name| {
            let mark = world.dice.pick(&[
                " (1).",
                " .",
                "\u{332}.",
                "\u{202E}.",
                "１.",
                "-コピー.",
                "\0.",
                "..",
            ]);
            name.replace('.', mark)
        })
    }),
    Break::of("R-009", |world| {
        changed(world, |_, unit| unit.to = unit.from.clone())
    }),
    Break::of("R-010", |world| {
        changed(world, |_, unit| unit.to.1 = "99".to_owned())
    }),
    Break::of("R-011", |world| {
        changed(world, |_, unit| unit.from.1 = "15".to_owned())
    }),
    Break::of("R-011", |world| {
        let mut unit = world.result();
        unit.from.1 = "43".to_owned();
        unit.to.1 = "11".to_owned();
        let at = unit.whole(Kind::Result);
        Slip::of(&unit, at)
    }),
    Break::of("R-012", |world| {
        changed(world, |world, unit| {
            let service = world.dice.pick(&["", "431"]);
            unit.from.1 = service.to_owned();
            unit.to.1 = service.to_owned();
        })
    }),
    Break::of("R-013", |world| {
        let unit = world.preventive(true, false);
        let mut files = unit.files();
        let name = unit.name(Kind::Basic, "CSV");
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        file.name = name.replace("UPKIHON_", "UPKIHON_000000_");
        let at = At {
            file: Some(file.name.clone()),
            ..At::default()
        };
        Some(Slip::new(files, at))
    }),
    Break::of("R-014", |world| {
        let mut slip = changed(world, |_, _| ())?;
        slip.context = Context {
            now: "20190101000000".parse().ok(),
            ..Context::default()
        };
        Some(slip)
    }),
];
