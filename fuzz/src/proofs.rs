//! The target `merkle_proof`: proofs put together from a tree's own hashes, which is the best that a liar can do.

use std::array::from_fn;
use std::sync::LazyLock;

use evidence::merkle::{self, Nodes, verify_consistency, verify_inclusion};
use wire::Digest;
use wire::journal::{ConsistencyProof, InclusionProof};

/// The leaves of the tree; each smaller one is a part of it.
const LEAVES: u64 = 20;
/// From here on a number stands in the next eight octets.
const LARGE: u8 = 0xF0;

struct Tree {
    leaves: Vec<Digest>,
    nodes: Nodes,
    /// The roots of all sizes from 0.
    roots: Vec<Digest>,
    /// Every hash that stands in any true proof, every leaf and every root.
    hashes: Vec<Digest>,
}

static TREE: LazyLock<Tree> = LazyLock::new(|| {
    let leaves: Vec<_> = (0..LEAVES)
        .map(|number| merkle::leaf_hash(&number.to_be_bytes()))
        .collect();
    let (mut nodes, mut peaks) = (Nodes::new(), Vec::new());
    for (size, leaf) in (0..).zip(&leaves) {
        nodes.extend(merkle::append(&mut peaks, size, *leaf));
    }
    let roots: Vec<_> = (0..=LEAVES)
        .map(|size| merkle::root(size, &nodes).expect("all nodes are there"))
        .collect();
    let mut hashes = [&*leaves, &*roots].concat();
    for size in 0..=LEAVES {
        let inclusion = (0..size).filter_map(|index| merkle::inclusion(index, size, &nodes));
        hashes.extend(inclusion.flat_map(|proof| proof.path));
        let consistency = (0..=size).filter_map(|first| merkle::consistency(first, size, &nodes));
        hashes.extend(consistency.flat_map(|proof| proof.path));
    }
    hashes.sort_unstable();
    hashes.dedup();
    Tree {
        leaves,
        nodes,
        roots,
        hashes,
    }
});

/// Two numbers, two hashes and a path, each chosen by an octet: whatever is believed is true.
pub fn merkle_proof(data: &[u8]) {
    let mut octets = data.iter().copied();
    let numbers = (number(&mut octets), number(&mut octets));
    let (one, other) = (hash(octets.next()), hash(octets.next()));
    let path: Vec<_> = octets.map(Some).map(hash).collect();
    inclusion(numbers, &one, &other, path.clone());
    consistency(numbers, &one, &other, path);
}

fn number(octets: &mut impl Iterator<Item = u8>) -> u64 {
    match octets.next() {
        Some(LARGE..) => u64::from_be_bytes(from_fn(|_| octets.next().unwrap_or_default())),
        small => small.unwrap_or_default().into(),
    }
}

/// One of the tree's hashes, or one that it does not have.
fn hash(octet: Option<u8>) -> Digest {
    let octet = octet.unwrap_or_default();
    let own = TREE.hashes.get(usize::from(octet)).copied();
    own.unwrap_or_else(|| evidence::digest(&[octet]))
}

fn inclusion((index, size): (u64, u64), leaf: &Digest, root: &Digest, path: Vec<Digest>) {
    let tree = &*TREE;
    let proof = InclusionProof { index, size, path };
    let believed = verify_inclusion(leaf, root, &proof).is_ok();
    let known = usize::try_from(size)
        .ok()
        .and_then(|size| tree.roots.get(size));
    // A checkpoint says the size of its root, and whoever is shown a proof compares the two.
    if believed && known == Some(root) {
        assert_eq!(merkle::inclusion(index, size, &tree.nodes), Some(proof));
        let place = usize::try_from(index).expect("a small number");
        assert_eq!(tree.leaves.get(place), Some(leaf));
    }
    if let Some((proof, root)) = merkle::inclusion(index, size, &tree.nodes).zip(known) {
        let leaf = &tree.leaves[usize::try_from(index).expect("a small number")];
        verify_inclusion(leaf, root, &proof).expect("a true proof");
    }
}

fn consistency((first, second): (u64, u64), one: &Digest, other: &Digest, path: Vec<Digest>) {
    let tree = &*TREE;
    let proof = ConsistencyProof {
        first,
        second,
        path,
    };
    let believed = verify_consistency(one, other, &proof).is_ok();
    let root = |size| tree.roots.get(usize::try_from(size).ok()?);
    if believed && root(second) == Some(other) {
        assert_eq!(root(first), Some(one), "the earlier tree was another");
        assert_eq!(
            merkle::consistency(first, second, &tree.nodes),
            Some(proof),
            "there is one proof"
        );
    }
    let Some((one, other)) = root(first).zip(root(second)) else {
        return;
    };
    if let Some(proof) = merkle::consistency(first, second, &tree.nodes) {
        verify_consistency(one, other, &proof).expect("a true proof");
    }
}
