//! 利用者基本情報 with its two 別表 (`UPKIHON`, `UPKIHON_SUB1`, `UPKIHON_SUB2`).

use super::form;
use super::item::{Code, Date, Edition, InsuredNumber, InsurerNumber, Integer, Phone, Text};
use crate::codes;

form! {
    /// 利用者基本情報 (介護予防): the person as the support centre knows them.
    Basic, "UPKIHON" {
        1  csv_version:                         Edition [codes::CSV_VERSION],                   required, "CSVバージョン";
        2  insurer_number:                      InsurerNumber,                                  required, "保険者番号";
        3  insured_number:                      InsuredNumber,                                  required, "被保険者番号";
        4  consultation_date:                   Date,                                           required, "相談日";
        5  plan_kind:                           Code<1> [codes::PLAN_KIND],                     required, "計画種類";
        6  consignment:                         Code<1> [codes::CONSIGNMENT],                   conditional medium, "委託の有無";
        7  author_name:                         Text,                                           optional, "作成担当者";
        8  consultation_method:                 Code<2> [codes::CONSULTATION_METHOD],           optional, "相談方法";
        9  consultation_method_other:           Text,                                           conditional, "相談方法(その他の内容)";
        10 consultation_count:                  Code<2> [codes::CONSULTATION_COUNT],            optional, "相談回数";
        11 previous_consultation_date:          Date,                                           optional, "前回相談日";
        12 user_current_state:                  Code<2> [codes::USER_CURRENT_STATE],            optional, "利用者の現況";
        13 user_current_state_note:             Text,                                           conditional, "利用者の現況(状況補足)";
        14 user_name_kana:                      Text,                                           required, "利用者氏名ﾌﾘｶﾞﾅ";
        15 user_name:                           Text,                                           required, "利用者氏名";
        16 user_gender:                         Code<1> [codes::GENDER],                        required, "利用者性別";
        17 user_birth_date:                     Date,                                           required, "利用者生年月日";
        18 user_address:                        Text,                                           optional, "利用者住所";
        19 user_phone:                          Phone<15>,                                      optional, "利用者電話番号";
        20 user_fax:                            Phone<15>,                                      optional, "利用者Fax番号";
        21 disability_independence_level:       Code<2> [codes::DISABILITY_INDEPENDENCE_LEVEL], optional, "障害高齢者の日常生活自立度";
        22 dementia_independence_level:         Code<2> [codes::DEMENTIA_INDEPENDENCE_LEVEL],   optional, "認知症高齢者の日常生活自立度";
        23 care_level:                          Code<2> [codes::CARE_LEVEL_PREVENTIVE_BASIC],   optional, "要介護状態区分";
        24 certification_start_date:            Date,                                           optional, "認定有効期限開始日";
        25 certification_end_date:              Date,                                           optional, "認定有効期間終了日";
        26 previous_care_level:                 Code<2> [codes::CARE_LEVEL_PREVENTIVE_BASIC],   optional, "前回の介護度";
        27 checklist_result:                    Code<1> [codes::CHECKLIST_RESULT],              optional, "基本チェックリスト記入結果";
        28 checklist_date:                      Date,                                           optional, "基本チェックリスト記入日";
        29 disability_cert_physical:            Code<1> [codes::APPLICABLE_FLAG],               optional, "障害等認定(身障)";
        30 disability_cert_intellectual:        Code<1> [codes::APPLICABLE_FLAG],               optional, "障害等認定(療育)";
        31 disability_cert_mental:              Code<1> [codes::APPLICABLE_FLAG],               optional, "障害等認定(精神)";
        32 disability_cert_intractable_disease: Code<1> [codes::APPLICABLE_FLAG],               optional, "障害等認定(難病)";
        33 disability_cert_note:                Text,                                           optional, "障害等認定特記事項";
        34 residence_type:                      Code<2> [codes::RESIDENCE_TYPE],                optional, "居住形態";
        35 own_room_floor:                      Integer<2>,                                     optional medium, "自室の階数";
        36 home_modified:                       Code<1> [codes::PRESENCE_FLAG],                 optional, "住宅改修の有無";
        37 income_national_pension:             Code<1> [codes::APPLICABLE_FLAG],               optional, "経済状況(国民年金)";
        38 income_employee_pension:             Code<1> [codes::APPLICABLE_FLAG],               optional, "経済状況(厚生年金)";
        39 income_disability_pension:           Code<1> [codes::APPLICABLE_FLAG],               optional, "経済状況(障害年金)";
        40 income_public_assistance:            Code<1> [codes::APPLICABLE_FLAG],               optional, "経済状況(生活保護)";
        41 income_detail:                       Text,                                           optional, "経済状況詳細";
        42 visitor_name:                        Text,                                           optional, "来所者(相談者)氏名";
        43 visitor_address:                     Text,                                           optional, "来所者(相談者)住所";
        44 visitor_phone:                       Phone<15>,                                      optional, "来所者(相談者)電話番号";
        45 visitor_relationship:                Text,                                           optional, "来所者(相談者)続柄";
        46 emergency_contact_1_name:            Text,                                           optional, "1 緊急連絡先(氏名)";
        47 emergency_contact_1_relationship:    Text,                                           optional, "1 緊急連絡先(続柄)";
        48 emergency_contact_1_address:         Text,                                           optional, "1 緊急連絡先(住所)";
        49 emergency_contact_1_phone:           Phone<15>,                                      optional, "1 緊急連絡先(電話番号)";
        50 emergency_contact_2_name:            Text,                                           optional, "2 緊急連絡先(氏名)";
        51 emergency_contact_2_relationship:    Text,                                           optional, "2 緊急連絡先(続柄)";
        52 emergency_contact_2_address:         Text,                                           optional, "2 緊急連絡先(住所)";
        53 emergency_contact_2_phone:           Phone<15>,                                      optional, "2 緊急連絡先(電話番号)";
        54 emergency_contact_3_name:            Text,                                           optional, "3 緊急連絡先(氏名)";
        55 emergency_contact_3_relationship:    Text,                                           optional, "3 緊急連絡先(続柄)";
        56 emergency_contact_3_address:         Text,                                           optional, "3 緊急連絡先(住所)";
        57 emergency_contact_3_phone:           Phone<15>,                                      optional, "3 緊急連絡先(電話番号)";
        58 emergency_contact_4_name:            Text,                                           optional, "4 緊急連絡先(氏名)";
        59 emergency_contact_4_relationship:    Text,                                           optional, "4 緊急連絡先(続柄)";
        60 emergency_contact_4_address:         Text,                                           optional, "4 緊急連絡先(住所)";
        61 emergency_contact_4_phone:           Phone<15>,                                      optional, "4 緊急連絡先(電話番号)";
        62 family_image_filename:               Text,                                           optional, "家族構成 画像ファイル名";
        63 family_situation:                    Text,                                           optional, "家族関係等の状況";
        64 life_history:                        Text,                                           optional, "今までの生活";
        65 daily_life_general:                  Text,                                           optional, "１日の生活・すごし方(生活全般)";
        66 hobbies_skills:                      Text,                                           optional, "趣味・楽しみ・特技";
        67 friends_community:                   Text,                                           optional, "友人・地域との関係";
        68 current_public_services:             Text,                                           optional, "現在利用している公的サービス";
        69 current_private_services:            Text,                                           optional, "現在利用している非公的サービス";
        70 consent_date:                        Date,                                           optional, "同意日";
        71 consenter_name:                      Text,                                           optional, "同意者氏名";
    }
}

