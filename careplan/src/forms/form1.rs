//! 第1表 (`UP1KYO`).

use super::form;
use super::item::{
    Code, Counter, Date, Edition, InsuredNumber, InsurerNumber, OfficeNumber, PostalCode, Text,
};
use crate::codes;

form! {
    /// 第1表 居宅サービス計画書（１）: the care plan, one row for each person and plan.
    Form1, "UP1KYO" {
        1  csv_version:                     Edition [codes::CSV_VERSION],          required, "CSVバージョン";
        2  insurer_number:                  InsurerNumber,                         required, "保険者番号";
        3  insured_number:                  InsuredNumber,                         required, "被保険者番号";
        4  created_date:                    Date,                                  required, "作成年月日";
        5  user_postal_code:                PostalCode,                            optional, "利用者郵便番号";
        6  user_address_1:                  Text,                                  optional, "利用者住所１";
        7  user_address_2:                  Text,                                  optional, "利用者住所２";
        8  care_manager_name:               Text,                                  required, "居宅サービス計画作成者氏名";
        9  care_manager_office_name:        Text,                                  required, "介護支援事業者名";
        10 care_manager_office_postal_code: PostalCode,                            optional, "介護支援事業者郵便番号";
        11 care_manager_office_address_1:   Text,                                  optional, "介護支援事業者住所１";
        12 care_manager_office_address_2:   Text,                                  optional, "介護支援事業者住所２";
        13 care_manager_office_number:      OfficeNumber,                          required, "介護支援事業者コード";
        14 care_plan_date:                  Date,                                  required, "居宅サービス計画作成（変更）日";
        15 initial_care_plan_date:          Date,                                  required, "初回居宅サービス計画作成日";
        16 plan_category:                   Code<2> [codes::PLAN_CATEGORY],        optional, "計画書区分";
        17 certification_status:            Code<1> [codes::CERTIFICATION_STATUS], optional, "認定状況区分";
        18 certification_date:              Date,                                  optional, "認定日";
        19 certification_start_date:        Date,                                  optional, "認定有効期間開始日";
        20 certification_end_date:          Date,                                  optional, "認定有効期間終了日";
        21 care_level:                      Code<2> [codes::CARE_LEVEL],           optional, "要介護状態区分";
        22 needs_analysis_result:           Text,                                  optional, "利用者及び家族の生活に対する意向を踏まえた課題分析の結果";
        23 review_board_opinion:            Text,                                  optional, "介護認定審査会の意見及びサービスの種類の指定";
        24 overall_support_policy:          Text,                                  optional, "総合的な援助の方針";
        25 life_support_reason:             Code<1> [codes::LIFE_SUPPORT_REASON],  optional, "生活援助中心型の算定理由";
        26 life_support_other_reason:       Text,                                  conditional medium, "その他理由";
        27 updating_office_number:          OfficeNumber,                          optional, "更新業者コード";
        28 record_identifier:               Counter<1>,                            optional, "識別子";
    }
}
