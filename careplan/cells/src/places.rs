//! Keys and order: one table and one sort for all rules.
//!
//! The standard library's maps and sorts are compiled anew for every type, and a browser loads each copy.
//! Here keys are bytes, values stand in vectors beside, and what is put in order is numbers.
//! [`Groups`](crate::groups::Groups) tells records apart without making keys.

/// Numbers distinct keys from 0, in the order in which they first come.
#[derive(Default)]
pub struct Places {
    table: Table,
    bytes: Vec<u8>,
    /// Where each key ends in `bytes`.
    ends: Vec<usize>,
}

impl Places {
    /// The number of a key; it is new if it was [`Self::len`] before.
    pub fn of(&mut self, key: &[u8]) -> usize {
        let (bytes, ends) = (&self.bytes, &self.ends);
        let place = self
            .table
            .place(hash(key), &mut |place| at(bytes, ends, place) == key);
        if place == self.ends.len() {
            self.bytes.extend_from_slice(key);
            self.ends.push(self.bytes.len());
        }
        place
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether a key was not there before; it is now.
    pub fn is_new(&mut self, key: &[u8]) -> bool {
        let before = self.len();
        self.of(key) == before
    }

    /// The number of a key that is there.
    #[must_use]
    pub fn find(&self, key: &[u8]) -> Option<usize> {
        self.table.find(hash(key), &mut |place| {
            at(&self.bytes, &self.ends, place) == key
        })
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A key by its number.
    #[must_use]
    pub fn key(&self, place: usize) -> &[u8] {
        at(&self.bytes, &self.ends, place)
    }
}

fn at<'a>(bytes: &'a [u8], ends: &[usize], place: usize) -> &'a [u8] {
    let start = place.checked_sub(1).map_or(0, |before| ends[before]);
    &bytes[start..ends[place]]
}

/// A hash table of numbers that keeps no keys: whoever asks can tell whether two are the same.
///
/// Twelve bytes a key at most, so that a million rows can be told apart.
#[derive(Default)]
pub struct Table {
    /// A number and one more; 0 where there is none. A power of two, at most three quarters full.
    slots: Vec<u32>,
    hashes: Vec<u32>,
}

impl Table {
    /// The number of what has this hash and is the same as what a number stands for; the next number if nothing is.
    pub fn place(&mut self, hash: u32, same: &mut dyn FnMut(usize) -> bool) -> usize {
        if self.hashes.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let slot = self.slot(hash, same);
        match self.slots[slot] {
            0 => {
                self.hashes.push(hash);
                let count = self.hashes.len();
                self.slots[slot] = u32::try_from(count).expect("fewer keys than bytes in a file");
                count - 1
            }
            known => index(known) - 1,
        }
    }

    fn find(&self, hash: u32, same: &mut dyn FnMut(usize) -> bool) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        index(self.slots[self.slot(hash, same)]).checked_sub(1)
    }

    /// The slot of this hash, or the empty one where it belongs.
    fn slot(&self, hash: u32, same: &mut dyn FnMut(usize) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = index(hash) & mask;
        loop {
            let Some(place) = index(self.slots[slot]).checked_sub(1) else {
                return slot;
            };
            if self.hashes[place] == hash && same(place) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(16)];
        let mask = self.slots.len() - 1;
        for (number, hash) in (1..).zip(&self.hashes) {
            let mut slot = index(*hash) & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = number;
        }
    }
}

/// A hash of bytes: quick, the same everywhere, and no secret.
#[must_use]
pub fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::default();
    hasher.mix(bytes);
    hasher.finish()
}

/// A hash in the making.
pub(crate) struct Hasher(u64);

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Default for Hasher {
    fn default() -> Self {
        Self(FACTOR)
    }
}

impl Hasher {
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(29) ^ word).wrapping_mul(FACTOR);
    }

    /// Mixes in some bytes and their number.
    #[inline]
    pub(crate) fn mix(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        // The rest as one word, with the length in the byte that it leaves free.
        let mut last = bytes.len() as u64;
        for byte in rest {
            last = last << 8 | u64::from(*byte);
        }
        self.word(last);
    }

    #[inline]
    pub(crate) fn finish(self) -> u32 {
        // The upper half is the one that every bit has been mixed into.
        u32::try_from((self.0 ^ (self.0 >> 29)) >> 32).expect("32 bits are left")
    }
}

/// The numbers from 0, stably in the order that `before` tells.
#[must_use]
pub fn ordered(count: usize, before: &mut dyn FnMut(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut other = order.clone();
    let mut width = 1;
    while width < count {
        for start in (0..count).step_by(2 * width) {
            let middle = (start + width).min(count);
            let end = (start + 2 * width).min(count);
            let (mut left, mut right) = (start, middle);
            for place in &mut other[start..end] {
                // What stands on the right comes first only if it must.
                let take_right =
                    left == middle || (right < end && before(order[right], order[left]));
                let taken = if take_right { &mut right } else { &mut left };
                *place = order[*taken];
                *taken += 1;
            }
        }
        std::mem::swap(&mut order, &mut other);
        width *= 2;
    }
    order
}

/// Puts things stably in the order of their keys.
pub fn sort_by_key<T, K: Ord>(things: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let order = ordered(things.len(), &mut |one, other| {
        key(&things[one]) < key(&things[other])
    });
    let mut old: Vec<Option<T>> = std::mem::take(things).into_iter().map(Some).collect();
    things.extend(order.into_iter().filter_map(|place| old[place].take()));
}

fn index(number: u32) -> usize {
    usize::try_from(number).expect("at least 32 bits everywhere that this runs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_have_one_number() {
        let mut places = Places::default();
        for round in 0..2 {
            for number in 0..1000_usize {
                let key = format!("key {number}");
                assert_eq!(places.is_new(key.as_bytes()), round == 0);
                assert_eq!(places.find(key.as_bytes()), Some(number));
                assert_eq!(places.key(number), key.as_bytes());
            }
        }
        assert_eq!(places.len(), 1000);
        assert_eq!(places.find(b"key"), None);
        assert_eq!(Places::default().find(b""), None);
    }

    #[test]
    fn keys_of_one_hash_are_told_apart() {
        let mut table = Table::default();
        let keys = ["a", "b", "a", "c", "b"];
        let mut known: Vec<&str> = Vec::new();
        let mut found = Vec::new();
        for key in keys {
            let place = table.place(7, &mut |place| known[place] == key);
            if place == known.len() {
                known.push(key);
            }
            found.push(place);
        }
        assert_eq!(found, [0, 1, 0, 2, 1]);
    }

    #[test]
    fn things_of_equal_keys_stay_as_they_stood() {
        for count in [0, 1, 2, 3, 7, 8, 100, 1001] {
            let mut things: Vec<(usize, usize)> =
                (0..count).map(|place| (place * 7 % 5, place)).collect();
            let mut expected = things.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_key(&mut things, |(key, _)| *key);
            assert_eq!(things, expected);
        }
    }
}
