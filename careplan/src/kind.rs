//! The 18 kinds of file of the standard (`standard/files.csv`).

use serde::{Deserialize, Serialize};

use crate::forms::{self, Item};

/// Defines the kinds from one line each: variant, prefix, name, identifier, month in the name, from a care manager.
macro_rules! kinds {
    ($($variant:ident $prefix:literal $name:literal $identifier:literal $month:literal $care_manager:literal;)+) => {
        /// What a file is, by the prefix of its name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $(#[doc = concat!("`", $prefix, "`: ", $name, ".")] $variant,)+
        }

        impl Kind {
            /// All kinds, in the order of `files.csv`.
            pub const ALL: [Self; 18] = [$(Self::$variant),+];

            /// The beginning of the file's name.
            #[must_use]
            pub fn prefix(self) -> &'static str {
                match self { $(Self::$variant => $prefix,)+ }
            }

            /// The standard's name of the file.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The standard's identifier, as in `files.csv`.
            #[must_use]
            pub fn identifier(self) -> &'static str {
                match self { $(Self::$variant => $identifier,)+ }
            }

            /// Whether the file's name has a month.
            #[must_use]
            pub fn has_month(self) -> bool {
                match self { $(Self::$variant => $month,)+ }
            }

            /// Whether a care manager sends it to a provider; otherwise it goes the other way.
            #[must_use]
            pub fn is_from_care_manager(self) -> bool {
                match self { $(Self::$variant => $care_manager,)+ }
            }
        }
    };
}

kinds! {
    Supplement         "UPHOSOKU"       "利用者補足情報" "user_supplement" true true;
    Form1              "UP1KYO"         "居宅サービス計画1表" "care_plan_table_1" false true;
    WithdrawForm1      "DLT1KYO"        "居宅サービス計画1表_削除" "care_plan_table_1_delete" false true;
    Form2              "UP2KYO"         "居宅サービス計画2表" "care_plan_table_2" false true;
    Form3              "UP3KYO"         "居宅サービス計画３表" "care_plan_table_3" false true;
    Plan               "UPPLAN"         "第6表（サービス利用票）" "service_use_plan" true true;
    Result             "UPJSK"          "第6表（実績情報）" "service_use_result" true false;
    WithdrawPlan       "DLTPLAN"        "第6表（サービス利用票）_削除" "service_use_plan_delete" true true;
    WithdrawResult     "DLTJSK"         "実績情報_削除" "service_use_result_delete" true false;
    Form7              "UPSIKYU"        "第7表（サービス利用票別表）" "service_use_attachment" true true;
    Basic              "UPKIHON"        "利用者基本情報" "preventive_basic_info" false true;
    WithdrawBasic      "DLTKIHON"       "利用者基本情報_削除" "preventive_basic_info_delete" false true;
    BasicDay           "UPKIHON_SUB1"   "利用者基本情報（別表1）１日の生活・すごし方(タイムスケジュール)" "preventive_basic_info_schedule" false true;
    BasicIllness       "UPKIHON_SUB2"   "利用者基本情報（別表2）現病歴・既往歴" "preventive_basic_info_history" false true;
    BasicImage         "UPKIHON_IMAGE"  "家族構成 画像ファイル" "preventive_basic_info_image" false true;
    Preventive         "UPYOBO"         "介護予防サービス・支援計画書" "preventive_plan" false true;
    WithdrawPreventive "DLTYOBO"        "介護予防サービス・支援計画書_削除" "preventive_plan_delete" false true;
    PreventiveSupport  "UPYOBO_SUB"     "介護予防サービス・支援計画書（別表）支援計画" "preventive_plan_support" false true;
}

impl Kind {
    /// The kind whose prefix a name begins with; the longest prefix wins (`UPYOBO_SUB` before `UPYOBO`).
    ///
    /// The prefix counts only where something else than a letter or a figure follows it.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let begins = |kind: &Self| {
            name.strip_prefix(kind.prefix())
                .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
        };
        Self::ALL
            .into_iter()
            .filter(begins)
            .max_by_key(|kind| kind.prefix().len())
    }

    /// The items of a record, in the order of edition 4.1; none for the image.
    #[must_use]
    pub fn items(self) -> &'static [Item] {
        match self {
            Self::Supplement => forms::Supplement::items(),
            Self::Form1 => forms::Form1::items(),
            Self::Form2 => forms::Form2::items(),
            Self::Form3 => forms::Form3::items(),
            Self::Plan | Self::Result => forms::Form6::items(),
            Self::Form7 => forms::Form7::items(),
            Self::Basic => forms::Basic::items(),
            Self::BasicDay => forms::BasicDay::items(),
            Self::BasicIllness => forms::BasicIllness::items(),
            Self::BasicImage => &[],
            Self::Preventive => forms::Preventive::items(),
            Self::PreventiveSupport => forms::PreventiveSupport::items(),
            Self::WithdrawForm1 => forms::WithdrawForm1::items(),
            Self::WithdrawPlan => forms::WithdrawPlan::items(),
            Self::WithdrawResult => forms::WithdrawResult::items(),
            Self::WithdrawBasic => forms::WithdrawBasic::items(),
            Self::WithdrawPreventive => forms::WithdrawPreventive::items(),
        }
    }

    /// The item of a field name of the standard, for example `target_month`.
    #[must_use]
    pub fn item(self, field: &str) -> Option<&'static Item> {
        self.items().iter().find(|item| item.field == field)
    }

    /// The items (counted from 1) that edition 4.0 added: equipment in 第6表 and 第7表.
    #[must_use]
    pub fn items_since_4(self) -> std::ops::Range<u8> {
        match self {
            Self::Plan | Self::Result => 16..19,
            Self::Form7 => 10..13,
            _ => 0..0,
        }
    }

    /// Whether it takes back what an earlier unit brought (a delete file).
    #[must_use]
    pub fn is_withdrawal(self) -> bool {
        matches!(
            self,
            Self::WithdrawForm1
                | Self::WithdrawPlan
                | Self::WithdrawResult
                | Self::WithdrawBasic
                | Self::WithdrawPreventive
        )
    }

    /// Whether it belongs to 利用者基本情報: the form, its two 別表 or the image.
    #[must_use]
    pub fn is_basic(self) -> bool {
        matches!(
            self,
            Self::Basic | Self::BasicDay | Self::BasicIllness | Self::BasicImage
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_wins() {
        assert_eq!(
            Kind::of_name("UPYOBO_SUB_99"),
            Some(Kind::PreventiveSupport)
        );
        assert_eq!(Kind::of_name("UPYOBO_99"), Some(Kind::Preventive));
        assert_eq!(Kind::of_name("UPKIHON_IMAGE_99"), Some(Kind::BasicImage));
        assert_eq!(Kind::of_name("UPJSKX_2025"), None);
        assert_eq!(Kind::of_name("upjsk_2025"), None);
    }
}
