//! What the hub proves about its journal, and what it shows of it (RFC 9162).

use crate::{Digest, EnvelopeId};
use serde::{Deserialize, Serialize};

/// The proof that a leaf stands in the tree of a checkpoint (RFC 9162 section 2.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InclusionProof {
    /// The leaf's place, from 0.
    pub index: u64,
    /// Number of leaves of the tree.
    pub size: u64,
    /// The hashes beside the way from the leaf to the root.
    pub path: Vec<Digest>,
}

/// The proof that a tree begins with a smaller one (RFC 9162 section 2.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsistencyProof {
    /// Number of leaves of the smaller tree.
    pub first: u64,
    /// Number of leaves of the larger tree.
    pub second: u64,
    /// The hashes from which both roots follow.
    pub path: Vec<Digest>,
}

/// Entries of the journal, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entries {
    /// The entries, at most 1000.
    pub entries: Vec<Entry>,
    /// Whether there are more after these.
    pub more: bool,
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Its place in the tree, from 0.
    pub index: u64,
    /// Its leaf hash.
    pub hash: Digest,
    /// Its text, for the offices that it is about; to all others its hash says nothing.
    pub text: Option<String>,
    /// The letter that it is about, for that letter's parties.
    pub letter: Option<EnvelopeId>,
    /// The operator's record whose digest stands in the text, for an operator's act.
    pub record: Option<String>,
}
