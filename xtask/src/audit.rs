//! `cargo xtask audit`: what takes minutes and tools that not every machine has: fuzzing, and the check of all dependencies.
//!
//! What cannot be done here is skipped in words; only what fails is a failure.

mod dependencies;
mod fuzzing;
mod hub;
mod mutants;
mod programs;

use anyhow::Result;

/// What `cargo xtask audit` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// How long each fuzz target runs, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// How many examples each route of the hub is tried with.
    #[arg(long, default_value_t = 50)]
    examples: u32,
    /// One of the parts alone.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// With `--only mutants`: these parts of the code alone (proofs, cells, authorisation, commit).
    #[arg(long, value_name = "PART,...", value_delimiter = ',')]
    code: Vec<String>,
}

/// What is audited.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The running hub, against its document and an expected list for TLS.
    Hub,
    /// The fuzz targets.
    Fuzz,
    /// Licences, sources and known faults of all dependencies.
    Dependencies,
    /// Changes of the code that no test notices. It takes hours, and is tried only when it is asked for.
    Mutants,
}

/// Runs each fuzz target for a while, then looks at licences, sources and known faults of all dependencies.
///
/// # Errors
/// When a target finds something (its input is kept in `fuzz/artifacts`), or cargo-deny refuses a dependency.
pub fn audit(args: &Args) -> Result<()> {
    let wanted = |part| args.only.is_none_or(|only| only == part);
    let mut skipped = Vec::new();
    if wanted(Part::Hub) {
        match programs::ready()? {
            Some(programs) => hub::audit(&programs, args.examples)?,
            None => skipped.push("the running hub: python3 with venv is missing".to_owned()),
        }
    }
    if wanted(Part::Fuzz) {
        println!("== Fuzz targets, {} s each", args.seconds);
        skipped.extend(fuzzing::fuzz(args.seconds)?);
    }
    if wanted(Part::Dependencies) {
        println!("== Licences, sources and known faults of dependencies");
        skipped.extend(dependencies::check()?);
    }
    if args.only == Some(Part::Mutants) {
        println!("== Changes that no test notices");
        skipped.extend(mutants::mutants(&args.code)?);
    }
    for line in &skipped {
        println!("Skipped {line}");
    }
    println!(
        "{}",
        if skipped.is_empty() {
            "All was audited."
        } else {
            "Nothing was found in what could be audited."
        }
    );
    Ok(())
}
