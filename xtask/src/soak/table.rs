//! The table of all rounds, a Markdown file that is kept with the project.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::place;

const HEAD: &str = "\
# Fault tests that add up

Each row is one round of `cargo xtask soak`: the scenario of SECURITY.md's kind, what was done and what was found.
A row without its seed, commit and load would not count.
`acknowledged` are letters for which an office held a receipt; `lost` and `twice` must be 0 in every row.
A commit with `+` had changes in the sources beside it.
The programs are those of the dev profile: figures with a time in them tell of this machine under this load, and are no measure of the hub's speed.

| Scenario | Counted | Seed | Commit | Load |
|---|---|---|---|---|
";

/// Where it is.
pub fn path() -> PathBuf {
    place::root().join("docs/evidence/soak.md")
}

/// Adds the lines of JSON that a round has written.
///
/// # Errors
/// When the file cannot be written, or a line is none of ours.
pub fn add(lines: &str, commit: &str, load: &str) -> Result<()> {
    let path = path();
    let folder = path.parent().context("the table lies in a folder")?;
    fs::create_dir_all(folder)?;
    let mut text = fs::read_to_string(&path).unwrap_or_else(|_| HEAD.to_owned());
    for line in lines.lines() {
        text.push_str(&row(line, commit, load)?);
    }
    fs::write(&path, text).with_context(|| path.display().to_string())
}

/// `| R1 | kills 100, lost 0 | 7 | abc | 1.2 on 2 |`.
fn row(line: &str, commit: &str, load: &str) -> Result<String> {
    let mut fields: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(line).with_context(|| format!("not a result: {line}"))?;
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    let (name, seed) = (take("name"), take("seed"));
    let name = name.as_str().unwrap_or("?").to_owned();
    let counted: Vec<_> = fields
        .iter()
        .map(|(figure, value)| format!("{} {value}", figure.replace('_', " ")))
        .collect();
    let counted = counted.join(", ");
    Ok(format!(
        "| {name} | {counted} | {seed} | {commit} | {load} |\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn a_row_says_all_that_was_counted_and_under_which_conditions() {
        let line = r#"{"name":"R1","seed":7,"kills":25,"lost":0,"slowest_start_ms":120}"#;
        assert_eq!(
            row(line, "abc", "1.5 on 2").expect("a result"),
            "| R1 | kills 25, lost 0, slowest start ms 120 | 7 | abc | 1.5 on 2 |\n"
        );
        assert!(row("no result", "abc", "1").is_err());
    }
}
