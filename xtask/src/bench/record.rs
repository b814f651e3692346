//! What was measured, kept with the project: each figure with the run that it is of.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::results;
use crate::{place, shell, soak};

/// What says its version, and how it is asked.
const PROGRAMS: [(&str, &[&str]); 5] = [
    ("rustc", &["--version"]),
    ("chromium", &["--version"]),
    ("nginx", &["-v"]),
    ("postconf", &["-d", "mail_version"]),
    ("dovecot", &["--version"]),
];

/// One run: without it a figure would not count.
pub struct Run(Value);

impl Run {
    /// The run that begins now; the load is that of the machine before it.
    ///
    /// # Errors
    /// When this is no clone of the project.
    pub fn now(runs: u32) -> Result<Self> {
        let versions: Vec<_> = PROGRAMS
            .into_iter()
            .filter_map(|(program, args)| version(program, args))
            .collect();
        let time = jiff::Timestamp::now().to_string();
        let minute = time.get(..16).unwrap_or(&time).replace('T', " ");
        Ok(Self(json!({
            "time": format!("{minute} UTC"),
            "commit": soak::commit()?,
            "load": soak::load(),
            "runs": runs,
            "versions": versions.join("; "),
        })))
    }

    /// The figures of this run.
    pub fn of(&self, figures: Vec<Value>) -> Vec<Value> {
        let with_run = |mut figure: Value| {
            figure["run"] = self.0.clone();
            figure
        };
        figures.into_iter().map(with_run).collect()
    }
}

/// What a program says of itself, if it is there: some say it on the one stream, some on the other.
fn version(program: &str, args: &[&str]) -> Option<String> {
    let said = shell::command(program).args(args).output().ok()?;
    let said = [said.stdout, said.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let number = said
        .split([' ', '\n', '/'])
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let name = if program == "postconf" {
        "postfix"
    } else {
        program
    };
    Some(format!("{name} {}", number.trim()))
}

fn path() -> PathBuf {
    place::root().join("docs/evidence/bench.json")
}

/// Puts figures in the place of older ones with their names, and writes the page of results anew.
///
/// # Errors
/// When a file cannot be written, or what was kept cannot be read.
pub fn keep(figures: &[Value]) -> Result<()> {
    let path = path();
    fs::create_dir_all(path.parent().context("it lies in a folder")?)?;
    let before = fs::read_to_string(&path).unwrap_or_else(|_| "[]".to_owned());
    let all = replaced(serde_json::from_str(&before)?, figures);
    fs::write(&path, format!("{}\n", serde_json::to_string_pretty(&all)?))?;
    let page = path.with_extension("md");
    fs::write(&page, results::page(&all))?;
    println!("The results are in {}", page.display());
    Ok(())
}

/// New figures take the places of those with their names; what is new altogether comes last.
fn replaced(mut all: Vec<Value>, figures: &[Value]) -> Vec<Value> {
    for figure in figures {
        match all.iter_mut().find(|old| old["name"] == figure["name"]) {
            Some(old) => *old = figure.clone(),
            None => all.push(figure.clone()),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_was_measured_again_keeps_its_place() {
        let old = vec![
            json!({"name": "a", "ours": 1}),
            json!({"name": "b", "ours": 2}),
        ];
        let new = [
            json!({"name": "c", "ours": 3}),
            json!({"name": "a", "ours": 4}),
        ];
        let all = replaced(old, &new);
        let found: Vec<_> = all.iter().map(|figure| figure["ours"].as_i64()).collect();
        assert_eq!(found, [Some(4), Some(2), Some(3)]);
    }
}
