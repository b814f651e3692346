//! One person's month: the list to work through, what is still to come, the marked 第6表, and the sums.

use careplan::{PersonComparison, ServiceUse, Sorted, UseComparison, UseKind, era};

use super::marks::{Papers, class, shape};
use super::{is_task, sums};
use crate::drawing::{Attribute, Tag};
use crate::pen::Pen;

/// Draws the person, and gives the weeks of the 第6表 among it, if there is one.
pub(super) fn draw(
    pen: &mut Pen<'_>,
    person: &PersonComparison,
    papers: &mut Papers<'_>,
) -> Option<(Vec<String>, u32)> {
    let mut weeks = None;
    pen.within(Tag::Section, "compared", |pen| {
        pen.word(Tag::Title, "compared-name", &called(person));
        pen.word(Tag::P, "compared-month", &era::month_long(person.month));
        tasks(pen, person);
        awaited(pen, person);
        if let Some(paper) = papers.marked(person) {
            legend(pen, person);
            pen.paste(paper.drawing);
            weeks = Some((paper.weeks, paper.week));
        }
        sums::draw(pen, &person.totals);
    });
    weeks
}

/// 髙橋 ハナ（0000123401）.
pub(super) fn called(person: &PersonComparison) -> String {
    match &person.name {
        Some(name) => format!("{name}（{}）", person.insured_number),
        None => person.insured_number.to_string(),
    }
}

/// The differences, each with a box to tick off.
fn tasks(pen: &mut Pen<'_>, person: &PersonComparison) {
    let differing = person.uses.iter().filter(|compared| is_task(compared.kind));
    pen.within(Tag::Ol, "tasks", |pen| {
        for compared in differing {
            pen.within(Tag::Li, "task", |pen| {
                pen.within(Tag::LabelFor, "task-line", |pen| {
                    pen.element(Tag::Input, &[(Attribute::Type, "checkbox")], |_| ());
                    kind(pen, compared.kind);
                    pen.word(Tag::Span, "task-what", &what(pen, compared));
                    let sides = [
                        (pen.pick("予定", "planned"), &compared.planned),
                        (pen.pick("実績", "done"), &compared.actual),
                    ]
                    .map(|(word, side)| side_words(pen, word, side.as_ref()));
                    let sides: Vec<String> = sides.into_iter().flatten().collect();
                    pen.word(Tag::Span, "task-sides", &sides.join(" → "));
                });
            });
        }
    });
}

/// The shape and the word of a difference.
fn kind(pen: &mut Pen<'_>, kind: UseKind) {
    let class = format!("task-kind {}", class(kind));
    pen.within(Tag::Span, &class, |pen| {
        pen.element(Tag::Span, &[(Attribute::Hidden, "true")], |pen| {
            pen.text(shape(kind));
        });
        let word = format!(" {} ", pen.phrase(&kind.word()));
        pen.text(&word);
    });
}

/// 11月19日(水) 訪問介護 111211 あおぞら訪問介護.
fn what(pen: &Pen<'_>, compared: &UseComparison) -> String {
    let day = compared.day;
    let when = if compared.is_monthly {
        pen.pick("月1回", "once a month").to_owned()
    } else if pen.how.english {
        day.iso()
    } else {
        format!("{}月{}日({})", day.month(), day.day(), era::weekday(day))
    };
    let number = compared.office_number.to_string();
    let office = compared.office_name.as_deref().unwrap_or(&number);
    format!("{when} {} {office} ", compared.service)
}

fn side_words(pen: &Pen<'_>, word: &str, side: Option<&ServiceUse>) -> Option<String> {
    side.map(|side| format!("{word} {}", pen.phrase(&side.words())))
}

/// The offices of whom this person's results are still to come.
fn awaited(pen: &mut Pen<'_>, person: &PersonComparison) {
    let mut offices: Vec<String> = Vec::new();
    for compared in &person.uses {
        if compared.kind == UseKind::NotArrived {
            let number = compared.office_number.to_string();
            let name = compared.office_name.clone().unwrap_or(number);
            if !offices.contains(&name) {
                offices.push(name);
            }
        }
    }
    if offices.is_empty() {
        return;
    }
    pen.within(Tag::P, "task-waiting", |pen| {
        kind(pen, UseKind::NotArrived);
        pen.text(&offices.join(pen.pick("、", ", ")));
    });
}

/// What the shapes in the grid mean, for those that stand in it.
fn legend(pen: &mut Pen<'_>, person: &PersonComparison) {
    let mut kinds = Sorted::default();
    for compared in &person.uses {
        kinds.insert(compared.kind);
    }
    pen.within(Tag::Ul, "legend", |pen| {
        for of in kinds.keys() {
            pen.within(Tag::Li, "", |pen| kind(pen, *of));
        }
    });
}
