//! What a process and its children have used of the processors.

use std::fs;
use std::time::Duration;

/// Ticks a second of the figures in `/proc` (Linux: `USER_HZ`, always 100).
const TICK: Duration = Duration::from_millis(10);

/// User and system time of a process and its children that are alive.
pub fn used(process: u32) -> Duration {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ticks: u32 = processes
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter_map(|found| of(found, process))
        .sum();
    TICK * ticks
}

/// The ticks of a process, if it is this one or a child of it.
fn of(found: u32, process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{found}/stat")).ok()?;
    // The name, in parentheses, may hold anything; after it: state, parent, …, user and system time.
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let parent: u32 = fields.get(1)?.parse().ok()?;
    if found != process && parent != process {
        return None;
    }
    let number = |place: usize| fields.get(place)?.parse::<u32>().ok();
    Some(number(11)? + number(12)?)
}
