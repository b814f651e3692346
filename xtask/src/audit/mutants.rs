//! S7: what the tests would not notice.
//!
//! cargo-mutants changes one thing at a time where rights, receipts and commits are decided, and looks whether a test fails.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{place, shell, tools};

/// Code in which a slip that nobody notices would harm somebody.
struct Area {
    name: &'static str,
    package: &'static str,
    files: &'static [&'static str],
    /// Only what this matches of them; each mutant is known as `FILE:LINE: WHAT`.
    only: &'static str,
    /// The tests that are to notice it: targets, then parts of names.
    tests: &'static [&'static str],
    /// How many of a hundred they must notice.
    noticed: usize,
}

const AREAS: [Area; 3] = [
    Area {
        name: "who may do what",
        package: "hub",
        files: &[
            "hub/src/peer.rs",
            "hub/src/mandates.rs",
            "hub/src/envelopes.rs",
            "hub/src/envelopes/deposit.rs",
            "hub/src/envelopes/signer.rs",
        ],
        only: "Acting|may_act_for|mandated|holds|may_send|parties|side|replace own|certificate|held",
        tests: &[
            "--test=post_room",
            "--",
            "matrix",
            "mandates",
            "strangers",
            "certificates",
            "revocation",
        ],
        noticed: 100,
    },
    Area {
        name: "receipts and proofs",
        package: "evidence",
        files: &["evidence/src/receipt.rs", "evidence/src/merkle/proof.rs"],
        only: "",
        tests: &[
            "--test=ends",
            "--test=frozen",
            "--test=journal",
            "--test=refused",
        ],
        noticed: 90,
    },
    Area {
        name: "the commit",
        package: "hub",
        files: &["hub/src/writer/groups.rs", "hub/src/writer/gather.rs"],
        only: "",
        tests: &[
            "--lib",
            "--test=post_room",
            "--",
            "writer",
            "queue",
            "together",
        ],
        noticed: 90,
    },
];

/// Tries every mutant of every area. What this machine lacks for it is given back in words.
///
/// # Errors
/// When too many are not noticed; they are listed in `target/mutants`.
pub fn check() -> Result<Option<String>> {
    let program = match tools::cargo_mutants() {
        Ok(folder) => folder.join("bin/cargo-mutants"),
        Err(error) => return Ok(Some(format!("mutants: no cargo-mutants: {error:#}"))),
    };
    let folder = place::target().join("mutants");
    for area in &AREAS {
        println!("== Mutants of {}", area.name);
        let out = folder.join(area.name.replace(' ', "-"));
        fs::create_dir_all(&out)?;
        // Its exit code says only that something was not noticed; how much is counted below.
        let ran = shell::run(&mut area.command(&program, &folder, &out));
        let (noticed, all) = area.count(&out).or_else(|error| ran.and(Err(error)))?;
        println!("{noticed} of {all} were noticed.");
        ensure!(all > 0, "there are no mutants: were files renamed?");
        ensure!(
            noticed * 100 >= all * area.noticed,
            "fewer than {} of a hundred were noticed; the others: {}",
            area.noticed,
            out.join("mutants.out/missed.txt").display()
        );
    }
    Ok(None)
}

impl Area {
    fn command(&self, program: &Path, folder: &Path, out: &Path) -> Command {
        let mut mutants = shell::command(program);
        mutants.args(["mutants", "--no-shuffle", "--timeout", "600"]);
        mutants
            .args(["--package", self.package, "--output"])
            .arg(out);
        for file in self.files {
            mutants.args(["--file", file]);
        }
        if !self.only.is_empty() {
            mutants.args(["--re", self.only]);
        }
        // A moment at either side of an end is the same moment to everybody.
        mutants.args(["--exclude-re", "replace < with <=|replace > with >="]);
        // The whole workspace, so that dependencies keep the features that every other build gives them;
        // each tree that is changed is another, what is built for all of them is the same.
        mutants.arg("--test-workspace=true");
        mutants.env("CARGO_TARGET_DIR", folder.join("build"));
        mutants.arg("--").args(self.tests);
        mutants
    }

    /// How many mutants were noticed, and how many there were that could be built.
    fn count(&self, out: &Path) -> Result<(usize, usize)> {
        let path: PathBuf = out.join("mutants.out/outcomes.json");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        counted(&serde_json::from_str(&text)?)
            .with_context(|| format!("{} does not count mutants", path.display()))
    }
}

/// Noticed, by a test that fails or never ends; and all.
fn counted(outcomes: &Value) -> Option<(usize, usize)> {
    let count = |name: &str| usize::try_from(outcomes.get(name)?.as_u64()?).ok();
    let noticed = count("caught")? + count("timeout")?;
    Some((noticed, noticed + count("missed")?))
}

#[cfg(test)]
mod tests {
    use super::counted;
    use serde_json::json;

    #[test]
    fn what_could_not_be_built_does_not_count() {
        let outcomes =
            json!({"total_mutants": 9, "missed": 1, "caught": 5, "timeout": 1, "unviable": 2});
        assert_eq!(counted(&outcomes), Some((6, 7)));
        assert_eq!(counted(&json!({})), None);
    }
}
