//! 利用者基本情報 with both 別表 and images, and 介護予防サービス・支援計画書 with its 別表.

use careplan::Kind;

use super::{Row, Sheet, TestUnit, User, World};

impl World {
    /// 利用者基本情報 alone, 支援計画書 alone, or both; entrusted offices exchange them both ways.
    pub fn preventive(&mut self, with_basic: bool, with_plan: bool) -> TestUnit {
        self.preventive = true;
        let mut unit = self.unit(false, false);
        if self.edition == careplan::Edition::FourthOne {
            let (from, to) =
                self.dice
                    .pick(&[("46", "A2"), ("AF", "A6"), ("43", "46"), ("46", "43")]);
            unit.from.1 = from.to_owned();
            unit.to.1 = to.to_owned();
        }
        let kinds = [
            (Kind::Basic, with_basic),
            (Kind::BasicDay, with_basic),
            (Kind::BasicIllness, with_basic),
            (Kind::Preventive, with_plan),
            (Kind::PreventiveSupport, with_plan),
        ];
        let kinds = kinds.into_iter().filter(|(_, wanted)| *wanted);
        let mut sheets: Vec<Sheet> = kinds.map(|(kind, _)| Sheet::new(kind)).collect();
        for (place, user) in self.users.clone().into_iter().enumerate() {
            let image = self.dice.once_in(2).then_some(place + 1);
            let image_name = image
                .map(|number| unit.image_name(number))
                .unwrap_or_default();
            if with_basic {
                unit.images.extend(image);
            }
            for sheet in &mut sheets {
                let head = sheet
                    .row()
                    .with("csv_version", self.edition.as_str())
                    .with("insurer_number", &user.insurer)
                    .with("insured_number", &user.number);
                let rows = match sheet.kind {
                    Kind::Basic => vec![self.basic(head, &user, &image_name)],
                    Kind::BasicDay => self.basic_days(&head),
                    Kind::BasicIllness => self.illnesses(&head),
                    Kind::Preventive => vec![self.preventive_plan(head, &user)],
                    _ => self.supports(&head),
                };
                sheet.rows.extend(rows);
            }
        }
        unit.sheets = sheets;
        unit
    }

    fn basic(&mut self, head: Row, user: &User, image: &str) -> Row {
        let dice = &mut self.dice;
        let method = dice.code(&["01", "02", "03"]);
        let method_other = if method == "03" {
            dice.words()
        } else {
            String::new()
        };
        let state = dice.code(&["01", "02"]);
        let state_note = if state == "02" {
            dice.words()
        } else {
            String::new()
        };
        let mut row = head
            .with("plan_kind", 1)
            .with("consignment", dice.pick(&["1", "2"]))
            .with("author_name", dice.name())
            .with("consultation_method", method)
            .with("consultation_method_other", method_other)
            .with("consultation_count", dice.code(&["01", "02"]))
            .with("user_current_state", state)
            .with("user_current_state_note", state_note)
            .with("user_name_kana", &user.kana)
            .with("user_name", &user.name)
            .with("user_gender", dice.pick(&["1", "2"]))
            .with("user_birth_date", &user.born)
            .with("user_address", &user.note)
            .with("user_phone", dice.phone())
            .with("user_fax", dice.phone())
            .with("disability_independence_level", dice.code(&["01", "42"]))
            .with("dementia_independence_level", dice.code(&["01", "07"]))
            .with("care_level", dice.code(&["01", "12", "25"]))
            .with("certification_start_date", "20190701")
            .with("certification_end_date", "20300630")
            .with("checklist_result", dice.code(&["1", "2"]))
            .with("residence_type", dice.code(&["01", "05"]))
            .with("own_room_floor", dice.pick(&["", "2", "-1"]))
            .with("home_modified", dice.code(&["1", "2"]))
            .with("visitor_address", dice.text())
            .with("emergency_contact_1_phone", dice.phone())
            .with("family_image_filename", image)
            .with("family_situation", dice.text())
            .with("life_history", dice.text());
        row.put("consultation_date", self.made());
        row
    }

    fn basic_days(&mut self, head: &Row) -> Vec<Row> {
        let mut row = |time: &str| {
            head.clone()
                .with("consultation_date", self.made())
                .with("time_slot", time)
                .with("user_living_situation", self.dice.text())
                .with("caregiver_living_situation", self.dice.text())
        };
        ["6:00", "６：３０", "朝"].map(&mut row).into()
    }

    fn illnesses(&mut self, head: &Row) -> Vec<Row> {
        let mut row = |onset: &str| {
            head.clone()
                .with("consultation_date", self.made())
                .with("onset_date_text", onset)
                .with("disease_name", self.dice.text())
                .with("primary_doctor_flag", self.dice.code(&["1", "2"]))
                .with("medical_institution_phone", self.dice.phone())
                .with("illness_progress", self.dice.code(&["01", "03"]))
        };
        ["H12年10月", "2023/6"].map(&mut row).into()
    }

    fn preventive_plan(&mut self, head: Row, user: &User) -> Row {
        let made = self.made();
        let dice = &mut self.dice;
        head.with("preventive_plan_date", made)
            .with("plan_kind", 1)
            .with("consignment", dice.pick(&["1", "2"]))
            .with("reference_no", dice.text())
            // Spaces in a name are written as programs like.
            .with(
                "user_name",
                user.name.replace(' ', dice.pick(&[" ", "　", ""])),
            )
            .with("certification_date", "20190610")
            .with("certification_start_date", "20190701")
            .with("certification_end_date", "20300630")
            .with("plan_category", dice.code(&["11", "54"]))
            .with("certification_status", "2")
            .with("support_level", dice.pick(&["1", "3"]))
            .with("author_office_phone", dice.phone())
            .with("life_goal_day", dice.text())
            .with("mobility_has_issue", dice.code(&["1", "2"]))
            .with("checklist_count_exercise", dice.pick(&["", "0", "5"]))
            .with("program_needed_exercise", dice.code(&["1", "2"]))
            .with("consenter_name", dice.name())
    }

    /// Issues, supports and services in their order; each text on the first row of its own only.
    fn supports(&mut self, head: &Row) -> Vec<Row> {
        let mut rows = Vec::new();
        for issue in 1..=self.dice.between(1, 3) {
            for support in 1..=self.dice.between(1, 2) {
                for service in 1..=self.dice.between(1, 2) {
                    let mut row = head
                        .clone()
                        .with("preventive_plan_date", self.made())
                        .with("issue_no", issue)
                        .with("support_plan_no", support)
                        .with("service_no", service)
                        .with("service_kind", self.dice.text());
                    if service == 1 {
                        row.put("support_point", self.dice.words());
                        row.put("self_care_support", self.dice.words());
                        row.put("insured_support", self.dice.words());
                    }
                    if service == 1 && support == 1 {
                        row.put("overall_issue", self.dice.words());
                        row.put("goal", self.dice.text());
                        row.put("goal_and_measure_proposal", self.dice.words());
                        row.put("intention_on_measures", self.dice.words());
                    }
                    rows.push(row);
                }
            }
        }
        rows
    }
}
