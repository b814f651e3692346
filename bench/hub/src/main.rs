//! The hub beside what an office would run instead: random letters of 20 KiB over mutual TLS 1.3, in one run, in turns.
//!
//! `measure-hub contest NGINX LIBRARY MAIL ROUNDS SECONDS` (`MAIL` is `mail` or `-`), `measure-hub growth LETTERS ROUNDS SECONDS`,
//! `measure-hub postgres PROGRAMS ROUNDS SECONDS` (the folder of `initdb` and `pgbench`) and `measure-hub rest CAREPLAN` each print a JSON list of figures;
//! `measure-hub alone KIND ROUNDS SECONDS` measures the hub without its peers, for whoever works on it (`KIND` is `fresh`, `kept` or `exchange`);
//! `measure-hub serve FOLDER` is the hub that they measure, in a process of its own.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for developers; its output is its result"
)]

mod caller;
mod contest;
mod cost;
mod figure;
mod growth;
mod mail;
mod nginx;
mod ours;
mod place;
mod postgres;
mod rest;
mod run;

use anyhow::{Context as _, Result};
use std::time::Duration;

fn main() -> Result<()> {
    rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .ok()
        .context("a provider was installed before")?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let figures = match words.as_slice() {
        ["serve", folder] => return ours::serve(folder.as_ref()),
        ["contest", nginx, library, mail, rounds, seconds] => {
            let peers = contest::Peers {
                nginx: nginx.as_ref(),
                library: library.as_ref(),
                with_mail: *mail == "mail",
            };
            contest::measure(&peers, rounds.parse()?, turn(seconds)?)?
        }
        ["growth", letters, rounds, seconds] => {
            growth::measure(letters.parse()?, rounds.parse()?, turn(seconds)?)?
        }
        ["alone", kind, rounds, seconds] => {
            return contest::alone(kind.parse()?, rounds.parse()?, turn(seconds)?);
        }
        ["postgres", programs, rounds, seconds] => {
            postgres::measure(programs.as_ref(), rounds.parse()?, turn(seconds)?)?
        }
        ["rest", careplan] => rest::measure(careplan.as_ref())?,
        _ => anyhow::bail!("measure-hub contest | growth | postgres | rest | alone | serve"),
    };
    println!("{}", serde_json::to_string_pretty(&figures)?);
    Ok(())
}

/// How long a turn takes.
fn turn(seconds: &str) -> Result<Duration> {
    Ok(Duration::from_secs(seconds.parse()?))
}
