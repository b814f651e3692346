//! What the crate is told about the world, because it does not look: time, limits, the office.

use crate::values::{Address, OfficeNumber, Serial};

/// One mebibyte, in bytes.
const MIB: u64 = 1 << 20;

/// How large files may be, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// One CSV file.
    pub file: u64,
    /// One attachment: PDF, JPEG and whatever else the standard does not know.
    pub attachment: u64,
    /// All files of a letter together.
    pub letter: u64,
}

impl Limits {
    /// When files are sent.
    pub const SENDING: Self = Self {
        file: 10 * MIB,
        attachment: 20 * MIB,
        letter: 50 * MIB,
    };

    /// When files are only checked; larger files are not read at all.
    pub const CHECKING: Self = Self {
        file: 200 * MIB,
        attachment: 200 * MIB,
        letter: u64::MAX,
    };

    /// The lower of each of two limits.
    #[must_use]
    pub fn lower(self, other: Self) -> Self {
        Self {
            file: self.file.min(other.file),
            attachment: self.attachment.min(other.attachment),
            letter: self.letter.min(other.letter),
        }
    }
}

/// Whether files go out or have come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// They are to be sent by the office of the context.
    Outgoing,
    /// They have come to the office of the context.
    Received,
}

/// What [`crate::check`] is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The time in Japan; without it nothing is said about files from the future.
    pub now: Option<Serial>,
    /// How large files may be; what goes out is held to [`Limits::SENDING`] too.
    pub limits: Limits,
    /// The office for which is checked.
    pub office: Option<OfficeNumber>,
    /// The way the files go. `None` with an office: a unit whose sender it is goes out, any other has come in.
    pub direction: Option<Direction>,
    /// Sender and receiver on the label of the letter that the files came in.
    pub label: Option<(Address, Address)>,
}

impl Default for Context {
    /// The validator without an office.
    fn default() -> Self {
        Self {
            now: None,
            limits: Limits::CHECKING,
            office: None,
            direction: None,
            label: None,
        }
    }
}

impl Context {
    /// For an office that wants to send.
    #[must_use]
    pub fn sending(office: OfficeNumber) -> Self {
        Self {
            limits: Limits::SENDING,
            office: Some(office),
            direction: Some(Direction::Outgoing),
            ..Self::default()
        }
    }

    /// For an office that has received something.
    #[must_use]
    pub fn receiving(office: OfficeNumber) -> Self {
        Self {
            office: Some(office),
            direction: Some(Direction::Received),
            ..Self::default()
        }
    }

    /// How large files of a sender may be.
    pub(crate) fn limits_of(&self, sender: Option<OfficeNumber>) -> Limits {
        match sender.and_then(|sender| self.direction_of(sender)) {
            Some(Direction::Outgoing) => self.limits.lower(Limits::SENDING),
            _ => self.limits,
        }
    }

    /// The way that files of a sender go.
    #[must_use]
    pub fn direction_of(&self, sender: OfficeNumber) -> Option<Direction> {
        self.direction.or_else(|| {
            self.office.map(|office| {
                if office == sender {
                    Direction::Outgoing
                } else {
                    Direction::Received
                }
            })
        })
    }
}
