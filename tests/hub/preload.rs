//! The library that stands between the hub and its files: `preload.c`, compiled by the machine's C compiler.

use super::support::Place;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The compiled library. None, said in words, on a machine without a C compiler.
pub fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    LIBRARY.get_or_init(compile).as_deref()
}

fn compile() -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hub/preload.c");
    // Whole or not at all: other test processes may load it at the same time.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let unfinished = folder.join(format!("preload-{}.so", std::process::id()));
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&unfinished)
        .arg(source)
        .arg("-ldl")
        .status();
    if !compiled.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no C compiler (cc) for the preload library");
        return None;
    }
    let library = folder.join("preload.so");
    std::fs::rename(&unfinished, &library).unwrap();
    Some(library)
}

/// The environment of a hub whose file calls go through the library, with what it is to do.
pub fn through(place: &Place, library: &Path, faults: &[(&str, &Path)]) -> Vec<(String, PathBuf)> {
    let mut environment = vec![
        ("LD_PRELOAD".to_owned(), library.to_owned()),
        ("FAULT_ROOT".to_owned(), place.hub_folder()),
    ];
    let named = |(name, value): &(&str, &Path)| ((*name).to_owned(), value.to_path_buf());
    environment.extend(faults.iter().map(named));
    environment
}
