//! What is shipped does not say where it was built.
//!
//! Rust writes the path of a source file into each message of a panic; of a library that is a path of this machine,
//! with the user's name in it (`/home/…/.cargo/registry/src/…/js-sys-0.3/src/lib.rs`).
//! Here the compiler is told to write `js-sys-0.3/src/lib.rs`, and the built files are searched for what it missed.
//! Cargo's own setting for it, `trim-paths`, is not stable yet.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{place, shell, stamp, tools::WASM_TARGET};

/// What `.cargo/config.toml` tells the compiler for the browser. The variable below takes its place, so it is said again.
const FLAGS_OF_CONFIG: &[&str] = &["--cfg=erase_components"];

/// The variable that cargo reads flags of the compiler from; its flags are parted by the character 1F.
const VARIABLE: &str = "CARGO_ENCODED_RUSTFLAGS";

/// Parts of paths that only a machine has, for the case that a build came from another one.
const OF_MACHINES: &[&str] = &[
    "/root/",
    "/home/",
    "/Users/",
    "\\Users\\",
    ".cargo",
    ".rustup",
    "registry/src",
];

/// Has cargo, which the command calls, write no path of this machine into what it builds for the browser.
///
/// # Errors
/// When cargo or the compiler cannot say where the libraries lie.
pub fn leave_out(command: &mut Command) -> Result<()> {
    let mut flags: Vec<String> = FLAGS_OF_CONFIG.iter().map(ToString::to_string).collect();
    for folder in folders_of_libraries()? {
        flags.push(format!("--remap-path-prefix={}=", folder.display()));
    }
    // With its sources installed, the standard library has a path of this machine too.
    flags.push(format!(
        "--remap-path-prefix={}=std",
        sysroot()?.join("lib/rustlib/src/rust").display()
    ));
    command.env(VARIABLE, flags.join("\u{1f}"));
    Ok(())
}

/// Searches the built app for paths of this or any machine.
///
/// # Errors
/// When a file has one; the error names the file and what stands there.
pub fn check() -> Result<()> {
    let mut parts: Vec<Vec<u8>> = OF_MACHINES
        .iter()
        .map(|part| part.as_bytes().to_vec())
        .collect();
    parts.extend(
        [place::root().to_owned(), sysroot()?]
            .iter()
            .map(|path| path.as_os_str().as_encoded_bytes().to_vec()),
    );
    let files = stamp::files(&place::dist())?;
    for file in &files {
        let octets = fs::read(file).with_context(|| file.display().to_string())?;
        if let Some(found) = found(&octets, &parts) {
            bail!(
                "{} says where it was built: \u{2026}{found}\u{2026}",
                file.display()
            );
        }
    }
    println!("  {} files, no path of a machine in them", files.len());
    Ok(())
}

/// The first of these parts in a file, with what stands around it.
fn found(octets: &[u8], parts: &[Vec<u8>]) -> Option<String> {
    let at = parts
        .iter()
        .filter_map(|part| {
            octets
                .windows(part.len())
                .position(|window| window == part.as_slice())
        })
        .min()?;
    let around = &octets[at..octets.len().min(at + 80)];
    Some(String::from_utf8_lossy(around).into_owned())
}

/// The folders below which cargo has unpacked libraries: one for each registry that they came from.
fn folders_of_libraries() -> Result<BTreeSet<PathBuf>> {
    let mut metadata = shell::cargo();
    metadata.args(["metadata", "--locked", "--format-version", "1"]);
    metadata.args(["--filter-platform", WASM_TARGET]);
    let metadata: serde_json::Value = serde_json::from_str(&shell::output(&mut metadata)?)
        .context("cargo's description of the workspace")?;
    let packages = metadata["packages"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    Ok(packages
        .iter()
        // Our own crates have none: their paths are written relative to the workspace.
        .filter(|package| !package["source"].is_null())
        .filter_map(|package| {
            Path::new(package["manifest_path"].as_str()?)
                .ancestors()
                .nth(2)
        })
        .map(Path::to_owned)
        .collect())
}

/// Where the compiler and its libraries lie.
fn sysroot() -> Result<PathBuf> {
    shell::output(shell::command("rustc").args(["--print", "sysroot"])).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_of_the_configuration_are_said_again() {
        let config = fs::read_to_string(place::root().join(".cargo/config.toml"))
            .expect("the project's configuration of cargo");
        let flags = config
            .lines()
            .find_map(|line| line.strip_prefix("rustflags = "))
            .expect("flags for the browser");
        assert_eq!(flags, format!("{FLAGS_OF_CONFIG:?}"));
    }

    #[test]
    fn libraries_lose_the_folders_that_they_lie_in() {
        let mut command = shell::command("trunk");
        leave_out(&mut command).expect("cargo knows its libraries");
        let flags = command
            .get_envs()
            .find(|(name, _)| *name == VARIABLE)
            .and_then(|(_, value)| value?.to_str().map(str::to_owned))
            .expect("flags are set");
        let flags: Vec<&str> = flags.split('\u{1f}').collect();
        assert_eq!(flags[0], FLAGS_OF_CONFIG[0]);
        let of_library =
            |flag: &&str| flag.starts_with("--remap-path-prefix=") && flag.ends_with('=');
        assert!(flags.iter().any(of_library), "{flags:?}");
    }

    #[test]
    fn a_path_of_a_machine_is_found_in_a_file() {
        let parts: Vec<_> = OF_MACHINES
            .iter()
            .map(|part| part.as_bytes().to_vec())
            .collect();
        let of = |text: &str| found(text.as_bytes(), &parts);
        assert_eq!(
            of("\0asm careplan/src/era.rs js-sys-0.3.1/src/lib.rs /rustc/0a/library/core"),
            None
        );
        assert_eq!(of("\0asm x/home/a/b.rs").as_deref(), Some("/home/a/b.rs"));
        assert!(of("C:\\Users\\a").is_some() && of("~/.cargo/bin").is_some());
    }
}
