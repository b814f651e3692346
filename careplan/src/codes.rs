//! The code lists of the standard (`standard/codes.csv`), each with the names that people read.

/// One list: which values an item may have, and what each is called.
#[derive(Debug)]
pub struct CodeList {
    /// The name of the table in `codes.csv`.
    pub table: &'static str,
    /// Code and Japanese name, in the order of the standard.
    pub codes: &'static [(&'static str, &'static str)],
}

impl CodeList {
    /// What a code is called; `None` when the list does not have it.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&'static str> {
        self.codes
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, name)| *name)
    }

    /// Whether these bytes are a code of the list.
    #[must_use]
    pub fn has(&self, code: &[u8]) -> bool {
        self.codes.iter().any(|(known, _)| known.as_bytes() == code)
    }
}

/// What a service type is called, be it a provider's or a care manager's.
#[must_use]
pub fn service_type_name(code: &str) -> Option<&'static str> {
    SERVICE_TYPE
        .name(code)
        .or_else(|| SERVICE_TYPE_CARE_MANAGER.name(code))
}

/// All lists, in the order of `codes.csv`.
pub static ALL: [&CodeList; 29] = [
    &CSV_VERSION,
    &GENDER,
    &PLAN_CATEGORY,
    &CERTIFICATION_STATUS,
    &CARE_LEVEL,
    &CARE_LEVEL_PREVENTIVE_BASIC,
    &SUPPORT_LEVEL,
    &LIFE_SUPPORT_REASON,
    &INSURANCE_COVERED,
    &WEEKDAY,
    &APPLICABLE_FLAG,
    &PRESENCE_FLAG,
    &NEED_FLAG,
    &PLAN_KIND,
    &CONSIGNMENT,
    &CONSULTATION_METHOD,
    &CONSULTATION_COUNT,
    &USER_CURRENT_STATE,
    &DISABILITY_INDEPENDENCE_LEVEL,
    &DEMENTIA_INDEPENDENCE_LEVEL,
    &CHECKLIST_RESULT,
    &RESIDENCE_TYPE,
    &PRIMARY_DOCTOR_FLAG,
    &ILLNESS_PROGRESS,
    &TIME_SPECIAL,
    &ATTACHMENT_SUMMARY_CODE,
    &SERVICE_TYPE,
    &SERVICE_TYPE_CARE_MANAGER,
    &SERVICE_TYPE_LINKAGE,
];

/// CSVバージョン: the editions of the standard.
pub static CSV_VERSION: CodeList = CodeList {
    table: "csv_version",
    codes: &[
        ("201910", "初版（2020年3月から）"),
        ("202003", "第2版（2020年10月から）"),
        (
            "202208",
            "第3版（2023年1月から）・第3.1版（2023年6月から）・第3.2版",
        ),
        ("202504", "第4版（2025年4月から）"),
        ("202407", "第4.1版（2025年4月から）"),
    ],
};

/// 性別.
pub static GENDER: CodeList = CodeList {
    table: "gender",
    codes: &[("1", "男性"), ("2", "女性")],
};

/// 計画書区分.
pub static PLAN_CATEGORY: CodeList = CodeList {
    table: "plan_category",
    codes: &[
        ("11", "初回"),
        ("12", "紹介"),
        ("21", "継続"),
        ("51", "初回＆紹介"),
        ("52", "初回＆継続"),
        ("53", "紹介＆継続"),
        ("54", "初回＆紹介＆継続"),
    ],
};

/// 認定状況区分.
pub static CERTIFICATION_STATUS: CodeList = CodeList {
    table: "certification_status",
    codes: &[("1", "申請中"), ("2", "認定済")],
};

/// 要介護状態区分 of home care.
pub static CARE_LEVEL: CodeList = CodeList {
    table: "care_level",
    codes: &[
        ("06", "事業対象者"),
        ("12", "要支援１"),
        ("13", "要支援２"),
        ("21", "要介護１"),
        ("22", "要介護２"),
        ("23", "要介護３"),
        ("24", "要介護４"),
        ("25", "要介護５"),
    ],
};

