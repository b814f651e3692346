//! The hub as its operator runs it: the real command, in a process of its own.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and says what it has counted"
)]

mod acknowledged;
#[cfg(target_os = "linux")]
mod preload;
mod proxy;
mod soak;
mod support;

mod applications;
mod canaries;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod growth;
mod kills;
#[cfg(target_os = "linux")]
mod memory;
mod network;
#[cfg(unix)]
mod operation;
mod operator;
mod overload;
#[cfg(target_os = "linux")]
mod power;
#[cfg(target_os = "linux")]
mod steady;
#[cfg(target_os = "linux")]
mod storm;
