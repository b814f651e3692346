//! The core of the reading worker for the benchmarks: in the browser two functions, natively a table of times.
//!
//! It is compiled by the profile `worker`, as what is shipped; only the post to the page is left out.
#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(clippy::print_stdout, reason = "a command whose output is its result")
)]

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    native::main();
}
