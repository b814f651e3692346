//! 第6表, plan and result, with 第7表 and 利用者補足情報 of the month.

use careplan::Kind;

use super::{Row, Sheet, TestUnit, User, World};

/// A service of a user in the month.
struct Use {
    code: String,
    units: i64,
    days: Vec<usize>,
    times: (&'static str, &'static str),
    /// Whether it counts against 区分支給限度.
    within: bool,
    /// Billed by the month, and pro rata: the days marked.
    by_month: bool,
    prorated: bool,
    /// TAISコード, 福祉用具届出コード, 用具名称, 明細判別コード.
    equipment: [String; 4],
    office: String,
    satellite: String,
    discount: bool,
    over_30_days: bool,
    stays: bool,
}

impl World {
    /// 第6表, 第7表 and 利用者補足情報.
    pub fn monthly_plan(&mut self) -> TestUnit {
        let mut unit = self.unit(false, true);
        // An entrusted office passes its plans on to the 地域包括支援センター.
        if self.preventive && self.dice.once_in(4) && self.month_is_new() {
            unit.to = (self.other.clone(), "46".to_owned());
            unit.from.1 = "43".to_owned();
        }
        let mut sheets = [
            Sheet::new(Kind::Supplement),
            Sheet::new(Kind::Plan),
            Sheet::new(Kind::Form7),
        ];
        for user in self.users.clone() {
            let row = self.supplement(&sheets[0], &user, "00000000", &self.target());
            sheets[0].rows.push(row);
            let uses = self.uses(&user);
            let made = self.made();
            let head = self.head(&sheets[1], &user, &made);
            let plan: Vec<Row> = uses
                .iter()
                .flat_map(|used| self.use_rows(&head, &user, used))
                .map(|row| row.with("updating_office_number", &self.manager))
                .collect();
            sheets[1].rows.extend(plan);
            let rows = self.attachment(&sheets[2], &user, &uses);
            sheets[2].rows.extend(rows);
        }
        unit.sheets = sheets.into();
        unit
    }

    /// 実績: what the provider did, or all offices' where an entrusted office passes it on.
    pub fn result(&mut self) -> TestUnit {
        let mut unit = self.unit(true, true);
        let passed_on = self.preventive && self.dice.once_in(4) && self.month_is_new();
        if passed_on {
            unit.from = (self.manager.clone(), "43".to_owned());
            unit.to = (self.other.clone(), "46".to_owned());
        }
        let mut sheet = Sheet::new(Kind::Result);
        for user in self.users.clone() {
            let made = self.day(self.days());
            let head = self.head(&sheet, &user, &made);
            for used in self.uses(&user) {
                if used.office == self.provider || passed_on {
                    let rows = self.use_rows(&head, &user, &used);
                    let update = |row: Row| row.with("updating_office_number", &used.office);
                    sheet.rows.extend(rows.into_iter().map(update));
                }
            }
        }
        unit.sheets = vec![sheet];
        unit
    }

    fn month_is_new(&self) -> bool {
        self.edition == careplan::Edition::FourthOne
    }

    /// What every row of a user begins with.
    fn head(&self, sheet: &Sheet, user: &User, made: &str) -> Row {
        sheet
            .row()
            .with("csv_version", self.edition.as_str())
            .with("insurer_number", &user.insurer)
            .with("insured_number", &user.number)
            .with("created_date", made)
            .with("target_month", self.target())
    }

