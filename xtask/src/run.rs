//! `cargo xtask run`: from a fresh clone to the demonstration in the browser.

use std::process::Command;

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
    let mut demo = shell::command(place::binary());
    demo.arg("demo").args(&args.demo);
    become_it(&mut demo)
}

/// Goes on as the other program, so that Ctrl+C and signals are its own and its exit code is the answer.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("cannot start careplan")
}

/// Runs the other program and ends with its exit code.
#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    let status = command.status().context("cannot start careplan")?;
    std::process::exit(status.code().unwrap_or(1));
}
