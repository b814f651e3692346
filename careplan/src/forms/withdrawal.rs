//! The five delete files (`DLT...`): each takes back what an earlier sending unit brought.

use super::form;
use super::item::{Alnum, Date, Edition, InsuredNumber, InsurerNumber, Month, OfficeNumber};
use crate::codes;

form! {
    /// 居宅サービス計画1表_削除: takes back 第1表, 第2表, 第3表 and their 利用者補足情報.
    WithdrawForm1, "DLT1KYO" {
        1  csv_version:    Edition [codes::CSV_VERSION], required, "CSVバージョン";
        2  insurer_number: InsurerNumber,                required, "保険者番号";
        3  insured_number: InsuredNumber,                required, "被保険者番号";
        4  care_plan_date: Date,                         required, "居宅サービス計画作成（変更）日";
    }
}

form! {
    /// 第6表（サービス利用票）_削除: takes back 第6表 and 第7表 of a month.
    WithdrawPlan, "DLTPLAN" {
        1  csv_version:    Edition [codes::CSV_VERSION], required, "CSVバージョン";
        2  insurer_number: InsurerNumber,                required, "保険者番号";
        3  insured_number: InsuredNumber,                required, "被保険者番号";
        4  target_month:   Month,                        required, "削除対象年月";
    }
}

form! {
    /// 実績情報_削除: takes back the results of one office and service type.
    WithdrawResult, "DLTJSK" {
        1  csv_version:           Edition [codes::CSV_VERSION],   required, "CSVバージョン";
        2  insurer_number:        InsurerNumber,                  required, "保険者番号";
        3  insured_number:        InsuredNumber,                  required, "被保険者番号";
        4  target_month:          Month,                          required, "削除対象年月";
        5  service_office_number: OfficeNumber,                   required, "サービス事業者コード";
        6  service_type_code:     Alnum<2> [codes::SERVICE_TYPE], required, "サービス種類コード";
    }
}

form! {
    /// 利用者基本情報_削除: takes back the form, both 別表 and the image.
    WithdrawBasic, "DLTKIHON" {
        1  csv_version:       Edition [codes::CSV_VERSION], required, "CSVバージョン";
        2  insurer_number:    InsurerNumber,                required, "保険者番号";
        3  insured_number:    InsuredNumber,                required, "被保険者番号";
        4  consultation_date: Date,                         required, "相談日";
    }
}

form! {
    /// 介護予防サービス・支援計画書_削除: takes back the form and its 別表.
    WithdrawPreventive, "DLTYOBO" {
        1  csv_version:          Edition [codes::CSV_VERSION], required, "CSVバージョン";
        2  insurer_number:       InsurerNumber,                required, "保険者番号";
        3  insured_number:       InsuredNumber,                required, "被保険者番号";
        4  preventive_plan_date: Date,                         required, "計画作成(変更)日";
    }
}
