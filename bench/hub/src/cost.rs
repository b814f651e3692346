//! What processes and their children have used of the processors.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// Ticks a second of the figures in `/proc` (Linux: `USER_HZ`, always 100).
const TICK: Duration = Duration::from_millis(10);

/// What `/proc/PID/stat` says of a process.
struct Process {
    parent: u32,
    /// User and system time, its own and that of children it has waited for.
    ticks: u32,
}

/// User and system time of processes and all below them, those that have ended included.
pub fn used(roots: &[u32]) -> Duration {
    let all: BTreeMap<u32, Process> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter_map(|id| Some((id, of(id)?)))
        .collect();
    let is_below = |mut id: u32| loop {
        if roots.contains(&id) {
            return true;
        }
        match all.get(&id) {
            Some(process) if process.parent != 0 => id = process.parent,
            _ => return false,
        }
    };
    let below = all.iter().filter(|(id, _)| is_below(**id));
    TICK * below.map(|(_, process)| process.ticks).sum()
}

/// Resident memory of a process in octets.
pub fn resident(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024.0)
}

fn of(id: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name, in parentheses, may hold anything; after it: state, parent, …, and four times (proc(5)).
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |place: usize| fields.get(place)?.parse::<u32>().ok();
    Some(Process {
        parent: number(1)?,
        ticks: number(11)? + number(12)? + number(13)? + number(14)?,
    })
}
