//! A map in the order of its keys, for what a browser loads.
//!
//! The standard library's B-tree is compiled anew for every type, several kilobytes each time. Here the tree holds numbers
//! and asks for comparisons, so that it is compiled once, and keys and values stand in a vector beside it.

use std::cmp::Ordering;

use crate::places::hash;

/// A tree of the numbers from 0, in an order that whoever asks can tell: a treap, which stays as flat as random insertion makes it.
#[derive(Debug, Clone, Default)]
struct Tree {
    /// For each number those before and those behind it: a number and one more; 0 for none.
    sides: Vec<[u32; 2]>,
    /// A number and one more; 0 where there is none.
    root: u32,
}

impl Tree {
    /// The number for which `order` says equal, which says how a number stands to what is looked for.
    fn find(&self, order: &mut dyn FnMut(usize) -> Ordering) -> Option<usize> {
        let mut node = self.root;
        while let Some(number) = number(node) {
            match order(number) {
                Ordering::Equal => return Some(number),
                Ordering::Greater => node = self.sides[number][0],
                Ordering::Less => node = self.sides[number][1],
            }
        }
        None
    }

    /// The same; where there is none the next number is put in its place and given.
    fn place(&mut self, order: &mut dyn FnMut(usize) -> Ordering) -> usize {
        // The way down: numbers, and on which side of each it goes on.
        let mut way: Vec<(usize, usize)> = Vec::new();
        let mut node = self.root;
        while let Some(number) = number(node) {
            let side = match order(number) {
                Ordering::Equal => return number,
                Ordering::Greater => 0,
                Ordering::Less => 1,
            };
            way.push((number, side));
            node = self.sides[number][side];
        }
        let new = self.sides.len();
        let node = u32::try_from(new + 1).expect("fewer keys than bytes in a file");
        self.sides.push([0, 0]);
        // Up again, past all of lower rank, each of which goes under the new one.
        while let Some((above, side)) = way.pop_if(|(above, _)| rank(*above) < rank(new)) {
            self.sides[above][side] = self.sides[new][1 - side];
            self.sides[new][1 - side] = u32::try_from(above + 1).expect("a number of the tree");
        }
        match way.last() {
            Some(&(above, side)) => self.sides[above][side] = node,
            None => self.root = node,
        }
        new
    }

    /// All numbers in order.
    fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.sides.len());
        let mut way = Vec::new();
        let mut node = self.root;
        loop {
            while let Some(number) = number(node) {
                way.push(number);
                node = self.sides[number][0];
            }
            let Some(number) = way.pop() else {
                return order;
            };
            order.push(number);
            node = self.sides[number][1];
        }
    }
}

fn number(node: u32) -> Option<usize> {
    usize::try_from(node).ok()?.checked_sub(1)
}

/// As if drawn by lot, and the same every time.
fn rank(number: usize) -> u32 {
    hash(&number.to_le_bytes())
}

/// Keys in order, with a value each.
#[derive(Debug, Clone)]
pub struct Sorted<K, V> {
    tree: Tree,
    entries: Vec<(K, V)>,
}

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self {
            tree: Tree::default(),
            entries: Vec::new(),
        }
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let place = self
            .tree
            .find(&mut |place| self.entries[place].0.cmp(key))?;
        Some(&self.entries[place].1)
    }

    /// Whether a key is there.
    pub fn has(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// The value of a key, which is put there where it is not.
    pub fn entry(&mut self, key: K, value: impl FnOnce() -> V) -> &mut V {
        let entries = &self.entries;
        let place = self.tree.place(&mut |place| entries[place].0.cmp(&key));
        if place == self.entries.len() {
            self.entries.push((key, value()));
        }
        &mut self.entries[place].1
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let order = self.tree.order().into_iter();
        order.map(|place| (&self.entries[place].0, &self.entries[place].1))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// Keys and values for keeps, in the order of the keys.
    pub fn into_entries(self) -> Vec<(K, V)> {
        let order = self.tree.order();
        let mut entries: Vec<_> = self.entries.into_iter().map(Some).collect();
        let entry = |place: usize| entries[place].take();
        order.into_iter().filter_map(entry).collect()
    }
}

impl<K: Ord> Sorted<K, ()> {
    /// Puts a key there, and says whether it was not.
    pub fn insert(&mut self, key: K) -> bool {
        let before = self.len();
        self.entry(key, || ());
        self.len() > before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn it_is_as_the_tree_of_the_standard_library() {
        let mut seed = 1_u64;
        for count in [0_u64, 1, 2, 3, 10, 100, 3000] {
            let (mut sorted, mut known) = (Sorted::default(), BTreeMap::new());
            for round in 0..count {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let key = seed % (count / 2 + 1);
                *sorted.entry(key, || 0) += round;
                *known.entry(key).or_insert(0) += round;
            }
            assert_eq!(
                (sorted.len(), sorted.is_empty()),
                (known.len(), known.is_empty())
            );
            assert!(sorted.iter().eq(known.iter()) && sorted.keys().eq(known.keys()));
            for key in 0..count {
                assert_eq!(sorted.get(&key), known.get(&key));
            }
            assert!(sorted.into_entries().into_iter().eq(known));
        }
    }

    #[test]
    fn keys_that_come_in_order_make_no_deep_tree() {
        let mut sorted = Sorted::default();
        for key in 0..100_000_u32 {
            assert!(sorted.insert(key));
        }
        let mut steps = 0;
        sorted.tree.find(&mut |place| {
            steps += 1;
            sorted.entries[place].0.cmp(&99_999)
        });
        assert!(steps < 100, "{steps} steps");
        assert!(!sorted.insert(5) && sorted.has(&5));
    }
}
