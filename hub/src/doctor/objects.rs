//! What the doctor looks at in object storage: bodies that are missing or damaged, and objects that belong to no letter.

use super::{Report, Wrong, said};
use crate::error::Result;
use crate::objects::Objects;
use crate::objects::sweep::Orphans;
use crate::store::Store;
use crate::store::letters::Letter;
use crate::store::objects::Object;
use wire::Time;

/// Object storage, as far as the doctor can see it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Storage<'o> {
    /// The settings name none.
    None,
    /// It does not answer; that is said once.
    Away,
    /// It answers.
    There(&'o Objects),
}

impl<'o> Storage<'o> {
    /// Find objects that belong to no letter, and whether object storage answers at all.
    pub async fn examine(
        objects: Option<&'o Objects>,
        store: &Store,
        before: Time,
        report: &mut Report,
    ) -> Self {
        let Some(objects) = objects else {
            return Self::None;
        };
        let mut orphans = Orphans::of(objects, before);
        loop {
            match orphans.next(store).await {
                Ok(None) => return Self::There(objects),
                Ok(Some(page)) => {
                    for orphan in page {
                        report.found(
                            format!("object {}", orphan.path),
                            "no letter belongs to it; the hub deletes it by itself",
                        );
                    }
                }
                Err(error) => {
                    report.found("object storage", error.to_string());
                    return Self::Away;
                }
            }
        }
    }

    /// The body of a letter, whole; none when object storage does not answer.
    pub async fn body(self, object: &Object, letter: &Letter) -> Wrong<Option<Vec<u8>>> {
        match self {
            Self::None => {
                Err("its body lies in object storage, which the settings do not name".to_owned())
            }
            Self::Away => Ok(None),
            Self::There(objects) => {
                let body = whole(objects, object, letter.body_size).await;
                body.map(Some)
                    .map_err(|error| format!("object {}: {}", object.name, said(error)))
            }
        }
    }
}

async fn whole(objects: &Objects, object: &Object, size: u64) -> Result<Vec<u8>> {
    let mut pieces = objects.read(object, size, 0..size).await?;
    let mut body = Vec::new();
    while let Some((_, piece)) = pieces.next().await? {
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