    fn uses(&mut self, user: &User) -> Vec<Use> {
        let days = self.days();
        let plain = |code: &str, units, days, times| Use {
            code: code.to_owned(),
            units,
            days,
            times,
            within: true,
            by_month: false,
            prorated: false,
            equipment: Default::default(),
            office: self.provider.clone(),
            satellite: self.satellite.clone(),
            discount: false,
            over_30_days: false,
            stays: false,
        };
        let visit = if self.preventive { "A2" } else { "11" };
        let none = ("9999", "9999");
        let mut dice = self.dice.clone();
        let mut uses = vec![Use {
            discount: dice.once_in(4),
            ..plain(
                &format!("{visit}1211"),
                387,
                dice.days(days, 20),
                ("0900", "1000"),
            )
        }];
        if dice.once_in(2) {
            let end = dice.pick(&["0000", "2400"]);
            let night = plain(
                &format!("{visit}1111"),
                250,
                dice.days(days, 9),
                ("2330", end),
            );
            uses.push(night);
        }
        // A percentage add-on without a time, and a reduction that stands on the first day and is 0 on the others.
        uses.push(plain(&format!("{visit}6275"), 140, vec![days], none));
        if dice.once_in(3) {
            uses.push(Use {
                by_month: true,
                ..plain(&format!("{visit}4003"), -25, dice.days(days, 3), none)
            });
        }
        if dice.once_in(3) {
            // Billed by the month and pro rata.
            let code = if self.preventive { "751111" } else { "761111" };
            uses.push(Use {
                by_month: true,
                prorated: true,
                satellite: String::new(),
                ..plain(code, 5446, dice.days(days, 5), none)
            });
        }
        if user.stayed.is_some() {
            let code = if self.preventive { "241111" } else { "211111" };
            uses.push(Use {
                stays: true,
                over_30_days: dice.once_in(2),
                satellite: String::new(),
                ..plain(code, 603, dice.days(days, 4), ("0000", "2359"))
            });
        }
        let rented = dice.below(4);
        let rental = if self.preventive { "671007" } else { "171007" };
        for number in 1..=rented {
            let [tais, registered] = if number == 1 {
                ["99999-000001".to_owned(), String::new()]
            } else {
                [String::new(), format!("12345-00000{number}")]
            };
            // Only type 17 is numbered, where there are several.
            let numbered = rented > 1 && !self.preventive;
            let detail = if numbered {
                number.to_string()
            } else {
                String::new()
            };
            uses.push(Use {
                by_month: true,
                equipment: [tais, registered, dice.text(), detail],
                satellite: String::new(),
                ..plain(rental, 300, vec![1], none)
            });
        }
        if dice.once_in(2) {
            let office = |code: &str, units, days, within| Use {
                office: self.other.clone(),
                satellite: String::new(),
                within,
                ..plain(code, units, days, ("1000", "1600"))
            };
            let days_of_use = dice.days(days, 8);
            let (day_care, advice) = if self.preventive {
                ("A61111", "341111")
            } else {
                ("151234", "311111")
            };
            uses.push(office(day_care, 658, days_of_use, true));
            uses.push(office(advice, 515, dice.days(days, 2), false));
        }
        self.dice = dice;
        uses
    }

    /// The rows of a service in 第6表.
    fn use_rows(&self, head: &Row, user: &User, used: &Use) -> Vec<Row> {
        let [tais, registered, name, detail] = &used.equipment;
        let row = |(place, day): (usize, &usize)| {
            let mark = |marked: usize| char::from(b'0' + u8::from(used.days.contains(&marked)));
            let marks: String = (1..=31).map(mark).collect();
            // 共生型 reductions stand on the first day.
            let units = if place > 0 && used.units < 0 {
                0
            } else {
                used.units
            };
            let discounted = if used.discount { units - 7 } else { units };
            let stayed = user.stayed.filter(|_| used.stays);
            head.clone()
                .with("care_manager_office_number", &self.manager)
                .with("care_manager_name", &user.name)
                .with("service_units", discounted)
                .with("short_stay_days_before_month", number(stayed))
                .with("service_date", self.day(*day))
                .with("proration_days", if used.prorated { &marks } else { "" })
                .with("service_start_time", used.times.0)
                .with("service_end_time", used.times.1)
                .with("service_count", 1)
                .with("service_code", &used.code)
                .with("tais_code", tais)
                .with("equipment_registration_code", registered)
                .with("equipment_name", name)
                .with("detail_no", detail)
                .with("service_office_number", &used.office)
                .with("service_office_name", &user.note)
                .with("satellite_no", &used.satellite)
                .with("over_30_days", u8::from(used.over_30_days))
        };
        used.days.iter().enumerate().map(row).collect()
    }

