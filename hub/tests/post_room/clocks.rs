//! Clocks that are wrong: at the caller's and at the hub's (T47). Order comes from numbers, never from clocks.

use crate::support::*;
use reqwest::{Method, Response, StatusCode};
use std::time::{Duration, SystemTime};
use wire::{Code, Time};

const DAY: i64 = 24 * 60 * 60;

/// Ask with a clock that is so many seconds ahead of the time, or behind it.
async fn ask(caller: &Caller, ahead: i64) -> Response {
    let apart = Duration::from_secs(ahead.unsigned_abs());
    let now = SystemTime::now();
    let said = if ahead < 0 { now - apart } else { now + apart };
    let request = caller.request(Method::GET, "/v1/inbox");
    let request = request.header("date", httpdate::fmt_http_date(said));
    request.send().await.unwrap()
}

#[tokio::test]
async fn t47_a_callers_clock_that_is_off_is_told_and_too_far_off_is_refused() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    for ahead in [0, 30, -30, 90, -90, 280, -280] {
        let answer = ask(&manager, ahead).await;
        assert_eq!(answer.status(), StatusCode::OK, "{ahead}");
        let skew = answer.headers()["careplan-clock-skew"].to_str().unwrap();
        let skew: i64 = skew.parse().unwrap();
        assert!((skew - ahead).abs() <= 10, "{ahead}: {skew}");
    }
    for ahead in [320, -320, DAY, -DAY, 365 * DAY, -365 * DAY] {
        let problem = assert_problem(ask(&manager, ahead).await, Code::ClockSkewed).await;
        assert!(problem.detail.unwrap().contains("seconds off"));
    }
    // Who does not say its time is not asked for it.
    let answer = manager.get("/v1/inbox").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!answer.headers().contains_key("careplan-clock-skew"));
}

#[tokio::test]
async fn t47_whatever_the_hubs_clock_does_numbers_and_order_stay() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let number = &manager.address.number;
    let issued = hub.ca().issue_office(number, 800).unwrap();
    let mut operator = hub.operator().await;
    operator
        .register_certificate(number, &issued.der)
        .await
        .unwrap();
    let manager = hub.caller(manager.address.clone(), &issued);
    // A day on and back again, and over the end of a year and back.
    let steps = [DAY, -DAY, 3600, -3600, 370 * DAY, -370 * DAY];
    let mut receipts = Vec::new();
    for step in steps {
        hub.advance(step);
        let mut label = manager.label(&visits.address, 4);
        // The label of a caller whose clock is right, a day behind the hub or before it.
        label.time = now();
        let answer = manager.deposit(&label, b"plan").await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{step}");
        let receipt: wire::Signed<wire::Receipt> = answer.json().await.unwrap();
        receipts.push(receipt.read().unwrap());
    }
    let numbers: Vec<_> = receipts.iter().map(|receipt| receipt.sequence).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    assert!(receipts[1].time < receipts[0].time, "the clock did go back");
    let inbox = visits.inbox("").await;
    let listed: Vec<_> = inbox.letters.iter().map(|letter| letter.sequence).collect();
    assert_eq!(listed, numbers);
    let changed = visits.inbox("?changed_after=3").await.letters.len();
    assert_eq!(changed, 3, "cursors are no times");
}

#[tokio::test]
async fn t47_a_label_of_more_than_a_day_ahead_is_refused() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    for (ahead, code) in [(DAY - 60, None), (DAY + 60, Some(Code::LabelInvalid))] {
        let mut label = manager.label(&visits.address, 4);
        label.time = Time(now().0 + ahead * 1000);
        let answer = manager.deposit(&label, b"plan").await;
        match code {
            None => assert_eq!(answer.status(), StatusCode::CREATED),
            Some(code) => drop(assert_problem(answer, code).await),
        }
    }
}

/// RFC 9110 section 5.6.7 lets a second be 60; most readers of dates do not.
#[tokio::test]
async fn t47_a_date_in_a_leap_second_is_served() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    for date in [
        "Sat, 31 Dec 2016 23:59:60 GMT",
        "Thu, 31 Dec 2026 23:59:60 GMT",
    ] {
        let request = manager
            .request(Method::GET, "/v1/inbox")
            .header("date", date);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{date}");
    }
}
