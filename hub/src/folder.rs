//! The hub's folder: which file is what, and who may read it.

use crate::error::{Error, Result};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder in which a hub keeps its keys, certificates and store.
///
/// | File | What |
/// |---|---|
/// | `hub.toml` | settings ([`crate::Config`]) |
/// | `ca/certificate.pem`, `ca/key.pem` | the hub's own CA; `ca/` may be kept on another machine |
/// | `server/certificate.pem`, `server/key.pem` | what the hub shows to its callers |
/// | `journal/id`, `journal/key.pem` | the journal that receipts stand in |
/// | `hub.db` | the store (SQLite, with `hub.db-wal` and `hub.db-shm` beside it); `hub.lock` while it is prepared |
/// | `demo` | a mark: `careplan demo` made this, and its keys are not secret |
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at a path, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The settings.
    pub fn settings(&self) -> PathBuf {
        self.0.join("hub.toml")
    }

    /// The folder of the hub's own CA.
    pub fn ca(&self) -> PathBuf {
        self.0.join("ca")
    }

    /// The certificate of the hub's own CA.
    pub fn ca_certificate(&self) -> PathBuf {
        self.ca().join("certificate.pem")
    }

    /// The certificate that the hub shows.
    pub fn server_certificate(&self) -> PathBuf {
        self.0.join("server/certificate.pem")
    }

    /// The key of the certificate that the hub shows.
    pub fn server_key(&self) -> PathBuf {
        self.0.join("server/key.pem")
    }

    /// The journal's id.
    pub fn journal_id(&self) -> PathBuf {
        self.0.join("journal/id")
    }

    /// The journal's key.
    pub fn journal_key(&self) -> PathBuf {
        self.0.join("journal/key.pem")
    }

    /// The store.
    pub fn store(&self) -> PathBuf {
        self.0.join("hub.db")
    }

    /// The mark of a demo.
    pub fn demo_mark(&self) -> PathBuf {
        self.0.join("demo")
    }

    /// Refuse a folder that `careplan demo` made: its keys were written out.
    ///
    /// # Errors
    /// [`Error::Demo`] when the mark is there.
    pub fn refuse_demo(&self) -> Result<()> {
        if self.demo_mark().exists() {
            Err(Error::Demo(self.0.clone()))
        } else {
            Ok(())
        }
    }
}

/// Make a folder that only its owner can enter.
pub(crate) fn make_private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(Error::file(path))
}

/// Write a file that only its owner can read (mode 0600); never overwrite one.
///
/// # Errors
/// [`Error::Exists`] when the file is there already.
pub fn write_private(path: &Path, octets: &[u8]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Error::Exists(path.to_owned())
        } else {
            Error::file(path)(error)
        }
    })?;
    file.write_all(octets)
        .and_then(|()| file.sync_all())
        .map_err(Error::file(path))
}

/// Read a text file of the folder.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Error::file(path))
}
