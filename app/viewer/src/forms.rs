//! The forms of the standard: which papers files hold, and how each is laid out (`careplan/standard/FORMS.md`).

mod binder;
mod fill;
mod head;
mod slip;

// The forms.
mod basic;
mod form1;
mod form2;
mod form3;
mod form6;
mod form7;
mod preventive;
mod supplement;
mod withdrawal;

use careplan::Reading;

pub use binder::Binder;

use crate::paper::{Form, Paper};
use binder::Stack;
use head::head;

/// All papers of the files. Who shows one at a time keeps a [`Binder`] instead.
#[must_use]
pub fn papers(readings: &[Reading]) -> Vec<Paper> {
    let binder = Binder::of(readings);
    (0..binder.heads().len())
        .filter_map(|place| binder.paper(readings, place))
        .collect()
}

/// Lays one paper out.
fn lay_out(stack: &Stack<'_>) -> Paper {
    let stack = *stack;
    let mut paper = match stack.form() {
        Form::Form1 => form1::paper(stack),
        Form::Form2 => form2::paper(stack),
        Form::Form3 => form3::paper(stack),
        Form::Form6 => form6::paper(stack),
        Form::Form7 => form7::paper(stack),
        Form::Supplement => supplement::paper(stack),
        Form::Basic => basic::paper(stack),
        Form::Preventive => preventive::paper(stack),
        Form::Withdrawal => withdrawal::paper(stack),
    };
    head::complete(&mut paper, stack);
    paper
}
