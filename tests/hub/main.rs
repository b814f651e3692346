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

#[path = "../../hub/tests/post_room/support/objects.rs"]
mod storage;
#[path = "../../hub/tests/post_room/support/proxy.rs"]
#[allow(dead_code, reason = "the hub's own tests do more to it")]
mod wire_to_storage;

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
mod objects;
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