form! {
    /// 利用者基本情報 別表1: one line of the day (１日の生活・すごし方).
    BasicDay, "UPKIHON_SUB1" {
        1  csv_version:                Edition [codes::CSV_VERSION], required, "CSVバージョン";
        2  insurer_number:             InsurerNumber,                required, "保険者番号";
        3  insured_number:             InsuredNumber,                required, "被保険者番号";
        4  consultation_date:          Date,                         required, "相談日";
        5  time_slot:                  Text,                         optional, "時間";
        6  user_living_situation:      Text,                         optional, "本人の生活状況";
        7  caregiver_living_situation: Text,                         optional, "介護者・家族の生活状況";
    }
}

form! {
    /// 利用者基本情報 別表2: one illness, present or past (現病歴・既往歴).
    BasicIllness, "UPKIHON_SUB2" {
        1  csv_version:                Edition [codes::CSV_VERSION],         required, "CSVバージョン";
        2  insurer_number:             InsurerNumber,                        required, "保険者番号";
        3  insured_number:             InsuredNumber,                        required, "被保険者番号";
        4  consultation_date:          Date,                                 required, "相談日";
        5  onset_date_text:            Text,                                 optional, "年月日";
        6  disease_name:               Text,                                 optional, "病名";
        7  medical_institution_doctor: Text,                                 optional, "医療機関・医師名";
        8  primary_doctor_flag:        Code<1> [codes::PRIMARY_DOCTOR_FLAG], optional, "主治医・意見作成者フラグ";
        9  medical_institution_phone:  Phone<15>,                            optional, "医療機関・医師電話番号";
        10 illness_progress:           Code<2> [codes::ILLNESS_PROGRESS],    optional, "経過";
        11 treatment_detail:           Text,                                 optional, "治療中の内容";
    }
}
