//! Running other programs: said first, looked at afterwards.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::place;

/// A program to be run in the project's root folder.
///
/// What `cargo run` set for this program itself is taken away again:
/// build scripts that look at it would be run anew each time.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    for (name, _) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that runs us, so that a toolchain chosen on the command line stays chosen.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Says what is run, runs it with its output shown, and fails when it fails.
///
/// # Errors
/// When the program cannot be started or its exit code is not 0.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("  $ {line}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start: {line}"))?;
    if !status.success() {
        bail!("{line}\nended with {status}");
    }
    Ok(())
}

/// Runs it quietly and gives what it wrote to its standard output.
///
/// # Errors
/// When the program cannot be started or its exit code is not 0; what it wrote is in the error.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start: {line}"))?;
    if !output.status.success() {
        bail!(
            "{line}\nended with {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Puts folders in front of `PATH` for this command.
pub fn with_path(command: &mut Command, folders: &[&Path]) {
    let old = env::var_os("PATH").unwrap_or_default();
    let parts = folders
        .iter()
        .map(|folder| folder.to_path_buf())
        .chain(env::split_paths(&old));
    let joined = env::join_paths(parts).expect("no cache folder has the separator in its name");
    command.env("PATH", joined);
}

/// Whether a program of that name can be found on the path.
pub fn is_on_path(program: &str) -> bool {
    find_on_path(program).is_some()
}

/// The first file of that name on the path.
pub fn find_on_path(program: &str) -> Option<std::path::PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{program}{}", env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let mut line = name.to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}
