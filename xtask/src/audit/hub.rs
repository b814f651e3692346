//! S4 and S5: the hub that `careplan demo` runs, against its own document and against an expected list for TLS.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

use crate::{place, shell};

/// What the port of the hub accepts, and nothing else (S5).
const EXPECTED: &str = include_str!("tls.json");
/// As which offices the document is tried (S4): one that sends, one that receives, one with letters of neither.
const OFFICES: usize = 3;

/// A demonstration that runs; ended when it goes out of sight.
struct Demo {
    process: Child,
    folder: PathBuf,
    ready: Value,
}

impl Demo {
    fn start() -> Result<Self> {
        shell::run(shell::cargo().args(["build", "--locked", "--workspace", "--bin", "careplan"]))?;
        let folder = place::target().join("audit");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let ready = folder.join("ready.json");
        let process = Command::new(place::binary())
            .args(["demo", "--port", "0", "--data"])
            .arg(folder.join("demo"))
            .arg("--ready-file")
            .arg(&ready)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut demo = Self {
            process,
            folder,
            ready: Value::Null,
        };
        for _ in 0..600 {
            if let Ok(text) = fs::read_to_string(&ready) {
                demo.ready = serde_json::from_str(&text)?;
                return Ok(demo);
            }
            sleep(Duration::from_millis(100));
        }
        bail!("the demonstration does not start")
    }

    /// Where the hooks of schemathesis write how often letters were asked for.
    fn tally(&self) -> PathBuf {
        self.folder.join("tally.json")
    }

