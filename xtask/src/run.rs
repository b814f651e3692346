//! `cargo xtask run`: from a fresh clone to the demonstration in the browser.

use std::process;

use anyhow::{Context as _, Result};

use crate::{app, place, shell, tools::Tools};

/// What `cargo xtask run` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Passed on to `careplan demo`, after `--`: for example `-- --port 8080`.
    #[arg(last = true)]
    demo: Vec<String>,
}

/// Sets the machine up, builds, and starts the demonstration; ends when it ends.
///
/// # Errors
/// When a step of the set-up or a build fails.
pub fn run(args: &Args) -> Result<()> {
    println!("== Set-up");
    let tools = Tools::ready()?;
    println!("== The app");
    app::build(&tools)?;
    println!("== The binary");
    app::build_binary()?;
    println!("== The demonstration (stop it with Ctrl+C)");
    let status = shell::command(place::binary())
        .arg("demo")
        .args(&args.demo)
        .status()
        .context("cannot start careplan")?;
    // Its exit code is the answer of the whole command; a signal has none.
    process::exit(status.code().unwrap_or(1));
}
