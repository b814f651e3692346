//! The official forms as on paper: from the records of the standard to trees of boxes.
//!
//! [`forms`] knows the forms and nothing of a screen; [`paper`] knows boxes and nothing of a form.
//! What crosses to the page is a [`paper::Paper`], which is drawn without knowing which form it is.
//! The layout follows `careplan/standard/FORMS.md`.

pub mod forms;
pub mod paper;
