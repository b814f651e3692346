//! What pages are made of: each draws what it is given and knows no path of the server.

pub mod drop_zone;
pub mod file_name;
pub mod file_table;
pub mod finding_list;
pub mod forms;
pub mod letter_facts;
pub mod letter_files;
pub mod letter_list;
pub mod mended;
pub mod paper;
pub mod problem;
pub mod readings;
pub mod shell;
pub mod show;
pub mod status;
pub mod undo_bar;