/// 要介護状態区分 of 利用者基本情報: 01 非該当 in the place of 06 事業対象者.
pub static CARE_LEVEL_PREVENTIVE_BASIC: CodeList = CodeList {
    table: "care_level_preventive_basic",
    codes: &[
        ("01", "非該当"),
        ("12", "要支援１"),
        ("13", "要支援２"),
        ("21", "要介護１"),
        ("22", "要介護２"),
        ("23", "要介護３"),
        ("24", "要介護４"),
        ("25", "要介護５"),
    ],
};

/// 要支援状態区分.
pub static SUPPORT_LEVEL: CodeList = CodeList {
    table: "support_level",
    codes: &[("1", "要支援１"), ("2", "要支援２"), ("3", "地域支援事業")],
};

/// 生活援助中心型の算定理由.
pub static LIFE_SUPPORT_REASON: CodeList = CodeList {
    table: "life_support_reason",
    codes: &[
        ("1", "一人暮らし"),
        ("2", "家族等が障害、疾病等"),
        ("3", "その他"),
    ],
};

/// 保険対象区分.
pub static INSURANCE_COVERED: CodeList = CodeList {
    table: "insurance_covered",
    codes: &[("Y", "対象"), ("N", "対象外")],
};

/// 曜日.
pub static WEEKDAY: CodeList = CodeList {
    table: "weekday",
    codes: &[
        ("1", "月曜日"),
        ("2", "火曜日"),
        ("3", "水曜日"),
        ("4", "木曜日"),
        ("5", "金曜日"),
        ("6", "土曜日"),
        ("7", "日曜日"),
    ],
};

/// 該当 or not.
pub static APPLICABLE_FLAG: CodeList = CodeList {
    table: "applicable_flag",
    codes: &[("1", "該当"), ("0", "非該当")],
};

/// 有無.
pub static PRESENCE_FLAG: CodeList = CodeList {
    table: "presence_flag",
    codes: &[("1", "有"), ("2", "無")],
};

/// 要否.
pub static NEED_FLAG: CodeList = CodeList {
    table: "need_flag",
    codes: &[("1", "要"), ("2", "否")],
};

/// 計画種類.
pub static PLAN_KIND: CodeList = CodeList {
    table: "plan_kind",
    codes: &[("1", "介護予防支援"), ("2", "介護予防ケアマネジメント")],
};

/// 委託の有無.
pub static CONSIGNMENT: CodeList = CodeList {
    table: "consignment",
    codes: &[("1", "自前"), ("2", "委託")],
};

/// 相談方法.
pub static CONSULTATION_METHOD: CodeList = CodeList {
    table: "consultation_method",
    codes: &[("01", "来所"), ("02", "電話"), ("03", "その他")],
};

/// 相談回数.
pub static CONSULTATION_COUNT: CodeList = CodeList {
    table: "consultation_count",
    codes: &[("01", "初回"), ("02", "再来")],
};

/// 利用者の現況.
pub static USER_CURRENT_STATE: CodeList = CodeList {
    table: "user_current_state",
    codes: &[("01", "在宅"), ("02", "入院又は入所中")],
};

/// 障害高齢者の日常生活自立度.
pub static DISABILITY_INDEPENDENCE_LEVEL: CodeList = CodeList {
    table: "disability_independence_level",
    codes: &[
        ("01", "自立"),
        ("11", "J1"),
        ("12", "J2"),
        ("21", "A1"),
        ("22", "A2"),
        ("31", "B1"),
        ("32", "B2"),
        ("41", "C1"),
        ("42", "C2"),
    ],
};

/// 認知症高齢者の日常生活自立度.
pub static DEMENTIA_INDEPENDENCE_LEVEL: CodeList = CodeList {
    table: "dementia_independence_level",
    codes: &[
        ("01", "自立"),
        ("02", "Ⅰ"),
        ("03", "Ⅱａ"),
        ("04", "Ⅱｂ"),
        ("05", "Ⅲａ"),
        ("06", "Ⅲｂ"),
        ("07", "Ⅳ"),
        ("08", "Ｍ"),
    ],
};

