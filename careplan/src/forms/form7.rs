//! 第7表 (`UPSIKYU`).

use super::form;
use super::item::{
    Alnum, Code, Counter, Date, Edition, InsuredNumber, InsurerNumber, Integer, Month,
    OfficeNumber, ServiceCode, TaisCode, Text, UnitPrice,
};
use crate::codes;

form! {
    /// 第7表 サービス利用票別表: units and money of the month, with its summary rows.
    Form7, "UPSIKYU" {
        1  csv_version:                  Edition [codes::CSV_VERSION],     required, "CSVバージョン";
        2  insurer_number:               InsurerNumber,                    required, "保険者番号";
        3  insured_number:               InsuredNumber,                    required, "被保険者番号";
        4  created_date:                 Date,                             required, "作成年月日";
        5  target_month:                 Month,                            required, "対象年月";
        6  service_office_name:          Text,                             optional, "サービス事業所名";
        7  service_office_number:        OfficeNumber,                     required, "サービス事業所コード";
        8  satellite_no:                 Counter<2>,                       optional, "サテライト枝番";
        9  service_code:                 ServiceCode,                      required, "サービスコード";
        10 tais_code:                    TaisCode,                         conditional, "TAISコード";
        11 equipment_registration_code:  TaisCode,                         conditional, "福祉用具届出コード";
        12 equipment_name:               Text,                             optional, "用具名称（機種名）";
        13 service_units:                Integer<6>,                       required, "単位数";
        14 discount_rate:                Integer<5>,                       optional, "割引後率";
        15 discounted_units:             Integer<6>,                       optional, "割引後単位数";
        16 count_or_days:                Integer<3>,                       required, "回数／日数";
        17 service_units_total:          Integer<5>,                       optional medium, "サービス単位金額";
        18 benefit_management_units:     Integer<6>,                       optional medium, "給付管理単位数";
        19 type_limit_excess_units:      Integer<6>,                       optional, "種類支給限度基準超単位数";
        20 type_limit_within_units:      Integer<6>,                       optional, "種類支給限度基準内単位数";
        21 category_limit_excess_units:  Integer<6>,                       optional, "区分支給限度基準超単位数";
        22 category_limit_within_units:  Integer<6>,                       optional, "区分支給限度基準内単位数";
        23 unit_price:                   UnitPrice,                        optional, "単位数単価";
        24 total_cost:                   Integer<6>,                       optional, "費用総額保険／事業対象分";
        25 benefit_rate:                 Integer<6>,                       optional, "給付率";
        26 insurance_claim_amount:       Integer<6>,                       optional, "保険／事業費請求額";
        27 fixed_user_charge_unit_price: Integer<6>,                       optional, "定額利用者負担単価金額";
        28 user_charge_insured:          Integer<6>,                       optional, "利用者負担保険／事業対象分";
        29 user_charge_full:             Integer<6>,                       optional, "利用者負担（全額負担分）";
        30 short_stay_days_before_month: Integer<5>,                       optional low, "前月までの利用日数";
        31 short_stay_days_planned:      Integer<2>,                       optional, "当月の計画利用日数";
        32 short_stay_days_cumulative:   Integer<5>,                       optional, "累積利用日数";
        33 over_30_days:                 Code<1> [codes::APPLICABLE_FLAG], required, "３０日超区分";
        34 office_code_fixed:            Alnum<10>,                        optional medium, "事業所コード";
        35 entry_operator_code:          Alnum<10>,                        optional low, "入力者コード";
        36 updating_office_number:       OfficeNumber,                     optional, "更新業者コード";
        37 record_identifier:            Counter<1>,                       optional, "識別子";
    }
}
