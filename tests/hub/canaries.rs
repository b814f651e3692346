//! Nothing about a person is at the hub: not in its store, its files or its log.

use crate::support::*;
use evidence::statement::{self, Facts};
use reqwest::{Method, StatusCode};
use server::contents::File;
use server::seal::{Recipient, Signer, open, seal};
use wire::hub_api::MailboxItem;
use wire::statement::Act;
use wire::{FileEntry, Manifest, Octets, Person, Receipt, Signed};

const NOTE: &str = "申し送りのかなりあ: 来週は通院のため休みます";
const NAME: &str = "見本 かなりあ子";
const KANA: &str = "ミホン カナリアコ";
const INSURED: &str = "0990041873";
const FILE: &str = "かなりあ計画_11月.CSV";
const CANARIES: [&str; 5] = [NOTE, NAME, KANA, INSURED, FILE];

/// A text in every form in which it could lie about.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let octets = text.as_bytes();
    let hexadecimal: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    let percent: String = octets.iter().map(|octet| format!("%{octet:02X}")).collect();
    let escaped: String = text
        .encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect();
    let mut forms = vec![
        octets.to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        hexadecimal.to_uppercase().into_bytes(),
        hexadecimal.into_bytes(),
        percent.to_lowercase().into_bytes(),
        percent.into_bytes(),
        escaped.into_bytes(),
    ];
    // base64, wherever in the encoded octets the text begins.
    for shift in 0..3 {
        let encoded = serde_json::to_string(&Octets([&vec![0; shift], octets].concat())).unwrap();
        let inner = encoded.trim_matches('"').as_bytes();
        forms.push(inner[4..inner.len() - 4].to_vec());
    }
    forms
}

fn holds(octets: &[u8], needle: &[u8]) -> bool {
    octets.windows(needle.len()).any(|window| window == needle)
}

/// Which of the canaries lie in some octets, in whatever form.
fn found(octets: &[u8]) -> Vec<&'static str> {
    let lies = |canary: &&str| forms(canary).iter().any(|form| holds(octets, form));
    CANARIES.into_iter().filter(lies).collect()
}

#[test]
fn the_search_finds_what_lies_open() {
    for canary in CANARIES {
        for form in forms(canary) {
            let octets = [b"before".as_slice(), &form, b"after"].concat();
            assert_eq!(found(&octets), [canary]);
        }
    }
    assert_eq!(found(b"nothing"), [""; 0]);
}

#[tokio::test]
async fn t40_the_hub_holds_no_name_note_or_file_name() {
    let place = Place::with_hub();
    let sender = place.office("9970100018-43");
    let receiver = place.office("9970200024-11");
    let hub = place.serve();
    sender.publish_card(&hub).await;
    receiver.publish_card(&hub).await;

    // One small letter and one whose body lies in pieces.
    for size in [200, 700_000] {
        let plain = format!("{NAME},{KANA},{INSURED}\r\n").repeat(size / 60 + 1);
        let octets: Vec<u8> = plain.into_bytes();
        let contents = server::contents::pack(&[File {
            name: FILE.to_owned(),
            octets: octets.clone(),
        }])
        .unwrap();
        let manifest = Manifest {
            format: Manifest::FORMAT,
            note: NOTE.to_owned(),
            files: vec![FileEntry {
                name: FILE.to_owned(),
                size: u64::try_from(octets.len()).unwrap(),
                sha256: evidence::digest(&octets),
            }],
            persons: vec![Person {
                insurer_number: "990001".to_owned(),
                insured_number: INSURED.to_owned(),
                name: Some(NAME.to_owned()),
                kana: Some(KANA.to_owned()),
                month: None,
            }],
            contents_sha256: evidence::digest(&contents),
            mended: Vec::new(),
            checkpoint: None,
            card_sha256: None,
        };
        let label = sender.label(&receiver.address, contents.len());
        let signer = Signer::new(sender.key(), &sender.certificate).unwrap();
        let recipients =
            [&receiver, &sender].map(|office| Recipient::new(&office.sealing_certificate).unwrap());
        let envelope = seal(&label, &manifest, &contents, &signer, &recipients).unwrap();
        let request = sender.deposit(
            &hub,
            label.id,
            &envelope.label,
            &envelope.manifest,
            &envelope.body,
        );
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::CREATED);
        let receipt: Signed<Receipt> = response.json().await.unwrap();

        // Fetched, opened and stated: what travelled does hold the canaries.
        let item: MailboxItem = receiver
            .get(&hub, &format!("/v1/envelopes/{}", label.id))
            .await
            .json()
            .await
            .unwrap();
        let body = receiver
            .get(&hub, &format!("/v1/envelopes/{}/body", label.id))
            .await
            .bytes()
            .await
            .unwrap();
        let fetched = server::seal::Envelope {
            label: item.label,
            manifest: item.manifest.0,
            body: body.to_vec(),
        };
        let (opened, opened_contents) = open(
            &fetched,
            std::slice::from_ref(&receiver.opening),
            std::slice::from_ref(&sender.certificate),
        )
        .unwrap();
        assert_eq!(opened, manifest);
        assert_eq!(opened_contents, contents);
        assert_eq!(
            found(&serde_json::to_vec(&opened).unwrap()).len(),
            CANARIES.len()
        );
        let facts = Facts {
            act: Act::Collected,
            contents_sha256: Some(manifest.contents_sha256),
            reason: None,
            comment: None,
            time: now(),
        };
        let statement =
            statement::make(&receiver.key(), &receiver.certificate, &receipt, facts).unwrap();
        let path = format!("/v1/envelopes/{}/collected", label.id);
        let request = receiver.request(&hub, Method::POST, &path).json(&statement);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    }

    // And whatever a careless caller puts where it does not belong.
    let percent = |text: &str| {
        text.bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<String>()
    };
    for canary in CANARIES {
        let text = percent(canary);
        for path in [
            format!("/v1/offices?query={text}"),
            format!("/v1/offices/{text}"),
            format!("/v1/envelopes/{text}"),
            format!("/v1/inbox?after={text}"),
            format!("/{text}"),
        ] {
            sender.get(&hub, &path).await;
        }
        let mut label = sender.label(&receiver.address, 4);
        label.unit = Some(canary.to_owned());
        let wrong = serde_json::to_string(&label).unwrap();
        let added = wrong.replacen('{', &format!("{{\"{canary}\":\"{canary}\","), 1);
        for label_text in [wrong, added, canary.to_owned()] {
            let request = sender.deposit(&hub, label.id, &label_text, b"manifest", b"plan");
            let response = request
                .header("x-request-id", &text)
                .header("user-agent", &text);
            assert!(!response.send().await.unwrap().status().is_success());
        }
        let path = format!("/v1/envelopes/{}/collected", label.id);
        let request = sender
            .request(&hub, Method::POST, &path)
            .body(format!("{{\"text\":\"{canary}\"}}"));
        assert!(!request.send().await.unwrap().status().is_success());
    }

    let mut searched = 0;
    let mut files = files(&place.hub_folder());
    files.push(place.path("log"));
    for file in files {
        let octets = std::fs::read(&file).unwrap();
        assert_eq!(found(&octets), [""; 0], "in {}", file.display());
        searched += octets.len();
    }
    assert!(
        searched > 700_000,
        "store, write-ahead log and log were searched"
    );
    let log = std::fs::read_to_string(place.path("log")).unwrap();
    assert!(
        log.contains("a request was answered"),
        "the log was written: {log}"
    );
}