/// 基本チェックリスト記入結果.
pub static CHECKLIST_RESULT: CodeList = CodeList {
    table: "checklist_result",
    codes: &[("1", "事業対象者の該当あり"), ("2", "事業対象者の該当なし")],
};

/// 居住形態.
pub static RESIDENCE_TYPE: CodeList = CodeList {
    table: "residence_type",
    codes: &[
        ("01", "自宅"),
        ("02", "借家"),
        ("03", "一戸建て"),
        ("04", "集合住宅"),
        ("05", "自宅・一戸建て"),
        ("06", "自宅・集合住宅"),
        ("07", "借家・一戸建て"),
        ("08", "借家・集合住宅"),
    ],
};

/// 主治医・意見作成者フラグ.
pub static PRIMARY_DOCTOR_FLAG: CodeList = CodeList {
    table: "primary_doctor_flag",
    codes: &[("1", "主治医"), ("2", "それ以外")],
};

/// 経過.
pub static ILLNESS_PROGRESS: CodeList = CodeList {
    table: "illness_progress",
    codes: &[("01", "治療中"), ("02", "経過観察中"), ("03", "その他")],
};

/// Times that are not times of the day.
pub static TIME_SPECIAL: CodeList = CodeList {
    table: "time_special",
    codes: &[("9999", "時間表示の無いサービス")],
};

/// Summary codes of 第7表; ?? stands for the service type.
pub static ATTACHMENT_SUMMARY_CODE: CodeList = CodeList {
    table: "attachment_summary_code",
    codes: &[
        ("??AAAA", "区分支給対象種類別小計（??はサービス種類）"),
        ("??EEEE", "区分支給対象外種類別小計"),
        ("??ZZZZ", "30日超過分種類別小計"),
        ("999999", "全合計"),
    ],
};

/// サービス種類コード of providers.
pub static SERVICE_TYPE: CodeList = CodeList {
    table: "service_type",
    codes: &[
        ("11", "訪問介護"),
        ("12", "訪問入浴介護"),
        ("13", "訪問看護"),
        ("14", "訪問リハビリテーション"),
        ("15", "通所介護"),
        ("16", "通所リハビリテーション"),
        ("17", "福祉用具貸与"),
        ("21", "短期入所生活介護"),
        ("22", "短期入所療養介護（介護老人保健施設）"),
        ("23", "短期入所療養介護（介護療養型医療施設等）"),
        ("2A", "短期入所療養介護（介護医療院）"),
        ("31", "居宅療養管理指導"),
        ("71", "夜間対応型訪問介護"),
        ("76", "定期巡回・随時対応型訪問介護看護"),
        ("72", "認知症対応型通所介護"),
        ("78", "地域密着型通所介護"),
        ("73", "小規模多機能型居宅介護"),
        ("68", "小規模多機能型居宅介護（短期利用）"),
        ("77", "看護小規模多機能型居宅介護"),
        ("79", "看護小規模多機能型居宅介護（短期利用）"),
        ("33", "特定施設入居者生活介護"),
        ("27", "特定施設入居者生活介護（短期利用）"),
        ("36", "地域密着型特定施設入居者生活介護"),
        ("28", "地域密着型特定施設入居者生活介護（短期利用）"),
        ("32", "認知症対応型共同生活介護（短期利用以外）"),
        ("38", "認知症対応型共同生活介護（短期利用）"),
        ("41", "特定福祉用具販売"),
        ("42", "住宅改修"),
        ("51", "介護福祉施設サービス"),
        ("52", "介護保健施設サービス"),
        ("53", "介護療養施設サービス"),
        ("54", "地域密着型介護老人福祉施設入所者生活介護"),
        ("59", "特定介護サービス等"),
        ("81", "市町村特別給付"),
        ("62", "介護予防訪問入浴介護"),
        ("63", "介護予防訪問看護"),
        ("64", "介護予防訪問リハビリテーション"),
        ("66", "介護予防通所リハビリテーション"),
        ("67", "介護予防福祉用具貸与"),
        ("24", "介護予防短期入所生活介護"),
        ("25", "介護予防短期入所療養介護（介護老人保健施設）"),
        ("26", "介護予防短期入所療養介護（介護療養型医療施設等）"),
        ("2B", "介護予防短期入所療養介護（介護医療院）"),
        ("34", "介護予防居宅療養管理指導"),
        ("74", "介護予防認知症対応型通所介護"),
        ("75", "介護予防小規模多機能型居宅介護"),
        ("69", "介護予防小規模多機能型居宅介護（短期利用）"),
        ("35", "介護予防特定施設入居者生活介護"),
        ("37", "介護予防認知症対応型共同生活介護（短期利用以外）"),
        ("39", "介護予防認知症対応型共同生活介護（短期利用）"),
        ("44", "特定介護予防福祉用具販売"),
        ("45", "介護予防住宅改修"),
        ("A1", "訪問型サービス（みなし）"),
        ("A2", "訪問型サービス（独自）"),
        ("A3", "訪問型サービス（独自／定率）"),
        ("A4", "訪問型サービス（独自／定額）"),
        ("A5", "通所型サービス（みなし）"),
        ("A6", "通所型サービス（独自）"),
        ("A7", "通所型サービス（独自／定率）"),
        ("A8", "通所型サービス（独自／定額）"),
    ],
};

