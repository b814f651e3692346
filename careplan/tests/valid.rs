//! No false alarms: units that are right, however tricky, give no finding at all.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;

use careplan::{Bundle, Context, SourceFile, read};
use common::bytes;
use proptest::prelude::*;

/// Free text of what breaks careless programs: quotes, commas, line breaks, 0x5C second bytes, NEC and IBM forms.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "表",
        "ソ",
        "能",
        "\"",
        ",",
        "\r\n",
        "\n",
        "髙",
        "﨑",
        "①",
        "Ⅱ",
        "㈱",
        "ｱﾊﾟｰﾄ",
        "～",
        "・月・水",
        "A b",
        "？",
        "\t",
        "十",
        "予",
        "構",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..8)
        .prop_map(|pieces| pieces.concat())
}

/// The name of a person, by which the other files may not be told apart.
fn name() -> impl Strategy<Value = String> {
    let names = [
        "髙橋 ハナ",
        "表 能子",
        "ソ 予",
        "アンナ・マリア 田中",
        "山﨑 德一",
        "ﾀｶﾊｼ ﾊﾅ",
    ];
    proptest::sample::select(names.to_vec()).prop_map(str::to_owned)
}

fn insured() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{10}", "H[0-9]{9}"]
}

/// One user: number, name, days of service, what they rent, how many of it, and whether short stay was used.
#[derive(Debug, Clone)]
struct User {
    number: String,
    name: String,
    note: String,
    days: Vec<u8>,
    rented: usize,
    night: bool,
}

fn user() -> impl Strategy<Value = User> {
    let days = proptest::collection::btree_set(1..=28_u8, 1..20);
    (insured(), name(), text(), days, 0..4_usize, any::<bool>()).prop_map(
        |(number, name, note, days, rented, night)| User {
            number,
            name,
            note,
            days: days.into_iter().collect(),
            rented,
            night,
        },
    )
}

/// An office that makes plans, one that gives services, a month after version 4 began, and users of both.
#[derive(Debug, Clone)]
struct World {
    manager: String,
    provider: String,
    month: String,
    satellite: Option<&'static str>,
    users: Vec<User>,
    version_3: bool,
}

fn world() -> impl Strategy<Value = World> {
    let users = proptest::collection::vec(user(), 1..4);
    let satellite = prop_oneof![Just(None), Just(Some("1")), Just(Some("A2"))];
    (
        "1[0-9]{9}",
        "2[0-9A-Z]{9}",
        1..=12_u8,
        satellite,
        users,
        any::<bool>(),
    )
        .prop_map(
            |(manager, provider, month, satellite, mut users, version_3)| {
                users.sort_by(|one, other| one.number.cmp(&other.number));
                users.dedup_by(|one, other| one.number == other.number);
                let year = if version_3 { 2024 } else { 2026 };
                World {
                    manager,
                    provider,
                    month: format!("{year}{month:02}"),
                    satellite,
                    users,
                    version_3,
                }
            },
        )
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}

