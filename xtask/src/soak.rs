//! `cargo xtask soak`: the fault tests with their full counts, adding up over runs into `docs/evidence/soak.md`.
//!
//! A scenario is a test of the workspace that reads how much it does from the environment
//! (`CAREPLAN_SOAK_...`, in `tests/hub/soak.rs`), and writes what it has counted as lines of JSON.
//! A result counts only with its seed, its commit and the load of the machine: all three stand in each row.

mod table;

use std::{
    env, fs,
    process::Command,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context as _, Result, bail};

use crate::{place, shell};

/// A test of the workspace, and how much it does in one round.
struct Scenario {
    /// As in SECURITY.md, section 3.
    name: &'static str,
    /// Package and target, as cargo takes them.
    target: &'static [&'static str],
    /// The test's own name, or the beginning of several.
    test: &'static str,
    /// Names after `CAREPLAN_SOAK_`, and numbers.
    counts: &'static [(&'static str, &'static str)],
}

const HUB: &[&str] = &["--package", "careplan-link", "--test", "hub"];
const POST_ROOM: &[&str] = &["--package", "hub", "--test", "post_room"];

/// One round of each; rounds are repeated until the time is over.
const SCENARIOS: [Scenario; 6] = [
    Scenario {
        name: "R1",
        target: HUB,
        test: "kills::r1_",
        counts: &[("KILLS", "100"), ("KILL_AFTER_MILLISECONDS", "1500")],
    },
    Scenario {
        name: "R6",
        target: HUB,
        test: "files::r6_",
        counts: &[("SYNCED_LETTERS", "2000")],
    },
    Scenario {
        name: "R7",
        target: HUB,
        test: "files::r7_",
        counts: &[("IO_FAULTS", "25")],
    },
    Scenario {
        name: "R8",
        target: HUB,
        test: "r8_",
        counts: &[],
    },
    Scenario {
        name: "R10",
        target: HUB,
        test: "network::r10_",
        counts: &[("EXCHANGES", "1000")],
    },
    Scenario {
        name: "R15",
        target: POST_ROOM,
        test: "r15_",
        counts: &[("SLOW_CLIENTS", "1000")],
    },
];

/// What `cargo xtask soak` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Only the scenarios of these names, separated by commas: R1, R6, R7, R8, R10, R15.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    only: Vec<String>,
    /// For how long rounds are begun; each scenario has at least one.
    #[arg(long, default_value_t = 60)]
    minutes: u64,
    /// The seed of the first round; each further round has the next one.
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs the scenarios in turn until the time is over, and adds what they counted to the table.
///
/// # Errors
/// When a round fails: its seed is said, and nothing of it counts as good.
pub fn soak(args: &Args) -> Result<()> {
    let chosen: Vec<_> = SCENARIOS
        .iter()
        .filter(|scenario| args.takes(scenario))
        .collect();
    if chosen.is_empty() {
        bail!(
            "no scenario has one of these names: {}",
            args.only.join(", ")
        );
    }
    let results = place::target().join("soak.jsonl");
    let began = Instant::now();
    let mut seed = args.seed.unwrap_or_else(any_seed);
    loop {
        for scenario in &chosen {
            println!("== {} with seed {seed}", scenario.name);
            let _ = fs::remove_file(&results);
            let done = shell::run(command(scenario, seed).env("CAREPLAN_SOAK_RESULTS", &results));
            let counted = fs::read_to_string(&results).unwrap_or_default();
            table::add(&counted, &commit()?, &load())?;
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

fn command(scenario: &Scenario, seed: u64) -> Command {
    let mut cargo = shell::cargo();
    cargo.args(["test", "--locked"]).args(scenario.target);
    cargo.args(["--", scenario.test, "--nocapture", "--test-threads=1"]);
    for (name, count) in scenario.counts {
        cargo.env(format!("CAREPLAN_SOAK_{name}"), count);
    }
    cargo.env("CAREPLAN_SOAK_SEED", seed.to_string());
    cargo
}

/// Another one each time, and short enough to be typed again.
fn any_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(1, |since| since.as_secs() % 1_000_000)
}

/// The commit that is tried; with a mark where files differ from it.
fn commit() -> Result<String> {
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
fn load() -> String {
    let average = fs::read_to_string("/proc/loadavg").ok();
    let average = average.and_then(|text| text.split(' ').nth(1).map(str::to_owned));
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let average = average.unwrap_or_else(|| "?".to_owned());
    format!("{average} on {processors} ({})", env::consts::ARCH)
}
