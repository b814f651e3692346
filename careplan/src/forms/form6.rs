//! 第6表: the plan of a month (`UPPLAN`) and what was really done (`UPJSK`); both have the same 25 items.

use super::form;
use super::item::{
    Code, Counter, Date, DayMap, Edition, InsuredNumber, InsurerNumber, Integer, Month,
    OfficeNumber, ServiceCode, TaisCode, Text, Time,
};
use crate::codes;

form! {
    /// 第6表 サービス利用票 (plan, UPPLAN) and 実績情報 (result, UPJSK): one row for each person, day, service, time and office.
    Form6, "UPPLAN" {
        1  csv_version:                  Edition [codes::CSV_VERSION],     required, "CSVバージョン";
        2  insurer_number:               InsurerNumber,                    required, "保険者番号";
        3  insured_number:               InsuredNumber,                    required, "被保険者番号";
        4  created_date:                 Date,                             required, "作成年月日";
        5  target_month:                 Month,                            required, "対象年月";
        6  care_manager_office_number:   OfficeNumber,                     required medium, "プラン担当業者コード";
        7  care_manager_name:            Text,                             conditional low, "プラン担当者名";
        8  service_units:                Integer<6>,                       required medium, "単位数";
        9  short_stay_days_before_month: Integer<5>,                       optional, "前月までの短期入所利用日数";
        10 service_date:                 Date,                             required, "サービス利用日";
        11 proration_days:               DayMap,                           optional, "日割対象日";
        12 service_start_time:           Time,                             required, "サービス開始時刻";
        13 service_end_time:             Time,                             required, "サービス終了時刻";
        14 service_count:                Integer<2>,                       required, "サービス回数";
        15 service_code:                 ServiceCode,                      required, "サービスコード";
        16 tais_code:                    TaisCode,                         conditional, "TAISコード";
        17 equipment_registration_code:  TaisCode,                         conditional, "福祉用具届出コード";
        18 equipment_name:               Text,                             optional, "用具名称（機種名）";
        19 detail_no:                    Integer<2>,                       optional low, "明細判別コード";
        20 service_office_number:        OfficeNumber,                     required, "サービス事業者コード";
        21 service_office_name:          Text,                             optional, "サービス事業所名";
        22 satellite_no:                 Counter<2>,                       optional, "サテライト枝番";
        23 over_30_days:                 Code<1> [codes::APPLICABLE_FLAG], required, "３０日超区分";
        24 updating_office_number:       OfficeNumber,                     optional, "更新業者コード";
        25 record_identifier:            Counter<1>,                       optional, "識別子";
    }
}
