//! The order of the rows of 第2表, and which rows begin a box of a need or goal (FORMS.md section 4).

use careplan::sort_by_key;

use super::super::slip::Slip;

/// Which boxes begin at a row.
#[derive(Clone, Copy)]
pub(super) struct Starts {
    pub(super) need: bool,
    pub(super) long: bool,
    pub(super) short: bool,
}

/// By 課題ＮＯ, 援助目標ＮＯ and 援助内容ＮＯ; a row without numbers stays behind the row it followed.
pub(super) fn in_order(slips: Vec<Slip<'_>>) -> Vec<Slip<'_>> {
    let mut last = (i64::MIN, i64::MIN, i64::MIN);
    let mut keyed: Vec<_> = slips
        .into_iter()
        .map(|slip| {
            if let Some(need) = slip.number("need_no") {
                let number = |field| slip.number(field).unwrap_or(i64::MIN);
                last = (need, number("goal_no"), number("support_no"));
            }
            (last, slip)
        })
        .collect();
    // The sort is stable: equal numbers keep the order of the file.
    sort_by_key(&mut keyed, |(key, _)| *key);
    keyed.into_iter().map(|(_, slip)| slip).collect()
}

/// A box begins where its text is not blank and another than above; blank goes on with the box above.
///
/// A need also begins with its number, and goals begin where what stands at their left does.
pub(super) fn starts(slips: &[Slip<'_>]) -> Vec<Starts> {
    let mut need = Unit::default();
    let mut long = Unit::default();
    let mut short = Unit::default();
    let mut number = None;
    let start = |slip: &Slip<'_>| {
        let own = slip.number("need_no");
        let is_next = own.is_some() && own != number;
        number = own.or(number);
        let need = need.begins(is_next, slip, &["need"]);
        let long = long.begins(need, slip, &["long_term_goal", "long_term_goal_period"]);
        let short = short.begins(long, slip, &["short_term_goal", "short_term_goal_period"]);
        Starts { need, long, short }
    };
    slips.iter().map(start).collect()
}

/// The texts of the box above; none before the first row.
#[derive(Default)]
struct Unit(Option<Vec<String>>);

impl Unit {
    fn begins(&mut self, must: bool, slip: &Slip<'_>, fields: &[&str]) -> bool {
        let texts: Vec<String> = fields.iter().map(|field| slip.shown(field)).collect();
        let is_blank = texts.iter().all(|text| text.trim().is_empty());
        let differs = self.0.as_ref() != Some(&texts);
        let begins = must || self.0.is_none() || (!is_blank && differs);
        if begins {
            self.0 = Some(texts);
        }
        begins
    }
}