impl World {
    fn version(&self) -> &'static str {
        if self.version_3 { "202208" } else { "202407" }
    }

    /// The day on which the files are made: in the month before.
    fn made(&self) -> String {
        let (year, month) = self.month.split_at(4);
        match month {
            "01" => format!("{}1225", year.parse::<u32>().unwrap() - 1),
            _ => format!("{year}{:02}25", month.parse::<u32>().unwrap() - 1),
        }
    }

    fn file(&self, prefix: &str, month: &str, text: &str) -> SourceFile {
        let (from, to) = if self.version_3 {
            ("", "")
        } else {
            ("_43", "_11")
        };
        let (from, to) = match prefix {
            "UPJSK" => (
                format!("{}{to}", self.provider),
                format!("{}{from}", self.manager),
            ),
            _ => (
                format!("{}{from}", self.manager),
                format!("{}{to}", self.provider),
            ),
        };
        // Results are made when the month is over.
        let serial = match prefix {
            "UPJSK" => format!("{month}28235959"),
            _ => format!("{}101500", self.made()),
        };
        let month = if month.is_empty() {
            String::new()
        } else {
            format!("_{month}")
        };
        SourceFile {
            name: format!("{prefix}{month}_{from}_{to}_{serial}.CSV"),
            bytes: bytes(text),
        }
    }

    /// 第6表: visits on each day, one of them at night; a percentage add-on without time; rented equipment.
    fn use_rows(&self, is_result: bool) -> String {
        let mut rows = String::new();
        let (version, month, satellite) =
            (self.version(), &self.month, self.satellite.unwrap_or(""));
        let made = if is_result {
            format!("{month}28")
        } else {
            self.made()
        };
        let updating = if is_result {
            &self.provider
        } else {
            &self.manager
        };
        for user in &self.users {
            let head = format!(
                "{version},991018,{},{made},{month},{},{}",
                user.number,
                self.manager,
                quoted(&user.name)
            );
            let mut row = |units: u32,
                           day: u8,
                           days: &str,
                           time: &str,
                           code: &str,
                           equipment: &str,
                           detail: &str| {
                let equipment = if self.version_3 {
                    String::new()
                } else {
                    format!("{equipment},")
                };
                writeln!(
                    rows,
                    "{head},{units},,{month}{day:02},{days},{time},1,{code},{equipment}{detail},{},{},{satellite},0,{updating},\r",
                    self.provider,
                    quoted(&user.note),
                )
                .unwrap();
            };
            for day in &user.days {
                row(387, *day, "", "0900,1000", "111211", ",,", "");
                if user.night {
                    row(250, *day, "", "2330,0000", "111111", ",,", "");
                }
            }
            row(140, 1, "", "9999,9999", "116275", ",,", "");
            for number in 1..=user.rented {
                let code = if number == 1 {
                    "99999-000001,,"
                } else {
                    ",12345-000009,\"手すり, \"\"表\"\"\""
                };
                row(
                    300,
                    1,
                    "",
                    "9999,9999",
                    "171007",
                    code,
                    &number.to_string().repeat(usize::from(user.rented > 1)),
                );
            }
        }
        rows
    }

    /// 第7表: the details, a subtotal where there are several, and the grand total.
    fn attachment(&self) -> String {
        let mut rows = String::new();
        let (version, month, made) = (self.version(), &self.month, self.made());
        let satellite = self.satellite.unwrap_or("");
        for user in &self.users {
            let head = format!("{version},991018,{},{made},{month}", user.number);
            let equipment = |items: &str| {
                if self.version_3 {
                    String::new()
                } else {
                    format!("{items},")
                }
            };
            let mut row = |office: &str,
                           satellite: &str,
                           code: &str,
                           items: &str,
                           units: usize,
                           count: usize,
                           total: usize| {
                let items = equipment(items);
                writeln!(
                    rows,
                    "{head},,{office},{satellite},{code},{items}{units},,,{count},{total},{total},,,,{total},,,,,,,,,,,0,9999999999,,{},\r",
                    self.manager
                )
                .unwrap();
            };
            let days = user.days.len();
            let mut sum = 387 * days + 140;
            row(
                &self.provider,
                satellite,
                "111211",
                ",,",
                387,
                days,
                387 * days,
            );
            if user.night {
                row(
                    &self.provider,
                    satellite,
                    "111111",
                    ",,",
                    250,
                    days,
                    250 * days,
                );
                sum += 250 * days;
            }
            row(&self.provider, satellite, "116275", ",,", 140, 1, 140);
            row(&self.provider, satellite, "11AAAA", ",,", 0, 0, sum);
            for number in 1..=user.rented {
                let items = if number == 1 {
                    "99999-000001,,"
                } else {
                    ",12345-000009,\"手すり\""
                };
                row(&self.provider, satellite, "171007", items, 300, 1, 300);
            }
            if user.rented > 1 {
                row(
                    &self.provider,
                    satellite,
                    "17AAAA",
                    ",,",
                    0,
                    0,
                    300 * user.rented,
                );
            }
            row(
                "9999999999",
                "",
                "999999",
                ",,",
                0,
                0,
                sum + 300 * user.rented,
            );
        }
        rows
    }

    fn supplement(&self, date: &str, month: &str) -> String {
        let mut rows = String::new();
        for user in &self.users {
            writeln!(
                rows,
                "{},991018,{},{date},\"ﾀｶﾊｼ ﾊﾅ\",{},2,19400307,999-0001,{},,0999-11-2233,20230610,20230701,20270630,2,,21,16765{}{manager},{manager},,{month}\r",
                self.version(),
                user.number,
                quoted(&user.name),
                quoted(&user.note),
                ",".repeat(41),
                manager = self.manager,
            )
            .unwrap();
        }
        rows
    }
}