    /// The rows of a user in 第7表: details, subtotals where there are several of a type, the grand total.
    fn attachment(&mut self, sheet: &Sheet, user: &User, uses: &[Use]) -> Vec<Row> {
        let made = self.made();
        let head = self
            .head(sheet, user, &made)
            .with("over_30_days", 0)
            .with("office_code_fixed", self.dice.pick(&["9999999999", ""]))
            .with("updating_office_number", &self.manager);
        let mut rows = Vec::new();
        let mut sums: Vec<(String, String, i64, usize)> = Vec::new();
        for used in uses {
            let count = if used.by_month { 1 } else { used.days.len() };
            let units = used.units - if used.discount { 7 } else { 0 };
            let total = units * i64::try_from(count).unwrap();
            let [tais, registered, name, _] = &used.equipment;
            let limited = if used.within {
                total.to_string()
            } else {
                String::new()
            };
            let mut row = head
                .clone()
                .with("service_office_name", &user.note)
                .with("service_office_number", &used.office)
                .with("satellite_no", &used.satellite)
                .with("service_code", &used.code)
                .with("tais_code", tais)
                .with("equipment_registration_code", registered)
                .with("equipment_name", name)
                .with("service_units", used.units)
                .with("count_or_days", count)
                .with("service_units_total", total)
                .with("benefit_management_units", &limited)
                .with("category_limit_within_units", &limited)
                .with("unit_price", "10.00")
                .with("benefit_rate", 90)
                .with("over_30_days", u8::from(used.over_30_days));
            if used.discount {
                row.put("discount_rate", 98);
                row.put("discounted_units", units);
            }
            if let Some(stayed) = user.stayed.filter(|_| used.stays) {
                row.put("short_stay_days_before_month", stayed);
                row.put("short_stay_days_planned", count);
                row.put("short_stay_days_cumulative", stayed + count);
            }
            rows.push(row);
            if used.within {
                let kind = used.code[..2].to_owned();
                match sums
                    .iter_mut()
                    .find(|sum| (&sum.0, &sum.1) == (&used.office, &kind))
                {
                    Some((_, _, sum, details)) => (*sum, *details) = (*sum + total, *details + 1),
                    None => sums.push((used.office.clone(), kind, total, 1)),
                }
            }
        }
        let sum_row = |office: &str, code: &str, sum: i64| {
            head.clone()
                .with("service_office_number", office)
                .with("service_code", code)
                .with("service_units", 0)
                .with("count_or_days", 0)
                .with("service_units_total", sum)
                .with("category_limit_within_units", sum)
        };
        for (office, kind, sum, details) in &sums {
            // A sum of one detail may be there too.
            if *details > 1 || self.dice.once_in(4) {
                rows.push(sum_row(office, &format!("{kind}AAAA"), *sum));
            }
        }
        let all = sums.iter().map(|(_, _, sum, _)| sum).sum();
        rows.push(sum_row("9999999999", "999999", all));
        rows
    }

    /// 利用者補足情報 of a care plan or of a month.
    pub fn supplement(&self, sheet: &Sheet, user: &User, date: &str, month: &str) -> Row {
        let mut dice = self.dice.clone();
        let mut row = sheet
            .row()
            .with("csv_version", self.edition.as_str())
            .with("insurer_number", &user.insurer)
            .with("insured_number", &user.number)
            .with("care_plan_date", date)
            .with("user_name_kana", &user.kana)
            .with("user_name", &user.name)
            .with("user_gender", dice.pick(&["1", "2"]))
            .with("user_birth_date", &user.born)
            .with("user_postal_code", "999-0001")
            .with("user_address_1", &user.note)
            .with("user_phone", dice.phone())
            .with("benefit_limit_start_date", dice.pick(&["", "20190701"]))
            .with("benefit_limit_end_date", dice.pick(&["", "20300630"]))
            .with("certification_status", "2")
            .with("care_level", "21")
            .with("category_benefit_limit_units", 16765)
            .with("short_stay_days_before_month", number(user.stayed))
            .with("previous_care_level", dice.pick(&["", "12"]))
            .with("consent_recipient_office_number", &self.manager)
            .with("updating_office_number", &self.manager)
            .with("target_month", month);
        // Frames of 種類支給限度, from the first on; a program may write 0 into the others.
        let frames = dice.below(4);
        let unused = dice.pick(&["", "0"]);
        for frame in 1..=9 {
            let code = ["11", "15", "22"]
                .get(frame - 1)
                .filter(|_| frame <= frames);
            row.put(
                &format!("type_limit_{frame}_service_type_code"),
                code.unwrap_or(&""),
            );
            for (field, value) in [("limit", "5000"), ("total", "5100"), ("excess", "100")] {
                let value = if frame <= frames { value } else { unused };
                row.put(&format!("type_limit_{frame}_{field}_units"), value);
            }
        }
        if dice.once_in(2) {
            row.put("total_excess_units", frames * 100);
        }
        row
    }
}

fn number(days: Option<usize>) -> String {
    days.map(|days| days.to_string()).unwrap_or_default()
}
