//! The hub as its operator runs it: the real command, in a process of its own.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

mod canaries;
mod kills;
mod operator;
