//! The second page: the hub beside nginx WebDAV with `fsync`, on this machine, in turns, in one run.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{place, shell};

/// How long each turn takes, in seconds.
const SECONDS: &str = "4";

/// Builds the program that measures, finds or installs the peer, and measures `rounds` turns of each.
///
/// # Errors
/// When the peer cannot be had, or an answer of either is no success.
pub fn measure(rounds: u32, json: Option<&Path>) -> Result<()> {
    println!("== The hub and its peer");
    shell::run(shell::cargo().args(["build", "--locked", "--release", "-p", "measure-hub"]))?;
    let nginx = nginx()?;
    let durable = durable()?;
    let program = place::target()
        .join("release")
        .join(format!("measure-hub{}", env::consts::EXE_SUFFIX));
    println!("== Measuring ({rounds} turns of each, {SECONDS} s a turn)");
    let printed = shell::output(
        shell::command(program)
            .arg(nginx)
            .arg(durable)
            .args([&rounds.to_string(), SECONDS]),
    )?;
    let figures: Vec<Value> = serde_json::from_str(&printed)?;
    for figure in &figures {
        println!("{}", line(figure));
    }
    if let Some(json) = json {
        // Beside the figures of the first page, where they were measured too.
        let before = fs::read_to_string(json).unwrap_or_else(|_| "[]".to_owned());
        let mut all: Vec<Value> = serde_json::from_str(&before)?;
        all.extend(figures);
        fs::write(json, serde_json::to_string_pretty(&all)?)?;
    }
    Ok(())
}

/// `hub-kept  ours 1500.0  peer 900.0 letters/s  ratio 1.67 (reach 1.5) holds`.
fn line(figure: &Value) -> String {
    let text = |name: &str| figure[name].as_str().unwrap_or_default();
    let number = |name: &str| figure[name].as_f64().unwrap_or(f64::NAN);
    let holds = if figure["holds"] == true {
        "holds"
    } else {
        "does not hold"
    };
    format!(
        "{:<28} ours {:>9.2}  peer {:>9.2} {:<12} ratio {:.2} (reach {}) {holds} {}",
        text("name"),
        number("ours"),
        number("peer"),
        text("unit"),
        number("ratio"),
        number("reach"),
        text("spread"),
    )
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
