//! `/v1/journal/entries`: the journal itself. Its hashes are for all, what stands behind one only for whom it is about.

#![allow(
    unused_qualifications,
    reason = "utoipa's macro writes out the names of the types of `params`"
)]

use crate::Hub;
use crate::error::{Error, Result};
use crate::json::{Json, LARGEST, Query};
use crate::peer::Acting;
use crate::store::journal::{self, Of};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::hub_api::path;
use wire::journal::Entries;
use wire::{Code, EnvelopeId, OfficeNumber, Problem};

/// Entries in an answer at most.
const LIMIT: usize = 1000;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The place of the first one, from 0.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    from: Option<u64>,
    /// How many: 1 to 1000, 1000 without it.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Only those about a letter of the office.
    letter: Option<EnvelopeId>,
    /// Only those about the office itself: its cards, and what the operator did to it.
    own: Option<bool>,
    /// The office, for a caller that serves several.
    #[serde(rename = "office")]
    _office: Option<OfficeNumber>,
}

/// The journal's entries, in its order.
#[utoipa::path(
    get, path = path::ENTRIES, params(Asked),
    responses(
        (status = 200, body = Entries, links(
            ("inclusion" = (operation_id = "inclusion", parameters(("leaf" = "$response.body#/entries/0/hash")))),
        )),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn entries(
    Acting { office, .. }: Acting,
    State(hub): State<Hub>,
    Query(asked): Query<Asked>,
) -> Result<Json<Entries>> {
    let limit = asked.limit.unwrap_or(LIMIT);
    if !(1..=LIMIT).contains(&limit) {
        return Err(Error::refused(Code::Invalid, "`limit` is 1 to 1000"));
    }
    let from = asked.from.unwrap_or(0);
    if from > LARGEST {
        return Err(Error::refused(Code::Invalid, "no place is so large"));
    }
    let of = match (asked.letter, asked.own.unwrap_or(false)) {
        (Some(id), false) => Of::Letter(id),
        (None, true) => Of::Office,
        (None, false) => Of::All,
        (Some(_), true) => {
            return Err(Error::refused(
                Code::Invalid,
                "`letter` and `own` exclude each other",
            ));
        }
    };
    let one_more = i64::try_from(limit + 1).expect("1001 fits 64 bits");
    let mut connection = hub.store.read().await?;
    let mut entries = journal::list(&mut connection, &office, of, from, one_more).await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    Ok(Json(Entries { entries, more }))
}
