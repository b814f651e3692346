//! The same natively, beside the csv crate with encoding_rs, which only split and decode.
//!
//! `measure FILE NAME RUNS [CONTESTANT]` prints a line of milliseconds for each contestant; they take turns.
//! With one alone, a profiler sees nothing else.

use std::hint::black_box;
use std::time::Instant;

use careplan::{Context, SourceFile, check, glance, read};

/// A contestant: its name, and what it does with the name and bytes of a file.
type Contestant = (&'static str, fn(&str, &[u8]) -> usize);

const CONTESTANTS: [Contestant; 3] = [
    ("cells", cells),
    ("everything", everything),
    ("csv + encoding_rs", peer),
];

/// Measures all contestants on one file.
pub fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (path, name, runs, alone) = match arguments.as_slice() {
        [_, path, name, runs] => (path, name, runs, None),
        [_, path, name, runs, alone] => (path, name, runs, Some(alone)),
        _ => return println!("measure FILE NAME RUNS [CONTESTANT]"),
    };
    let taking: Vec<&Contestant> = CONTESTANTS
        .iter()
        .filter(|(name, _)| alone.is_none_or(|alone| alone == name))
        .collect();
    let bytes = std::fs::read(path).expect("the file can be read");
    let runs: usize = runs.parse().expect("a number of runs");
    let mut times = vec![Vec::new(); taking.len()];
    for _ in 0..runs {
        for ((_, run), times) in taking.iter().zip(&mut times) {
            let start = Instant::now();
            black_box(run(name, black_box(&bytes)));
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    for ((contestant, _), times) in taking.iter().zip(times) {
        let times: Vec<String> = times.iter().map(|time| format!("{time:.3}")).collect();
        println!("{contestant}\t{}", times.join(" "));
    }
}

fn file(name: &str, bytes: &[u8]) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    }
}

fn cells(name: &str, bytes: &[u8]) -> usize {
    glance(file(name, bytes)).records
}

fn everything(name: &str, bytes: &[u8]) -> usize {
    check(&[read(file(name, bytes))], &Context::default()).len()
}

/// Splits on the bytes and decodes every cell; checks nothing.
fn peer(_: &str, bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut characters = 0;
    while reader
        .read_byte_record(&mut record)
        .expect("bytes in memory")
    {
        for cell in &record {
            characters += encoding_rs::SHIFT_JIS.decode(cell).0.len();
        }
    }
    characters
}
