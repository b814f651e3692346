//! The pinned tools, and how each comes into the user's cache folder.
//!
//! One folder per tool and version, so that a second clone and a second run are quick.
//! A tool is installed under a temporary name and renamed when it is whole: an installation that
//! was broken off is never taken for a finished one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use crate::{place, shell};

/// Builds the app: calls cargo, wasm-bindgen and wasm-opt, and writes `dist/`.
const TRUNK: &str = "0.21.14";
/// Must equal the `=` pin of the library in `Cargo.toml`: the two sides speak a private format.
const WASM_BINDGEN: &str = "0.2.130";
/// `wasm-opt`, as the npm package `binaryen` brings it.
const BINARYEN: &str = "132.0.0";
/// Runs the fuzz targets under libFuzzer.
const CARGO_FUZZ: &str = "0.13.2";
/// Object storage for the hub's tests: an S3-protocol server over a folder.
const S3S_FS: &str = "0.14.1";
/// Looks at licences, sources and known faults of dependencies.
const CARGO_DENY: &str = "0.20.2";
/// Changes the code to see whether a test notices.
const CARGO_MUTANTS: &str = "27.1.0";
/// The oldest Node that the browser tests are run with.
const NODE: u32 = 20;
/// What the browser runs.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Folders with the tools, to be put in front of `PATH`.
pub struct Tools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    binaryen: PathBuf,
}

impl Tools {
    /// Makes sure that all tools are there, at their pinned versions.
    ///
    /// # Errors
    /// When Node is missing or too old, or when a download or build fails; the text says what to do.
    pub fn ready() -> Result<Self> {
        node()?;
        wasm_target()?;
        let cache = place::cache()?;
        let trunk = from_registry(
            &cache,
            "trunk",
            TRUNK,
            &["--no-default-features", "--features", "rustls"],
        )?;
        let wasm_bindgen = install(
            &cache,
            &format!("wasm-bindgen-{WASM_BINDGEN}"),
            "bin/wasm-bindgen",
            |folder| {
                // Not `--locked`: its lock file names versions that were withdrawn.
                let mut cargo = shell::cargo();
                cargo
                    .args(["install", "wasm-bindgen-cli", "--version", WASM_BINDGEN])
                    .args(["--no-default-features", "--debug", "--root"])
                    .arg(folder);
                vec![cargo]
            },
        )?;
        let binaryen = install(
            &cache,
            &format!("binaryen-{BINARYEN}"),
            "node_modules/.bin/wasm-opt",
            |folder| {
                let mut npm = npm();
                npm.arg("install")
                    .arg("--prefix")
                    .arg(folder)
                    .args(["--no-audit", "--no-fund", "--no-package-lock"])
                    .arg(format!("binaryen@{BINARYEN}"));
                vec![npm]
            },
        )?;
        Ok(Self {
            trunk,
            wasm_bindgen,
            binaryen,
        })
    }

    /// `trunk`, which finds the other tools on its path and downloads nothing.
    pub fn trunk(&self) -> Command {
        let mut trunk = shell::command(self.trunk.join("bin/trunk"));
        shell::with_path(
            &mut trunk,
            &[
                &self.wasm_bindgen.join("bin"),
                &self.binaryen.join("node_modules/.bin"),
            ],
        );
        trunk.env("TRUNK_OFFLINE", "true");
        // Trunk reads NO_COLOR as a yes or no and stops at any other word.
        trunk.env_remove("NO_COLOR");
        trunk
    }

    /// `wasm-bindgen`.
    pub fn wasm_bindgen(&self) -> Command {
        shell::command(self.wasm_bindgen.join("bin/wasm-bindgen"))
    }

    /// `wasm-opt`.
    pub fn wasm_opt(&self) -> Command {
        shell::command(self.binaryen.join("node_modules/.bin/wasm-opt"))
    }

    /// What the built app depends on besides our own files, for the stamp.
    pub fn versions() -> String {
        format!("trunk {TRUNK}, wasm-bindgen {WASM_BINDGEN}, binaryen {BINARYEN}")
    }
}

