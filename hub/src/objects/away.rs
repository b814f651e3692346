//! Whether object storage is away: then nobody waits for it in vain.

use super::Fault;
use crate::error::{Error, Result};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long nobody tries again after it could not be reached; then one tries for all.
const REST: Duration = Duration::from_secs(1);

/// Until when object storage is taken to be away.
#[derive(Debug, Default)]
pub(super) struct Away(Mutex<Option<Instant>>);

impl Away {
    /// Go there, unless it is known to be away.
    pub fn enter(&self) -> Result<()> {
        self.enter_at(Instant::now())
    }

    fn enter_at(&self, now: Instant) -> Result<()> {
        let mut until = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *until {
            Some(until) if now < *until => {
                Err(Fault::Away("as it was a moment ago".to_owned()).into())
            }
            Some(until) => {
                *until = now + REST;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Note what came of it.
    pub fn leave<T>(&self, result: &Result<T>) {
        self.leave_at(Instant::now(), result);
    }

    fn leave_at<T>(&self, now: Instant, result: &Result<T>) {
        let away = matches!(result, Err(Error::Objects(Fault::Away(_))));
        let mut until = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *until = away.then(|| now + REST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone() -> Result<()> {
        Err(Fault::Away("no answer in time".to_owned()).into())
    }

    #[test]
    fn while_it_is_away_one_in_a_second_tries() {
        let away = Away::default();
        let now = Instant::now();
        assert!(away.enter_at(now).is_ok());
        away.leave_at(now, &gone());
        assert!(away.enter_at(now).is_err(), "it was away a moment ago");
        let later = now + REST;
        assert!(away.enter_at(later).is_ok(), "one tries");
        assert!(away.enter_at(later).is_err(), "the others wait for it");
        away.leave_at(later, &Ok(()));
        assert!(away.enter_at(later).is_ok() && away.enter_at(later).is_ok());
    }

    #[test]
    fn an_object_that_has_gone_keeps_nobody_away() {
        let away = Away::default();
        away.leave(&Err::<(), _>(Fault::Gone.into()));
        assert!(away.enter().is_ok());
    }
}
