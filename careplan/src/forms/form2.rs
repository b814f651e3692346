//! 第2表 (`UP2KYO`).

use super::form;
use super::item::{
    Code, Counter, Date, Edition, InsuredNumber, InsurerNumber, Integer, OfficeNumber, Text,
};
use crate::codes;

form! {
    /// 第2表 居宅サービス計画書（２）: needs, goals and services of the plan.
    Form2, "UP2KYO" {
        1  csv_version:            Edition [codes::CSV_VERSION],       required, "CSVバージョン";
        2  insurer_number:         InsurerNumber,                      required, "保険者番号";
        3  insured_number:         InsuredNumber,                      required, "被保険者番号";
        4  created_date:           Date,                               required, "居宅計画書作成年月日";
        5  care_plan_date:         Date,                               required, "居宅サービス計画作成（変更）日";
        6  need_no:                Integer<2>,                         optional, "課題ＮＯ";
        7  need:                   Text,                               optional, "課題";
        8  goal_no:                Integer<2>,                         optional, "援助目標ＮＯ";
        9  long_term_goal:         Text,                               optional, "長期目標";
        10 short_term_goal:        Text,                               optional, "短期目標";
        11 long_term_goal_period:  Text,                               optional, "長期期間";
        12 short_term_goal_period: Text,                               optional, "短期期間";
        13 support_no:             Integer<2>,                         optional, "援助内容ＮＯ";
        14 service_content:        Text,                               optional, "サービス内容";
        15 insurance_covered:      Code<1> [codes::INSURANCE_COVERED], optional, "保険対象区分";
        16 service_kind:           Text,                               optional, "サービス種別";
        17 service_office_number:  OfficeNumber,                       optional medium, "サービス事業者コード";
        18 service_office_name:    Text,                               optional, "サービス事業所名";
        19 frequency:              Text,                               optional, "頻度";
        20 implementation_period:  Text,                               optional, "実施期間";
        21 updating_office_number: OfficeNumber,                       optional, "更新業者コード";
        22 record_identifier:      Counter<1>,                         optional, "識別子";
    }
}
