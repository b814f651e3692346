//! Delete files: of plans, months, results and preventive forms.

use careplan::Kind;

use super::{Sheet, TestUnit, World};

impl World {
    /// The five kinds.
    pub const WITHDRAWALS: [Kind; 5] = [
        Kind::WithdrawForm1,
        Kind::WithdrawPlan,
        Kind::WithdrawResult,
        Kind::WithdrawBasic,
        Kind::WithdrawPreventive,
    ];

    pub fn withdrawal(&mut self, kind: Kind) -> TestUnit {
        let mut unit = self.unit(kind == Kind::WithdrawResult, kind.has_month());
        let mut sheet = Sheet::new(kind);
        for user in &self.users {
            let row = sheet
                .row()
                .with("csv_version", self.edition.as_str())
                .with("insurer_number", &user.insurer)
                .with("insured_number", &user.number);
            let row = match kind {
                Kind::WithdrawForm1 => row.with("care_plan_date", self.made()),
                Kind::WithdrawBasic => row.with("consultation_date", self.made()),
                Kind::WithdrawPreventive => row.with("preventive_plan_date", self.made()),
                _ => row.with("target_month", self.target()),
            };
            sheet.rows.push(if kind == Kind::WithdrawResult {
                row.with("service_office_number", &self.provider)
                    .with("service_type_code", "11")
            } else {
                row
            });
        }
        unit.sheets = vec![sheet];
        unit
    }
}
