//! Rules of a record of 第2表.

use super::at;
use crate::finding::Finding;
use crate::forms::Form2;

/// 課題ＮＯ, 援助目標ＮＯ and 援助内容ＮＯ are 1 to 99 where given.
pub(super) fn r100(row: Form2<'_>, findings: &mut Vec<Finding>) {
    for (item, number) in [
        (6, row.need_no()),
        (8, row.goal_no()),
        (13, row.support_no()),
    ] {
        if number.is_some_and(|number| !(1..=99).contains(&number)) {
            findings.push(at(100, row.0, item));
        }
    }
}
