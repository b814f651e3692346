//! The contract: everything that crosses a network, as plain types and paths.
//!
//! Two contracts meet here.
//! [`hub_api`] is spoken between an office's server and the hub, [`server_api`] between the browser and the office's server.
//! Both build on the same words: an [`Address`], an envelope and its [`Label`], a [`Receipt`], a [`State`], a [`Problem`].
//!
//! Nothing here does IO, and nothing here knows what a care plan is: a letter's files are octets.
//! Types that are signed travel as [`Signed`], so that the signature is over exactly the octets that were signed.

#[macro_use]
mod private;

pub mod address;
pub mod alarm;
pub mod application;
pub mod card;
pub mod envelope;
pub mod hub_api;
pub mod journal;
pub mod kept_from;
pub mod mandate;
pub mod manifest;
pub mod non_delivery;
pub mod octets;
pub mod problem;
pub mod reason;
pub mod receipt;
pub mod server_api;
pub mod signed;
pub mod state;
pub mod statement;
pub mod time;
pub mod unseen;
pub mod withdrawal;

pub use address::{Address, OfficeNumber, ServiceType};
pub use alarm::AlarmKind;
pub use application::{Application, ApplicationId};
pub use card::{OfficeCard, SealingKey, SealingKeyStatement};
pub use envelope::{EnvelopeId, Label, LetterKind};
pub use kept_from::KeptFrom;
pub use mandate::{Mandate, MandateId, Scope};
pub use manifest::{FileEntry, Manifest, Mending, Person};
pub use non_delivery::NonDelivery;
pub use octets::{Digest, Octets};
pub use problem::{Code, FieldProblem, Problem};
pub use reason::Reason;
pub use receipt::Receipt;
pub use signed::Signed;
pub use state::State;
pub use statement::Statement;
pub use time::Time;
pub use unseen::is_unseen;
pub use withdrawal::Withdrawal;
