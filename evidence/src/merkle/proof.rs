//! Proofs: made from the nodes of a tree, verified with its root alone.

use super::{Nodes, empty_root, node_hash, shape};
use crate::Error;
use crate::error::fits;
use std::ops::Range;
use wire::Digest;
use wire::journal::{ConsistencyProof, InclusionProof};

/// The root of a tree. None when a node is missing.
pub fn root(size: u64, nodes: &Nodes) -> Option<Digest> {
    if size == 0 {
        return Some(empty_root());
    }
    fold(0..size, nodes)
}

/// The proof that a leaf stands in a tree. None when it does not, or when a node is missing.
pub fn inclusion(index: u64, size: u64, nodes: &Nodes) -> Option<InclusionProof> {
    let path = hashes(shape::inclusion(index, size)?, nodes)?;
    Some(InclusionProof { index, size, path })
}

/// The proof that a tree continues a smaller one. None when it cannot, or when a node is missing.
pub fn consistency(first: u64, second: u64, nodes: &Nodes) -> Option<ConsistencyProof> {
    let ranges = match first {
        0 => Vec::new(),
        _ => shape::consistency(first, second)?,
    };
    Some(ConsistencyProof {
        first,
        second,
        path: hashes(ranges, nodes)?,
    })
}

fn hashes(ranges: Vec<Range<u64>>, nodes: &Nodes) -> Option<Vec<Digest>> {
    ranges.into_iter().map(|range| fold(range, nodes)).collect()
}

/// The hash of a range of leaves, from the complete nodes in it.
fn fold(range: Range<u64>, nodes: &Nodes) -> Option<Digest> {
    let mut pieces = shape::cover(range).into_iter().rev();
    let mut hash = *nodes.get(&pieces.next()?)?;
    for left in pieces {
        hash = node_hash(nodes.get(&left)?, &hash);
    }
    Some(hash)
}

/// Check that a leaf stands in the tree of this size and root (section 2.1.3.2).
///
/// # Errors
/// [`Error::Mismatch`].
pub fn verify_inclusion(leaf: &Digest, root: &Digest, proof: &InclusionProof) -> Result<(), Error> {
    const WRONG: &str = "the proof does not lead from the journal entry to the checkpoint";
    fits(proof.index < proof.size, WRONG)?;
    let (mut place, mut last) = (proof.index, proof.size - 1);
    let mut hash = *leaf;
    for sibling in &proof.path {
        fits(last > 0, WRONG)?;
        if place % 2 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            climb(&mut place, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (place, last) = (place / 2, last / 2);
    }
    fits(last == 0 && hash == *root, WRONG)
}

/// Check that the tree of the second size and root continues that of the first (section 2.1.4.2).
///
/// # Errors
/// [`Error::Mismatch`].
pub fn verify_consistency(
    first: &Digest,
    second: &Digest,
    proof: &ConsistencyProof,
) -> Result<(), Error> {
    const WRONG: &str = "the later checkpoint does not continue the earlier one";
    fits(proof.first <= proof.second, WRONG)?;
    if proof.first == 0 {
        return fits(proof.path.is_empty() && *first == empty_root(), WRONG);
    }
    if proof.first == proof.second {
        return fits(proof.path.is_empty() && first == second, WRONG);
    }
    let (mut place, mut last) = (proof.first - 1, proof.second - 1);
    while place % 2 == 1 {
        (place, last) = (place / 2, last / 2);
    }
    // A first tree that is one complete node begins the path itself.
    let whole = proof.first.is_power_of_two().then_some(first);
    let mut path = whole.into_iter().chain(&proof.path);
    let Some(begin) = path.next() else {
        return Err(Error::Mismatch(WRONG));
    };
    let (mut earlier, mut later) = (*begin, *begin);
    for hash in path {
        fits(last > 0, WRONG)?;
        if place % 2 == 1 || place == last {
            earlier = node_hash(hash, &earlier);
            later = node_hash(hash, &later);
            climb(&mut place, &mut last);
        } else {
            later = node_hash(&later, hash);
        }
        (place, last) = (place / 2, last / 2);
    }
    fits(last == 0 && earlier == *first && later == *second, WRONG)
}

/// Up the right edge, to the node that is a right half again.
fn climb(place: &mut u64, last: &mut u64) {
    while *place != 0 && place.is_multiple_of(2) {
        (*place, *last) = (*place / 2, *last / 2);
    }
}
