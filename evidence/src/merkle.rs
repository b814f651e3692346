//! Hashes of the journal's tree (RFC 9162 section 2.1.1).
//!
//! The tree itself is the hub's; here stand the two hashes of which it is made.

use crate::digest_parts;
use wire::Digest;

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
