//! `cargo xtask bench`: how quick the reader is and how much the app weighs, and on a second page how quick the hub is,
//! beside peers that are measured in the same run.

mod hub;

use std::{env, fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::{app, browser, place, shell, steps, tools, tools::Tools};

/// What `cargo xtask bench` can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Only the figures whose names contain one of these: size, first-load, first-100k, 10m, 100m, native; or `hub`, the second page.
    #[arg(long, value_name = "NAME,...")]
    only: Option<String>,
    /// Write the figures there, as a list of `{name, unit, ours, peer, peer_name, ratio, reach, holds}`.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How many runs each median is of.
    #[arg(long, default_value_t = 7)]
    runs: u32,
}

/// Builds what is measured and its peers, and measures.
///
/// # Errors
/// When the set-up or a build fails, or when contestants count differently. A reach that is missed is no error: it is printed.
pub fn bench(args: &Args) -> Result<()> {
    if args.only.as_deref() == Some("hub") {
        return hub::measure(args.runs, args.json.as_deref());
    }
    println!("== Set-up");
    let tools = Tools::ready()?;
    let chromium = browser::ready()?;
    let folder = place::root().join("bench");
    steps::packages(&folder)?;
    println!("== The app, the peers and the reader's core");
    app::build(&tools)?;
    shell::run(shell::command("node").current_dir(&folder).arg("build.mjs"))?;
    core(&tools)?;
    let wanted = |name: &str| {
        let only = args.only.as_deref();
        only.is_none_or(|only| only.split(',').any(|part| name.contains(part)))
    };
    let mut node = shell::command("node");
    node.current_dir(&folder).env("CHROMIUM", chromium).args([
        "build/main.mjs",
        "--runs",
        &args.runs.to_string(),
    ]);
    if wanted("native-cells-10m") || wanted("native-everything-10m") {
        shell::run(shell::cargo().args(["build", "--locked", "--release", "-p", "measure"]))?;
        let program = format!("measure{}", env::consts::EXE_SUFFIX);
        node.arg("--native")
            .arg(place::target().join("release").join(program));
    }
    if let Some(only) = &args.only {
        node.args(["--only", only]);
    }
    if let Some(json) = &args.json {
        let here = env::current_dir().context("there is no current folder")?;
        node.arg("--json").arg(here.join(json));
    }
    println!("== Measuring");
    shell::run(&mut node)?;
    if args.only.is_none() {
        hub::measure(args.runs, args.json.as_deref())?;
    }
    Ok(())
}

/// The reader's core as wasm, by the profile and the tools of the worker that is shipped.
fn core(tools: &Tools) -> Result<()> {
    shell::run(shell::cargo().args([
        "build",
        "--locked",
        "--target",
        tools::WASM_TARGET,
        "--profile",
        "worker",
        "-p",
        "measure",
    ]))?;
    let build = place::root().join("bench/build");
    let built = place::target()
        .join(tools::WASM_TARGET)
        .join("worker/measure.wasm");
    shell::run(
        tools
            .wasm_bindgen()
            .arg(built)
            .args(["--target", "no-modules", "--no-typescript"])
            .args(["--out-name", "measure", "--out-dir"])
            .arg(&build),
    )?;
    let (bound, small) = (build.join("measure_bg.wasm"), build.join("small.wasm"));
    shell::run(
        tools
            .wasm_opt()
            .arg("-O3")
            .arg(&bound)
            .arg("-o")
            .arg(&small),
    )?;
    fs::rename(&small, &bound).context("cannot put the optimised wasm in its place")
}
