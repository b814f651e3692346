//! The pages: each owns a screen and its loading.

pub mod check;
pub mod compare;
pub mod doctor;
pub mod inbox;
pub mod letter;
pub mod login;
pub mod not_found;
pub mod participation;
pub mod send;
pub mod sent;
pub mod sent_letter;
