//! `cargo xtask bench`: how quick the reader is and how much the app weighs, and on a second page how quick the hub is,
//! beside peers that are measured in the same run.

mod hub;
mod mail;
mod reader;
mod record;
mod results;

use std::{env, fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::{app, place, shell, tools::Tools};
use record::Run;

/// What `cargo xtask bench` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Only the figures whose names contain one of these: size, first-load, first-100k, reading, 10m, 100m, native, main-thread, inbox;
    /// or of the second page: hub, postgres, growth, rest.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    only: Vec<String>,
    /// Write the figures there, as a list of `{name, what, unit, ours, peer, peer_name, ratio, reach, holds, spread}`.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How many runs each median is of.
    #[arg(long, default_value_t = 7)]
    runs: u32,
    /// Letters of the full mailbox that growth is measured with.
    #[arg(long, default_value_t = 1_000_000)]
    letters: u32,
    /// Keep what was measured in docs/evidence/bench.json, and write the page of results beside it.
    #[arg(long)]
    write: bool,
}

/// The parts of the second page.
const HUB: [&str; 4] = ["hub", "postgres", "growth", "rest"];

impl Args {
    fn first_page(&self) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| !HUB.contains(&name.as_str()))
    }

    /// Whether a part of the second page is asked for.
    fn takes(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == part)
    }
}

/// Builds what is measured and its peers, and measures.
///
/// # Errors
/// When the set-up or a build fails, or when contestants count differently. A reach that is missed is no error: it is printed.
pub fn bench(args: &Args) -> Result<()> {
    println!("== Set-up");
    let tools = Tools::ready()?;
    let mut figures = Vec::new();
    if args.first_page() {
        let ready = reader::Ready::new(&tools, &args.only)?;
        let run = Run::now(args.runs)?;
        figures.extend(run.of(ready.measure(&args.only, args.runs)?));
    }
    if HUB.iter().any(|part| args.takes(part)) {
        if args.takes("rest") {
            // The program carries it.
            app::build(&tools)?;
        }
        let ready = hub::Ready::new(args)?;
        let run = Run::now(args.runs)?;
        figures.extend(run.of(ready.measure(args)?));
    }
    println!("\n{}", results::table(&figures));
    if let Some(json) = &args.json {
        let here = env::current_dir().context("there is no current folder")?;
        fs::write(here.join(json), serde_json::to_string_pretty(&figures)?)?;
    }
    if args.write {
        record::keep(&figures)?;
    }
    Ok(())
}

/// Builds programs of the workspace as they are shipped, and gives the folder where they lie.
///
/// The packages are named together whichever program is wanted, so that all are built of the same libraries.
fn programs(wanted: &[&str]) -> Result<PathBuf> {
    println!("== The programs {}", wanted.join(", "));
    let mut build = shell::cargo();
    build.args(["build", "--locked", "--release"]);
    build.args(["-p", "careplan-link", "-p", "measure", "-p", "measure-hub"]);
    for program in wanted {
        build.args(["--bin", program]);
    }
    shell::run(&mut build)?;
    Ok(place::target().join("release"))
}

/// A program by its name on this machine.
fn program(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}
