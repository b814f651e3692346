//! Changes of the code that no test notices (cargo-mutants): in who may do what, what is signed and proven, what is
//! committed, and where a cell begins and ends.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{place, shell, tools};

/// A part of the code, with the share of its changes that the tests must notice.
struct Part {
    name: &'static str,
    /// Whose tests look at it.
    package: &'static str,
    /// Its files, as globs.
    files: &'static [&'static str],
    percent: u32,
}

const PARTS: [Part; 4] = [
    Part {
        name: "proofs",
        package: "evidence",
        files: &[
            "evidence/src/receipt.rs",
            "evidence/src/merkle.rs",
            "evidence/src/merkle/*.rs",
        ],
        percent: 90,
    },
    Part {
        name: "cells",
        package: "cells",
        files: &["careplan/cells/src/**/*.rs"],
        percent: 90,
    },
    Part {
        name: "authorisation",
        package: "server",
        files: &["server/src/staff.rs", "server/src/origin.rs"],
        percent: 100,
    },
    Part {
        name: "commit",
        package: "hub",
        files: &[
            "hub/src/peer.rs",
            "hub/src/writer.rs",
            "hub/src/writer/*.rs",
        ],
        percent: 90,
    },
];

/// Tries every change of the parts that are named, or of all of them: for hours, on copies of the project.
///
/// # Errors
/// When the tests notice too few, or fail without any change. What this machine lacks is given back in words.
pub fn mutants(named: &[String]) -> Result<Option<String>> {
    let program = match tools::cargo_mutants() {
        Ok(folder) => folder.join("bin/cargo-mutants"),
        Err(error) => return Ok(Some(format!("mutants: no cargo-mutants: {error:#}"))),
    };
    let mut short = Vec::new();
    for part in &PARTS {
        if !named.is_empty() && !named.iter().any(|name| name == part.name) {
            continue;
        }
        let folder = place::target().join("mutants").join(part.name);
        let share = try_all(&program, part, &folder)?;
        if share < f64::from(part.percent) {
            short.push(format!(
                "{}: {share:.1} of {} percent, see {}",
                part.name,
                part.percent,
                folder.display()
            ));
        }
    }
    if short.is_empty() {
        Ok(None)
    } else {
        bail!("changes that no test notices: {}", short.join("; "))
    }
}

/// The share of a part's changes that its tests notice, in percent.
fn try_all(program: &Path, part: &Part, folder: &Path) -> Result<f64> {
    // What an earlier run has counted must not be taken for this one's.
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let mut command = shell::command(program);
    command.args([
        "mutants",
        "--no-shuffle",
        "--package",
        part.package,
        "--output",
    ]);
    command.arg(folder);
    for file in part.files {
        command.args(["--file", file]);
    }
    // It ends with 2 or 3 when something was missed: what it has counted says more.
    let ended = shell::run(&mut command);
    let counted = folder.join("mutants.out/outcomes.json");
    let text = fs::read_to_string(&counted).context("cargo-mutants has counted nothing")?;
    let outcomes: Value = serde_json::from_str(&text)?;
    let count = |name: &str| {
        outcomes[name]
            .as_u64()
            .and_then(|it| u32::try_from(it).ok())
    };
    let count =
        |name: &str| count(name).with_context(|| format!("cargo-mutants does not say {name}"));
    let (caught, timeout, missed) = (count("caught")?, count("timeout")?, count("missed")?);
    let (noticed, all) = (caught + timeout, caught + timeout + missed);
    if all == 0 {
        ended?;
        bail!("{}: there is nothing to change", part.name);
    }
    let share = 100.0 * f64::from(noticed) / f64::from(all);
    println!(
        "{}: {noticed} of {all} changes noticed ({share:.1} percent, {} wanted); {} do not compile",
        part.name,
        part.percent,
        count("unviable")?
    );
    Ok(share)
}
