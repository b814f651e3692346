//! The evidence file of a letter: good as it is made, bad when anything in it is altered, and checked by `openssl` alone.

use crate::support::{A, B, LetterForm, TestHub, file, two_offices};
use server::evidence_file::check::{Trust, Wrong, check};
use std::io::{Cursor, Read as _, Write as _};
use std::process::Command;
use wire::{EnvelopeId, State};

pub type Files = Vec<(String, Vec<u8>)>;

pub fn unpack(zip: &[u8]) -> Files {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..zip.len())
        .map(|place| {
            let mut entry = zip.by_index(place).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut octets = Vec::new();
            entry.read_to_end(&mut octets).unwrap();
            (name, octets)
        })
        .collect()
}

pub fn pack(files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, octets) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(octets).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Evidence files of one letter, the sender's and the receiver's, and what is trusted.
async fn evidence() -> (Vec<u8>, Vec<u8>, Trust) {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let b = site.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    let mut letter = LetterForm::plan();
    letter.files = vec![
        file("計画 表.csv", b"\"1\"\r\n"),
        file("a'$(rm) b.pdf", b"%PDF-1.7"),
    ];
    assert_eq!(a.put_letter(id, &letter).await.status, 201);
    b.wait_received(id).await;
    assert_eq!(b.open(id).await.status, 200);
    a.wait_sent(id, State::Collected).await;
    let sent = a.sent_evidence(id).await;
    let received = b.received_evidence(id).await;
    (sent, received, trust(&hub))
}

pub fn trust(hub: &TestHub) -> Trust {
    let key = std::fs::read(hub.folder().join("journal/key.pem")).unwrap();
    let key = pem::parse(key).unwrap();
    let key = evidence::SigningKey::from_pkcs8(key.contents()).unwrap();
    let public = pem::encode(&pem::Pem::new("PUBLIC KEY", key.public_key()));
    Trust::read(format!("{public}{}", hub.ca_pem()).as_bytes()).unwrap()
}

#[tokio::test]
async fn the_evidence_of_a_letter_is_good_at_both_offices() {
    let (sent, received, trust) = evidence().await;
    for zip in [&sent, &received] {
        assert_eq!(check(zip, None), []);
        assert_eq!(check(zip, Some(&trust)), []);
        let files = unpack(zip);
        let has = |name: &str| files.iter().any(|(known, _)| known == name);
        for name in [
            "label.json",
            "envelope/body.der",
            "opened/body.p7",
            "sender.pem",
            "files/1_計画 表.csv",
            "files/2_a'$(rm) b.pdf",
            "receipt.txt",
            "journal.pem",
            "statements/1.txt",
            "proofs/1.entry.txt",
            "proofs/2.entry.txt",
            "letter.html",
            "how-to-check.txt",
        ] {
            assert!(has(name), "{name}");
        }
    }
}

#[tokio::test]
async fn the_evidence_altered_in_anything_is_bad() {
    let (sent, _, trust) = evidence().await;
    let files = unpack(&sent);
    assert!(files.len() >= 24, "{}", files.len());
    for place in 0..files.len() {
        let name = &files[place].0;
        let length = files[place].1.len();
        // At its beginning, at its end, and at places between.
        let step = (length / 12).max(1);
        for at in (0..length).step_by(step).chain([length - 1]) {
            let mut altered = files.clone();
            altered[place].1[at] ^= 1;
            let altered = pack(&altered);
            assert_ne!(check(&altered, None), [], "{name} at {at}");
            assert_ne!(check(&altered, Some(&trust)), [], "{name} at {at}");
        }
        let mut without = files.clone();
        without.remove(place);
        assert_ne!(check(&pack(&without), None), [], "without {name}");
        let mut longer = files.clone();
        longer[place].1.push(b'\n');
        assert_ne!(check(&pack(&longer), None), [], "{name} and more");
    }
    let mut more = files.clone();
    more.push(("receipt-2.txt".to_owned(), b"{}".to_vec()));
    let bad = check(&pack(&more), None);
    assert_eq!((bad.len(), bad[0].what), (1, Wrong::Unknown));
    assert_eq!(check(b"no ZIP", None)[0].what, Wrong::Unreadable);
}

#[tokio::test]
async fn evidence_of_another_hub_is_not_trusted() {
    let (sent, _, _) = evidence().await;
    let other = TestHub::start().await;
    let bad = check(&sent, Some(&trust(&other)));
    let files: Vec<_> = bad.iter().map(|bad| bad.file.as_str()).collect();
    assert_eq!(files, ["journal.pem", "sender.pem", "statements/1.pem"]);
    assert!(bad.iter().all(|bad| bad.what == Wrong::Untrusted));
}

#[tokio::test]
async fn openssl_and_unzip_check_the_evidence_by_its_own_text() {
    let there = |program: &str| Command::new(program).arg("--help").output().is_ok();
    if !["bash", "openssl", "unzip"].into_iter().all(there) {
        eprintln!("skipped: there is no bash, openssl or unzip on this machine");
        return;
    }
    let (sent, received, _) = evidence().await;
    for zip in [&sent, &received] {
        assert_eq!(run_how_to(zip, |_| {}), Ok(()));
        // Each of the steps stops at what was altered.
        for name in [
            "label.json",
            "envelope/body.der",
            "opened/manifest.p7",
            "opened/body.p7",
            "receipt.txt",
            "receipt.sig",
            "statements/1.txt",
            "statements/1.sig",
            "proofs/1.entry.txt",
            "proofs/2.checkpoint.txt",
            "proofs/2.checkpoint.sig",
            "files/1_計画 表.csv",
        ] {
            let answer = run_how_to(zip, |folder| {
                let path = folder.join(name);
                let mut octets = std::fs::read(&path).unwrap();
                // In a `SignedData` the content stands first; a certificate inside it is not looked at.
                let place = octets.len() / if name.ends_with(".p7") { 5 } else { 2 };
                octets[place] ^= 1;
                std::fs::write(&path, octets).unwrap();
            });
            assert!(answer.is_err(), "{name}");
        }
    }
}

/// Unpack as the text says, alter something, and run the commands of the text.
fn run_how_to(zip: &[u8], alter: impl Fn(&std::path::Path)) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evidence.zip");
    std::fs::write(&path, zip).unwrap();
    let unzipped = Command::new("unzip")
        .current_dir(folder.path())
        .args(["-q", "evidence.zip"])
        .env("LC_ALL", "C.UTF-8")
        .status()
        .unwrap();
    assert!(unzipped.success());
    let text = std::fs::read_to_string(folder.path().join("how-to-check.txt")).unwrap();
    alter(folder.path());
    let commands: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("$ "))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(commands.lines().count() > 15, "{commands}");
    let output = Command::new("bash")
        .current_dir(folder.path())
        .args(["-e", "-c", &commands])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && said.trim_end().ends_with("OK") {
        Ok(())
    } else {
        Err(format!("{said}{}", String::from_utf8_lossy(&output.stderr)))
    }
}
