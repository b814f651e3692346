//! The hub, started for real on a free port, and called as a stranger would.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

#[path = "../../../tests/hub/soak.rs"]
#[allow(dead_code, reason = "not every test target rolls dice")]
mod soak;
mod support;

#[path = "../../../evidence/tests/common/certificates.rs"]
mod certificates;

mod announcements;
mod answers;
mod applications;
mod bad_certificates;
mod bit_rot;
mod bodies;
mod clocks;
mod contract;
mod deposits;
mod events;
mod full_disk;
mod handshake;
mod health;
mod injections;
mod journal;
mod keeping;
mod labels;
mod licences;
mod limits;
mod machines;
mod mailboxes;
mod mandates;
mod matrix;
mod objects;
mod offices;
mod partition;
mod queue;
mod reload;
mod retries;
mod revocation;
mod schema;
mod slow;
mod smuggling;
mod standby;
mod states;
mod stops;
mod strangers;
mod tls_port;
mod together;
mod withdrawals;
