//! Reads and checks care plan files off the main thread.
//!
//! [`protocol`] is what the page and the worker say to each other, [`desk`] is what the worker knows and answers.
//! The files stay here: only the facts, the findings and the rows that are on the screen cross to the page.

pub use careplan::is_hidden;

pub mod desk;
pub mod protocol;
pub mod rehearsal;
