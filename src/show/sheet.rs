//! 第6表 of one person as text: a line for each service, the days of the plan and of the results under it.

use std::io::{self, Write};

use careplan::{UseLine, UseSheet};

use crate::help::Lang;
use crate::readings::{plain, say};

/// Writes the sheet.
pub(super) fn write(out: &mut impl Write, sheet: &UseSheet, lang: Lang) -> io::Result<()> {
    let month = match lang {
        Lang::Ja => sheet.month_shown.clone(),
        Lang::En => sheet.month.iso(),
    };
    let name = sheet.name.as_deref().map(plain).unwrap_or_default();
    writeln!(
        out,
        "{}  {month}  {} {name}",
        say(lang, "第6表", "Form 6"),
        sheet.insured_number
    )?;
    for line in &sheet.lines {
        write_line(out, sheet, line, lang)?;
    }
    writeln!(out)
}

fn write_line(
    out: &mut impl Write,
    sheet: &UseSheet,
    line: &UseLine,
    lang: Lang,
) -> io::Result<()> {
    let mut head = Vec::new();
    if let (Some(start), Some(end)) = (&line.start, &line.end) {
        head.push(format!("{start}{}{end}", say(lang, "〜", "-")));
    }
    head.push(line.service.clone());
    if line.over_30_days {
        head.push(say(lang, "（30日超）", "(beyond 30 days)").to_owned());
    }
    head.extend(line.equipment.as_deref().map(plain));
    head.extend(line.proration_days.map(|days| match lang {
        Lang::Ja => format!("日割{days}日"),
        Lang::En => format!("{days} days pro rata"),
    }));
    head.push(match &line.office_name {
        Some(name) => plain(name),
        None => line.office_number.to_string(),
    });
    head.extend(
        line.satellite
            .as_deref()
            .map(|number| format!("({})", plain(number))),
    );
    writeln!(out, "  {}", head.join("  "))?;
    if sheet.has_plan {
        let word = say(lang, "予定", "planned");
        writeln!(
            out,
            "    {word}  {}",
            days(&line.planned, line.planned_total, lang)
        )?;
    }
    if sheet.has_result {
        let word = say(lang, "実績", "actual");
        writeln!(
            out,
            "    {word}  {}",
            days(&line.actual, line.actual_total, lang)
        )?;
    }
    Ok(())
}

/// 3 5 7×2 計4回: the days, with the count where it is not one.
fn days(cells: &[Option<i64>], total: i64, lang: Lang) -> String {
    let day = |(place, cell): (usize, &Option<i64>)| {
        cell.map(|count| match count {
            1 => (place + 1).to_string(),
            count => format!("{}×{count}", place + 1),
        })
    };
    let mut parts: Vec<String> = cells.iter().enumerate().filter_map(day).collect();
    parts.push(match lang {
        Lang::Ja => format!("計{total}回"),
        Lang::En => format!("total {total}"),
    });
    parts.join(" ")
}
