use super::*;

fn limits(change: impl FnOnce(&mut config::Limits)) -> Limits {
    let mut config = config::Config::new("folder");
    change(&mut config.limits);
    Limits::new(&config)
}

fn caller(name: &str) -> Digest {
    evidence::digest(name.as_bytes())
}

#[test]
fn an_office_that_asks_too_often_is_told_when_to_come_again() {
    let limits = limits(|limits| limits.requests_per_second = 2);
    let begun: Vec<_> = (0..30).map(|_| limits.begin(caller("a"))).collect();
    let taken = begun.iter().filter(|turn| turn.is_ok()).count();
    assert!((20..=21).contains(&taken), "ten seconds' worth: {taken}");
    let refused = begun.into_iter().find_map(Result::err).expect("refused");
    assert!(
        matches!(
            refused,
            Error::Later {
                code: Code::RateLimited,
                seconds: 1..,
                ..
            }
        ),
        "{refused:?}"
    );
    assert!(
        limits.begin(caller("b")).is_ok(),
        "another office is not concerned"
    );
}

#[test]
fn a_place_is_free_again_when_its_request_is_over() {
    let limits = limits(|limits| limits.requests_at_once_per_office = 2);
    let first = limits.begin(caller("a")).expect("a place");
    let _second = limits.begin(caller("a")).expect("a place");
    let third = limits.begin(caller("a")).map(drop);
    assert_eq!(third.expect_err("no place").code(), Code::Unavailable);
    drop(first);
    assert!(limits.begin(caller("a")).is_ok());
}

#[test]
fn who_serves_two_offices_may_ask_for_twice_as_much() {
    let limits = limits(|limits| limits.requests_at_once_per_office = 1);
    let turn = limits.begin(caller("a")).expect("a place");
    turn.serves(2);
    let _second = limits.begin(caller("a")).expect("the other office's place");
    assert!(limits.begin(caller("a")).is_err());
}

#[test]
fn the_memory_for_bodies_is_shared_and_given_back() {
    let mebibyte = 1024 * 1024;
    let limits = limits(|limits| limits.memory_for_bodies = 128 * mebibyte);
    let one = limits.begin(caller("a")).expect("a place");
    one.held()
        .take(60 * mebibyte)
        .expect("a deposit is always possible");
    let two = limits.begin(caller("a")).expect("a place");
    let error = two
        .held()
        .take(60 * mebibyte)
        .expect_err("one office does not take it all");
    assert_eq!(error.code(), Code::Unavailable);
    drop(two);
    let other = limits.begin(caller("b")).expect("a place");
    other
        .held()
        .take(60 * mebibyte)
        .expect("another office's share");
    assert_eq!(limits.held(), 120 * mebibyte);
    drop((one, other));
    assert_eq!(limits.held(), 0);
}

#[test]
fn the_octets_of_a_day_run_out_and_come_again() {
    let limits = limits(|limits| limits.octets_per_day = 1_048_576);
    for _ in 0..16 {
        let turn = limits.begin(caller("a")).expect("a place");
        turn.held().take(65_536).expect("within the day's");
    }
    let turn = limits.begin(caller("a")).expect("a place");
    turn.held().take(65_536).expect("the last");
    let error = turn.held().take(65_536).expect_err("used up");
    assert!(
        matches!(error, Error::Later { code: Code::RateLimited, seconds, .. } if seconds > 60),
        "{error:?}"
    );
}

#[test]
fn an_address_has_so_many_handshakes_at_once() {
    let limits = limits(|limits| limits.handshakes_per_address = 2);
    let address = |text: &str| text.parse().expect("an address");
    let first = limits.connect(address("2001:db8::1")).expect("a place");
    let _second = limits.connect(address("2001:db8::2")).expect("a place");
    assert!(
        limits.connect(address("2001:db8::3")).is_none(),
        "the same network"
    );
    assert!(limits.connect(address("192.0.2.1")).is_some());
    let (place, crowded) = first.done(&limits, caller("a"));
    assert!(crowded.is_none());
    assert!(limits.connect(address("2001:db8::3")).is_some());
    drop(place);
}

#[test]
fn a_connection_over_the_offices_number_is_crowded() {
    let limits = limits(|limits| limits.connections_per_office = 1);
    let connect = || {
        limits
            .connect("192.0.2.1".parse().expect("an address"))
            .expect("a place")
    };
    let (first, crowded) = connect().done(&limits, caller("a"));
    assert!(crowded.is_none());
    assert!(connect().done(&limits, caller("a")).1.is_some());
    assert!(connect().done(&limits, caller("b")).1.is_none());
    drop(first);
    assert!(connect().done(&limits, caller("a")).1.is_none());
    assert_eq!(limits.connections(), 0);
}
