//! `careplan`: the one command of Careplan Link.
//!
//! It only joins the parts: one subcommand, one file.

mod answer;
mod assets;
mod check;
mod compare;
mod demo;
mod help;
mod hub;
mod readings;
mod server;
mod serving;
mod show;
mod verify;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use help::Lang;
use std::process::ExitCode;

/// Careplan Link: the exchange of care plan data
#[derive(Parser)]
#[command(name = "careplan", version)]
struct Cli {
    /// Language of the help and of the answers
    #[arg(long, global = true, value_enum, default_value_t = Lang::Ja)]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Args),
    Check(check::Args),
    Show(show::Args),
    Compare(compare::Args),
    Verify(verify::Args),
    Hub(hub::Args),
    Server(server::Args),
}

fn main() -> anyhow::Result<ExitCode> {
    rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .expect("nothing ran before this and installed another provider");
    let lang = Lang::of(std::env::args().skip(1));
    let matches = help::localised(Cli::command(), lang).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match cli.command {
        Command::Demo(args) => demo::run(&args, lang),
        Command::Check(args) => check::run(args, lang),
        Command::Show(args) => show::run(&args, lang),
        Command::Compare(args) => compare::run(&args, lang),
        Command::Verify(args) => verify::run(&args, lang),
        Command::Hub(args) => hub::run(args, lang),
        Command::Server(args) => server::run(args, lang),
    }
}
