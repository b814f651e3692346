//! The second page: the hub beside nginx WebDAV with `fsync` and beside Postfix with Dovecot, on this machine, in turns, in one run.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{Args, Programs, mail};
use crate::{place, shell};

/// How long each turn takes, in seconds.
const SECONDS: &str = "4";

/// Finds or installs the peers, and measures what was asked for.
///
/// # Errors
/// When a peer cannot be had, or an answer is no success.
pub fn measure(programs: &Programs, args: &Args) -> Result<Vec<Value>> {
    let rounds = args.runs.to_string();
    let mut figures = Vec::new();
    if args.takes("rest") {
        println!("== The program at rest");
        let mut rest = shell::command(&programs.measure_hub);
        figures.extend(measured(rest.arg("rest").arg(&programs.careplan))?);
    }
    if args.takes("hub") {
        println!("== The hub and its peers ({rounds} turns of each, {SECONDS} s a turn)");
        let mut contest = shell::command(&programs.measure_hub);
        contest.arg("contest").arg(nginx()?).arg(durable()?);
        contest.arg(if mail::ready()? { "mail" } else { "-" });
        figures.extend(measured(contest.args([&rounds, SECONDS]))?);
    }
    if args.takes("growth") {
        println!("== Growth");
        let mut growth = shell::command(&programs.measure_hub);
        growth.args(["growth", &args.letters.to_string(), &rounds, SECONDS]);
        figures.extend(measured(&mut growth)?);
    }
    Ok(figures)
}

/// What it prints; how far it has come is shown.
fn measured(command: &mut Command) -> Result<Vec<Value>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("the measurement ended with {}", output.status);
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// nginx with WebDAV: the machine's own, or Debian's package unpacked into the cache folder (nothing is started by that).
fn nginx() -> Result<PathBuf> {
    if let Some(found) = shell::find_on_path("nginx") {
        return Ok(found);
    }
    let folder = place::cache()?.join("nginx");
    let program = folder.join("usr/sbin/nginx");
    if program.is_file() {
        return Ok(program);
    }
    if !shell::is_on_path("apt-get") {
        bail!("nginx is missing: install it (its WebDAV module comes with it)");
    }
    fs::create_dir_all(&folder)?;
    shell::run(
        shell::command("apt-get")
            .current_dir(&folder)
            .args(["download", "nginx"]),
    )?;
    let package = fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .context("apt-get has put no package there")?;
    shell::run(shell::command("dpkg").arg("-x").arg(package).arg(&folder))?;
    Ok(program)
}

/// The library that makes it durable.
fn durable() -> Result<PathBuf> {
    let library = place::target().join("durable.so");
    shell::run(
        shell::command("cc")
            .args(["-shared", "-fPIC", "-O2", "-o"])
            .arg(&library)
            .arg(place::root().join("bench/hub/durable.c"))
            .arg("-ldl"),
    )?;
    Ok(library)
}
