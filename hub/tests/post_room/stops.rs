//! A hub's folder: made once, kept over a restart, readable by its owner alone.

use crate::support::*;
use hub::{Error, Folder};
use wire::hub_api::Journal;
use wire::statement::Act;
use wire::{Code, State};

#[tokio::test]
async fn a_restart_keeps_everything() {
    let (mut hub, [mut manager, mut visits, _]) = TestHub::with_offices().await;
    let body = octets(300_000);
    let (first, receipt) = manager.send(&visits.address, &body).await;
    let (second, _) = manager.send(&visits.address, b"plan").await;
    let statement = visits.statement(&receipt, Act::Collected);
    assert_state(visits.state(first, &statement).await, State::Collected).await;
    assert_state(manager.withdraw(second).await, State::Withdrawn).await;
    let inbox = visits.inbox("").await;
    let outbox = manager.outbox("").await;
    let journal: Journal = visits.json("/v1/journal/checkpoint").await;

    hub.restart().await;
    hub.again(&mut manager);
    hub.again(&mut visits);
    assert_eq!(visits.inbox("").await, inbox);
    assert_eq!(manager.outbox("").await, outbox);
    let again: Journal = visits.json("/v1/journal/checkpoint").await;
    assert_eq!((again.journal, again.key), (journal.journal, journal.key));
    assert!(visits.body(first).await.bytes().await.unwrap() == body);
    assert_problem(visits.body(second).await, Code::Withdrawn).await;
    let (_, next) = manager.send(&visits.address, b"plan").await;
    assert_eq!(next.read().unwrap().sequence, 3);
    hub.stop().await;
}

#[tokio::test]
async fn every_act_is_a_leaf_of_the_journal() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let store = hub.store().await;
    let size = async || {
        hub::store::journal::count(&mut store.read().await.unwrap())
            .await
            .unwrap()
    };
    assert_eq!(size().await, 9, "three offices, certificates and cards");
    let (first, receipt) = manager.send(&visits.address, b"plan").await;
    let (second, _) = manager.send(&visits.address, b"plan").await;
    assert_eq!(size().await, 11, "deposits");
    visits.body(first).await.bytes().await.unwrap();
    assert_eq!(size().await, 12, "a collection");
    visits
        .state(first, &visits.statement(&receipt, Act::Collected))
        .await;
    assert_eq!(size().await, 13, "a statement");
    manager.withdraw(second).await;
    assert_eq!(size().await, 14, "a withdrawal");
    manager.withdraw(second).await;
    visits.body(first).await.bytes().await.unwrap();
    assert_eq!(size().await, 14, "the same again is no act");
}

#[test]
fn init_never_overwrites() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::new(place.path());
    hub::init(&folder, &["localhost".to_owned()]).unwrap();
    let key = std::fs::read(folder.journal_key()).unwrap();
    assert!(matches!(
        hub::init(&folder, &["localhost".to_owned()]),
        Err(Error::Exists(_))
    ));
    // Not even into a folder whose CA was carried away.
    std::fs::remove_dir_all(folder.ca()).unwrap();
    assert!(matches!(
        hub::init(&folder, &["localhost".to_owned()]),
        Err(Error::Exists(_))
    ));
    assert_eq!(std::fs::read(folder.journal_key()).unwrap(), key);
    assert!(!folder.ca().exists());
}

#[cfg(unix)]
#[tokio::test]
async fn the_folders_files_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    manager.send(&visits.address, b"plan").await;
    let mut folders = vec![hub.folder.path().to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "lock") {
                let mode = path.metadata().unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{}", path.display());
                files += 1;
            }
        }
    }
    assert!(files >= 7, "{files} files");
}

#[tokio::test]
async fn a_folder_of_a_demo_is_refused() {
    let hub = TestHub::start().await;
    assert!(hub.folder.refuse_demo().is_ok());
    std::fs::write(hub.folder.demo_mark(), "").unwrap();
    assert!(matches!(hub.folder.refuse_demo(), Err(Error::Demo(_))));
}
