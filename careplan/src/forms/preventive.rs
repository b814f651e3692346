//! 介護予防サービス・支援計画書 with its 別表 (`UPYOBO`, `UPYOBO_SUB`).

use super::form;
use super::item::{Code, Date, Edition, InsuredNumber, InsurerNumber, Integer, Phone, Text};
use crate::codes;

form! {
    /// 介護予防サービス・支援計画書: the plan of preventive care.
    Preventive, "UPYOBO" {
        1  csv_version:                Edition [codes::CSV_VERSION],          required, "CSVバージョン";
        2  insurer_number:             InsurerNumber,                         required, "保険者番号";
        3  insured_number:             InsuredNumber,                         required, "被保険者番号";
        4  preventive_plan_date:       Date,                                  required, "計画作成(変更)日";
        5  plan_kind:                  Code<1> [codes::PLAN_KIND],            required, "計画種類";
        6  consignment:                Code<1> [codes::CONSIGNMENT],          conditional medium, "委託の有無";
        7  reference_no:               Text,                                  optional, "整理番号";
        8  user_name:                  Text,                                  required, "利用者名";
        9  certification_date:         Date,                                  optional, "認定年月日";
        10 certification_start_date:   Date,                                  optional, "認定有効期間開始日";
        11 certification_end_date:     Date,                                  optional, "認定有効期間終了日";
        12 plan_category:              Code<2> [codes::PLAN_CATEGORY],        optional, "計画書区分";
        13 certification_status:       Code<1> [codes::CERTIFICATION_STATUS], optional, "認定状況区分";
        14 support_level:              Code<1> [codes::SUPPORT_LEVEL],        optional, "要支援状態区分";
        15 author_name_support_center: Text,                                  optional, "計画作成者氏名（地域包括支援センター担当者名）";
        16 author_name_care_manager:   Text,                                  optional, "計画作成者氏名（担当介護支援専門員名）";
        17 author_office_name:         Text,                                  optional, "計画作成者事業者・事業所名";
        18 author_office_address:      Text,                                  optional, "計画作成者事業者・事業所住所";
        19 author_office_phone:        Phone<15>,                             optional, "計画作成者事業者・事業所電話番号";
        20 initial_plan_date:          Date,                                  optional, "初回作成日";
        21 support_center_name:        Text,                                  optional, "担当地域包括支援センター";
        22 life_goal_day:              Text,                                  optional, "目標とする生活(1日)";
        23 life_goal_year:             Text,                                  optional, "目標とする生活(1年)";
        24 mobility_current:           Text,                                  optional, "【運動・移動】現在の状況";
        25 mobility_intention:         Text,                                  optional, "【運動・移動】本人・家族の意欲・意向";
        26 mobility_has_issue:         Code<1> [codes::PRESENCE_FLAG],        optional, "【運動・移動】領域における課題の有無";
        27 mobility_issue:             Text,                                  optional, "【運動・移動】領域における課題（背景・原因）";
        28 daily_life_current:         Text,                                  optional, "【日常生活(家庭生活)】現在の状況";
        29 daily_life_intention:       Text,                                  optional, "【日常生活(家庭生活)】本人・家族の意欲・意向";
        30 daily_life_has_issue:       Code<1> [codes::PRESENCE_FLAG],        optional, "【日常生活(家庭生活)】領域における課題の有無";
        31 daily_life_issue:           Text,                                  optional, "【日常生活(家庭生活)】領域における課題（背景・原因）";
        32 social_current:             Text,                                  optional, "【社会参加、対人関係・コミュニケーション】現在の状況";
        33 social_intention:           Text,                                  optional, "【社会参加、対人関係・コミュニケーション】本人・家族の意欲・意向";
        34 social_has_issue:           Code<1> [codes::PRESENCE_FLAG],        optional, "【社会参加、対人関係・コミュニケーション】領域における課題の有無";
        35 social_issue:               Text,                                  optional, "【社会参加、対人関係・コミュニケーション】領域における課題（背景・原因）";
        36 health_current:             Text,                                  optional, "【健康管理】現在の状況";
        37 health_intention:           Text,                                  optional, "【健康管理】本人・家族の意欲・意向";
        38 health_has_issue:           Code<1> [codes::PRESENCE_FLAG],        optional, "【健康管理】領域における課題の有無";
        39 health_issue:               Text,                                  optional, "【健康管理】領域における課題（背景・原因）";
        40 health_considerations:      Text,                                  optional, "健康状態の留意点";
        41 support_policy:             Text,                                  optional, "妥当な支援の実施に向けた方針";
        42 overall_policy:             Text,                                  optional, "総合的な方針";
        43 checklist_count_exercise:   Integer<1>,                            optional medium, "基本チェックリストの該当数(運動不足)";
        44 checklist_count_nutrition:  Integer<1>,                            optional medium, "基本チェックリストの該当数(栄養改善)";
        45 checklist_count_oral:       Integer<1>,                            optional medium, "基本チェックリストの該当数(口腔内ケア)";
        46 checklist_count_homebound:  Integer<1>,                            optional medium, "基本チェックリストの該当数(閉じこもり予防)";
        47 checklist_count_memory:     Integer<1>,                            optional medium, "基本チェックリストの該当数(物忘れ予防)";
        48 checklist_count_depression: Integer<1>,                            optional medium, "基本チェックリストの該当数(うつ予防)";
        49 program_needed_exercise:    Code<1> [codes::NEED_FLAG],            optional, "事業プログラムの要否(運動不足)";
        50 program_needed_nutrition:   Code<1> [codes::NEED_FLAG],            optional, "事業プログラムの要否(栄養改善)";
        51 program_needed_oral:        Code<1> [codes::NEED_FLAG],            optional, "事業プログラムの要否(口腔内ケア)";
        52 program_needed_homebound:   Code<1> [codes::NEED_FLAG],            optional, "事業プログラムの要否(閉じこもり予防)";
        53 program_needed_memory:      Code<1> [codes::NEED_FLAG],            optional, "事業プログラムの要否(物忘れ予防)";
        54 program_needed_depression:  Code<1> [codes::NEED_FLAG],            optional, "事業プログラムの要否(うつ予防)";
        55 support_center_opinion:     Text,                                  optional, "地域包括支援センター意見";
        56 consent_date:               Date,                                  optional, "同意日";
        57 consenter_name:             Text,                                  optional, "同意者氏名";
    }
}

