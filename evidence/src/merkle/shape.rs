//! Which nodes a tree of a size consists of, without any hash.
//!
//! Only complete nodes are kept: those whose 2^level leaves are all there. They never change again.
//! The ragged right edge is folded anew from at most 64 of them whenever it is needed.

use std::ops::Range;

/// A complete node: the root of the leaves `number * 2^level` up to the next number's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    /// Height above the leaves; a leaf is 0.
    pub level: u8,
    /// Place among the nodes of its level, from 0.
    pub number: u64,
}

impl Node {
    /// The node of which this is the left or the right half.
    #[must_use]
    pub const fn parent(self) -> Self {
        Self {
            level: self.level + 1,
            number: self.number / 2,
        }
    }
}

/// The complete nodes that cover a range of leaves, the largest possible, from left to right.
pub fn cover(range: Range<u64>) -> Vec<Node> {
    let Range { mut start, end } = range;
    let mut nodes = Vec::new();
    while start < end {
        let aligned = if start == 0 {
            63
        } else {
            start.trailing_zeros()
        };
        let level = aligned.min((end - start).ilog2());
        nodes.push(Node {
            level: u8::try_from(level).expect("a u64 has 64 bits"),
            number: start >> level,
        });
        start += 1 << level;
    }
    nodes
}

/// The complete nodes of a whole tree.
pub fn peaks(size: u64) -> Vec<Node> {
    cover(0..size)
}

/// The ranges of leaves whose hashes prove that a leaf stands in a tree (section 2.1.3.1), from the leaf upwards.
/// None when the leaf is not in the tree.
pub fn inclusion(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    let mut path = Vec::new();
    let mut tree = 0..size;
    if !tree.contains(&index) {
        return None;
    }
    while let Some(middle) = split(&tree) {
        if index < middle {
            path.push(middle..tree.end);
            tree.end = middle;
        } else {
            path.push(tree.start..middle);
            tree.start = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// The ranges of leaves whose hashes prove that a tree continues a smaller one (section 2.1.4.1).
/// None when the first is not the smaller one, or empty: then there is nothing to prove.
pub fn consistency(first: u64, second: u64) -> Option<Vec<Range<u64>>> {
    if first == 0 || first > second {
        return None;
    }
    let mut path = Vec::new();
    let mut tree = 0..second;
    while first < tree.end {
        let middle = split(&tree).expect("a range that is larger than a part of it has two leaves");
        if first <= middle {
            path.push(middle..tree.end);
            tree.end = middle;
        } else {
            path.push(tree.start..middle);
            tree.start = middle;
        }
    }
    // What is left is the end of the first tree; whoever verifies knows it already if it is the whole of it.
    if tree.start > 0 {
        path.push(tree);
    }
    path.reverse();
    Some(path)
}

/// Where a tree is divided: after the largest power of two of leaves that is less than all. None for a single leaf.
fn split(tree: &Range<u64>) -> Option<u64> {
    let last = (tree.end - tree.start).checked_sub(1)?;
    Some(tree.start + (1 << last.checked_ilog2()?))
}
