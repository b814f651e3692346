//! The hub, started for real on a free port, and called as a stranger would.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

mod support;

mod bodies;
mod deposits;
mod events;
mod mailboxes;
mod offices;
mod states;
// mod strangers;
// mod handshake;
// mod retries;
// mod stops;
// mod labels;
// mod contract;
