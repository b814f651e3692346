//! Where a letter is in its life.

use serde::{Deserialize, Serialize};

/// The state of a letter.
///
/// At the sending server: `held`, `queued`, `failed`; at the hub: all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 送信待ち: stored, and held for the seconds in which it can be taken back.
    Held,
    /// 送信待ち: on its way to the hub, tried until the hub has given its receipt.
    Queued,
    /// 送信できませんでした: refused for good.
    Failed,
    /// 到着: in the receiver's mailbox.
    Arrived,
    /// 受取済: a person has opened or downloaded it.
    Collected,
    /// 取込済.
    TakenIn,
    /// 差し戻し.
    Returned,
    /// 取込不可.
    Refused,
    /// 取消済: taken back by the sender before it was collected.
    Withdrawn,
    /// 期限切れ: never collected in time.
    Expired,
}

impl State {
    /// Whether 送信を取り消す can still succeed.
    pub const fn can_be_withdrawn(self) -> bool {
        matches!(self, Self::Held | Self::Queued | Self::Arrived)
    }

    /// The word on the screens (UX.md section 3).
    pub const fn japanese(self) -> &'static str {
        match self {
            Self::Held | Self::Queued => "送信待ち",
            Self::Failed => "送信できませんでした",
            Self::Arrived => "到着",
            Self::Collected => "受取済",
            Self::TakenIn => "取込済",
            Self::Returned => "差し戻し",
            Self::Refused => "取込不可",
            Self::Withdrawn => "取消済",
            Self::Expired => "期限切れ",
        }
    }
}
