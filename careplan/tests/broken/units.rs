//! Rules of sending units, alone and one after the other.

use careplan::{Context, Edition, Kind, SourceFile};

use super::slip::{At, Break, Slip, any};
use crate::world::World;

/// A month and what comes later, of the same parties.
fn two_months(world: &mut World) -> [Vec<SourceFile>; 2] {
    world.preventive = false;
    let unit = world.monthly_plan();
    let mut later = unit.clone();
    later.serial.replace_range(8.., "235959");
    let mut unit = unit;
    unit.serial.replace_range(8.., "000000");
    [unit.files(), later.files()]
}

fn unit_at() -> At {
    At::default()
}

pub const BREAKS: &[Break] = &[
    Break::of("R-180", |world| {
        let unit = world.monthly_plan();
        let mut files = unit.files();
        let name = unit.name(Kind::Form7, "CSV");
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        file.name = name.replace(&unit.serial, &format!("{}0", &unit.serial[..13]));
        if file.name == name {
            file.name = name.replace(&unit.serial, &format!("{}1", &unit.serial[..13]));
        }
        let at = At {
            file: Some(file.name.clone()),
            ..At::default()
        };
        Some(Slip::new(files, at))
    }),
    Break::of("R-181", |world| {
        let mut unit = world.monthly_plan();
        let gone = world
            .dice
            .pick(&[Kind::Form7, Kind::Supplement, Kind::Plan]);
        unit.sheets.retain(|sheet| sheet.kind != gone);
        Slip::of(&unit, unit_at())
    }),
    Break::of("R-182", |world| {
        let mut unit = world.care_plan();
        unit.sheets.retain(|sheet| sheet.kind != Kind::Form3);
        Slip::of(&unit, unit_at())
    }),
    Break::of("R-183", |world| {
        // Two months of results under one serial.
        world.month = 1;
        let mut next = world.clone();
        next.month = 2;
        let other = next.result();
        let mut unit = world.result();
        unit.serial.clone_from(&other.serial);
        let at = other.whole(Kind::Result);
        Some(Slip::new([unit.files(), other.files()].concat(), at))
    }),
    Break {
        also: &[("R-034", "the records keep the month that the name had")],
        ..Break::of("R-184", |world| {
            let unit = world.monthly_plan();
            let mut other = unit.clone();
            other.month = Some(format!("{}{:02}", world.year, world.month % 12 + 1));
            let (name, wrong) = (
                unit.name(Kind::Form7, "CSV"),
                other.name(Kind::Form7, "CSV"),
            );
            let mut files = unit.files();
            files
                .iter_mut()
                .find(|file| file.name == name)
                .unwrap()
                .name = wrong;
            Some(Slip::new(files, other.whole(Kind::Form7)))
        })
    },
    Break::of("R-185", |world| {
        // Editions whose names are built alike.
        let mut world = World::of(
            world.dice.between(0, 999).try_into().unwrap(),
            Edition::Third,
        );
        let mut unit = world.monthly_plan();
        for row in unit.rows(Kind::Form7) {
            row.put("csv_version", "202003");
        }
        let at = unit.whole(Kind::Form7);
        Slip::of(&unit, at)
    }),
    Break::of("R-186", |world| {
        let mut unit = world.monthly_plan();
        let withdrawal = world.withdrawal(Kind::WithdrawPlan);
        unit.sheets.extend(withdrawal.sheets);
        let at = unit.whole(Kind::WithdrawPlan);
        Slip::of(&unit, at)
    }),
    Break::of("R-189", |world| {
        let mut files = world.monthly_plan().files();
        let name = world.dice.pick(&[
            "家屋の図 (1).pdf",
            "memo.txt",
            "UPPLAN.zip",
            "=cmd.exe",
            "写真.JPG",
        ]);
        files.push(SourceFile {
            name: name.to_owned(),
            bytes: b"%PDF-1.7".to_vec(),
        });
        let at = At {
            file: Some(name.to_owned()),
            ..At::default()
        };
        Some(Slip::new(files, at))
    }),
    Break::of("R-190", |world| {
        let mut unit = world.preventive(true, true);
        let gone = world
            .dice
            .pick(&[Kind::PreventiveSupport, Kind::BasicDay, Kind::BasicIllness]);
        unit.sheets.retain(|sheet| sheet.kind != gone);
        Slip::of(&unit, unit_at())
    }),
    Break::of("R-200", |world| {
        // An older care plan of the same parties comes behind the month.
        let [_, stored] = two_months(world);
        let mut slip = Slip::new(world.care_plan().files(), unit_at());
        let serial = format!("{}000000", world.made());
        for file in &mut slip.files {
            let end = file.name.len() - "YYYYMMDDhhmmss.CSV".len();
            file.name.replace_range(end..end + 14, &serial);
        }
        slip.stored = Some(stored);
        Some(slip)
    }),
    Break::of("R-201", |world| {
        let [older, stored] = two_months(world);
        let plan = older
            .iter()
            .find(|file| file.name.starts_with("UPPLAN"))
            .unwrap();
        let at = At {
            file: Some(plan.name.clone()),
            record: Some(1),
            item: None,
        };
        let mut slip = Slip::new(older, at);
        slip.stored = Some(stored);
        Some(slip)
    }),
    Break::of("R-202", |world| {
        world.preventive = false;
        let plan = world.monthly_plan();
        let mut later = world.withdrawal(Kind::WithdrawPlan);
        later.serial = format!("{}235959", world.day(28));
        let mut at = later.put(
            world,
            Kind::WithdrawPlan,
            any,
            "insured_number",
            "0000000001",
        )?;
        at.item = Some(4);
        Some(Slip::new([plan.files(), later.files()].concat(), at))
    }),
    Break::of("R-202", |world| {
        let later = world.withdrawal(Kind::WithdrawPlan);
        if world.users.len() > 1 {
            return None;
        }
        let mut slip = Slip::of(&later, later.cell(Kind::WithdrawPlan, 0, "target_month"))?;
        slip.stored = Some(Vec::new());
        Some(slip)
    }),
    Break::of("R-203", |world| {
        let unit = world.withdrawal(Kind::WithdrawPlan);
        let mut other = unit.clone();
        other.put(
            world,
            Kind::WithdrawPlan,
            any,
            "insured_number",
            "0000000001",
        )?;
        let in_folder = |folder: &str, mut files: Vec<SourceFile>| {
            for file in &mut files {
                file.name = format!("{folder}/{}", file.name);
            }
            files
        };
        let files = [in_folder("1", unit.files()), in_folder("2", other.files())].concat();
        let mut slip = Slip::new(files, unit_at());
        slip.context = Context {
            office: unit.to.0.parse().ok(),
            ..Context::default()
        };
        Some(slip)
    }),
    Break::of("R-204", |world| {
        let unit = world.result();
        let mut slip = Slip::of(&unit, unit_at())?;
        slip.context = Context::receiving("4444444444".parse().unwrap());
        Some(slip)
    }),
];