/// `npm`, by the name that the system knows it by.
pub fn npm() -> Command {
    shell::command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// The folder of `cargo-fuzz`, installed when it is not there yet.
///
/// # Errors
/// When it cannot be downloaded or built.
pub fn cargo_fuzz() -> Result<PathBuf> {
    from_registry(&place::cache()?, "cargo-fuzz", CARGO_FUZZ, &[])
}

/// The folder of `cargo-deny`, installed when it is not there yet.
///
/// # Errors
/// When it cannot be downloaded or built.
pub fn cargo_deny() -> Result<PathBuf> {
    from_registry(&place::cache()?, "cargo-deny", CARGO_DENY, &[])
}

/// The folder of `cargo-mutants`, installed when it is not there yet.
///
/// # Errors
/// When it cannot be downloaded or built.
pub fn cargo_mutants() -> Result<PathBuf> {
    from_registry(&place::cache()?, "cargo-mutants", CARGO_MUTANTS, &[])
}

/// The folder of `s3s-fs`, installed when it is not there yet; the hub's tests look for it in the cache folder.
///
/// # Errors
/// When it cannot be downloaded or built.
pub fn object_storage() -> Result<PathBuf> {
    let features = ["--features", "binary"];
    from_registry(&place::cache()?, "s3s-fs", S3S_FS, &features)
}

/// A program of the registry, built as its own lock file says; quick to build rather than quick to run.
fn from_registry(cache: &Path, name: &str, version: &str, features: &[&str]) -> Result<PathBuf> {
    install(
        cache,
        &format!("{name}-{version}"),
        &format!("bin/{name}"),
        |folder| {
            let mut cargo = shell::cargo();
            cargo
                .args(["install", name, "--version", version])
                .args(["--locked", "--debug"])
                .args(features)
                .arg("--root")
                .arg(folder);
            vec![cargo]
        },
    )
}

/// Installs what is not there yet: by `commands`, into a temporary folder, renamed when it is whole.
fn install(
    cache: &Path,
    name: &str,
    program: &str,
    commands: impl Fn(&Path) -> Vec<Command>,
) -> Result<PathBuf> {
    let place = cache.join(name);
    if runs(&place.join(program)) {
        return Ok(place);
    }
    println!("Installing {name} into the cache folder (once on this machine; some minutes)");
    fs::create_dir_all(cache).context("cannot make the cache folder")?;
    let unfinished = cache.join(format!(".{name}.{}", process::id()));
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).context("cannot remove an unfinished installation")?;
    }
    fs::create_dir_all(&unfinished).context("cannot make a folder in the cache folder")?;
    let installed = commands(&unfinished)
        .iter_mut()
        .try_for_each(shell::run)
        .and_then(|()| {
            if runs(&unfinished.join(program)) {
                Ok(())
            } else {
                bail!("{name} was installed but does not run")
            }
        });
    if let Err(error) = installed {
        // The next run starts from nothing; what is left over would only take room.
        let _ = fs::remove_dir_all(&unfinished);
        return Err(error);
    }
    if place.exists() && !runs(&place.join(program)) {
        fs::remove_dir_all(&place).context("cannot remove a broken installation")?;
    }
    if let Err(error) = fs::rename(&unfinished, &place) {
        // Another clone was quicker, or the cache cannot be written.
        let _ = fs::remove_dir_all(&unfinished);
        if !runs(&place.join(program)) {
            return Err(error).with_context(|| format!("cannot move {name} to its place"));
        }
    }
    Ok(place)
}

/// Whether a tool is there and answers.
fn runs(program: &Path) -> bool {
    program.is_file() && shell::output(shell::command(program).arg("--version")).is_ok()
}

/// Says in words that Node is missing or too old.
fn node() -> Result<()> {
    let Ok(text) = shell::output(shell::command("node").arg("--version")) else {
        bail!(
            "Node is not installed. Careplan Link needs Node {NODE} or later, for wasm-opt and the browser tests: https://nodejs.org/"
        );
    };
    match major(&text) {
        Some(found) if found >= NODE => Ok(()),
        _ => bail!("Node {text} is too old. Careplan Link needs Node {NODE} or later."),
    }
}

/// The first number of a version such as `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// Adds the wasm target when it is missing; the download is sometimes slow, so it is tried again.
fn wasm_target() -> Result<()> {
    let installed = shell::output(shell::command("rustup").args(["target", "list", "--installed"]))
        .context("rustup is needed, to add the target that browsers run: https://rustup.rs/")?;
    if installed.lines().any(|line| line.trim() == WASM_TARGET) {
        return Ok(());
    }
    let mut last = Ok(());
    for attempt in 0..4 {
        if attempt > 0 {
            println!("Trying again in 10 seconds");
            thread::sleep(Duration::from_secs(10));
        }
        last = shell::run(shell::command("rustup").args(["target", "add", WASM_TARGET]));
        if last.is_ok() {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project_file(name: &str) -> String {
        fs::read_to_string(place::root().join(name)).expect("a file of the project")
    }

    /// The value of `key = "..."` on a line of its own.
    fn pinned(text: &str, key: &str) -> String {
        text.lines()
            .find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('='))
            .unwrap_or_else(|| panic!("no line `{key} = ...`"))
            .trim()
            .trim_matches('"')
            .to_owned()
    }

    #[test]
    fn wasm_bindgen_is_the_same_version_as_the_library() {
        let library = pinned(&project_file("Cargo.toml"), "wasm-bindgen");
        assert_eq!(library, format!("={WASM_BINDGEN}"));
    }

    #[test]
    fn trunk_is_told_the_same_versions() {
        let trunk = project_file("Trunk.toml");
        assert_eq!(pinned(&trunk, "wasm_bindgen"), WASM_BINDGEN);
        let major = BINARYEN
            .split('.')
            .next()
            .expect("a version has a first number");
        assert_eq!(pinned(&trunk, "wasm_opt"), format!("version_{major}"));
    }

    #[test]
    fn node_versions_are_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.1.0"), Some(8));
        assert_eq!(major("node"), None);
    }

    #[test]
    fn a_failed_installation_leaves_nothing_behind() {
        let cache = std::env::temp_dir().join(format!("careplan-link-tools-{}", process::id()));
        let result = install(&cache, "tool-1.0.0", "bin/tool", |folder| {
            // Something is written, but not the program.
            let mut mkdir = shell::command("mkdir");
            mkdir.arg("-p").arg(folder.join("bin"));
            vec![mkdir]
        });
        let left = fs::read_dir(&cache).expect("the cache folder").count();
        fs::remove_dir_all(&cache).expect("the folder of this test");
        assert!(result.is_err());
        assert_eq!(left, 0);
    }
}
