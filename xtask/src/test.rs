//! `cargo xtask test`: all that has to hold, step by step, and how long each step took.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};

use crate::{
    browser,
    steps::{self, Step},
    tools::Tools,
};

/// What `cargo xtask test` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Only these steps, for development; separated by commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Step>,
    /// Passed on to Playwright in the step `browser`, after `--`: for example `-- round.spec.ts`.
    #[arg(last = true)]
    playwright: Vec<String>,
}

impl Args {
    fn takes(&self, step: Step) -> bool {
        self.only.is_empty() || self.only.contains(&step)
    }
}

/// What the set-up found, and what the steps are told.
pub struct Machine {
    /// The pinned tools.
    pub tools: Tools,
    /// The browser that the tests drive.
    pub chromium: PathBuf,
    /// Further words for Playwright.
    pub playwright: Vec<String>,
    /// Whether the tests of the workspace are among the steps: they build the binary and the examples too.
    pub tests_build_the_binary: bool,
}

/// Sets the machine up, then takes the steps in order and stops at the first that fails.
///
/// # Errors
/// When the set-up or a step fails; the error names the step.
pub fn test(args: &Args) -> Result<()> {
    let mut times = Vec::new();
    let machine = timed(&mut times, "set-up", || {
        Ok(Machine {
            tools: Tools::ready()?,
            chromium: browser::ready()?,
            playwright: args.playwright.clone(),
            tests_build_the_binary: args.takes(Step::Unit),
        })
    })?;
    for step in Step::ALL {
        if !args.takes(step) {
            continue;
        }
        let result = timed(&mut times, step.title(), || steps::take(step, &machine));
        if result.is_err() {
            print_times(&times, "failed");
        }
        result?;
    }
    print_times(&times, "ok");
    println!("All steps passed.");
    Ok(())
}

/// A headline, the work, and a note of how long it took.
fn timed<T>(
    times: &mut Vec<(&'static str, Duration)>,
    title: &'static str,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    println!("\n== {title}");
    let start = Instant::now();
    let result = work();
    times.push((title, start.elapsed()));
    result.with_context(|| format!("the step \"{title}\" failed"))
}

/// The table at the end; only the last step can have failed.
fn print_times(times: &[(&str, Duration)], last: &str) {
    println!("\n{:<28}{:>9}  result", "step", "seconds");
    for (index, (title, time)) in times.iter().enumerate() {
        let result = if index + 1 == times.len() { last } else { "ok" };
        println!("{title:<28}{:>9.1}  {result}", time.as_secs_f64());
    }
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    println!("{:<28}{:>9.1}", "together", total.as_secs_f64());
}
