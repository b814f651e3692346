//! What the tests need besides the tools: a real browser, Japanese fonts, openssl, unzip and PostgreSQL.
//!
//! On Debian as root they are installed, said first; anywhere else one line says how.

use std::{env, fs, path::PathBuf};

use anyhow::{Result, bail};

use crate::shell;

/// The Debian packages that `cargo xtask test` needs.
const PACKAGES: [&str; 5] = [
    "chromium",
    "fonts-noto-cjk",
    "openssl",
    "unzip",
    "postgresql",
];

/// What a Chromium is called on the path.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Makes sure that everything is there, and gives the path of the browser.
///
/// # Errors
/// When something is missing that may not or cannot be installed here; the text is the line that does it.
pub fn ready() -> Result<PathBuf> {
    let missing = missing();
    match decide(&missing, is_debian(), is_root()) {
        Next::Nothing => {}
        Next::Ask(sentence) => bail!("{sentence}"),
        Next::Install => {
            println!(
                "Installing Debian packages for the browser tests: {}",
                missing.join(" ")
            );
            shell::run(shell::command("apt-get").arg("update"))?;
            shell::run(
                shell::command("apt-get")
                    .env("DEBIAN_FRONTEND", "noninteractive")
                    .args(["install", "-y", "--no-install-recommends"])
                    .args(&missing),
            )?;
        }
    }
    match chromium() {
        Some(path) => Ok(path),
        None => bail!("No Chromium was found. Set CHROMIUM to the path of one."),
    }
}

/// What is to be done about missing packages.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    Nothing,
    Install,
    /// This program may not, or cannot: the person does it, told how.
    Ask(String),
}

fn decide(missing: &[&str], debian: bool, root: bool) -> Next {
    if missing.is_empty() {
        return Next::Nothing;
    }
    let line = format!(
        "apt-get update && apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    match (debian, root) {
        (true, true) => Next::Install,
        (true, false) => Next::Ask(format!(
            "Please install what is missing for the browser tests, then run this again:\n  sudo sh -c '{line}'"
        )),
        (false, _) => Next::Ask(format!(
            "Please install: {}. (On Debian: {line})",
            missing.join(", ")
        )),
    }
}

/// The names of the packages whose contents are not to be found.
fn missing() -> Vec<&'static str> {
    PACKAGES
        .into_iter()
        .filter(|&package| match package {
            "chromium" => chromium().is_none(),
            "fonts-noto-cjk" => !has_japanese_font(),
            // Tests on PostgreSQL are left out where nobody installs it.
            "postgresql" => !has_postgres() && is_debian() && is_root(),
            program => !shell::is_on_path(program),
        })
        .collect()
}

/// The browser that `CHROMIUM` names, or the first one on the path.
fn chromium() -> Option<PathBuf> {
    env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|path| path.is_file())
        .or_else(|| NAMES.into_iter().find_map(shell::find_on_path))
}

/// Whether pictures and prints will show Japanese: only Linux comes without such fonts.
fn has_japanese_font() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    match shell::output(shell::command("fc-list").arg(":lang=ja")) {
        Ok(list) => !list.is_empty(),
        // Without fontconfig there is no font that a browser would find.
        Err(_) => false,
    }
}

/// The folder of PostgreSQL's programs, the newest of them; Debian keeps them by version, not on the path.
pub fn postgres() -> Option<PathBuf> {
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    versions.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = env::split_paths(&path).chain(versions.into_iter().rev());
    let all = ["initdb", "pg_basebackup"];
    folders.find(|folder| all.iter().all(|name| folder.join(name).is_file()))
}

/// Whether PostgreSQL's programs are there.
pub fn has_postgres() -> bool {
    postgres().is_some()
}

fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| is_debian_release(&text))
}

/// Debian itself or a system made from it.
fn is_debian_release(text: &str) -> bool {
    text.lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .any(|(_, value)| value.trim_matches('"').split(' ').any(|id| id == "debian"))
}

/// Whether this is run by root.
pub fn is_root() -> bool {
    shell::output(shell::command("id").arg("-u")).is_ok_and(|id| id == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_installed_by_root_on_debian_only() {
        let missing = ["chromium", "unzip"];
        assert_eq!(decide(&[], true, false), Next::Nothing);
        assert_eq!(decide(&missing, true, true), Next::Install);
        let line = "apt-get update && apt-get install -y --no-install-recommends chromium unzip";
        let Next::Ask(told) = decide(&missing, true, false) else {
            panic!("nobody but root installs");
        };
        assert!(
            told.ends_with(&format!("\n  sudo sh -c '{line}'")),
            "{told}"
        );
        for root in [true, false] {
            let Next::Ask(told) = decide(&missing, false, root) else {
                panic!("other systems have other commands");
            };
            assert!(
                told.contains("chromium, unzip") && told.contains(line),
                "{told}"
            );
        }
    }

    #[test]
    fn debian_and_its_children_are_recognised() {
        assert!(is_debian_release("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(is_debian_release(
            "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"
        ));
        assert!(!is_debian_release("ID=fedora\nNAME=\"like debian\"\n"));
    }
}
