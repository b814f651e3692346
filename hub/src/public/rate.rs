//! How often one address may ask.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Requests of one address within a minute.
const EACH: u32 = 30;
/// Requests of all addresses within a minute.
const ALL: u32 = 3_000;
const MINUTE: Duration = Duration::from_secs(60);
/// Addresses that are told apart; when there are more, everybody waits for the minute to end.
const ADDRESSES: usize = 20_000;

/// What was asked for within this minute.
#[derive(Debug, Default)]
pub struct Rate(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    began: Option<Instant>,
    all: u32,
    each: HashMap<IpAddr, u32>,
}

impl Rate {
    /// Whether one more request of an address is heard.
    pub fn admit(&self, address: IpAddr, now: Instant) -> bool {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = minute
            .began
            .is_none_or(|began| now.saturating_duration_since(began) >= MINUTE);
        if is_over {
            *minute = Minute {
                began: Some(now),
                ..Minute::default()
            };
        }
        let address = network(address);
        if minute.each.len() >= ADDRESSES && !minute.each.contains_key(&address) {
            return false;
        }
        let each = minute.each.entry(address).or_default();
        if *each >= EACH {
            return false;
        }
        *each += 1;
        minute.all += 1;
        minute.all <= ALL
    }
}

/// Whoever has one address of IPv6 has the whole /64 (RFC 6177).
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => IpAddr::V4(address),
            None => IpAddr::V6((address.to_bits() & (u128::MAX << 64)).into()),
        },
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_address_does_not_use_up_the_others() {
        let (rate, now) = (Rate::default(), Instant::now());
        let heard = (0..100)
            .filter(|_| rate.admit(address("192.0.2.1"), now))
            .count();
        assert_eq!(heard, 30);
        assert!(rate.admit(address("192.0.2.2"), now));
        assert!(rate.admit(address("192.0.2.1"), now + MINUTE));
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let (rate, now) = (Rate::default(), Instant::now());
        let heard = (0..100)
            .filter(|place| rate.admit(address(&format!("2001:db8::{place:x}")), now))
            .count();
        assert_eq!(heard, 30);
        assert!(rate.admit(address("2001:db8:0:1::1"), now));
        assert!((0..30).all(|_| rate.admit(address("::ffff:192.0.2.9"), now)));
        assert!(!rate.admit(address("192.0.2.9"), now));
    }
}
