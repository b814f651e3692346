//! 利用者補足情報 (`UPHOSOKU`): the person behind the numbers of the other forms.

use super::form;
use super::item::{
    Alnum, Code, Counter, Date, Edition, InsuredNumber, InsurerNumber, Integer, Month,
    OfficeNumber, Phone, PostalCode, Text,
};
use crate::codes;

form! {
    /// 利用者補足情報: who the person is.
    Supplement, "UPHOSOKU" {
        1  csv_version:                     Edition [codes::CSV_VERSION],          required, "CSVバージョン";
        2  insurer_number:                  InsurerNumber,                         required, "保険者番号";
        3  insured_number:                  InsuredNumber,                         required, "被保険者番号";
        4  care_plan_date:                  Date,                                  required, "居宅サービス計画作成（変更）日";
        5  user_name_kana:                  Text,                                  required medium, "利用者氏名フリガナ";
        6  user_name:                       Text,                                  required medium, "利用者氏名";
        7  user_gender:                     Code<1> [codes::GENDER],               required medium, "利用者性別";
        8  user_birth_date:                 Date,                                  required medium, "利用者生年月日";
        9  user_postal_code:                PostalCode,                            optional, "利用者郵便番号";
        10 user_address_1:                  Text,                                  optional, "利用者住所１";
        11 user_address_2:                  Text,                                  optional, "利用者住所２";
        12 user_phone:                      Phone<15>,                             optional, "利用者電話番号";
        13 certification_date:              Date,                                  optional, "認定日";
        14 benefit_limit_start_date:        Date,                                  optional, "限度額適用開始年月日";
        15 benefit_limit_end_date:          Date,                                  optional, "限度額適用終了年月日";
        16 certification_status:            Code<1> [codes::CERTIFICATION_STATUS], optional, "認定状況区分";
        17 care_level_change_date:          Date,                                  optional, "要介護状態変更日";
        18 care_level:                      Code<2> [codes::CARE_LEVEL],           optional, "要介護状態区分";
        19 category_benefit_limit_units:    Integer<7>,                            optional, "区分支給限度基準額";
        20 type_limit_1_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "１サービス種類コード";
        21 type_limit_1_limit_units:        Integer<7>,                            optional, "１支給限度基準額";
        22 type_limit_1_total_units:        Integer<7>,                            optional, "１合計単位数";
        23 type_limit_1_excess_units:       Integer<7>,                            optional, "１限度超単位数";
        24 type_limit_2_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "２サービス種類コード";
        25 type_limit_2_limit_units:        Integer<7>,                            optional, "２支給限度基準額";
        26 type_limit_2_total_units:        Integer<7>,                            optional, "２合計単位数";
        27 type_limit_2_excess_units:       Integer<7>,                            optional, "２限度超単位数";
        28 type_limit_3_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "３サービス種類コード";
        29 type_limit_3_limit_units:        Integer<7>,                            optional, "３支給限度基準額";
        30 type_limit_3_total_units:        Integer<7>,                            optional, "３合計単位数";
        31 type_limit_3_excess_units:       Integer<7>,                            optional, "３限度超単位数";
        32 type_limit_4_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "４サービス種類コード";
        33 type_limit_4_limit_units:        Integer<7>,                            optional, "４支給限度基準額";
        34 type_limit_4_total_units:        Integer<7>,                            optional, "４合計単位数";
        35 type_limit_4_excess_units:       Integer<7>,                            optional, "４限度超単位数";
        36 type_limit_5_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "５サービス種類コード";
        37 type_limit_5_limit_units:        Integer<7>,                            optional, "５支給限度基準額";
        38 type_limit_5_total_units:        Integer<7>,                            optional, "５合計単位数";
        39 type_limit_5_excess_units:       Integer<7>,                            optional, "５限度超単位数";
        40 type_limit_6_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "６サービス種類コード";
        41 type_limit_6_limit_units:        Integer<7>,                            optional, "６支給限度基準額";
        42 type_limit_6_total_units:        Integer<7>,                            optional, "６合計単位数";
        43 type_limit_6_excess_units:       Integer<7>,                            optional, "６限度超単位数";
        44 type_limit_7_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "７サービス種類コード";
        45 type_limit_7_limit_units:        Integer<7>,                            optional, "７支給限度基準額";
        46 type_limit_7_total_units:        Integer<7>,                            optional, "７合計単位数";
        47 type_limit_7_excess_units:       Integer<7>,                            optional, "７限度超単位数";
        48 type_limit_8_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "８サービス種類コード";
        49 type_limit_8_limit_units:        Integer<7>,                            optional, "８支給限度基準額";
        50 type_limit_8_total_units:        Integer<7>,                            optional, "８合計単位数";
        51 type_limit_8_excess_units:       Integer<7>,                            optional, "８限度超単位数";
        52 type_limit_9_service_type_code:  Alnum<2> [codes::SERVICE_TYPE],        optional, "９サービス種類コード";
        53 type_limit_9_limit_units:        Integer<7>,                            optional, "９支給限度基準額";
        54 type_limit_9_total_units:        Integer<7>,                            optional, "９合計単位数";
        55 type_limit_9_excess_units:       Integer<7>,                            optional, "９限度超単位数";
        56 total_excess_units:              Integer<7>,                            optional medium, "合計限度超単位数";
        57 short_stay_days_before_month:    Integer<5>,                            optional, "入所前月迄利用日数";
        58 short_stay_days_cumulative:      Integer<5>,                            optional, "入所累積利用日数";
        59 previous_care_level:             Code<2> [codes::CARE_LEVEL],           optional, "前回要介護状態区分";
        60 consent_recipient_office_number: OfficeNumber,                          optional medium, "同意書受付業者";
        61 updating_office_number:          OfficeNumber,                          optional, "更新業者コード";
        62 record_identifier:               Counter<1>,                            optional, "識別子";
        63 target_month:                    Month,                                 required medium, "対象年月";
    }
}
