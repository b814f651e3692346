//! `cargo xtask run | test | bench | audit | soak`: sets a fresh machine up, then runs, tests, measures or audits Careplan Link.
//!
//! A machine needs Rust (by rustup), Node 20 or later and a C compiler; everything else is put
//! where it belongs by the commands themselves, at the versions pinned in `tools.rs`.
//! The commands are safe to repeat, and quick the second time.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for developers; its output is its result"
)]

mod app;
mod audit;
mod beginning;
mod bench;
mod browser;
mod budget;
mod paths;
mod place;
mod run;
mod shell;
mod shorten;
mod soak;
mod stamp;
mod steps;
mod stylesheets;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Sets a machine up, then runs, tests, measures or audits Careplan Link.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the app and the binary, and start the demonstration (見本).
    Run(run::Args),
    /// Everything that CI checks: format, lints, tests, sizes, and the app in a real browser.
    Test(test::Args),
    /// How quick and how small: each figure beside its peer, measured in the same run.
    Bench(bench::Args),
    /// Fuzz targets for a minute each, and the check of all dependencies; says what this machine lacks for it.
    Audit(audit::Args),
    /// The long fault tests, adding up over runs into docs/evidence/soak.md.
    Soak(soak::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Run(args) => run::run(&args),
        Task::Test(args) => test::test(&args),
        Task::Bench(args) => bench::bench(&args),
        Task::Audit(args) => audit::audit(&args),
        Task::Soak(args) => soak::soak(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What went wrong in words; where in this program it was noticed helps nobody.
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
