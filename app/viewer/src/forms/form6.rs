//! 第6表 サービス利用票, サービス提供票: a month of a person, day by day, plan above result.

use careplan::{UseLine, UseSheet};

use crate::paper::{
    Block, Cell, Form, Head, Look, Orientation, Paper, Person, Row, RowKind, Run, Table, Words,
};

/// What lists show of it.
pub(super) fn head(sheet: &UseSheet) -> Head {
    Head {
        form: Form::Form6,
        name: Words::new("第6表", "Form 6"),
        person: Person {
            insurer_number: sheet.insurer_number.to_string(),
            insured_number: sheet.insured_number.to_string(),
            name: sheet.name.clone(),
            kana: sheet.kana.clone(),
        },
        when: format!("{}分", sheet.month_shown),
        orientation: Orientation::Landscape,
        files: Vec::new(),
    }
}

/// Lays it out.
pub(super) fn paper(head: Head, sheet: &UseSheet) -> Paper {
    Paper {
        title: format!("{} サービス提供票", head.when),
        number: "第６表".to_owned(),
        blocks: vec![Block::Table(grid(sheet))],
        head,
        ..Paper::default()
    }
}

/// 月間サービス計画及び実績の記録.
fn grid(sheet: &UseSheet) -> Table {
    let mut widths = vec![90, 140, 140, 35];
    widths.extend([17; 31]);
    widths.push(50);
    let days = (0..31).map(|place| sheet.days.get(place));
    let mut dates = vec![
        Cell::column_head("提供時間帯").span(1, 2),
        Cell::column_head("サービス内容").span(1, 2),
        Cell::column_head("サービス事業者 事業所名").span(1, 2),
        Cell::column_head("日付"),
    ];
    let mut weekdays = vec![Cell::column_head("曜日")];
    for (place, day) in days.enumerate() {
        let dress = |mut cell: Cell| {
            if day.is_some_and(|day| day.is_weekend) {
                cell.looks.push(Look::Weekend);
            }
            if day.is_some() {
                cell.day = format!("{}-{:02}", sheet.month.iso(), place + 1);
            }
            cell.look(Look::Center)
        };
        dates.push(dress(Cell::column_head(&(place + 1).to_string())));
        weekdays.push(dress(Cell::column_head(
            day.map_or("", |day| day.weekday.as_str()),
        )));
    }
    dates.push(Cell::column_head("合計回数").span(1, 2));
    Table {
        caption: "月間サービス計画及び実績の記録".to_owned(),
        prints_caption: true,
        widths,
        fixed: 4,
        head: vec![Row::new(dates), Row::new(weekdays)],
        body: sheet
            .lines
            .iter()
            .flat_map(|line| rows(sheet, line))
            .collect(),
        foot: Vec::new(),
    }
}

fn rows(sheet: &UseSheet, line: &UseLine) -> [Row; 2] {
    let times = match (&line.start, &line.end) {
        (Some(start), Some(end)) => format!("{start}\n{end}"),
        _ => String::new(),
    };
    let mut service = vec![Run::Plain(line.service.clone())];
    if line.over_30_days {
        service.push(Run::Plain("（30日超）".to_owned()));
    }
    service.extend(line.equipment.clone().map(Run::Note));
    service.extend(
        line.proration_days
            .map(|days| Run::Note(format!("日割 {days} 日"))),
    );
    let mut office = line
        .office_name
        .clone()
        .unwrap_or_else(|| line.office_number.to_string());
    if let Some(satellite) = &line.satellite {
        office = format!("{office}（{satellite}）");
    }
    let mut planned = vec![
        Cell::text(times).span(1, 2),
        Cell::runs(service).span(1, 2),
        Cell::text(office)
            .span(1, 2)
            .hint(line.office_number.as_str()),
        Cell::label("予定"),
    ];
    planned.extend(days(sheet, &line.planned, line.planned_total));
    let mut actual = vec![Cell::label("実績")];
    actual.extend(days(sheet, &line.actual, line.actual_total));
    [
        Row::of(RowKind::Planned, planned),
        Row::of(RowKind::Actual, actual),
    ]
}

fn days<'a>(
    sheet: &'a UseSheet,
    counts: &'a [Option<i64>],
    total: i64,
) -> impl Iterator<Item = Cell> + 'a {
    let day = |(place, count): (usize, &Option<i64>)| {
        let mut cell =
            Cell::text(count.map(|count| count.to_string()).unwrap_or_default()).look(Look::Center);
        if let Some(day) = sheet.days.get(place) {
            cell.day = format!("{}-{:02}", sheet.month.iso(), day.day);
            if day.is_weekend {
                cell.looks.push(Look::Weekend);
            }
        }
        cell
    };
    let sum = if counts.iter().any(Option::is_some) {
        total.to_string()
    } else {
        String::new()
    };
    counts
        .iter()
        .enumerate()
        .map(day)
        .chain([Cell::text(sum).look(Look::Number)])
}
