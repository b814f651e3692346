//! Waiting before the next try: twice as long each time, up to a minute, and never all at the same moment.

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use std::time::Duration;

/// The first wait.
const FIRST: Duration = Duration::from_millis(250);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(60);

/// How long it is until the next try.
#[derive(Debug, Default)]
pub struct Backoff {
    tries: u32,
}

impl Backoff {
    /// The next wait: between half and the whole of what has doubled so far.
    pub fn next(&mut self) -> Duration {
        let whole = FIRST.saturating_mul(1 << self.tries.min(16)).min(LONGEST);
        self.tries = self.tries.saturating_add(1);
        let mut octet = [0; 1];
        // Without randomness the waits are equal, which is worse but not wrong.
        let _ = SystemRandom::new().fill(&mut octet);
        whole / 2 + whole.mul_f64(f64::from(octet[0]) / 512.0)
    }

    /// It worked.
    pub fn reset(&mut self) {
        self.tries = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute() {
        let mut backoff = Backoff::default();
        for tries in 0..20_u32 {
            let wait = backoff.next();
            let whole = FIRST.saturating_mul(1 << tries.min(16)).min(LONGEST);
            assert!(wait >= whole / 2 && wait <= whole, "{tries}: {wait:?}");
        }
        backoff.reset();
        assert!(backoff.next() <= FIRST);
    }
}