impl World {
    /// 第1表, 第2表, 第3表 and 利用者補足情報 of a plan.
    fn documents(&self) -> Vec<SourceFile> {
        let made = self.made();
        let (mut form1, mut form2, mut form3) = (String::new(), String::new(), String::new());
        for user in &self.users {
            let head = format!("202407,991018,{},{made}", user.number);
            let (name, note, manager) = (quoted(&user.name), quoted(&user.note), &self.manager);
            writeln!(
                form1,
                "{head},999-0001,{note},,{name},\"みどり\",,,,{manager},{made},{made},21,2,20230610,20230701,20270630,21,{note},{note},{note},3,\"妻\",{manager},\r"
            )
            .unwrap();
            let support = |numbers: [usize; 3], need: &str, goal: &str| {
                let [first, second, third] = numbers;
                format!(
                    "{head},{made},{first},{need},{second},{goal},,,,{third},{note},Y,,,,,,{manager},\r\n"
                )
            };
            for need in 1..=user.rented + 1 {
                form2 += &support([need, 1, 1], "\"表\"", "\"ソ\"");
                form2 += &support([need, 1, 2], "", "");
            }
            for entry in [
                "\"能\",1,0900,2400,,,,",
                ",,,,\"起床\",0630,0630,",
                ",,,,,,,\"通院\"",
            ] {
                writeln!(form3, "{head},{made},{entry}\r").unwrap();
            }
        }
        let mut supplement = self.file("UPHOSOKU", "", &self.supplement(&made, "000000"));
        supplement.name = supplement.name.replace("UPHOSOKU_", "UPHOSOKU_000000_");
        vec![
            self.file("UP1KYO", "", &form1),
            self.file("UP2KYO", "", &form2),
            self.file("UP3KYO", "", &form3),
            supplement,
        ]
    }

    /// Delete files of what the users have.
    fn withdrawn(&self) -> SourceFile {
        let row = |user: &User| {
            format!(
                "{},991018,{},{}\r\n",
                self.version(),
                user.number,
                self.month
            )
        };
        self.file(
            "DLTPLAN",
            &self.month,
            &self.users.iter().map(row).collect::<String>(),
        )
    }
}

/// No finding at all, and a bundle.
fn holds(files: Vec<SourceFile>) -> Result<(), TestCaseError> {
    let readings: Vec<_> = files.into_iter().map(read).collect();
    match Bundle::new(readings, &Context::default()) {
        Ok(bundle) => prop_assert_eq!(bundle.findings(), &[]),
        Err(findings) => prop_assert!(false, "{findings:#?}"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_right_use_table_is_without_findings(world in world()) {
        holds(vec![
            world.file("UPHOSOKU", &world.month, &world.supplement("00000000", &world.month)),
            world.file("UPPLAN", &world.month, &world.use_rows(false)),
            world.file("UPSIKYU", &world.month, &world.attachment()),
        ])?;
    }

    #[test]
    fn a_right_result_is_without_findings(world in world()) {
        holds(vec![world.file("UPJSK", &world.month, &world.use_rows(true))])?;
    }

    #[test]
    fn a_right_care_plan_is_without_findings(world in world()) {
        // Version 3 had no 第3表.
        holds(World { version_3: false, month: "202602".to_owned(), ..world }.documents())?;
    }

    #[test]
    fn a_right_delete_file_is_without_findings(world in world()) {
        holds(vec![world.withdrawn()])?;
    }
}
