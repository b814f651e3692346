//! The clock, in the one place where it is read.

use std::time::{Duration, SystemTime};
use wire::Time;

/// Now.
pub fn now() -> Time {
    SystemTime::now().into()
}

/// So long before a time.
pub fn before(time: Time, duration: Duration) -> Time {
    Time(time.0.saturating_sub(milliseconds(duration)))
}

/// So long after a time.
pub fn after(time: Time, duration: Duration) -> Time {
    Time(time.0.saturating_add(milliseconds(duration)))
}

/// How long it is from now until a time; zero if it has passed.
pub fn until(time: Time) -> Duration {
    Duration::from_millis(u64::try_from(time.0.saturating_sub(now().0)).unwrap_or(0))
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
