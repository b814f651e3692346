//! 第3表 (`UP3KYO`).

use super::form;
use super::item::{Code, Date, Edition, InsuredNumber, InsurerNumber, Text, Time};
use crate::codes;

form! {
    /// 第3表 週間サービス計画表: the week of the plan.
    Form3, "UP3KYO" {
        1  csv_version:               Edition [codes::CSV_VERSION], required, "CSVバージョン";
        2  insurer_number:            InsurerNumber,                required, "保険者番号";
        3  insured_number:            InsuredNumber,                required, "被保険者番号";
        4  created_date:              Date,                         required, "週間サービス計画表作成年月日";
        5  care_plan_date:            Date,                         required, "居宅サービス計画作成（変更）日";
        6  weekly_service_content:    Text,                         optional, "介護サービス内容";
        7  weekday:                   Code<1> [codes::WEEKDAY],     optional, "曜日";
        8  weekly_service_start_time: Time,                         optional, "開始時間";
        9  weekly_service_end_time:   Time,                         optional, "終了時間";
        10 daily_activity:            Text,                         optional, "主な日常生活上の活動";
        11 daily_activity_start_time: Time,                         optional, "開始時間";
        12 daily_activity_end_time:   Time,                         optional, "終了時間";
        13 non_weekly_service:        Text,                         optional, "週単位以外のサービス";
    }
}
