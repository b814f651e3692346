//! The offices of the demo and the people who work there. All are invented; prefecture 99 does not exist.

use wire::server_api::Role;

/// An office that takes part in the demo.
pub struct DemoOffice {
    /// 事業所番号.
    pub number: &'static str,
    /// サービス種類コード.
    pub service_type: &'static str,
    /// 事業所名.
    pub name: &'static str,
    /// Telephone number.
    pub telephone: &'static str,
    /// What the 利用者ID of its staff begin with.
    pub users: &'static str,
    /// The names of its three members of staff: 管理者, 送受信, 閲覧のみ.
    pub staff: [&'static str; 3],
}

/// The offices that sign in here.
pub const OFFICES: [DemoOffice; 6] = [
    DemoOffice {
        number: "9970100018",
        service_type: "43",
        name: "みどり居宅介護支援事業所",
        telephone: "0999-99-0100",
        users: "midori",
        staff: ["栁田 さとみ", "小野寺 薫", "青木 実"],
    },
    DemoOffice {
        number: "9970200024",
        service_type: "11",
        name: "訪問介護ステーション ひだまり",
        telephone: "0999-99-0200",
        users: "hidamari",
        staff: ["日高 まこと", "森 つばさ", "原 ちひろ"],
    },
    DemoOffice {
        number: "9970300030",
        service_type: "15",
        name: "デイサービス 青い鳥",
        telephone: "0999-99-0300",
        users: "aoitori",
        staff: ["鳥居 あきら", "池田 ひろみ", "西 ゆうき"],
    },
    DemoOffice {
        number: "9970400046",
        service_type: "17",
        name: "福祉用具レンタル はやぶさ",
        telephone: "0999-99-0400",
        users: "hayabusa",
        staff: ["早川 しのぶ", "辻 かおる", "岡 なつき"],
    },
    DemoOffice {
        number: "9900100053",
        service_type: "46",
        name: "みどり市地域包括支援センター",
        telephone: "0999-99-0500",
        users: "houkatsu",
        staff: ["保坂 ひかり", "中村 いずみ", "上田 のぞみ"],
    },
    DemoOffice {
        number: "99A0100067",
        service_type: "A2",
        name: "訪問型サービス すずらん",
        telephone: "0999-99-0600",
        users: "suzuran",
        staff: ["鈴村 けい", "林 みのり", "堀 あおい"],
    },
];

/// An office that stands in the directory only, to try what happens.
pub struct OtherOffice {
    /// 事業所番号.
    pub number: &'static str,
    /// サービス種類コード.
    pub service_type: &'static str,
    /// 事業所名.
    pub name: &'static str,
    /// Telephone number.
    pub telephone: &'static str,
}

/// An office that the hub's operator has suspended.
pub const SUSPENDED: OtherOffice = OtherOffice {
    number: "9970500052",
    service_type: "11",
    name: "訪問介護 ふゆやすみ（利用停止中の見本）",
    telephone: "0999-99-0700",
};

/// An office whose licence has ended.
pub const EXPIRED: OtherOffice = OtherOffice {
    number: "9970600068",
    service_type: "15",
    name: "デイサービス ゆうなぎ（利用期間が過ぎた見本）",
    telephone: "0999-99-0800",
};

/// An office of this server that has not applied to the hub yet: its administrator can try that.
pub const NEWCOMER: OtherOffice = OtherOffice {
    number: "9970800081",
    service_type: "11",
    name: "訪問介護 はじめのいっぽ（利用申請の見本）",
    telephone: "0999-99-0900",
};

/// Its administrator: 利用者ID and name.
pub const NEWCOMER_STAFF: (&str, &str) = ("hajime-kanri", "一歩 はじめ");

/// The number of an office that is not registered.
pub const UNREGISTERED: &str = "9970900001";

/// The ends of the 利用者ID, and what each may do.
pub const ROLES: [(&str, Role); 3] = [
    ("-kanri", Role::Administrator),
    ("", Role::Exchange),
    ("-etsuran", Role::ReadOnly),
];

/// The password of everybody in the demo.
pub const PASSWORD: &str = "mihon-no-password";
