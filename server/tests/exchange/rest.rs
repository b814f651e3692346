//! What lies on the disk: no key, no letter, no name in the clear.

use crate::support::{A, B, LetterForm, two_offices};
use std::path::Path;
use wire::{EnvelopeId, State};

fn octets_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(octets_below(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

fn contains(octets: &[u8], pattern: &[u8]) -> bool {
    octets
        .windows(pattern.len())
        .any(|window| window == pattern)
}

#[tokio::test]
async fn t35_t37_t40_neither_keys_nor_letters_lie_open() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    let mut letter = LetterForm::plan().note("CANARY-NOTE 架空のメモ");
    letter.letter.persons[0].name = Some("CANARY-PERSON 架空 太郎".to_owned());
    letter.letter.persons[0].insured_number = "9876543210".to_owned();
    letter.files[0].0 = "CANARY-NAME.CSV".to_owned();
    letter.files[0].1.extend_from_slice(b"CANARY-CONTENT\r\n");
    assert_eq!(a.put_letter(id, &letter).await.status, 201);
    b.wait_received(id).await;
    b.open(id).await;
    b.received_file(id, 0).await;
    a.wait_sent(id, State::Collected).await;

    // A key in PKCS#8 names its algorithm: id-ecPublicKey with P-256, then the key's own octet string.
    let ec_key =
        b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x04";
    let patterns: [&[u8]; 10] = [
        b"CANARY-NOTE",
        b"CANARY-PERSON",
        b"CANARY-NAME",
        b"CANARY-CONTENT",
        b"9876543210",
        "架空".as_bytes(),
        b"PRIVATE KEY",
        ec_key,
        b"correct horse battery",
        b"PK\x03\x04",
    ];
    let store = hub::Folder::new(hub.folder()).store();
    let beside = store.file_name().unwrap().to_str().unwrap().to_owned();
    // Of the hub, its store with the write-ahead log; its CA and its own keys are its business.
    let mut files = octets_below(store.parent().unwrap());
    files.retain(|(name, _)| {
        Path::new(name)
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with(&beside)
    });
    assert!(files.len() >= 2, "store and log of the hub");
    files.extend(octets_below(site.folder()));
    let mut looked_at = 0;
    for (name, octets) in files {
        for pattern in &patterns {
            let text = String::from_utf8_lossy(pattern);
            assert!(!contains(&octets, pattern), "{text} in {name}");
        }
        looked_at += 1;
    }
    assert!(looked_at >= 5, "the folders were looked into");
}

#[cfg(unix)]
#[tokio::test]
async fn the_data_folder_and_the_master_key_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::TempDir::new().unwrap();
    let folder = parent.path().join("server");
    server::init(&folder, false).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("master.key")), 0o600);
    assert!(
        server::init(&folder, false).await.is_err(),
        "nothing is overwritten"
    );
}

#[tokio::test]
async fn a_session_id_is_not_kept() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let cookie = a.cookie().unwrap();
    let id = cookie.split_once('=').unwrap().1.to_owned();
    for (name, octets) in octets_below(site.folder()) {
        assert!(!contains(&octets, id.as_bytes()), "{name}");
    }
    drop(hub);
}

#[tokio::test]
async fn everything_that_staff_do_is_in_the_record() {
    let (hub, mut site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    b.wait_received(id).await;
    b.open(id).await;
    b.received_file(id, 0).await;
    a.withdraw(id).await;
    site.stop().await;
    let administration = server::Administration::open(&site.config).await.unwrap();
    let acts = async |office| {
        let record = administration
            .record(&crate::support::number(office))
            .await
            .unwrap();
        record
            .into_iter()
            .filter(|(_, user, _)| user.is_some())
            .map(|(act, ..)| act)
            .collect::<Vec<_>>()
    };
    assert_eq!(acts(A).await, ["send", "withdraw"]);
    assert_eq!(acts(B).await, ["open", "download"]);
    drop(hub);
}
