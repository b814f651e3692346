//! Differences as people read them: person by person, in the order of the days, and a sum at the end.

use std::borrow::Cow;
use std::io::{self, Write};

use careplan::{Comparison, Phrase, UseComparison, UseKind, era};

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
        said(compared.kind.word(), lang),
        compared.service,
        compared.office_number,
        name.unwrap_or_default()
    )?;
    for (word, side) in [
        (say(lang, "予定", "planned"), &compared.planned),
        (say(lang, "実績", "actual"), &compared.actual),
    ] {
        if let Some(side) = side {
            writeln!(out, "      {word}: {}", plain(&said(side.words(), lang)))?;
        }
    }
    Ok(())
}

/// A phrase in the language of the command line.
fn said(phrase: Phrase, lang: Lang) -> Cow<'static, str> {
    match lang {
        Lang::Ja => phrase.ja,
        Lang::En => phrase.en,
    }
}
