//! The programs in Python that the audit runs, at pinned versions, in the user's cache folder.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::{place, shell};

/// Tries an API against its document.
const SCHEMATHESIS: &str = "4.32.5";
/// Looks at what a TLS port accepts.
const SSLYZE: &str = "6.3.1";

/// The folder with both. None, where there is no Python that can make one.
pub fn ready() -> Result<Option<PathBuf>> {
    let folder = place::cache()?.join(format!("audit-{SCHEMATHESIS}-{SSLYZE}"));
    if folder.join("ready").exists() {
        return Ok(Some(folder));
    }
    // A folder that was broken off is made again from the beginning.
    let _ = fs::remove_dir_all(&folder);
    if shell::output(shell::command("python3").args(["-m", "venv"]).arg(&folder)).is_err() {
        return Ok(None);
    }
    println!("Installing schemathesis and sslyze into the cache folder (once on this machine)");
    shell::run(
        shell::command(folder.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("schemathesis=={SCHEMATHESIS}"))
            .arg(format!("sslyze=={SSLYZE}")),
    )?;
    fs::write(folder.join("ready"), "").context("cannot mark the folder as whole")?;
    Ok(Some(folder))
}
