//! Differences as people read them: person by person, in the order of the days, and a sum at the end.

use std::borrow::Cow;
use std::io::{self, Write};

use careplan::{Comparison, ServiceUse, UseComparison, UseKind, era};

use crate::help::Lang;
use crate::readings::{plain, say};

/// Writes what differs.
pub(super) fn write(out: &mut impl Write, comparison: &Comparison, lang: Lang) -> io::Result<()> {
    let mut differing = 0;
    let mut awaited = 0;
    for person in &comparison.persons {
        let open = |compared: &&UseComparison| compared.kind != UseKind::AsPlanned;
        if !person.uses.iter().any(|compared| open(&compared)) {
            continue;
        }
        let name = person.name.as_deref().map(plain).unwrap_or_default();
        let month = match lang {
            Lang::Ja => era::month_long(person.month),
            Lang::En => person.month.iso(),
        };
        writeln!(out, "{} {name} {month}", person.insured_number)?;
        for compared in person.uses.iter().filter(open) {
            if compared.kind == UseKind::NotArrived {
                awaited += 1;
            } else {
                differing += 1;
            }
            write_use(out, compared, lang)?;
        }
    }
    match lang {
        Lang::Ja => writeln!(out, "違い {differing}件、未着 {awaited}件")?,
        Lang::En => writeln!(out, "{differing} different, {awaited} not arrived")?,
    }
    out.flush()
}

fn write_use(out: &mut impl Write, compared: &UseComparison, lang: Lang) -> io::Result<()> {
    let day = match lang {
        Lang::Ja => era::long(compared.day),
        Lang::En => compared.day.iso(),
    };
    let name = compared.office_name.as_deref().map(plain);
    writeln!(
        out,
        "  {}  {day}  {}  {} {}",
        word(compared.kind, lang),
        compared.service,
        compared.office_number,
        name.unwrap_or_default()
    )?;
    for (word, side) in [
        (say(lang, "予定", "planned"), &compared.planned),
        (say(lang, "実績", "actual"), &compared.actual),
    ] {
        if let Some(side) = side {
            writeln!(out, "      {word}: {}", amount(side, lang))?;
        }
    }
    Ok(())
}

fn word(kind: UseKind, lang: Lang) -> Cow<'static, str> {
    let word = kind.word();
    match lang {
        Lang::Ja => word.ja,
        Lang::En => word.en,
    }
}

/// 9:00〜10:00 1回 387単位, and what else tells it apart.
fn amount(side: &ServiceUse, lang: Lang) -> String {
    let mut parts = Vec::new();
    if let (Some(start), Some(end)) = (&side.start, &side.end) {
        parts.push(format!("{start}{}{end}", say(lang, "〜", "-")));
    }
    parts.push(match lang {
        Lang::Ja => format!("{}回", side.count),
        Lang::En => format!("{} times", side.count),
    });
    if let Some(units) = side.units {
        parts.push(format!("{units}{}", say(lang, "単位", " units")));
    }
    if let Some(days) = side.proration_days {
        parts.push(match lang {
            Lang::Ja => format!("日割{days}日"),
            Lang::En => format!("{days} days pro rata"),
        });
    }
    if side.over_30_days {
        parts.push(say(lang, "30日超", "beyond 30 days").to_owned());
    }
    if let Some(satellite) = &side.satellite {
        parts.push(format!(
            "{} {}",
            say(lang, "サテライト", "satellite"),
            plain(satellite)
        ));
    }
    parts.extend(side.equipment_code.as_deref().map(plain));
    parts.join(" ")
}
