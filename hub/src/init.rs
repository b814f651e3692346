//! `careplan hub init`: a new hub's keys and certificates.

use crate::ca::Ca;
use crate::error::{Error, Result};
use crate::folder::{Folder, make_private_folder, write_private};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256};

/// How long the certificate that the hub shows holds.
const SERVER_DAYS: u32 = 730;

/// Make a new hub in a folder: its CA, the certificate it shows under `names`, its journal's id and key.
///
/// Files are readable by their owner alone.
///
/// # Errors
/// [`Error::Exists`] when there is a hub in the folder already: nothing is ever overwritten.
pub fn init(folder: &Folder, names: &[String]) -> Result<()> {
    for file in [
        folder.ca_certificate(),
        folder.server_certificate(),
        folder.server_key(),
        folder.journal_id(),
        folder.journal_key(),
        folder.store(),
    ] {
        if file.exists() {
            return Err(Error::Exists(file));
        }
    }
    make_private_folder(folder.path())?;
    make_private_folder(&folder.path().join("server"))?;
    make_private_folder(&folder.path().join("journal"))?;

    let ca = Ca::create(&folder.ca(), "Careplan Link hub CA")?;
    let server = ca.issue_server(names, SERVER_DAYS)?;
    let key = server
        .key
        .expect("the CA made the key of the server's certificate");
    write_private(&folder.server_certificate(), server.certificate.as_bytes())?;
    write_private(&folder.server_key(), key.as_bytes())?;

    let journal = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    write_private(&folder.journal_key(), journal.serialize_pem().as_bytes())?;
    let id = uuid::Uuid::now_v7();
    write_private(&folder.journal_id(), format!("{id}\n").as_bytes())?;
    if !folder.settings().exists() {
        write_private(&folder.settings(), crate::config::TEMPLATE.as_bytes())?;
    }
    Ok(())
}
