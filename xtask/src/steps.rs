//! The steps of `cargo xtask test`, in their order: what is quick to fail comes first.

use std::{env, path::Path, process::Command};

use anyhow::Result;

use crate::{
    app, browser, budget, paths, place, shell, stamp,
    test::Machine,
    tools::{self, WASM_TARGET},
};

/// One step; its name on the command line is the word in lower case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Step {
    /// rustfmt.
    Format,
    /// TypeScript types of the browser tests.
    Types,
    /// clippy for this machine, all targets.
    Lint,
    /// clippy for what runs in the browser.
    LintWasm,
    /// All tests of the workspace.
    Unit,
    /// The hub's tests again, on PostgreSQL, where that is installed.
    Postgres,
    /// The app, built by Trunk.
    App,
    /// The size budget of the built app, and that it does not say where it was built.
    Sizes,
    /// The built app starts in a real browser.
    Smoke,
    /// Playwright: all flows, layout and accessibility.
    Browser,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Types,
        Self::Lint,
        Self::LintWasm,
        Self::Unit,
        Self::Postgres,
        Self::App,
        Self::Sizes,
        Self::Smoke,
        Self::Browser,
    ];

    /// The headline.
    pub fn title(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lints (this machine)",
            Self::LintWasm => "lints (browser)",
            Self::Unit => "tests of the workspace",
            Self::Postgres => "hub's tests on PostgreSQL",
            Self::App => "app (Trunk)",
            Self::Sizes => "size budget, no paths",
            Self::Types => "types of the browser tests",
            Self::Smoke => "smoke test of the app",
            Self::Browser => "browser tests",
        }
    }
}

/// Takes one step.
///
/// # Errors
/// When what the step checks does not hold.
pub fn take(step: Step, machine: &Machine) -> Result<()> {
    match step {
        Step::Format => shell::run(shell::cargo().args(["fmt", "--all", "--check"])),
        Step::Lint => shell::run(shell::cargo().args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])),
        Step::LintWasm => shell::run(shell::cargo().args([
            "clippy",
            "--locked",
            "--target",
            WASM_TARGET,
            "-p",
            "careplan",
            "-p",
            "wire",
            "-p",
            "app",
            "-p",
            "worker",
            "-p",
            "viewer",
            "-p",
            "post",
            "-p",
            "measure",
            "--",
            "-D",
            "warnings",
        ])),
        Step::Unit => {
            tools::object_storage()?;
            shell::run(shell::cargo().args(["test", "--locked", "--workspace"]))
        }
        Step::Postgres => hub_on_postgres(),
        Step::App => app::build(&machine.tools),
        Step::Sizes => {
            budget::check()?;
            paths::check()
        }
        Step::Types => {
            packages(&place::end2end())?;
            shell::run(end2end("tsc").arg("--noEmit"))?;
            let bench = place::root().join("bench");
            packages(&bench)?;
            shell::run(program_of(&bench, "tsc").arg("--noEmit"))
        }
        Step::Smoke => {
            app::build(&machine.tools)?;
            playwright(machine, &["--project=smoke"])
        }
        Step::Browser => {
            app::build(&machine.tools)?;
            let projects = ["pc", "csp", "tablet-portrait", "tablet-landscape"];
            let mut args: Vec<_> = projects
                .iter()
                .map(|project| format!("--project={project}"))
                .collect();
            args.extend(machine.playwright.iter().cloned());
            playwright(machine, &args)
        }
    }
}

/// The tests of the hub start a private server from the installed programs.
fn hub_on_postgres() -> Result<()> {
    if !browser::has_postgres() {
        println!("Skipped: PostgreSQL is not installed (Debian: apt-get install postgresql).");
        return Ok(());
    }
    let mut tests = shell::cargo();
    tests
        .args(["test", "--locked", "--workspace", "--test", "post_room"])
        .env("CAREPLAN_TEST_DATABASE", "postgres");
    shell::run(&mut tests)
}

/// Runs Playwright against the built binary; nothing is built while the browser runs.
fn playwright(machine: &Machine, args: &[impl AsRef<std::ffi::OsStr>]) -> Result<()> {
    packages(&place::end2end())?;
    if !machine.tests_build_the_binary {
        app::build_for_tests()?;
    }
    shell::run(
        end2end("playwright")
            .arg("test")
            .args(args)
            .env("CHROMIUM", &machine.chromium)
            .env("CAREPLAN", place::binary()),
    )
}

/// Installs the packages of a folder, such as the browser tests, when their lock file has changed.
pub fn packages(folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let stamp = format!("{name}.stamp");
    let digest = stamp::digest(&[folder.join("package-lock.json")], "")?;
    if stamp::holds(&stamp, &digest) && folder.join("node_modules/.bin").is_dir() {
        return Ok(());
    }
    shell::run(
        tools::npm()
            .current_dir(folder)
            .args(["ci", "--no-audit", "--no-fund"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    stamp::set(&stamp, &digest)
}

/// A program of a folder's packages, run in that folder.
fn program_of(folder: &Path, program: &str) -> Command {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    let bin = folder.join("node_modules/.bin");
    let mut command = shell::command(bin.join(format!("{program}{suffix}")));
    command.current_dir(folder);
    command
}

/// A program of the browser tests' packages.
fn end2end(program: &str) -> Command {
    let mut command = program_of(&place::end2end(), program);
    // Playwright warns when both are set, and some machines set both.
    if env::var_os("FORCE_COLOR").is_some() {
        command.env_remove("NO_COLOR");
    }
    command
}
