//! Passwords: typed unseen on a terminal, or the first line of standard input.

use crate::answer::words;
use crate::help::Lang;
use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use std::io::{BufRead as _, IsTerminal as _, stdin};

/// Ask for a password.
pub fn ask(prompt: &str) -> anyhow::Result<SecretString> {
    if stdin().is_terminal() {
        let password = rpassword::prompt_password(format!("{prompt}: "))
            .context("the password cannot be read")?;
        return Ok(password.into());
    }
    let mut line = String::new();
    stdin()
        .lock()
        .read_line(&mut line)
        .context("the password cannot be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned().into())
}

/// Ask for a new password; on a terminal twice, because nobody sees what is typed.
pub fn ask_new(lang: Lang) -> anyhow::Result<SecretString> {
    let password = ask(words(
        lang,
        "パスワード（8文字以上）",
        "Password (8 characters or more)",
    ))?;
    if stdin().is_terminal() {
        let again = ask(words(lang, "もう一度", "Once more"))?;
        anyhow::ensure!(
            password.expose_secret() == again.expose_secret(),
            "{}",
            words(lang, "2回の入力が違います", "The two do not agree")
        );
    }
    Ok(password)
}
