//! What must not be printed is not.

use wire::Person;
use wire::server_api::SignIn;

#[test]
fn t35_a_person_prints_as_stars() {
    let person = Person {
        insurer_number: "991018".to_owned(),
        insured_number: "0000123401".to_owned(),
        name: Some("髙橋 ハル".to_owned()),
        kana: None,
        month: None,
    };
    assert_eq!(format!("{person:?}"), "Person(***)");
}

#[test]
fn t35_a_password_prints_as_stars() {
    let who = SignIn {
        user: "midori".to_owned(),
        password: "secret".to_owned(),
    };
    assert_eq!(format!("{who:?}"), "SignIn(***)");
}
