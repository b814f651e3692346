//! T31: a file of which we say nothing is read by every other program as we read it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use careplan::Rows;

use crate::{reading, two_persons};

/// Cells of records.
type Records = Vec<Vec<Vec<u8>>>;

fn by_us(bytes: &[u8]) -> Records {
    let rows = Rows::cut(bytes);
    let cells = |record| {
        rows.cells(record)
            .map(|cell| cell.content(bytes).into_owned())
            .collect()
    };
    (0..rows.len()).map(cells).collect()
}

fn by_csv_crate(bytes: &[u8]) -> Records {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let cells = |record: csv::ByteRecord| record.iter().map(<[u8]>::to_vec).collect();
    reader
        .byte_records()
        .map(|record| cells(record.unwrap()))
        .collect()
}

/// Python's csv module, in the words that it is called with: a file in a line, records by `;`, cells by `x`.
const PYTHON: &str = "
import csv, io, sys
for line in sys.stdin:
    text = bytes.fromhex(line.strip()).decode('latin-1')
    rows = csv.reader(io.StringIO(text, newline=''))
    print(';'.join(''.join('x' + cell.encode('latin-1').hex() for cell in row) for row in rows))
";

/// All files by one Python; none where there is no Python 3.
fn by_python(files: &[Vec<u8>]) -> Option<Vec<Records>> {
    let there = Command::new("python3").args(["-c", "import csv"]).output();
    there.ok().filter(|output| output.status.success())?;
    let mut python = Command::new("python3")
        .args(["-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines: String = files.iter().map(|bytes| hex(bytes) + "\n").collect();
    let mut input = python.stdin.take().unwrap();
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = python.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let cells = |row: &str| row.split('x').skip(1).map(unhex).collect();
    Some(
        text.lines()
            .map(|line| line.split(';').map(cells).collect())
            .collect(),
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = (0..text.len()).step_by(2).map(|at| &text[at..at + 2]);
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

#[test]
#[allow(clippy::print_stderr, reason = "what is skipped is said in words")]
fn t31_a_file_without_findings_is_read_alike_by_three_parsers() {
    let pieces: [&[u8]; 10] = [
        b"\"",
        b"\"\"",
        b",",
        b"\r",
        b"\n",
        b"\r\n",
        b"\\",
        b" ",
        b"'",
        b"\x95\x5C",
    ];
    let mut crafted: Vec<Vec<u8>> = vec![Vec::new()];
    let mut last = crafted.clone();
    for _ in 0..4 {
        last = last
            .iter()
            .flat_map(|before| pieces.iter().map(move |piece| [before, *piece].concat()))
            .collect();
        crafted.extend(last.iter().cloned());
    }
    let files: Vec<Vec<u8>> = crafted.iter().map(|behind| two_persons(behind)).collect();
    let all = files.len();
    let silent: Vec<Vec<u8>> = files
        .into_iter()
        .filter(|bytes| reading(bytes.clone()).findings.is_empty())
        .collect();
    assert!(
        silent.len() > 500 && all - silent.len() > 500,
        "{} of {all}",
        silent.len()
    );
    for bytes in &silent {
        assert_eq!(by_us(bytes), by_csv_crate(bytes), "{}", hex(bytes));
    }
    match by_python(&silent) {
        Some(read) => {
            assert_eq!(read.len(), silent.len());
            for (bytes, read) in silent.iter().zip(read) {
                assert_eq!(by_us(bytes), read, "{}", hex(bytes));
            }
        }
        None => eprintln!("skipped: no Python 3 to compare with"),
    }
}
