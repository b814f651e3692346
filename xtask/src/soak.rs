//! `cargo xtask soak`: the fault tests with their full counts, adding up over runs into `docs/evidence/soak.md`.
//!
//! A scenario is a test of the workspace that reads how much it does from the environment
//! (`CAREPLAN_SOAK_...`, in `tests/hub/soak.rs`), and writes what it has counted as lines of JSON.
//! A result counts only with its seed, its commit and the load of the machine: all three stand in each row.
//! The programs are built once and copied, so that whoever builds beside a long run does not change what is tried.

mod programs;
mod scenarios;
mod table;

use std::{
    env, fs,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context as _, Result, bail};
use programs::Programs;
use scenarios::{SCENARIOS, Scenario};

use crate::shell;

/// What `cargo xtask soak` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Only the scenarios of these names, separated by commas: R1, R3, R5 and so on.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    only: Vec<String>,
    /// For how long rounds are begun; each scenario has at least one.
    #[arg(long, default_value_t = 60)]
    minutes: u64,
    /// The seed of the first round; each further round has the next one.
    #[arg(long)]
    seed: Option<u64>,
    /// Other counts than the scenarios' own, as NAME=NUMBER, separated by commas: KILLS=25.
    #[arg(long, value_delimiter = ',', value_name = "NAME=NUMBER")]
    counts: Vec<String>,
}

/// Runs the scenarios in turn until the time is over, and adds what they counted to the table.
///
/// # Errors
/// When a round fails: its seed is said, and nothing of it counts as good.
pub fn soak(args: &Args) -> Result<()> {
    let takes = |scenario: &&Scenario| args.takes(scenario);
    let chosen: Vec<_> = SCENARIOS.iter().filter(takes).collect();
    if chosen.is_empty() {
        bail!(
            "no scenario has one of these names: {}",
            args.only.join(", ")
        );
    }
    let counts = args.counts.iter().map(|count| count.split_once('='));
    let counts: Vec<_> = counts.collect::<Option<_>>().context("not NAME=NUMBER")?;
    let programs = Programs::build()?;
    let commit = commit()?;
    let results = programs.folder().join("results.jsonl");
    let began = Instant::now();
    let mut seed = args.seed.unwrap_or_else(any_seed);
    loop {
        for scenario in &chosen {
            println!("== {} with seed {seed}", scenario.name);
            let _ = fs::remove_file(&results);
            let mut command = programs.command(scenario, &counts);
            command.env("CAREPLAN_SOAK_SEED", seed.to_string());
            command.env("CAREPLAN_SOAK_RESULTS", &results);
            let done = shell::run(&mut command);
            let counted = fs::read_to_string(&results).unwrap_or_default();
            table::add(&counted, &commit, &load())?;
            done.with_context(|| format!("{} failed with seed {seed}", scenario.name))?;
        }
        seed += 1;
        if began.elapsed() >= Duration::from_secs(60 * args.minutes) {
            break;
        }
    }
    println!("The table is in {}", table::path().display());
    Ok(())
}

impl Args {
    fn takes(&self, scenario: &Scenario) -> bool {
        let named = |name: &String| name.eq_ignore_ascii_case(scenario.name);
        self.only.is_empty() || self.only.iter().any(named)
    }
}

/// Another one each time, and short enough to be typed again.
fn any_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(1, |since| since.as_secs() % 1_000_000)
}

/// The commit that is tried; with a mark where files differ from it.
///
/// # Errors
/// When this is no clone of the project.
pub fn commit() -> Result<String> {
    let commit = shell::output(shell::command("git").args(["rev-parse", "--short=10", "HEAD"]))?;
    let changed = shell::output(shell::command("git").args([
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--",
        "*.rs",
    ]))?;
    let mark = if changed.is_empty() { "" } else { "+" };
    Ok(format!("{commit}{mark}"))
}

/// How busy the machine was in the last five minutes, and how many processors it has.
pub fn load() -> String {
    let average = fs::read_to_string("/proc/loadavg").ok();
    let average = average.and_then(|text| text.split(' ').nth(1).map(str::to_owned));
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let average = average.unwrap_or_else(|| "?".to_owned());
    format!("{average} on {processors} ({})", env::consts::ARCH)
}
