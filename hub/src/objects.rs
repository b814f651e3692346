//! Large bodies in object storage that speaks the S3 protocol, where the settings name one ([`crate::config::Objects`]).
//!
//! | Step | Why in this order |
//! |---|---|
//! | the object is written, under a name that nothing else ever has | no attempt can spoil another's |
//! | it is read back, and its digests compared | what was taken badly is never acknowledged |
//! | the letter's row is committed, with the object's name ([`crate::store::objects`]) | a row without its object is never seen |
//! | what no row names is deleted once it is old enough ([`sweep`]) | whatever ends an attempt leaves nothing for ever |
//!
//! The objects lie at `PREFIX/JOURNAL/NAME`, so that two hubs in one bucket do not sweep each other's.
//! They hold what the database would hold: sealed octets.

mod away;
mod client;
mod pieces;
pub(crate) mod sweep;

use crate::config::Config;
use crate::error::{Error, Result};
use crate::store::bodies::PIECE;
use crate::store::objects::Object;
use away::Away;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    BackoffConfig, GetOptions, ObjectStore as _, ObjectStoreExt as _, PutPayload, RetryConfig,
};
pub(crate) use pieces::Pieces;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;
use wire::Time;

/// How long writing an object, or reading it back, may take whatever its size.
const PATIENCE: Duration = Duration::from_secs(10);
/// And how many octets a second must be carried after that.
const SPEED: usize = 2 * 1024 * 1024;

/// Why object storage did not do what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It cannot be reached, or not in time, or is not well.
    #[error("object storage cannot be reached or does not answer ({0})")]
    Away(String),
    /// It knows neither the key nor its rights.
    #[error("object storage refuses the hub's key")]
    Denied,
    /// There is no such bucket.
    #[error("object storage does not know the bucket")]
    NoBucket,
    /// What it gives back is not what was written.
    #[error("object storage gives back something else than was written")]
    Differs,
    /// An object that a letter needs is not there.
    #[error("the object is gone")]
    Gone,
    /// An object that a letter needs is not what it was.
    #[error("the object is damaged")]
    Damaged,
}

/// An object as the bucket lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its path in the bucket.
    pub path: String,
    /// Its name; none when it is not one of the hub's.
    pub name: Option<Uuid>,
    /// When it was written, by the clock of the object storage: no further from ours than requests are accepted.
    pub written: Time,
}

/// A folder in a bucket.
#[derive(Clone)]
pub struct Objects {
    bucket: Arc<AmazonS3>,
    folder: Path,
    away: Arc<Away>,
}