    fn text(&self, pointer: &str) -> Result<&str> {
        let found = self.ready.pointer(pointer).and_then(Value::as_str);
        found.with_context(|| format!("{pointer} is missing in the demonstration's file"))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Tries the running hub with the programs of a folder.
///
/// # Errors
/// When it answers as its document does not say, with 5xx, with another office's letter, or its port accepts anything else.
pub fn audit(programs: &Path, examples: u32) -> Result<()> {
    let demo = Demo::start()?;
    println!("== TLS of the hub, by sslyze");
    tls(&demo, programs)?;
    println!("== The hub against its document, by schemathesis");
    for office in 0..OFFICES {
        contract(&demo, programs, office, examples)?;
    }
    Ok(())
}

/// What a caller can ask for rightly without knowing what only the hub's answers say: it must be answered, not refused.
const ANSWERED: [&str; 5] = [
    "/v1/offices",
    "/v1/inbox",
    "/v1/outbox",
    "/v1/journal/checkpoint",
    "/v1/journal/entries",
];

fn contract(demo: &Demo, programs: &Path, office: usize, examples: u32) -> Result<()> {
    // A stream has no end. What is signed cannot be invented: it is refused, however well it fits the schema.
    let all = [
        "--exclude-path",
        "/v1/events",
        "--exclude-checks",
        "positive_data_acceptance",
    ];
    shell::run(schemathesis(demo, programs, office, examples)?.args(all))?;
    others(demo)?;
    let mut rightly = schemathesis(demo, programs, office, examples)?;
    rightly.args(["--checks", "positive_data_acceptance"]);
    // Its cases of the phase `coverage` heed no filter.
    rightly.args(["--phases", "examples,fuzzing"]);
    rightly.env("CAREPLAN_RIGHTLY", "1");
    for path in ANSWERED {
        rightly.args(["--include-path", path]);
    }
    shell::run(&mut rightly)
}

/// Says how often letters of others were asked for; that none was answered is checked at each answer.
fn others(demo: &Demo) -> Result<()> {
    let tally: Value = serde_json::from_str(&fs::read_to_string(demo.tally())?)?;
    let count = |name: &str| tally[name].as_u64().unwrap_or(0);
    let (asked, own) = (count("others asked"), count("own answered"));
    ensure!(
        asked > 0 && (own > 0 || count("own") == 0),
        "letters were not asked for, so that nothing could be seen: {tally}"
    );
    println!(
        "Letters of others were asked for {asked} times and never answered; one's own were answered {own} times."
    );
    Ok(())
}

fn schemathesis(demo: &Demo, programs: &Path, office: usize, examples: u32) -> Result<Command> {
    let of = |what: &str| demo.text(&format!("/offices/{office}/{what}"));
    let mut command = shell::command(programs.join("bin/schemathesis"));
    command
        .arg("run")
        .arg(format!("{}/v1/openapi.json", demo.text("/hub_url")?))
        .args(["--request-cert", of("certificate")?])
        .args(["--request-cert-key", of("key")?])
        .args(["--tls-verify", demo.text("/hub_ca")?])
        .args(["--max-examples", &examples.to_string(), "--no-color"])
        .current_dir(&demo.folder)
        .env(
            "SCHEMATHESIS_HOOKS",
            place::root().join("xtask/src/audit/own_letters.py"),
        )
        .env("CAREPLAN_OFFICE", of("number")?)
        .env("CAREPLAN_READY", demo.folder.join("ready.json"))
        .env("CAREPLAN_TALLY", demo.tally())
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

fn tls(demo: &Demo, programs: &Path) -> Result<()> {
    let found = demo.folder.join("tls.json");
    let place = demo.text("/hub_url")?.trim_start_matches("https://");
    // It judges by a browser's rules, and fails for that; what it has seen is what counts.
    let _ = shell::output(
        shell::command(programs.join("bin/sslyze"))
            .args(["--cert", demo.text("/offices/0/certificate")?])
            .args(["--key", demo.text("/offices/0/key")?])
            .arg("--json_out")
            .arg(&found)
            .arg(place),
    );
    let scan: Value = serde_json::from_str(&fs::read_to_string(&found)?)?;
    let seen = seen(&scan)?;
    let expected: Value = serde_json::from_str(EXPECTED)?;
    ensure!(
        seen == expected,
        "the port accepts something else:\n{seen:#}\nexpected:\n{expected:#}"
    );
    println!("The port accepts exactly what is expected.");
    Ok(())
}

/// What of a scan is held against the list.
fn seen(scan: &Value) -> Result<Value> {
    let result = |name: &str, rest: &str| {
        let pointer = format!("/server_scan_results/0/scan_result/{name}/result{rest}");
        let found = scan.pointer(&pointer).cloned();
        found.with_context(|| format!("sslyze does not say {name}"))
    };
    let names = |list: &Value, rest: &str| {
        let list = list.as_array().into_iter().flatten();
        let mut names: Vec<_> = list
            .filter_map(|entry| entry.pointer(rest)?.as_str().map(str::to_owned))
            .collect();
        names.sort();
        names
    };
    let suites = |version: &str| {
        let name = format!("{version}_cipher_suites");
        let list = result(&name, "/accepted_cipher_suites")?;
        anyhow::Ok(names(&list, "/cipher_suite/name"))
    };
    Ok(json!({
        "ssl_2_0": suites("ssl_2_0")?,
        "ssl_3_0": suites("ssl_3_0")?,
        "tls_1_0": suites("tls_1_0")?,
        "tls_1_1": suites("tls_1_1")?,
        "tls_1_2": suites("tls_1_2")?,
        "tls_1_3": suites("tls_1_3")?,
        "groups": names(&result("elliptic_curves", "/supported_curves")?, "/name"),
        "compression": result("tls_compression", "/supports_compression")?,
        "heartbleed": result("heartbleed", "/is_vulnerable_to_heartbleed")?,
        "ccs_injection": result("openssl_ccs_injection", "/is_vulnerable_to_ccs_injection")?,
        "renegotiation_dos": result("session_renegotiation", "/is_vulnerable_to_client_renegotiation_dos")?,
        "robot": result("robot", "/robot_result")?,
    }))
}
