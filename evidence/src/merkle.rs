//! The journal's tree (RFC 9162 section 2.1): its hashes, its shape, and what proves something about it.
//!
//! Nothing here keeps a tree. [`shape`] says which nodes a root or a proof is made of, and whoever keeps the nodes gives
//! their hashes ([`Nodes`]): the hub from its store, a test from memory. [`proof`] makes and verifies the proofs.

pub mod proof;
pub mod shape;

pub use proof::{consistency, inclusion, root, verify_consistency, verify_inclusion};
pub use shape::Node;

use crate::digest_parts;
use std::collections::HashMap;
use wire::Digest;

/// Hashes of nodes, by place.
pub type Nodes = HashMap<Node, Digest>;

/// The hash of a leaf: SHA-256 of the octet 0x00 and the entry.
pub fn leaf_hash(entry: &[u8]) -> Digest {
    digest_parts(&[&[0x00], entry])
}

/// The hash of a node: SHA-256 of the octet 0x01 and the hashes of its two children.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    digest_parts(&[&[0x01], left.as_ref(), right.as_ref()])
}

/// The root of an empty tree: SHA-256 of nothing.
pub fn empty_root() -> Digest {
    digest_parts(&[])
}

/// Append a leaf: gives every node that is complete now, the leaf itself first. One and, over many leaves, two on average.
///
/// `peaks` are the hashes of [`shape::peaks`] of the tree before, from left to right; they become those of the tree after.
pub fn append(peaks: &mut Vec<Digest>, size: u64, leaf: Digest) -> Vec<(Node, Digest)> {
    let mut node = Node {
        level: 0,
        number: size,
    };
    let mut hash = leaf;
    let mut complete = vec![(node, hash)];
    while node.number % 2 == 1
        && let Some(left) = peaks.pop()
    {
        hash = node_hash(&left, &hash);
        node = node.parent();
        complete.push((node, hash));
    }
    peaks.push(hash);
    complete
}

/// The root of a tree, from its peaks from left to right.
pub fn fold(peaks: &[Digest]) -> Digest {
    match peaks.split_last() {
        None => empty_root(),
        Some((last, lefts)) => lefts
            .iter()
            .rfold(*last, |hash, left| node_hash(left, &hash)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors that Certificate Transparency implementations share.
    #[test]
    fn the_hashes_are_those_of_rfc_9162() {
        assert_eq!(
            leaf_hash(b"").to_string(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            empty_root().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            node_hash(&leaf_hash(b""), &leaf_hash(b"\0")).to_string(),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
    }
}
