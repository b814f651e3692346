//! Failed sign-ins: after five in a row each further one has to wait, twice as long each time.
//!
//! The count is kept for a user at an address, so that nobody else can lock a person out for long (T33).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many failures cost nothing.
const FREE: u32 = 5;
/// No wait is longer.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// So many pairs are remembered. When there are more, half of them go: those with the fewest failures, and the oldest.
const REMEMBERED: usize = 10_000;

/// The memory of failures.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<(String, IpAddr), Failures>>);

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Instant,
}

impl Failures {
    fn wait(self) -> Duration {
        let Some(over) = self.count.checked_sub(FREE) else {
            return Duration::ZERO;
        };
        Duration::from_secs(1 << over.min(20)).min(LONGEST)
    }
}

impl Attempts {
    /// Whether this user may try again from this address, and if so, count the attempt as failed until it succeeds.
    ///
    /// Counting first means that many attempts at once are counted one by one.
    pub fn begin(&self, user: &str, peer: IpAddr, now: Instant) -> bool {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED {
            failures.retain(|_, failures| now.duration_since(failures.last) < LONGEST);
        }
        if failures.len() >= REMEMBERED {
            // Not all: whoever made up many names would be forgiven for the one that is being guessed at.
            let mut ranks: Vec<_> = failures.values().map(|f| (f.count, f.last)).collect();
            let (_, &mut middle, _) = ranks.select_nth_unstable(REMEMBERED / 2);
            failures.retain(|_, failures| (failures.count, failures.last) > middle);
        }
        let entry = failures.entry((user.to_owned(), peer)).or_insert(Failures {
            count: 0,
            last: now,
        });
        if now.duration_since(entry.last) < entry.wait() {
            return false;
        }
        // A day's rest is a new beginning.
        if now.duration_since(entry.last) > Duration::from_secs(24 * 60 * 60) {
            entry.count = 0;
        }
        *entry = Failures {
            count: entry.count.saturating_add(1),
            last: now,
        };
        true
    }

    /// The password was right.
    pub fn succeeded(&self, user: &str, peer: IpAddr) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&(user.to_owned(), peer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn after_five_failures_the_waits_double() {
        let attempts = Attempts::default();
        let start = Instant::now();
        for _ in 0..5 {
            assert!(attempts.begin("a", PEER, start));
        }
        assert!(!attempts.begin("a", PEER, start));
        let second = Duration::from_secs(1);
        assert!(attempts.begin("a", PEER, start + second), "1 second later");
        assert!(!attempts.begin("a", PEER, start + 2 * second));
        assert!(
            attempts.begin("a", PEER, start + 3 * second),
            "2 seconds later"
        );
    }

    #[test]
    fn t33_made_up_names_do_not_make_one_forget_whose_password_is_guessed() {
        let attempts = Attempts::default();
        let start = Instant::now();
        for _ in 0..5 {
            assert!(attempts.begin("a", PEER, start));
        }
        for name in 0..3 * REMEMBERED {
            attempts.begin(&name.to_string(), PEER, start);
        }
        assert!(!attempts.begin("a", PEER, start));
        assert!(attempts.0.lock().expect("the memory").len() <= REMEMBERED);
    }

    #[test]
    fn others_do_not_wait_and_success_forgets() {
        let attempts = Attempts::default();
        let start = Instant::now();
        for _ in 0..6 {
            attempts.begin("a", PEER, start);
        }
        assert!(attempts.begin("b", PEER, start));
        assert!(attempts.begin("a", IpAddr::from([10, 0, 0, 1]), start));
        attempts.succeeded("a", PEER);
        assert!(attempts.begin("a", PEER, start));
    }
}
