//! The summary rows of 第7表 (RULES.md section 9).

use crate::forms::Form7;

/// What a summary row of 第7表 sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Summary {
    /// 999999: everything of a user and month.
    GrandTotal,
    /// AAAA: a type within the limit.
    Within,
    /// EEEE, ZZZZ: a type outside the limit, or over 30 days.
    Outside,
    /// A code that means to be a summary and is none of the standard.
    Unknown,
}

impl Summary {
    /// `None` for a detail row, and where the code cannot be read.
    pub(crate) fn of(row: Form7<'_>) -> Option<Self> {
        let code = row.service_code()?;
        let (service, item) = code.as_str().split_at(2);
        let known = crate::codes::SERVICE_TYPE.has(service.as_bytes());
        match item {
            "9999" if service == "99" => Some(Self::GrandTotal),
            "AAAA" if known => Some(Self::Within),
            "EEEE" | "ZZZZ" if known => Some(Self::Outside),
            // The items of services have figures in them.
            _ if item.bytes().all(|byte| byte.is_ascii_uppercase()) => Some(Self::Unknown),
            _ => None,
        }
    }

    /// Whether the row is of a service: neither a summary nor the office of the grand total.
    pub(crate) fn is_detail(row: Form7<'_>) -> bool {
        Self::of(row).is_none() && !is_total_office(row)
    }
}

/// Whether the office is 9999999999, which stands for all.
pub(crate) fn is_total_office(row: Form7<'_>) -> bool {
    row.service_office_number()
        .is_some_and(|office| office.as_str() == "9999999999")
}
