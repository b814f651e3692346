//! The sums of a person's month: what was planned and done of each service.

use careplan::{ServiceTotal, UseKind, grouped};

use crate::drawing::{Attribute, Tag};
use crate::pen::Pen;

/// Draws the sums as a table.
pub(super) fn draw(pen: &mut Pen<'_>, totals: &[ServiceTotal]) {
    let heads = [
        pen.pick("サービス", "Service"),
        pen.pick("事業所", "Office"),
        pen.pick("予定 回数", "Planned: times"),
        pen.pick("実績 回数", "Done: times"),
        pen.pick("予定 単位", "Planned: units"),
        pen.pick("実績 単位", "Done: units"),
    ];
    pen.within(Tag::Table, "data sums", |pen| {
        let caption = pen.pick("サービスごとの合計", "Sums of each service");
        pen.word(Tag::Caption, "", caption);
        pen.within(Tag::Thead, "", |pen| {
            pen.within(Tag::Tr, "", |pen| {
                for head in heads {
                    head_cell(pen, "col", head);
                }
            });
        });
        pen.within(Tag::Tbody, "", |pen| {
            for total in totals {
                pen.within(Tag::Tr, "", |pen| row(pen, total));
            }
        });
    });
}

fn row(pen: &mut Pen<'_>, total: &ServiceTotal) {
    head_cell(pen, "row", &total.service);
    let number = total.office_number.to_string();
    pen.word(Tag::Td, "", total.office_name.as_deref().unwrap_or(&number));
    let units = |units: Option<i64>| units.map_or_else(String::new, grouped);
    let (planned, mut done) = (
        [total.planned_count.to_string(), units(total.planned_units)],
        [total.actual_count.to_string(), units(total.actual_units)],
    );
    if total.is_awaited {
        done = [0; 2].map(|_| pen.phrase(&UseKind::NotArrived.word()).to_owned());
    }
    for (planned, done) in planned.iter().zip(&done) {
        pen.word(Tag::Td, "number", planned);
        // What differs is told by weight as well: numbers side by side are easily read over.
        let class = if planned == done || total.is_awaited {
            "number"
        } else {
            "number differs"
        };
        pen.word(Tag::Td, class, done);
    }
}

fn head_cell(pen: &mut Pen<'_>, scope: &str, text: &str) {
    pen.element(Tag::Th, &[(Attribute::Scope, scope)], |pen| pen.text(text));
}
