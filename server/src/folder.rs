//! The data folder: what lies in it, and who may read it.

use crate::error::{Error, Result};
use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The database's file.
pub const DATABASE: &str = "server.db";
/// The file that marks the folder of `careplan demo`, whose keys lie open.
pub const DEMO: &str = "demo";

/// Make the folder, readable by its owner only, unless it is there.
pub fn create(folder: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| io(folder, error))
}

/// The database's path in a folder that has been set up.
pub fn database(folder: &Path) -> Result<PathBuf> {
    let path = folder.join(DATABASE);
    if path.exists() {
        Ok(path)
    } else {
        Err(Error::Setup(format!(
            "{} is not a server's data folder; `careplan server init` makes one",
            folder.display()
        )))
    }
}

/// Write a new file that only its owner can read; never over an existing one.
pub fn write_private(path: &Path, octets: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| io(path, error))?;
    file.write_all(octets)
        .and_then(|()| file.sync_all())
        .map_err(|error| io(path, error))
}

fn io(path: &Path, error: std::io::Error) -> Error {
    Error::Io(path.display().to_string(), error)
}