/// サービス種類コード of offices with care managers.
pub static SERVICE_TYPE_CARE_MANAGER: CodeList = CodeList {
    table: "service_type_care_manager",
    codes: &[
        ("43", "居宅介護支援"),
        ("46", "介護予防支援"),
        ("AF", "介護予防ケアマネジメント"),
    ],
};

/// Which service types are exchanged (連携対象) and which are not (対象外).
pub static SERVICE_TYPE_LINKAGE: CodeList = CodeList {
    table: "service_type_linkage",
    codes: &[
        ("11", "連携対象"),
        ("12", "連携対象"),
        ("13", "連携対象"),
        ("14", "連携対象"),
        ("15", "連携対象"),
        ("16", "連携対象"),
        ("17", "連携対象"),
        ("21", "連携対象"),
        ("22", "連携対象"),
        ("23", "連携対象"),
        ("2A", "連携対象"),
        ("31", "連携対象"),
        ("71", "連携対象"),
        ("76", "連携対象"),
        ("72", "連携対象"),
        ("78", "連携対象"),
        ("73", "連携対象"),
        ("68", "連携対象"),
        ("77", "連携対象"),
        ("79", "連携対象"),
        ("33", "対象外"),
        ("27", "連携対象"),
        ("36", "対象外"),
        ("28", "連携対象"),
        ("32", "対象外"),
        ("38", "連携対象"),
        ("41", "対象外"),
        ("42", "対象外"),
        ("51", "対象外"),
        ("52", "対象外"),
        ("53", "対象外"),
        ("54", "対象外"),
        ("59", "対象外"),
        ("81", "対象外"),
        ("62", "連携対象"),
        ("63", "連携対象"),
        ("64", "連携対象"),
        ("66", "連携対象"),
        ("67", "連携対象"),
        ("24", "連携対象"),
        ("25", "連携対象"),
        ("26", "連携対象"),
        ("2B", "連携対象"),
        ("34", "連携対象"),
        ("74", "連携対象"),
        ("75", "連携対象"),
        ("69", "連携対象"),
        ("35", "対象外"),
        ("37", "対象外"),
        ("39", "連携対象"),
        ("44", "対象外"),
        ("45", "対象外"),
        ("A1", "連携対象"),
        ("A2", "連携対象"),
        ("A3", "連携対象"),
        ("A4", "連携対象"),
        ("A5", "連携対象"),
        ("A6", "連携対象"),
        ("A7", "連携対象"),
        ("A8", "連携対象"),
    ],
};
