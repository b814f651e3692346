//! The eleven sending units of the standard and their members.

use serde::{Deserialize, Serialize};

use crate::finding::Lang;
use crate::kind::Kind;

/// What a sending unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitGroup {
    /// 居宅サービス計画: 第1表, 第2表, 第3表, 利用者補足情報.
    PlanDocuments,
    /// サービス利用票: 第6表, 第7表, 利用者補足情報.
    MonthlyPlan,
    /// 居宅サービス計画の削除.
    PlanDocumentsDelete,
    /// サービス利用票の削除.
    MonthlyPlanDelete,
    /// 実績.
    Result,
    /// 実績の削除.
    ResultDelete,
    /// 利用者基本情報 with its 別表 and images.
    PreventiveBasic,
    /// 介護予防サービス・支援計画書 with its 別表.
    PreventivePlan,
    /// 支援計画書 and 利用者基本情報 together.
    PreventivePlanWithBasic,
    /// 利用者基本情報の削除.
    PreventiveBasicDelete,
    /// 支援計画書の削除.
    PreventivePlanDelete,
}

impl UnitGroup {
    /// All eleven, in the order of the standard.
    pub const ALL: [Self; 11] = [
        Self::PlanDocuments,
        Self::MonthlyPlan,
        Self::PlanDocumentsDelete,
        Self::MonthlyPlanDelete,
        Self::Result,
        Self::ResultDelete,
        Self::PreventiveBasic,
        Self::PreventivePlan,
        Self::PreventivePlanWithBasic,
        Self::PreventiveBasicDelete,
        Self::PreventivePlanDelete,
    ];

    /// The name in the standard's tables and on a letter's label, for example `monthly_plan`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::PlanDocuments => "plan_documents",
            Self::MonthlyPlan => "monthly_plan",
            Self::PlanDocumentsDelete => "plan_documents_delete",
            Self::MonthlyPlanDelete => "monthly_plan_delete",
            Self::Result => "result",
            Self::ResultDelete => "result_delete",
            Self::PreventiveBasic => "preventive_basic",
            Self::PreventivePlan => "preventive_plan",
            Self::PreventivePlanWithBasic => "preventive_plan_with_basic",
            Self::PreventiveBasicDelete => "preventive_basic_delete",
            Self::PreventivePlanDelete => "preventive_plan_delete",
        }
    }

    /// The group of such a name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.id() == id)
    }

    /// What people call it.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::PlanDocuments, Lang::Ja) => "居宅サービス計画（第1表〜第3表）",
            (Self::MonthlyPlan, Lang::Ja) => "サービス利用票（第6表・第7表）",
            (Self::PlanDocumentsDelete, Lang::Ja) => "居宅サービス計画の削除",
            (Self::MonthlyPlanDelete, Lang::Ja) => "サービス利用票の削除",
            (Self::Result, Lang::Ja) => "実績情報",
            (Self::ResultDelete, Lang::Ja) => "実績情報の削除",
            (Self::PreventiveBasic, Lang::Ja) => "利用者基本情報",
            (Self::PreventivePlan, Lang::Ja) => "介護予防サービス・支援計画書",
            (Self::PreventivePlanWithBasic, Lang::Ja) => "支援計画書と利用者基本情報",
            (Self::PreventiveBasicDelete, Lang::Ja) => "利用者基本情報の削除",
            (Self::PreventivePlanDelete, Lang::Ja) => "支援計画書の削除",
            (Self::PlanDocuments, Lang::En) => "Care plan (tables 1 to 3)",
            (Self::MonthlyPlan, Lang::En) => "Monthly plan (tables 6 and 7)",
            (Self::PlanDocumentsDelete, Lang::En) => "Withdrawal of a care plan",
            (Self::MonthlyPlanDelete, Lang::En) => "Withdrawal of a monthly plan",
            (Self::Result, Lang::En) => "Results",
            (Self::ResultDelete, Lang::En) => "Withdrawal of results",
            (Self::PreventiveBasic, Lang::En) => "Basic information (preventive care)",
            (Self::PreventivePlan, Lang::En) => "Preventive care plan",
            (Self::PreventivePlanWithBasic, Lang::En) => {
                "Preventive care plan with basic information"
            }
            (Self::PreventiveBasicDelete, Lang::En) => "Withdrawal of basic information",
            (Self::PreventivePlanDelete, Lang::En) => "Withdrawal of a preventive care plan",
        }
    }

    /// The kinds that can be in it.
    #[must_use]
    pub fn members(self) -> &'static [Kind] {
        use Kind::{
            Basic, BasicDay, BasicIllness, BasicImage, Form1, Form2, Form3, Form7, Plan,
            Preventive, PreventiveSupport, Result, Supplement, WithdrawBasic, WithdrawForm1,
            WithdrawPlan, WithdrawPreventive, WithdrawResult,
        };
        match self {
            Self::PlanDocuments => &[Form1, Form2, Form3, Supplement],
            Self::MonthlyPlan => &[Plan, Form7, Supplement],
            Self::PlanDocumentsDelete => &[WithdrawForm1],
            Self::MonthlyPlanDelete => &[WithdrawPlan],
            Self::Result => &[Result],
            Self::ResultDelete => &[WithdrawResult],
            Self::PreventiveBasic => &[Basic, BasicDay, BasicIllness, BasicImage],
            Self::PreventivePlan => &[Preventive, PreventiveSupport],
            Self::PreventivePlanWithBasic => &[
                Preventive,
                PreventiveSupport,
                Basic,
                BasicDay,
                BasicIllness,
                BasicImage,
            ],
            Self::PreventiveBasicDelete => &[WithdrawBasic],
            Self::PreventivePlanDelete => &[WithdrawPreventive],
        }
    }

    /// The kinds without which it is not complete. 第3表, 別表 and images are expected, not obligatory.
    #[must_use]
    pub fn obligatory(self) -> &'static [Kind] {
        match self {
            Self::PlanDocuments => &[Kind::Form1, Kind::Form2, Kind::Supplement],
            Self::PreventiveBasic => &[Kind::Basic],
            Self::PreventivePlan => &[Kind::Preventive],
            Self::PreventivePlanWithBasic => &[Kind::Preventive, Kind::Basic],
            _ => self.members(),
        }
    }

    /// Whether it takes back what an earlier unit brought.
    #[must_use]
    pub fn is_withdrawal(self) -> bool {
        self.members()[0].is_withdrawal()
    }

    /// The group that most of the kinds belong to; of equals the one of fewer members.
    ///
    /// 利用者補足情報 alone belongs to the unit of a month if its name has one.
    /// A delete file decides only where there is nothing else.
    pub(crate) fn of(kinds: &[Kind], has_month: bool) -> Option<Self> {
        let others: Vec<Kind> = kinds
            .iter()
            .copied()
            .filter(|kind| !kind.is_withdrawal())
            .collect();
        let kinds = if others.is_empty() { kinds } else { &others };
        if kinds.iter().all(|kind| *kind == Kind::Supplement) {
            return (!kinds.is_empty()).then_some(if has_month {
                Self::MonthlyPlan
            } else {
                Self::PlanDocuments
            });
        }
        let covered = |group: &Self| {
            kinds
                .iter()
                .filter(|kind| group.members().contains(kind))
                .count()
        };
        let rank = |group: &Self| (covered(group), std::cmp::Reverse(group.members().len()));
        Self::ALL
            .into_iter()
            .filter(|group| covered(group) > 0)
            .max_by_key(rank)
    }
}
