//! cargo-deny (licences, sources, bans, known faults) over everything that is linked: the project's own lock file, and that of the fuzz targets.

use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{place, shell, tools};

/// What each has its own lock file for.
const WORKSPACES: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];

/// Checks licences, sources, bans and known faults after `deny.toml`. What cannot be checked here is given back in words.
///
/// # Errors
/// When something is refused.
pub fn check() -> Result<Option<String>> {
    let program = match tools::cargo_deny() {
        Ok(folder) => folder.join("bin/cargo-deny"),
        Err(error) => return Ok(Some(format!("dependencies: no cargo-deny: {error:#}"))),
    };
    // Known faults stand in a database that is fetched; the rest needs nothing from outside.
    let reached = shell::output(deny(&program, WORKSPACES[0]).args(["fetch", "db"])).is_ok();
    for workspace in WORKSPACES {
        let mut deny = deny(&program, workspace);
        deny.args(["check", "bans", "licenses", "sources"]);
        if reached {
            deny.arg("advisories");
        }
        shell::run(&mut deny)?;
    }
    Ok((!reached).then(|| {
        "known faults: their database (github.com/rustsec/advisory-db) cannot be reached".to_owned()
    }))
}

fn deny(program: &Path, workspace: &str) -> Command {
    let mut deny = shell::command(program);
    deny.args(["--locked", "--manifest-path"])
        .arg(place::root().join(workspace))
        .arg("--config")
        .arg(place::root().join("deny.toml"));
    deny
}
