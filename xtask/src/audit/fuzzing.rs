//! The fuzz targets under libFuzzer, from the samples of the standard and from what earlier runs have found.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use crate::{place, shell, tools};

#[path = "../../../fuzz/src/seeds.rs"]
mod seeds;

/// Runs each target for so many seconds. What this machine lacks for it is given back in words.
///
/// # Errors
/// When a target finds something.
pub fn fuzz(seconds: u32) -> Result<Option<String>> {
    let mut rustup = shell::command("rustup");
    let Ok(cargo) = shell::output(rustup.args(["which", "--toolchain", "nightly", "cargo"])) else {
        return Ok(Some(
            "fuzzing: a nightly compiler is missing (rustup toolchain install nightly)".to_owned(),
        ));
    };
    let cargo_fuzz = match tools::cargo_fuzz() {
        Ok(folder) => folder.join("bin/cargo-fuzz"),
        Err(error) => return Ok(Some(format!("fuzzing: no cargo-fuzz: {error:#}"))),
    };
    plant(&place::root().join("fuzz"))?;
    for target in seeds::TARGETS {
        let mut fuzz = shell::command(&cargo_fuzz);
        // cargo-fuzz calls the first cargo of the path; it must be the nightly one, whichever runs us.
        let nightly = Path::new(&cargo).parent().unwrap_or(Path::new(""));
        shell::with_path(&mut fuzz, &[nightly]);
        fuzz.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
        fuzz.args(["run", target, "--"])
            .arg(format!("-max_total_time={seconds}"))
            // Nothing asks for more than 256 MiB at once, whatever a file says of itself.
            .arg("-malloc_limit_mb=256")
            .args(["-max_len=16384", "-timeout=20", "-print_final_stats=1"]);
        shell::run(&mut fuzz)?;
    }
    Ok(None)
}

/// Puts what is committed where libFuzzer starts from, beside what earlier runs on this machine have found.
fn plant(fuzz: &Path) -> Result<()> {
    let samples = place::root().join("careplan/tests/data/examples");
    let found = fuzz.join("found");
    let mut all = seeds::seeds(&samples).with_context(|| no_seeds(&samples))?;
    all.extend(seeds::found(&found).with_context(|| no_seeds(&found))?);
    for (place, (target, bytes)) in all.iter().enumerate() {
        let folder = fuzz.join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("seed-{place}")), bytes)?;
    }
    Ok(())
}

fn no_seeds(folder: &Path) -> String {
    format!("no seeds: {}", folder.display())
}
