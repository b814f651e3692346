//! 第1表, 第2表, 第3表 and 利用者補足情報 of a care plan.

use careplan::{Edition, Kind};

use super::{Row, Sheet, TestUnit, User, World};

impl World {
    pub fn care_plan(&mut self) -> TestUnit {
        let mut unit = self.unit(false, false);
        let mut sheets = vec![
            Sheet::new(Kind::Form1),
            Sheet::new(Kind::Form2),
            Sheet::new(Kind::Supplement),
        ];
        // 第3表 came with 4.0.
        if matches!(self.edition, Edition::Fourth | Edition::FourthOne) {
            sheets.push(Sheet::new(Kind::Form3));
        }
        for user in self.users.clone() {
            let date = self.made();
            for sheet in &mut sheets {
                let head = || {
                    sheet
                        .row()
                        .with("csv_version", self.edition.as_str())
                        .with("insurer_number", &user.insurer)
                        .with("insured_number", &user.number)
                        .with("care_plan_date", &date)
                };
                let rows = match sheet.kind {
                    Kind::Supplement => vec![self.supplement(sheet, &user, &date, "000000")],
                    Kind::Form1 => vec![self.form1(head(), &user)],
                    Kind::Form2 => self.form2(&head()),
                    _ => self.form3(&head()),
                };
                sheet.rows.extend(rows);
            }
        }
        unit.sheets = sheets;
        unit
    }

    fn form1(&mut self, head: Row, user: &User) -> Row {
        let made = self.made();
        let first = self.dice.pick(&["20190401", made.as_str()]).to_owned();
        let reason = self.dice.pick(&["", "1", "2", "3"]);
        let other = if reason == "3" {
            self.dice.words()
        } else {
            String::new()
        };
        head.with("created_date", &made)
            .with("user_postal_code", "999-0001")
            .with("user_address_1", &user.note)
            .with("care_manager_name", &user.name)
            .with("care_manager_office_name", self.dice.words())
            .with("care_manager_office_postal_code", self.dice.postal_code())
            .with("care_manager_office_address_1", self.dice.text())
            .with("care_manager_office_number", &self.manager)
            .with("initial_care_plan_date", first)
            .with("plan_category", self.dice.code(&["11", "21", "54"]))
            .with("certification_status", "2")
            .with("certification_date", "20190610")
            .with("certification_start_date", "20190701")
            .with("certification_end_date", "20300630")
            .with("care_level", "21")
            .with("needs_analysis_result", self.dice.text())
            .with("review_board_opinion", self.dice.text())
            .with("overall_support_policy", self.dice.text())
            .with("life_support_reason", reason)
            .with("life_support_other_reason", other)
            .with("updating_office_number", &self.manager)
    }

    /// Needs, goals and supports in their order; texts may be printed again or not.
    fn form2(&mut self, head: &Row) -> Vec<Row> {
        let mut rows = Vec::new();
        for need in 1..=self.dice.between(1, 3) {
            for goal in 1..=self.dice.between(1, 2) {
                for support in 1..=self.dice.between(1, 3) {
                    let again = self.dice.once_in(2);
                    let need_text = goal == 1 && support == 1 || again;
                    let goal_text = support == 1 || again;
                    let texts = [need_text, goal_text].map(|given| {
                        if given {
                            self.dice.words()
                        } else {
                            String::new()
                        }
                    });
                    let row = head
                        .clone()
                        .with("created_date", self.made())
                        .with("need_no", need)
                        .with("need", &texts[0])
                        .with("goal_no", goal)
                        .with("long_term_goal", &texts[1])
                        .with("short_term_goal", self.dice.text())
                        .with("long_term_goal_period", self.dice.text())
                        .with("support_no", support)
                        .with("service_content", self.dice.text())
                        .with("insurance_covered", self.dice.code(&["Y", "N"]))
                        .with("service_kind", self.dice.text())
                        .with("service_office_number", &self.provider)
                        .with("frequency", self.dice.text())
                        .with("updating_office_number", &self.manager);
                    rows.push(row);
                }
            }
        }
        rows
    }

    /// A week: services, activities (some at one moment), and what is not of each week.
    fn form3(&mut self, head: &Row) -> Vec<Row> {
        let head = head.clone().with("created_date", self.made());
        let mut rows = Vec::new();
        for weekday in self.dice.days(7, 7) {
            let (start, end) =
                self.dice
                    .pick(&[("0900", "1000"), ("2200", "2400"), ("0000", "2359")]);
            rows.push(
                head.clone()
                    .with("weekly_service_content", self.dice.words())
                    .with("weekday", weekday)
                    .with("weekly_service_start_time", start)
                    .with("weekly_service_end_time", end),
            );
        }
        rows.push(
            head.clone()
                .with("daily_activity", self.dice.words())
                .with("daily_activity_start_time", "0630")
                .with(
                    "daily_activity_end_time",
                    self.dice.pick(&["0630", "0700", "2400"]),
                ),
        );
        rows.push(head.with("non_weekly_service", self.dice.words()));
        rows
    }
}
