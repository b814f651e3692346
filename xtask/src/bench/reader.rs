//! The first page: the reader and the app, beside what a page could do without them.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Programs;
use crate::{
    browser, place, shell, steps,
    tools::{self, Tools},
};

/// Builds peers and reader, and measures the figures that were asked for.
///
/// # Errors
/// When a build fails, or when contestants count differently.
pub fn measure(
    tools: &Tools,
    programs: &Programs,
    only: &[String],
    runs: u32,
) -> Result<Vec<Value>> {
    println!("== The peers and the reader's core");
    let chromium = browser::ready()?;
    let folder = place::root().join("bench");
    steps::packages(&folder)?;
    shell::run(shell::command("node").current_dir(&folder).arg("build.mjs"))?;
    core(tools)?;
    let figures = folder.join("build/figures.json");
    let mut node = shell::command("node");
    node.current_dir(&folder)
        .env("CHROMIUM", chromium)
        .args(["build/main.mjs", "--runs", &runs.to_string()])
        .arg("--native")
        .arg(&programs.measure)
        .arg("--careplan")
        .arg(&programs.careplan)
        .arg("--json")
        .arg(&figures);
    if !only.is_empty() {
        node.args(["--only", &only.join(",")]);
    }
    println!("== Measuring");
    shell::run(&mut node)?;
    Ok(serde_json::from_str(&fs::read_to_string(figures)?)?)
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
