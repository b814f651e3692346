//! The target `api_json`: any octets, read as everything that the hub is sent or answers.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::application::{Application, Received, Standing, is_email, is_telephone};
use wire::card::SealingKeyStatement;
use wire::hub_api::*;
use wire::journal::{ConsistencyProof, Entries, InclusionProof};
use wire::statement::Checkpoint;
use wire::{
    Address, ApplicationId, EnvelopeId, KeptFrom, Label, Mandate, MandateId, NonDelivery,
    OfficeCard, OfficeNumber, Problem, Receipt, ServiceType, Signed, Statement, Withdrawal,
};

/// What is read is written so that it is read again as the same.
pub fn api_json(data: &[u8]) {
    macro_rules! each {
        ($same:ident: $($kind:ty),* $(,)?) => { $($same::<$kind>(data);)* };
    }
    // What a caller sends.
    each!(same_again: Label, Signed<Statement>, Signed<Withdrawal>, Signed<OfficeCard>, Signed<Mandate>, Signed<Application>);
    // What is signed in it.
    each!(same_again: Statement, Withdrawal, OfficeCard, SealingKeyStatement, Mandate, Application, Receipt, Checkpoint, NonDelivery, KeptFrom);
    // What the hub answers.
    each!(same_again: Directory, OfficeRecord, Mailbox, MailboxItem, Mandates, LetterMandates, Announcements, Licence, StateChange, Cursor, Journal, Entries, InclusionProof, ConsistencyProof, Standing, Received, Problem);
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    // What stands in paths and questions, written as it was read.
    each_as_written::<OfficeNumber>(text);
    each_as_written::<ServiceType>(text);
    each_as_written::<Address>(text);
    written_again::<EnvelopeId>(text);
    written_again::<MandateId>(text);
    written_again::<ApplicationId>(text);
    // What reaches an operator's screen and mail has no line ends and no other signs to mislead.
    if is_email(text) || is_telephone(text) {
        assert!(text.bytes().all(|octet| (b' '..=b'~').contains(&octet)));
    }
}

fn same_again<T: DeserializeOwned + Serialize + PartialEq + Debug>(data: &[u8]) {
    let Ok(read) = serde_json::from_slice::<T>(data) else {
        return;
    };
    let written = serde_json::to_vec(&read).expect("plain data");
    let again = serde_json::from_slice::<T>(&written).expect("what we write, we read");
    assert_eq!(again, read);
}

fn each_as_written<T: FromStr + Display>(text: &str) {
    if let Ok(read) = text.parse::<T>() {
        assert_eq!(read.to_string(), text);
        assert!(text.is_ascii());
    }
}

/// UUIDs are read in several forms, and written in one.
fn written_again<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(read) = text.parse::<T>() {
        let written = read.to_string();
        assert_eq!(written.len(), 36);
        assert_eq!(written.parse().ok(), Some(read));
    }
}
