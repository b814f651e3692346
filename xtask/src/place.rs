//! Where things stand on this machine: the project, its build output, the user's cache folder.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

/// The project's root folder, known from where this program was compiled.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the project")
}

/// The folder of the built app, which the binary embeds.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder of the browser tests.
pub fn end2end() -> PathBuf {
    root().join("end2end")
}

/// Cargo's build output.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The binary `careplan` of the dev profile.
pub fn binary() -> PathBuf {
    target()
        .join("debug")
        .join(format!("careplan{}", env::consts::EXE_SUFFIX))
}

/// The user's cache folder for tools, shared by all clones of the project on this machine.
///
/// # Errors
/// When neither `XDG_CACHE_HOME` nor `HOME` says where the user's files are.
pub fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => {
            let home = env::var_os("HOME")
                .or_else(|| env::var_os("USERPROFILE"))
                .context("neither XDG_CACHE_HOME nor HOME is set: where may tools be kept?")?;
            PathBuf::from(home).join(".cache")
        }
    };
    Ok(base.join("careplan-link"))
}
