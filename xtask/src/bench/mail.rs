//! Postfix and Dovecot, which are measured where they are installed.
//!
//! They need users of their own, so they cannot be unpacked into a folder as nginx is: Debian's packages are installed, by root only.
//! The installed services are not used and need not run: the measurement starts its own, with its own settings.

use anyhow::Result;

use crate::{browser, shell};

/// Debian's names.
const PACKAGES: [&str; 3] = ["postfix", "dovecot-imapd", "dovecot-lmtpd"];

/// Whether they are there; installed if that is possible here, and left out in words where it is not.
///
/// # Errors
/// When the installation fails.
pub fn ready() -> Result<bool> {
    if !browser::is_root() {
        println!("Left out: Postfix and Dovecot are started by root only.");
        return Ok(false);
    }
    if is_there() {
        return Ok(true);
    }
    let packages = PACKAGES.join(" ");
    if !shell::is_on_path("apt-get") {
        println!("Left out: Postfix and Dovecot are not installed (Debian: {packages}).");
        return Ok(false);
    }
    println!("Installing Debian packages for the comparison with mail: {packages}");
    shell::run(
        shell::command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "--no-install-recommends"])
            .args(PACKAGES),
    )?;
    Ok(is_there())
}

fn is_there() -> bool {
    ["postfix", "dovecot"].into_iter().all(shell::is_on_path)
}
