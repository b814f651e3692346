//! The official forms as on paper: from the records of the standard to trees of boxes.
//!
//! [`forms`] knows the forms and nothing of a screen; [`paper`] knows boxes and nothing of a form.
//! [`draw`] makes of a [`paper::Paper`] the strokes of a [`drawing::Drawing`], which the page follows without knowing which form it is.
//! [`protocol`] is what the page and the worker say to each other, [`desk`] is what the worker knows and answers.
//! The layout follows `careplan/standard/FORMS.md`.

pub mod changes;
pub mod compare;
pub mod desk;
pub mod doctor;
pub mod draw;
pub mod drawing;
mod fold;
pub mod forms;
pub mod paper;
mod pen;
pub mod protocol;
