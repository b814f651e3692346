//! The second page: the hub beside nginx WebDAV with `fsync` and beside Postfix with Dovecot, on this machine, in turns, in one run.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{Args, mail, program};
use crate::{browser, place, shell};

/// How long each turn takes, in seconds.
const SECONDS: &str = "4";

/// Everything is built and installed.
pub struct Ready {
    /// Where `measure-hub` lies, and `careplan` if it is needed.
    programs: PathBuf,
    /// nginx and what makes it durable, if they are needed.
    nginx: Option<(PathBuf, PathBuf)>,
    with_mail: bool,
    /// The folder of PostgreSQL's programs, if they are needed.
    postgres: Option<PathBuf>,
}

impl Ready {
    /// Builds the programs, and finds or installs the peers.
    ///
    /// # Errors
    /// When a build fails or a peer cannot be had.
    pub fn new(args: &Args) -> Result<Self> {
        let wanted: &[&str] = if args.takes("rest") {
            &["careplan", "measure-hub"]
        } else {
            &["measure-hub"]
        };
        let contest = args.takes("hub");
        let nginx = if contest {
            Some((nginx()?, durable()?))
        } else {
            None
        };
        let postgres = args.takes("postgres").then(postgres).flatten();
        Ok(Self {
            programs: super::programs(wanted)?,
            postgres,
            nginx,
            with_mail: contest && mail::ready()?,
        })
    }

    /// Measures what was asked for.
    ///
    /// # Errors
    /// When something does not start, or an answer is no success.
    pub fn measure(&self, args: &Args) -> Result<Vec<Value>> {
        let rounds = args.runs.to_string();
        let measure_hub = || shell::command(self.programs.join(program("measure-hub")));
        let mut figures = Vec::new();
        if args.takes("rest") {
            println!("== The program at rest");
            let careplan = self.programs.join(program("careplan"));
            figures.extend(measured(measure_hub().arg("rest").arg(careplan))?);
        }
        if let Some((nginx, durable)) = &self.nginx {
            println!("== The hub and its peers ({rounds} turns of each, {SECONDS} s a turn)");
            let mail = if self.with_mail { "mail" } else { "-" };
            let mut contest = measure_hub();
            contest.arg("contest").arg(nginx).arg(durable);
            figures.extend(measured(contest.args([mail, &rounds, SECONDS]))?);
        }
        if let Some(programs) = &self.postgres {
            println!("== The hub on PostgreSQL and pgbench");
            let mut on_postgres = measure_hub();
            on_postgres.arg("postgres").arg(programs);
            figures.extend(measured(on_postgres.args([&rounds, SECONDS]))?);
        }
        if args.takes("growth") {
            println!("== Growth");
            let letters = args.letters.to_string();
            let mut growth = measure_hub();
            figures.extend(measured(
                growth.args(["growth", &letters, &rounds, SECONDS]),
            )?);
        }
        Ok(figures)
    }
}

/// What it prints; how far it has come is shown.
fn measured(command: &mut Command) -> Result<Vec<Value>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("the measurement ended with {}", output.status);
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The folder of PostgreSQL's programs; left out in words where they are not all there.
fn postgres() -> Option<PathBuf> {
    let found = browser::postgres().filter(|folder| folder.join("pgbench").is_file());
    if found.is_none() {
        println!("Left out: PostgreSQL and pgbench are not installed (Debian: postgresql).");
    }
    found
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
