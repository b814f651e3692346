//! A real hub and a real server on free ports, called as a browser would.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

mod agents;
mod altered_evidence;
mod answers;
mod app;
mod applications;
mod certificates;
mod contract;
mod evidence_file;
mod forgotten;
mod https;
mod hub_away;
mod journal;
mod letters;
mod life;
mod limits;
mod logs;
mod lying_hub;
mod mandates;
mod news;
mod recipients;
mod rest;
mod roles;
mod round;
mod sending;
mod sessions;
mod support;
mod withdrawal;
