//! What it means when the store fails: codes of SQLite, and of PostgreSQL (its manual, appendix A).

use wire::Code;

/// What can be done about a failure of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Two transactions met and this one was undone: the same again will do.
    Met,
    /// The store cannot be reached, or not in time: later will do.
    Away,
    /// There is no more space.
    Full,
    /// A mistake of ours, or of the disk.
    Other,
}

impl Fault {
    /// The kind of a failure.
    pub fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => error.code().map_or(Self::Other, |code| of(&code)),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Away,
            _ => Self::Other,
        }
    }

    /// The code that a caller sees.
    pub const fn code(self) -> Code {
        match self {
            Self::Met | Self::Away => Code::Unavailable,
            Self::Full => Code::StorageFull,
            Self::Other => Code::Internal,
        }
    }
}

fn of(code: &str) -> Fault {
    match code {
        // SQLite: full; busy, locked and their like. PostgreSQL: disk_full.
        "13" | "53100" => Fault::Full,
        "5" | "6" | "261" | "517" => Fault::Away,
        // serialization_failure, deadlock_detected; unique_violation: another process was first, and will be found.
        "40001" | "40P01" | "23505" => Fault::Met,
        // read_only_sql_transaction: a standby; query_canceled: too slow; lock_not_available; admin_shutdown and its like.
        "25006" | "57014" | "55P03" | "57P01" | "57P02" | "57P03" | "57P05" => Fault::Away,
        // Connection exceptions; insufficient resources.
        _ if code.len() == 5 && (code.starts_with("08") || code.starts_with("53")) => Fault::Away,
        _ => Fault::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_engine_has_its_own_codes() {
        for (code, fault) in [
            ("13", Fault::Full),
            ("53100", Fault::Full),
            ("5", Fault::Away),
            ("08006", Fault::Away),
            ("53300", Fault::Away),
            ("57P01", Fault::Away),
            ("25006", Fault::Away),
            ("40001", Fault::Met),
            ("40P01", Fault::Met),
            ("23505", Fault::Met),
            ("23503", Fault::Other),
            ("787", Fault::Other),
            ("42P01", Fault::Other),
            ("08", Fault::Other),
        ] {
            assert_eq!(of(code), fault, "{code}");
        }
    }
}
