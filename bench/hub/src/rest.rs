//! What the program `careplan` weighs, how soon it serves, and what it holds at rest.

use crate::cost;
use crate::figure::Figure;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often it is started.
const STARTS: usize = 5;
/// How long it rests before its memory is looked at.
const REST: Duration = Duration::from_secs(3);
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// What starts, and in which words.
struct Program {
    name: &'static str,
    what: &'static str,
    words: &'static [&'static str],
}

/// The demo is hub and office server in one process; both have what they need from an earlier start.
const PROGRAMS: [Program; 2] = [
    Program {
        name: "hub",
        what: "`careplan hub serve`",
        words: &["hub", "--folder", "hub", "serve", "--listen", "127.0.0.1:0"],
    },
    Program {
        name: "demo",
        what: "`careplan demo` (hub, server and seven offices in one process), started again",
        words: &["demo", "--port", "0", "--data", "demo"],
    },
];

/// Measure a release build.
///
/// # Errors
/// When it does not start.
pub fn measure(careplan: &Path) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let octets = fs::metadata(careplan)?.len();
    let octets = f64::from(u32::try_from(octets)?);
    let mut figures = vec![Figure::within(
        "careplan-size",
        "the program, the app in it",
        "MiB",
        &[octets / MEBIBYTE],
        40.0,
    )];
    let made = Command::new(careplan)
        .args(["hub", "--folder", "hub", "init"])
        .current_dir(&folder)
        .stdout(Stdio::null())
        .status()?;
    if !made.success() {
        bail!("careplan hub init ended with {made}");
    }
    for program in &PROGRAMS {
        // The first start makes what the others find.
        start(careplan, program, folder.path(), Duration::ZERO)?;
        let (mut ready, mut resident) = (Vec::new(), Vec::new());
        for _ in 0..STARTS {
            let (milliseconds, octets) = start(careplan, program, folder.path(), REST)?;
            ready.push(milliseconds);
            resident.push(octets / MEBIBYTE);
        }
        let Program { name, what, .. } = program;
        let named = |end: &str| format!("careplan-{name}-{end}");
        let said = |end: &str| format!("{what}: {end}");
        figures.push(Figure::within(
            &named("ready"),
            &said("until it serves"),
            "ms",
            &ready,
            1000.0,
        ));
        figures.push(Figure::within(
            &named("resident"),
            &said("resident at rest"),
            "MiB",
            &resident,
            60.0,
        ));
    }
    Ok(figures)
}

/// Start it, let it rest, end it: milliseconds until it serves, octets of memory.
fn start(careplan: &Path, program: &Program, folder: &Path, rest: Duration) -> Result<(f64, f64)> {
    let file = folder.join("ready.json");
    let _ = fs::remove_file(&file);
    let begun = Instant::now();
    let mut process = Command::new(careplan)
        .args(program.words)
        .arg("--ready-file")
        .arg(&file)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let ready = wait_for(&file, &mut process);
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    sleep(rest);
    let resident = cost::resident(process.id()).context("its memory");
    let asked = Command::new("kill").arg(process.id().to_string()).status();
    if asked.is_err() {
        let _ = process.kill();
    }
    process.wait()?;
    ready?;
    Ok((milliseconds, resident?))
}

fn wait_for(file: &Path, process: &mut Child) -> Result<()> {
    let begun = Instant::now();
    while !file.is_file() {
        if let Some(status) = process.try_wait()? {
            bail!("it ended with {status}");
        }
        if begun.elapsed() > PATIENCE {
            bail!("it does not start");
        }
        sleep(Duration::from_millis(1));
    }
    Ok(())
}
