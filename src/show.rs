//! `careplan show`: the forms in files, as text.
//!
//! Exit code 0, or 2 when a file could not be shown.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use careplan::{Document, Kind, Reading};
use viewer::forms::Binder;
use viewer::paper::Pick;

use crate::help::Lang;
use crate::readings::{self, plain, say};

/// Show the forms in files as text (exit code 0: shown, 2: a file could not be shown)
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files or folders; plans and results given together meet in one 第6表
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Show the records under the names of their items instead
    #[arg(long)]
    items: bool,
}

/// What each option is for, in Japanese; keys as in `help.rs`.
pub const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan/show",
        "ファイルの中の様式を文字で表示します（終了コード 0: 表示した、2: 表示できないファイルあり）",
    ),
    (
        "careplan/show#paths",
        "ファイルかフォルダ（予定と実績を一緒に指定すると、1つの第6表にまとめます）",
    ),
    (
        "careplan/show#items",
        "様式の代わりに、データを項目名で表示します",
    ),
];

/// Runs the command. What it could not show is said on standard error and by exit code 2.
///
/// # Errors
/// When not even that can be said.
pub fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    match show(args, lang) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            writeln!(io::stderr(), "careplan show: {error:#}")?;
            Ok(ExitCode::from(2))
        }
    }
}

fn show(args: &Args, lang: Lang) -> anyhow::Result<()> {
    let readings = readings::of(&args.paths, lang)?;
    readings::written(write(&mut io::stdout().lock(), &readings, args.items, lang))?;
    let left: Vec<&str> = readings
        .iter()
        .filter(|reading| reading.document.is_none() && !is_beside(reading))
        .map(|reading| reading.name.as_str())
        .collect();
    if !left.is_empty() {
        let why = say(lang, "表示できません。", "It cannot be shown.");
        bail!("{}: {why}", left.join(", "));
    }
    Ok(())
}

/// Images and attachments stand beside the forms.
fn is_beside(reading: &Reading) -> bool {
    reading.kind == Some(Kind::BasicImage) || reading.is_attachment()
}

/// Every paper in turn, as the app draws it; or every record under the names of its items.
fn write(out: &mut impl Write, readings: &[Reading], as_items: bool, lang: Lang) -> io::Result<()> {
    if as_items {
        for reading in readings {
            if let Some(document) = &reading.document {
                write_items(out, reading, document, lang)?;
            }
        }
        return out.flush();
    }
    let pick: Pick = match lang {
        Lang::Ja => |words| &words.ja,
        Lang::En => |words| &words.en,
    };
    let binder = Binder::of(readings);
    for place in 0..binder.heads().len() {
        if let Some(paper) = binder.paper(readings, place) {
            writeln!(out, "{}", plain(&paper.to_text(pick)))?;
        }
    }
    out.flush()
}

/// Every record with its items that are not empty, by their names.
fn write_items(
    out: &mut impl Write,
    reading: &Reading,
    document: &Document,
    lang: Lang,
) -> io::Result<()> {
    let table = document.table();
    writeln!(
        out,
        "{}  {}",
        table.title,
        plain(&careplan::revealed(reading.base_name()))
    )?;
    for row in &table.rows {
        match lang {
            Lang::Ja => writeln!(out, "  {}件目", row.record)?,
            Lang::En => writeln!(out, "  Record {}", row.record)?,
        }
        for (place, cell) in row.cells.iter().enumerate() {
            if cell.shown.is_empty() {
                continue;
            }
            let beyond = say(lang, "（項目外）", "(no such item)");
            let name = table
                .columns
                .get(place)
                .map_or(beyond, |column| &column.name);
            let text = plain(&cell.shown).replace('\n', "\n        ");
            writeln!(out, "    {name}: {text}")?;
        }
    }
    writeln!(out)
}
