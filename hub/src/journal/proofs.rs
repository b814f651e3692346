//! `/v1/journal/proof`: that a leaf stands in the tree of a checkpoint, and that a tree continues an earlier one.
//!
//! Anybody who may call the hub may ask: a hash says nothing to whoever does not hold the entry.

#![allow(
    unused_qualifications,
    reason = "utoipa's macro writes out the names of the types of `params`"
)]

use crate::error::{Error, Result};
use crate::json::{Json, Query};
use crate::store::{Connection, journal, tree};
use crate::{Hub, Peer};
use axum::extract::State;
use evidence::merkle::{self, Nodes, shape};
use serde::Deserialize;
use std::ops::Range;
use utoipa::IntoParams;
use wire::hub_api::path;
use wire::journal::{ConsistencyProof, InclusionProof};
use wire::{Code, Digest, Problem};

/// Which leaf, in which tree.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Leaf {
    /// By its hash, as it stands on a receipt.
    leaf: Option<Digest>,
    /// Or by its place, from 0.
    index: Option<u64>,
    /// The size of the tree: that of a checkpoint.
    size: u64,
}

/// The proof that a leaf stands in the tree of a checkpoint.
#[utoipa::path(
    get, path = path::INCLUSION, params(Leaf),
    responses((status = 200, body = InclusionProof), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn inclusion(
    _: Peer,
    State(hub): State<Hub>,
    Query(asked): Query<Leaf>,
) -> Result<Json<InclusionProof>> {
    let mut connection = hub.store.read().await?;
    let index = match (asked.leaf, asked.index) {
        (Some(hash), None) => journal::position(&mut connection, &hash)
            .await?
            .ok_or(Code::NotFound)?,
        (None, Some(index)) => index,
        _ => {
            return Err(Error::refused(
                Code::Invalid,
                "either `leaf` or `index` says which one",
            ));
        }
    };
    signed_size(&mut connection, asked.size).await?;
    let path = shape::inclusion(index, asked.size).ok_or(Code::NotFound)?;
    let nodes = nodes(&mut connection, path).await?;
    let proof = merkle::inclusion(index, asked.size, &nodes);
    Ok(Json(proof.ok_or(Error::Corrupt("journal"))?))
}

/// Which two trees.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Trees {
    /// The size of the smaller tree.
    first: u64,
    /// The size of the larger tree.
    second: u64,
}

/// The proof that the tree of one checkpoint continues that of another.
#[utoipa::path(
    get, path = path::CONSISTENCY, params(Trees),
    responses((status = 200, body = ConsistencyProof), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn consistency(
    _: Peer,
    State(hub): State<Hub>,
    Query(asked): Query<Trees>,
) -> Result<Json<ConsistencyProof>> {
    let Trees { first, second } = asked;
    if first > second {
        return Err(Error::refused(
            Code::Invalid,
            "`first` is not larger than `second`",
        ));
    }
    let mut connection = hub.store.read().await?;
    signed_size(&mut connection, second).await?;
    let path = shape::consistency(first, second).unwrap_or_default();
    let nodes = nodes(&mut connection, path).await?;
    let proof = merkle::consistency(first, second, &nodes);
    Ok(Json(proof.ok_or(Error::Corrupt("journal"))?))
}

/// Nothing is proved of a tree over which no checkpoint is signed yet.
async fn signed_size(connection: &mut Connection, size: u64) -> Result<()> {
    let newest = tree::newest(connection).await?;
    if newest.is_some_and(|(newest, _)| size <= newest) {
        Ok(())
    } else {
        Err(Code::NotFound.into())
    }
}

async fn nodes(connection: &mut Connection, ranges: Vec<Range<u64>>) -> Result<Nodes> {
    let wanted: Vec<_> = ranges.into_iter().flat_map(shape::cover).collect();
    tree::nodes(connection, wanted).await
}
