//! The journal's tree against a naive one, and proofs that were altered.

use evidence::merkle::{self, Node, Nodes, shape};
use evidence::{Error, digest};
use proptest::prelude::*;
use wire::Digest;

/// The definition of RFC 9162 section 2.1.1, word for word.
fn naive_root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => merkle::empty_root(),
        [leaf] => *leaf,
        _ => {
            let k = leaves.len().next_power_of_two() / 2;
            merkle::node_hash(&naive_root(&leaves[..k]), &naive_root(&leaves[k..]))
        }
    }
}

fn leaves(size: usize) -> Vec<Digest> {
    (0..size)
        .map(|n| merkle::leaf_hash(&n.to_be_bytes()))
        .collect()
}

/// A tree grown leaf by leaf, with the number of nodes that each leaf completed.
fn grown(leaves: &[Digest]) -> (Nodes, Vec<Digest>) {
    let (mut nodes, mut peaks) = (Nodes::new(), Vec::new());
    for (size, leaf) in (0_u64..).zip(leaves) {
        nodes.extend(merkle::append(&mut peaks, size, *leaf));
    }
    (nodes, peaks)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).expect("a small number")
}

/// The leaves and the root that the implementations of Certificate Transparency share.
#[test]
fn the_root_of_eight_leaves_is_the_known_one() {
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let leaves = entries.map(merkle::leaf_hash);
    let (nodes, peaks) = grown(&leaves);
    assert_eq!(Some(merkle::fold(&peaks)), merkle::root(8, &nodes));
    assert_eq!(
        merkle::root(8, &nodes).expect("a root").to_string(),
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    );
}

#[test]
fn every_proof_of_every_small_tree_is_made_and_verified() {
    let leaves = leaves(40);
    let (nodes, _) = grown(&leaves);
    for size in 0..=40_usize {
        let root = naive_root(&leaves[..size]);
        assert_eq!(merkle::root(count(size), &nodes), Some(root), "{size}");
        for (index, leaf) in leaves.iter().take(size).enumerate() {
            let proof = merkle::inclusion(count(index), count(size), &nodes).expect("a proof");
            merkle::verify_inclusion(leaf, &root, &proof).expect("it is in the tree");
        }
        for first in 0..=size {
            let earlier = naive_root(&leaves[..first]);
            let proof = merkle::consistency(count(first), count(size), &nodes).expect("a proof");
            merkle::verify_consistency(&earlier, &root, &proof).expect("it continues");
        }
    }
}

#[test]
fn a_tree_keeps_two_nodes_a_leaf_and_a_proof_reads_a_few() {
    let leaves = leaves(1000);
    let (nodes, peaks) = grown(&leaves);
    assert!(nodes.len() < 2000);
    assert_eq!(peaks.len(), shape::peaks(1000).len());
    let read: usize = shape::inclusion(777, 1000)
        .expect("it is in the tree")
        .into_iter()
        .map(|range| shape::cover(range).len())
        .sum();
    assert!(read <= 20, "{read}");
}

#[test]
fn what_is_not_there_has_no_proof() {
    let (nodes, _) = grown(&leaves(5));
    assert!(merkle::inclusion(5, 5, &nodes).is_none());
    assert!(
        merkle::inclusion(0, 6, &nodes).is_none(),
        "the tree is not that large"
    );
    assert!(merkle::consistency(4, 3, &nodes).is_none());
    assert!(merkle::consistency(3, 6, &nodes).is_none());
}

proptest! {
    #[test]
    fn a_larger_tree_agrees_with_the_naive_one(size in 1..400_usize, index in any::<usize>(), first in any::<usize>()) {
        let leaves = leaves(size);
        let (nodes, peaks) = grown(&leaves);
        let root = naive_root(&leaves);
        prop_assert_eq!(merkle::fold(&peaks), root);
        prop_assert_eq!(merkle::root(count(size), &nodes), Some(root));
        let index = index % size;
        let proof = merkle::inclusion(count(index), count(size), &nodes).expect("a proof");
        prop_assert!(merkle::verify_inclusion(&leaves[index], &root, &proof).is_ok());
        let first = first % size + 1;
        let proof = merkle::consistency(count(first), count(size), &nodes).expect("a proof");
        prop_assert!(merkle::verify_consistency(&naive_root(&leaves[..first]), &root, &proof).is_ok());
    }

    #[test]
    fn an_altered_inclusion_proof_is_refused(size in 1..200_usize, index in any::<usize>(), what in 0..7_u8, place in any::<usize>()) {
        let leaves = leaves(size);
        let (nodes, _) = grown(&leaves);
        let (mut root, index) = (naive_root(&leaves), index % size);
        let mut leaf = leaves[index];
        let mut proof = merkle::inclusion(count(index), count(size), &nodes).expect("a proof");
        let length = proof.path.len();
        match what {
            0 => leaf = digest(leaf.as_ref()),
            1 => root = digest(root.as_ref()),
            // Another leaf's place; the size is bound by the checkpoint that names it.
            2 => proof.index ^= 1,
            3 => proof.path.push(root),
            4 if length > 0 => proof.path[place % length] = leaf,
            5 if length > 0 => drop(proof.path.remove(place % length)),
            6 if length > 1 => proof.path.swap(0, length - 1),
            _ => return Ok(()),
        }
        let refused = merkle::verify_inclusion(&leaf, &root, &proof);
        prop_assert!(matches!(refused, Err(Error::Mismatch(_))), "{proof:?}");
    }

    #[test]
    fn another_past_is_no_past(size in 2..200_usize, first in any::<usize>(), changed in any::<usize>(), place in any::<usize>()) {
        let leaves = leaves(size);
        let first = first % (size - 1) + 1;
        let mut other = leaves.clone();
        other[changed % first] = digest(b"another story");
        let (nodes, _) = grown(&other);
        let mut proof = merkle::consistency(count(first), count(size), &nodes).expect("a proof");
        let (earlier, later) = (naive_root(&leaves[..first]), naive_root(&other));
        prop_assert!(merkle::verify_consistency(&earlier, &later, &proof).is_err());
        // Nor is the true past with a damaged proof.
        if !proof.path.is_empty() {
            let place = place % proof.path.len();
            proof.path[place] = digest(proof.path[place].as_ref());
            prop_assert!(merkle::verify_consistency(&naive_root(&other[..first]), &later, &proof).is_err());
        }
    }

    #[test]
    fn arbitrary_proofs_never_panic(index in any::<u64>(), size in any::<u64>(), length in 0..70_usize) {
        let path = leaves(length);
        let (leaf, root) = (digest(b"leaf"), digest(b"root"));
        let proof = wire::journal::InclusionProof { index, size, path: path.clone() };
        prop_assert!(merkle::verify_inclusion(&leaf, &root, &proof).is_err());
        let proof = wire::journal::ConsistencyProof { first: index, second: size, path };
        prop_assert!(merkle::verify_consistency(&leaf, &root, &proof).is_err());
        let _ = merkle::inclusion(index, size, &Nodes::new());
        let _ = merkle::consistency(index, size, &Nodes::new());
        let _ = shape::cover(0..size);
        let _ = Node { level: 0, number: index }.parent();
    }
}
