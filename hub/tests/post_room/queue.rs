//! The queue in front of the store: what shares a commit does not share its fate.

use crate::support::{empty_store, postgres};
use futures_util::future::join_all;
use hub::Error;
use hub::news::News;
use hub::store::offices::{self, Registered};
use hub::store::{Store, mailboxes};
use hub::writer::Writer;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use wire::{Code, OfficeNumber, Time};

/// A store, and the queue in front of it.
async fn queue() -> (TempDir, Store, Writer, Arc<News>) {
    let (folder, store) = empty_store().await;
    let news = Arc::new(News::default());
    let (writer, _) = Writer::start(&store, Arc::clone(&news)).await.unwrap();
    (folder, store, writer, news)
}

fn number(place: u32) -> OfficeNumber {
    format!("99{place:08}").parse().unwrap()
}

/// Register an office; then fail, if that is asked for.
async fn register(writer: &Writer, place: u32, fail: bool) -> Result<u64, Error> {
    writer
        .run(move |writing| {
            Box::pin(async move {
                let office = Registered {
                    number: number(place),
                    name: "見本".to_owned(),
                    telephone: None,
                    service_types: vec!["11".parse().unwrap()],
                    active_from: Time(0),
                    active_until: Time(1),
                    suspended: None,
                    ready: false,
                };
                offices::insert(writing.connection, &office, Time(0)).await?;
                let cursor = mailboxes::advance_one(writing.connection, &office.number).await?;
                writing.changed(&office.number, cursor);
                if fail {
                    return Err(Code::Forbidden.into());
                }
                Ok(cursor)
            })
        })
        .await
}

#[tokio::test]
async fn work_that_is_refused_undoes_itself_alone() {
    let (_folder, store, writer, news) = queue().await;
    let mut refused = news.listen(&number(1));
    let mut kept = news.listen(&number(0));
    let all = (0..100).map(|place| register(&writer, place, place % 2 == 1));
    for (place, result) in join_all(all).await.into_iter().enumerate() {
        assert_eq!(result.is_err(), place % 2 == 1);
    }
    let mut connection = store.read().await.unwrap();
    assert_eq!(
        offices::search(&mut connection, "", 1000)
            .await
            .unwrap()
            .len(),
        50
    );
    assert!(
        offices::find(&mut connection, &number(1))
            .await
            .unwrap()
            .is_none()
    );
    assert!(kept.has_changed().unwrap(), "news of what was kept");
    assert_eq!(*kept.borrow_and_update(), 1);
    assert!(!refused.has_changed().unwrap(), "no news of what was not");
    assert_eq!(*refused.borrow_and_update(), 0);
}

#[tokio::test]
async fn work_is_done_when_nobody_waits_for_it_any_longer() {
    let (_folder, store, writer, _) = queue().await;
    let waiting = tokio::spawn(async move { register(&writer, 1, false).await });
    tokio::task::yield_now().await;
    waiting.abort();
    let mut connection = store.read().await.unwrap();
    for _ in 0..500 {
        if offices::find(&mut connection, &number(1))
            .await
            .unwrap()
            .is_some()
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the work was dropped");
}

#[tokio::test]
async fn work_that_fails_in_the_store_is_an_error_and_the_queue_goes_on() {
    let (_folder, store, writer, _) = queue().await;
    let orphan = |writer: Writer| async move {
        writer
            .run(|writing| {
                Box::pin(async move {
                    mailboxes::create(writing.connection, &number(9)).await // of no office
                })
            })
            .await
    };
    let failed = orphan(writer.clone()).await.unwrap_err();
    assert_eq!(failed.code(), Code::Internal);
    assert_eq!(register(&writer, 2, false).await.unwrap(), 1);
    let mut connection = store.read().await.unwrap();
    assert!(
        offices::find(&mut connection, &number(2))
            .await
            .unwrap()
            .is_some()
    );
}

/// R18: what is taken on is done; who cannot be let in within a moment hears so, instead of waiting for ever.
#[tokio::test]
async fn r18_who_finds_the_queue_full_is_refused_and_what_was_taken_on_is_done() {
    if postgres::is_asked_for() {
        // Many writers work beside each other there: one long piece of work fills no queue.
        return;
    }
    let (_folder, store, writer, _) = queue().await;
    let long = writer.clone();
    let long = tokio::spawn(async move {
        let work = long.run(|_| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_secs(3)).await;
                Ok(())
            })
        });
        work.await
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let all = join_all((0..400).map(|place| register(&writer, place, false))).await;
    long.await.unwrap().unwrap();
    let (done, refused): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
    assert!(!refused.is_empty(), "{} were let in", done.len());
    for error in refused {
        let error = error.unwrap_err();
        let later = matches!(
            error,
            Error::Later {
                code: Code::Unavailable,
                ..
            }
        );
        assert!(later, "{error:?}");
    }
    let mut connection = store.read().await.unwrap();
    let kept = offices::search(&mut connection, "", 1000).await.unwrap();
    assert_eq!(kept.len(), done.len(), "refused and done at the same time");
}