form! {
    /// 介護予防サービス・支援計画書 別表: one service of the support plan (支援計画).
    PreventiveSupport, "UPYOBO_SUB" {
        1  csv_version:               Edition [codes::CSV_VERSION], required, "CSVバージョン";
        2  insurer_number:            InsurerNumber,                required, "保険者番号";
        3  insured_number:            InsuredNumber,                required, "被保険者番号";
        4  preventive_plan_date:      Date,                         required, "計画作成(変更)日";
        5  issue_no:                  Integer<2>,                   optional medium, "課題ＮＯ";
        6  overall_issue:             Text,                         optional, "総合的課題";
        7  goal_and_measure_proposal: Text,                         optional, "課題に対する目標と具体策の提案";
        8  intention_on_measures:     Text,                         optional, "具体策についての意向本人・家族";
        9  goal:                      Text,                         optional, "目標";
        10 support_plan_no:           Integer<2>,                   optional medium, "支援計画ＮＯ";
        11 support_point:             Text,                         optional, "【支援計画】目標についての支援のポイント";
        12 self_care_support:         Text,                         optional, "【支援計画】本人等のセルフケアや家族の支援、インフォーマルサービス（民間サービス）";
        13 insured_support:           Text,                         optional, "【支援計画】介護保険サービス又は地域支援事業（総合事業のサービス）";
        14 service_no:                Integer<2>,                   optional medium, "利用サービスＮＯ";
        15 service_kind:              Text,                         optional, "【利用サービス】サービス種別";
        16 service_office_name:       Text,                         optional, "【利用サービス】事業所(利用先)";
        17 service_period:            Text,                         optional, "【利用サービス】期間";
    }
}
