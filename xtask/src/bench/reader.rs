//! The first page: the reader and the app, beside what a page could do without them.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::program;
use crate::{
    app, browser, place, shell, steps,
    tools::{self, Tools},
};

/// The names of figures that need programs of the machine itself: `measure` and `careplan`.
const NATIVE: &str = "native-cells-10m native-everything-10m native-command-10m";
const IN_THE_APP: &str = "main-thread-10m progress-10m cancel-10m inbox-rows";

/// Everything is built.
pub struct Ready {
    chromium: PathBuf,
    /// Where `measure` and `careplan` lie, if they are needed.
    programs: Option<PathBuf>,
}

impl Ready {
    /// Builds the app, the peers, the reader's core and the programs that are needed.
    ///
    /// # Errors
    /// When a build fails.
    pub fn new(tools: &Tools, only: &[String]) -> Result<Self> {
        println!("== The app, the peers and the reader's core");
        let chromium = browser::ready()?;
        app::build(tools)?;
        let folder = folder();
        steps::packages(&folder)?;
        shell::run(shell::command("node").current_dir(&folder).arg("build.mjs"))?;
        core(tools)?;
        let wanted = |names: &str| {
            let mut only = only.iter();
            only.len() == 0 || only.any(|part| names.contains(part.as_str()))
        };
        let is_needed = wanted(NATIVE) || wanted(IN_THE_APP);
        let programs = is_needed.then(|| super::programs(&["careplan", "measure"]));
        Ok(Self {
            chromium,
            programs: programs.transpose()?,
        })
    }

    /// Measures the figures that were asked for.
    ///
    /// # Errors
    /// When contestants count differently, or something does not start.
    pub fn measure(&self, only: &[String], runs: u32) -> Result<Vec<Value>> {
        println!("== Measuring");
        let figures = folder().join("build/figures.json");
        let mut node = shell::command("node");
        node.current_dir(folder())
            .env("CHROMIUM", &self.chromium)
            .args(["build/main.mjs", "--runs", &runs.to_string()])
            .arg("--json")
            .arg(&figures);
        if let Some(programs) = &self.programs {
            node.arg("--native").arg(programs.join(program("measure")));
            node.arg("--careplan")
                .arg(programs.join(program("careplan")));
        }
        if !only.is_empty() {
            node.args(["--only", &only.join(",")]);
        }
        shell::run(&mut node)?;
        Ok(serde_json::from_str(&fs::read_to_string(figures)?)?)
    }
}

fn folder() -> PathBuf {
    place::root().join("bench")
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
