//! A steady rate with some of it at once: the generic cell rate algorithm (ITU-T I.371, annex A).
//!
//! It goes by the monotonic clock, so that no change of the time gives or takes anything.

use std::time::{Duration, Instant};

/// How far what was taken reaches into the future.
#[derive(Debug)]
pub(super) struct Meter {
    paid_until: Instant,
}

impl Meter {
    pub fn new(now: Instant) -> Self {
        Self { paid_until: now }
    }

    /// Take what costs `cost` at the steady rate, if not more than `burst` lies ahead.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&mut self, cost: Duration, burst: Duration, now: Instant) -> Result<(), Duration> {
        let ahead = self.paid_until.saturating_duration_since(now);
        if let Some(wait) = ahead.checked_sub(burst) {
            return Err(wait.max(Duration::from_millis(1)));
        }
        self.paid_until = self.paid_until.max(now) + cost;
        Ok(())
    }

    /// Whether nothing is taken any more.
    pub fn is_full(&self, now: Instant) -> bool {
        self.paid_until <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_at_once_and_the_rest_at_the_steady_rate() {
        let second = Duration::from_secs(1);
        let began = Instant::now();
        let mut meter = Meter::new(began);
        for _ in 0..10 {
            assert!(meter.take(second, 10 * second, began).is_ok());
        }
        assert!(meter.take(second, 10 * second, began).is_err());
        let mut taken = 0;
        for later in 1..=1000 {
            let now = began + second * later / 10;
            taken += u32::from(meter.take(second, 10 * second, now).is_ok());
        }
        assert!((99..=101).contains(&taken), "{taken} in a hundred seconds");
        assert!(!meter.is_full(began));
        assert!(meter.is_full(began + 200 * second));
    }
}