impl Objects {
    /// The object storage of the settings; none when they name none. Nobody is asked yet whether it is there.
    ///
    /// # Errors
    /// When the settings or the CAs of the endpoint cannot be used.
    pub fn open(config: &Config, journal: &str) -> Result<Option<Self>> {
        let settings = &config.objects;
        let missing = |key| Error::Input(format!("`{key}` is not set"));
        let Some(bucket) = settings.bucket().map_err(missing)? else {
            return Ok(None);
        };
        let unusable = |error: String| Error::Input(format!("object storage: {error}"));
        let roots = settings.roots.iter().map(|path| config.folder.join(path));
        let client = client::Client::new(roots, bucket.endpoint.is_encrypted())?;
        let built = AmazonS3Builder::new()
            .with_endpoint(bucket.endpoint.to_string())
            .with_bucket_name(bucket.name)
            .with_region(&settings.region)
            .with_access_key_id(bucket.access_key)
            .with_secret_access_key(bucket.secret_key.expose())
            .with_allow_http(!bucket.endpoint.is_encrypted())
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    init_backoff: Duration::from_millis(50),
                    max_backoff: Duration::from_secs(1),
                    base: 2.0,
                },
                max_retries: 2,
                retry_timeout: Duration::from_secs(5),
            })
            .with_http_connector(client)
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        let folder = Path::parse(format!("{}/{journal}", settings.prefix))
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Some(Self {
            bucket: Arc::new(built),
            folder,
            away: Arc::default(),
        }))
    }

    /// Write a body as a new object, and read it back.
    ///
    /// # Errors
    /// When it is not there afterwards as it was written: the same again, under another name, may do.
    pub(crate) async fn keep(&self, body: &Bytes) -> Result<Object> {
        let object = Object {
            name: Uuid::now_v7(),
            pieces: body.chunks(PIECE).map(evidence::digest).collect(),
        };
        self.away.enter()?;
        let kept = self.write_and_read(&object, body).await;
        self.away.leave(&kept);
        kept.map(|()| object)
    }

    async fn write_and_read(&self, object: &Object, body: &Bytes) -> Result<()> {
        let path = self.path(object.name);
        let payload = PutPayload::from(body.clone());
        let size = u64::try_from(body.len()).expect("sizes in memory fit 64 bits");
        within(body.len(), async {
            let put = self.bucket.put(&path, payload).await;
            put.map(drop).map_err(|error| match error {
                object_store::Error::NotFound { .. } => Fault::NoBucket.into(),
                error => fault(error),
            })
        })
        .await?;
        let read = within(body.len(), async {
            let mut pieces = self.pieces(object, size, 0..size).await?;
            while pieces.next().await?.is_some() {}
            Ok(())
        })
        .await;
        read.map_err(|error| match error {
            Error::Objects(Fault::Gone | Fault::Damaged) => Fault::Differs.into(),
            error => error,
        })
    }

    /// Read the pieces of an object that hold a range of its octets. Of success is said once the first of them is good.
    ///
    /// # Errors
    /// When it is gone or damaged, or object storage is away.
    pub(crate) async fn read(
        &self,
        object: &Object,
        size: u64,
        range: Range<u64>,
    ) -> Result<Pieces> {
        self.away.enter()?;
        let begun = timeout(PATIENCE, async {
            let mut pieces = self.pieces(object, size, range).await?;
            pieces.begin().await?;
            Ok(pieces)
        });
        let pieces = begun.await.unwrap_or_else(|_| Err(silent()));
        self.away.leave(&pieces);
        pieces
    }

    async fn pieces(&self, object: &Object, size: u64, range: Range<u64>) -> Result<Pieces> {
        let piece = u64::try_from(PIECE).expect("the size of a piece fits 64 bits");
        let (first, last) = (range.start / piece, range.end.div_ceil(piece));
        let numbers = |number: u64| usize::try_from(number).map_err(|_| Error::Corrupt("size"));
        let digests = object.pieces.get(numbers(first)?..numbers(last)?);
        let digests = digests.ok_or(Error::Corrupt("object"))?.to_vec();
        let octets = first * piece..size.min(last * piece);
        let options = GetOptions::new().with_range(Some(octets.clone()));
        let path = self.path(object.name);
        let got = self.bucket.get_opts(&path, options).await.map_err(fault)?;
        if got.range != octets {
            return Err(Fault::Damaged.into());
        }
        let stream = got.into_stream().map_err(fault).boxed();
        Ok(Pieces::new(stream, octets, digests))
    }

    /// Delete an object, which may have gone already.
    ///
    /// # Errors
    /// When object storage is away, or the key may not delete.
    pub(crate) async fn delete(&self, name: Uuid) -> Result<()> {
        let path = self.path(name);
        let deleted = timeout(PATIENCE, self.bucket.delete(&path)).await;
        match deleted.map_err(|_| silent())? {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(fault(error)),
        }
    }

    /// All objects in the folder, in the order of their paths.
    pub(crate) fn list(&self) -> BoxStream<'static, Result<Listed>> {
        let listed = self.bucket.list(Some(&self.folder)).map_err(fault);
        listed
            .map_ok(|meta| Listed {
                name: meta.location.filename().and_then(|name| name.parse().ok()),
                path: meta.location.to_string(),
                written: Time(meta.last_modified.timestamp_millis()),
            })
            .boxed()
    }

    fn path(&self, name: Uuid) -> Path {
        self.folder.clone().join(name.to_string())
    }
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The bucket's own words might hold its key.
        write!(f, "Objects({})", self.folder)
    }
}

/// What is done with so many octets, if it is done in time.
async fn within<T>(octets: usize, work: impl Future<Output = Result<T>>) -> Result<T> {
    let seconds = u64::try_from(octets / SPEED).unwrap_or(u64::MAX);
    let patience = PATIENCE.saturating_add(Duration::from_secs(seconds));
    timeout(patience, work)
        .await
        .unwrap_or_else(|_| Err(silent()))
}

fn silent() -> Error {
    Fault::Away("no answer in time".to_owned()).into()
}

/// What a failure of the library means to us. Its own words are cut where the text of an answer would follow in them.
#[allow(
    clippy::needless_pass_by_value,
    reason = "it stands in `map_err`, which gives the error away"
)]
fn fault(error: object_store::Error) -> Error {
    use object_store::Error as Library;
    let words = error.to_string();
    // Of a refused list, and of a range that an object has not, the library gives no kind.
    let is_status = |status: &str| words.contains(&format!("status code: {status}"));
    match error {
        Library::NotFound { .. } => Fault::Gone,
        Library::PermissionDenied { .. } | Library::Unauthenticated { .. } => Fault::Denied,
        _ if is_status("403") => Fault::Denied,
        _ if is_status("416") => Fault::Damaged,
        _ => {
            let words = words.split('<').next().unwrap_or_default();
            Fault::Away(words.chars().take(300).collect())
        }
    }
    .into()
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Objects(fault)
    }
}
