//! The hub on PostgreSQL beside pgbench, PostgreSQL's own load program, which inserts the same rows with nothing around them.
//!
//! Each of the 64 connections is another pair of offices, as in a country: a letter waits for the commit of the one before it
//! only where both have an office in common, whose counters are locked until then.

mod server;

use crate::figure::{Figure, Turns};
use crate::ours::Ours;
use crate::place::Place;
use crate::run::{self, Kind, LETTER};
use anyhow::{Context as _, Result};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use server::Server;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Clients of pgbench: as many as the hub has connections that write.
const CLIENTS: &str = "16";

/// Pairs of offices: one for each caller.
const PAIRS: u32 = 64;

/// The peer's table has the columns and indexes of the hub's own, and its texts are those of a letter that the hub has kept.
const TABLES: &str = "
    create sequence if not exists numbers;
    create table if not exists inserted (like letters including all);
    create table if not exists pattern as select * from letters limit 1;";

/// Measure with PostgreSQL's programs in a folder, `rounds` turns of each, of so long.
///
/// # Errors
/// When something does not start, or an answer is no success.
pub fn measure(programs: &Path, rounds: u32, time: Duration) -> Result<Vec<Figure>> {
    let server = Server::start(programs)?;
    let place = Place::in_database(&server.url(), PAIRS)?;
    let ours = Ours::start(&place)?;
    let (mut letters, mut rows) = (Vec::new(), Vec::new());
    for round in 1..=rounds {
        let turn = run::run(&ours, Kind::Kept, time)?;
        eprintln!("PostgreSQL, turn {round}, Careplan Link: {turn}");
        letters.push(turn.rate);
        let rate = insert(&server, time)?;
        eprintln!("PostgreSQL, turn {round}, pgbench: {rate:.0}/s");
        rows.push(rate);
    }
    let turns = Turns {
        ours: &letters,
        peer: &rows,
        peer_name: "pgbench, the same rows, 16 clients",
    };
    Ok(vec![Figure::at_least(
        "hub-postgres",
        "a letter left durably on PostgreSQL, connections kept, 64 at once, each between offices of its own",
        "a second",
        turns,
        0.6,
    )])
}

/// Rows a second that pgbench inserts.
fn insert(server: &Server, time: Duration) -> Result<f64> {
    server.sql(TABLES)?;
    let script = server.path("insert.sql");
    fs::write(&script, row()?)?;
    // Prepared: the letter is sent and read once, and inserted again and again. That is the least that it can cost.
    let mut pgbench = server.program("pgbench");
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
    pgbench.args(["--client", CLIENTS, "--time", &time.as_secs().to_string()]);
    let said = server::run(pgbench.arg("--file").arg(script).arg(server::DATABASE))?;
    let rate = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .and_then(|rest| rest.split(' ').next())
        .context("pgbench says no rate")?;
    Ok(rate.parse()?)
}

/// The statement that inserts a letter of random octets.
fn row() -> Result<String> {
    let mut body = vec![0; LETTER];
    SystemRandom::new().fill(&mut body)?;
    let body = hex::encode(&body);
    Ok(format!(
        "insert into inserted (recipient, sequence, id, sender, sender_sequence, recipient_changed, sender_changed, state, since, deposited, due, label_sha256, stored_sha256, body_size, label, receipt, receipt_signature, manifest, body) \
         select recipient, number, uuid_send(gen_random_uuid()), sender, number, number, number, state, since, deposited, due, label_sha256, stored_sha256, body_size, label, receipt, receipt_signature, manifest, '\\x{body}'::bytea \
         from pattern, nextval('numbers') as number;\n"
    ))
}
