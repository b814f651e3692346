//! `cargo xtask audit`: what takes minutes and tools that not every machine has: fuzzing, and the check of all dependencies.
//!
//! What cannot be done here is skipped in words; only what fails is a failure.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result};

use crate::{place, shell};

#[path = "../../fuzz/src/seeds.rs"]
mod seeds;

/// The targets, as in `fuzz/Cargo.toml`.
const TARGETS: [&str; 3] = ["csv", "filename", "bundle"];

/// What `cargo xtask audit` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// How long each fuzz target runs, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

/// Runs each fuzz target for a while, then looks at licences, sources and known faults of all dependencies.
///
/// # Errors
/// When a target finds something (its input is kept in `fuzz/artifacts`), or cargo-deny refuses a dependency.
pub fn audit(args: &Args) -> Result<()> {
    let mut skipped = Vec::new();
    println!("== Fuzz targets, {} s each", args.seconds);
    match what_fuzzing_lacks() {
        Some(lack) => skipped.push(format!("fuzzing: {lack}")),
        None => fuzz(args.seconds)?,
    }
    println!("== Licences, sources and known faults of dependencies");
    if answers(shell::cargo().args(["deny", "--version"])) {
        shell::run(shell::cargo().args(["deny", "--locked", "check"]))?;
    } else {
        skipped.push(
            "dependencies: cargo-deny is missing (cargo install cargo-deny --locked)".to_owned(),
        );
    }
    for line in &skipped {
        println!("Skipped {line}");
    }
    println!(
        "{}",
        if skipped.is_empty() {
            "All was audited."
        } else {
            "Nothing was found in what could be audited."
        }
    );
    Ok(())
}

/// What has to be installed before anything can be fuzzed.
fn what_fuzzing_lacks() -> Option<&'static str> {
    // `cargo +nightly` is understood by rustup's cargo only, not by the one of a toolchain that runs us.
    if !answers(shell::command("cargo").args(["+nightly", "--version"])) {
        return Some("a nightly compiler is missing (rustup toolchain install nightly)");
    }
    if !answers(shell::cargo().args(["fuzz", "--version"])) {
        return Some("cargo-fuzz is missing (cargo install cargo-fuzz --locked)");
    }
    None
}

/// Whether a program starts and ends well, whatever it says.
fn answers(command: &mut Command) -> bool {
    shell::output(command).is_ok()
}

fn fuzz(seconds: u32) -> Result<()> {
    let corpus = place::root().join("fuzz/corpus");
    plant(&corpus)?;
    for target in TARGETS {
        let mut cargo = shell::command("cargo");
        // The toolchain that runs us would win over `+nightly`.
        cargo.env_remove("RUSTUP_TOOLCHAIN");
        shell::run(
            cargo
                .args(["+nightly", "fuzz", "run", target, "--"])
                .arg(format!("-max_total_time={seconds}"))
                .args(["-max_len=16384", "-timeout=20", "-print_final_stats=1"]),
        )?;
    }
    Ok(())
}

/// Puts the sample files where libFuzzer starts from, beside what earlier runs have found.
fn plant(corpus: &Path) -> Result<()> {
    let samples = place::root().join("careplan/tests/data/examples");
    let seeds =
        seeds::seeds(&samples).with_context(|| format!("no seeds: {}", samples.display()))?;
    for (place, (target, bytes)) in seeds.iter().enumerate() {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("sample-{place}")), bytes)?;
    }
    Ok(())
}
