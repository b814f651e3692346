//! The papers of the samples as text, held against stored ones.
//!
//! A snapshot that changed on purpose is written anew with `INSTA_UPDATE=always cargo test -p viewer`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{papers_of, samples, text};
use viewer::paper::Form;

/// Holds the papers of a form against the stored text.
#[track_caller]
fn check(name: &str, folders: &[&str], form: Form) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text(&papers_of(&samples(folders), form)));
    });
}

#[test]
fn form1() {
    check("form1", &["b_care_plan_tables123"], Form::Form1);
}

#[test]
fn form2() {
    check("form2", &["b_care_plan_tables123"], Form::Form2);
}

#[test]
fn form3() {
    check("form3", &["b_care_plan_tables123"], Form::Form3);
}

#[test]
fn form6_with_results() {
    let folders = ["a_monthly_plan_home_visit", "c_result_home_visit"];
    check("form6_with_results", &folders, Form::Form6);
}

#[test]
fn form6_of_equipment() {
    check(
        "form6_of_equipment",
        &["f_monthly_plan_equipment"],
        Form::Form6,
    );
}

#[test]
fn form6_pro_rata() {
    check(
        "form6_pro_rata",
        &["e2_preventive_monthly_plan"],
        Form::Form6,
    );
}

#[test]
fn form6_of_results_alone() {
    check(
        "form6_of_results_alone",
        &["c_result_home_visit"],
        Form::Form6,
    );
}

#[test]
fn form7() {
    let folders = ["a_monthly_plan_home_visit", "f_monthly_plan_equipment"];
    check("form7", &folders, Form::Form7);
}

#[test]
fn form7_of_edition_3() {
    check(
        "form7_of_edition_3",
        &["k_version3_monthly_plan"],
        Form::Form7,
    );
}

#[test]
fn supplement() {
    check(
        "supplement",
        &["a_monthly_plan_home_visit"],
        Form::Supplement,
    );
}

#[test]
fn basic() {
    check("basic", &["e_preventive_plan"], Form::Basic);
}

#[test]
fn preventive() {
    check("preventive", &["e_preventive_plan"], Form::Preventive);
}

#[test]
fn withdrawals() {
    let folders = [
        "a_monthly_plan_home_visit",
        "d_monthly_plan_delete",
        "g_result_delete",
        "h_care_plan_delete",
        "i_preventive_plan_delete",
        "j_preventive_basic_delete",
    ];
    check("withdrawals", &folders, Form::Withdrawal);
}
