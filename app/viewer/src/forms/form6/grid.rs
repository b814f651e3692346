//! 月間サービス計画及び実績の記録: 31 days, each line with 予定 above 実績.

use careplan::forms::Form6;
use careplan::{Date, Month, era, grouped};

use super::line::{Days, Line, is_pro_rata};
use crate::paper::{Cell, Look, Row, RowKind, Run, Table};

/// The grid always has 31 days; those beyond the month stay empty.
const DAYS: u8 = 31;

/// So many lines have room on a sheet, some of them with more than two lines of text (FORMS.md section 6: 9 to 13).
const LINES: usize = 12;

pub(super) fn grid(lines: &[Line<'_>], month: Option<Month>) -> Table {
    let mut widths = vec![85, 140, 130, 45];
    widths.extend([18; DAYS as usize]);
    widths.push(42);
    let over = |text| Cell::column_head(text).span(1, 3);
    let title = vec![
        over("提供時間帯"),
        over("サービス内容"),
        over("サービス事業者 事業所名"),
        Cell::default().look(Look::Bare),
        Cell::column_head("月間サービス計画及び実績の記録").span(u16::from(DAYS), 1),
        over("合計回数"),
    ];
    let mut dates = vec![Cell::column_head("日付")];
    let mut weekdays = vec![Cell::column_head("曜日")];
    for day in 1..=DAYS {
        let date = month.and_then(|month| month.day(day));
        dates.push(of_day(Cell::column_head(&day.to_string()), date));
        weekdays.push(of_day(
            Cell::column_head(date.map_or("", era::weekday)),
            date,
        ));
    }
    Table {
        caption: "月間サービス計画及び実績の記録".to_owned(),
        widths,
        fixed: 4,
        head: vec![Row::new(title), Row::new(dates), Row::new(weekdays)],
        body: lines.iter().flat_map(|line| rows(line, month)).collect(),
        spare: (lines.len()..LINES).flat_map(|_| spare(month)).collect(),
        ..Table::default()
    }
}

/// A box of a day: which day it is, and whether that is a Saturday or a Sunday; grey beyond the end of the month.
fn of_day(mut cell: Cell, date: Option<Date>) -> Cell {
    cell.looks.push(Look::Center);
    match date {
        Some(date) => {
            cell.day = date.iso();
            if matches!(date.weekday(), 0 | 6) {
                cell.looks.push(Look::Weekend);
            }
        }
        None => cell.looks.push(Look::Shaded),
    }
    cell
}

fn rows(line: &Line<'_>, month: Option<Month>) -> [Row; 2] {
    let slip = line.first;
    let times = match line.first.minutes("service_start_time") {
        Some(_) => format!(
            "{}\n{}",
            slip.shown("service_start_time"),
            slip.shown("service_end_time")
        ),
        None => unreadable_times(line),
    };
    let mut planned = vec![
        Cell::text(times)
            .span(1, 2)
            .look(Look::Center)
            .from([slip.place("service_start_time")]),
        service(line).span(1, 2),
        office(line).span(1, 2),
        Cell::label("予定"),
    ];
    planned.extend(days(line, &line.planned, month));
    let mut actual = vec![Cell::label("実績")];
    actual.extend(days(line, &line.actual, month));
    [
        Row::of(RowKind::Planned, planned),
        Row::of(RowKind::Actual, actual),
    ]
}

/// An empty line, to be written in by hand.
fn spare(month: Option<Month>) -> [Row; 2] {
    let days = |word| {
        let day = |day| of_day(Cell::default(), month.and_then(|month| month.day(day)));
        let total = [Cell::default()];
        [Cell::label(word)]
            .into_iter()
            .chain((1..=DAYS).map(day))
            .chain(total)
    };
    let left = [(); 3].map(|()| Cell::default().span(1, 2));
    [
        Row::of(
            RowKind::Planned,
            left.into_iter().chain(days("予定")).collect(),
        ),
        Row::of(RowKind::Actual, days("実績").collect()),
    ]
}

/// A time that is none stands as sent; 9999 is nothing.
fn unreadable_times(line: &Line<'_>) -> String {
    let raw = line.first.code("service_start_time");
    if raw == "9999" { String::new() } else { raw }
}

/// The service, with what the paper has no box for in small lines under it.
fn service(line: &Line<'_>) -> Cell {
    let slip = line.first;
    let mut cell = slip.cell("service_code");
    if slip.is("over_30_days", "1") {
        super::super::fill::plain(&mut cell.runs, "（30日超）");
    }
    let mut note = |text: String| {
        if !text.is_empty() {
            cell.runs.push(Run::Note(text));
        }
    };
    if let Some(slip) = line.equipment_name {
        note(slip.shown("equipment_name"));
    }
    note(slip.shown("tais_code"));
    note(slip.shown("equipment_registration_code"));
    if let Some(map) = line
        .proration
        .and_then(|slip| Form6(slip.record).proration_days())
    {
        note(format!("日割 {} 日", map.count()));
    }
    if line.is_moved {
        note("時間変更".to_owned());
    }
    if is_once_a_month(line) {
        note("月1回".to_owned());
    }
    cell
}

/// What has no time and stands on one day is billed once a month: percentage add-ons and rental of equipment.
///
/// The standard has no list of such codes. Short stay has no times either, but its days are days.
fn is_once_a_month(line: &Line<'_>) -> bool {
    let on_days = |days: &Days| days.days.iter().filter(|day| day.count.is_some()).count();
    let slip = line.first;
    slip.is("service_start_time", "9999")
        && slip.is("service_end_time", "9999")
        && on_days(&line.planned).max(on_days(&line.actual)) == 1
        && line.planned.total.max(line.actual.total) == 1
        && !matches!(
            slip.code("service_code").get(..2),
            Some(
                "21" | "22"
                    | "23"
                    | "2A"
                    | "2B"
                    | "24"
                    | "25"
                    | "26"
                    | "27"
                    | "28"
                    | "38"
                    | "39"
                    | "68"
                    | "69"
                    | "79"
            )
        )
}

fn office(line: &Line<'_>) -> Cell {
    let number = line.first.shown("service_office_number");
    let mut cell = match line.office_name {
        Some(slip) => slip.cell("service_office_name").hint(number),
        None => line.first.cell("service_office_number"),
    };
    let satellite = line.first.shown("satellite_no");
    if !satellite.is_empty() {
        super::super::fill::plain(&mut cell.runs, &format!("（{satellite}）"));
    }
    cell
}

/// 31 days and 合計回数.
fn days(line: &Line<'_>, days: &Days, month: Option<Month>) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(usize::from(DAYS) + 1);
    for (day, count) in (1..=DAYS).zip(&days.days) {
        let date = month.and_then(|month| month.day(day));
        let text = count.count.map(|count| count.to_string());
        let mut cell = of_day(Cell::text(text.unwrap_or_default()), date);
        cell.places.clone_from(&count.places);
        if date.is_some_and(|date| is_pro_rata(line, date)) {
            cell.looks.push(Look::ProRata);
        }
        cells.push(cell);
    }
    let total = if days.any() || days.total != 0 {
        days.total.to_string()
    } else {
        String::new()
    };
    let mut total = Cell::text(total).look(Look::Number);
    if let (Some(units), true) = (line.units, days.any()) {
        total = total.hint(format!(
            "{}単位 × {}回 = {}単位",
            grouped(units),
            days.total,
            grouped(units.saturating_mul(days.total))
        ));
    }
    cells.push(total);
    cells
}
