//! Builds what runs in the browser (`dist/`) and the binary that serves it.

use anyhow::{Context as _, Result, bail};

use crate::{beginning, paths, place, shell, shorten, stamp, stylesheets, tools::Tools};

/// What the built app is made of. A change anywhere else does not build it again.
const MADE_OF: [&str; 17] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "app",
    "careplan/Cargo.toml",
    "careplan/cells",
    "careplan/src",
    "careplan/standard",
    "wire/Cargo.toml",
    "wire/src",
    "style",
    "public",
    ".cargo",
    "xtask/src/beginning.rs",
    "xtask/src/paths.rs",
    "xtask/src/shorten.rs",
    "xtask/src/stylesheets.rs",
];

/// The name of the stamp that says for which contents `dist/` was built.
const STAMP: &str = "app.stamp";

/// Builds the app with Trunk, unless it stands built from exactly these files.
///
/// # Errors
/// When the build fails or leaves no page behind.
pub fn build(tools: &Tools) -> Result<()> {
    if stamp::holds(STAMP, &digest()?) {
        println!("  The app is built already.");
        return Ok(());
    }
    let mut trunk = tools.trunk();
    paths::leave_out(&mut trunk)?;
    shell::run(trunk.arg("build"))?;
    if !place::dist().join("index.html").is_file() {
        bail!("Trunk said that all is well, but there is no dist/index.html");
    }
    beginning::ask_first(&place::dist())?;
    stylesheets::join(&place::dist())?;
    shorten::all(&place::dist())?;
    stamp::set(STAMP, &digest()?)
}

/// What went in and what came out, so that a `dist/` that something else wrote is built again.
fn digest() -> Result<String> {
    let compiler = shell::output(shell::command("rustc").arg("--version"))
        .context("rustc is needed: https://rustup.rs/")?;
    let mut paths: Vec<_> = MADE_OF
        .iter()
        .map(|path| place::root().join(path))
        .collect();
    paths.push(place::dist());
    stamp::digest(&paths, &format!("{compiler}, {}", Tools::versions()))
}

/// Builds the one binary, with the dev profile: it reads the app from `dist/` when it runs.
///
/// # Errors
/// When the build fails.
pub fn build_binary() -> Result<()> {
    shell::run(shell::cargo().args(["build", "--locked", "--bin", "careplan"]))
}

/// Builds what the browser tests start: the binary, and the program of an office that is not ours.
///
/// With the features of the whole workspace, as its tests are built, so that neither builds again what the other did.
///
/// # Errors
/// When the build fails.
pub fn build_for_tests() -> Result<()> {
    shell::run(shell::cargo().args([
        "build",
        "--locked",
        "--workspace",
        "--bin",
        "careplan",
        "--example",
        "stranger",
    ]))
}
