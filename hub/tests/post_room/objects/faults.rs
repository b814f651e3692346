//! What object storage may do wrong: nothing is acknowledged that is not there, and nothing is served that is not right.

use super::{LARGE, Place, assert_later, range};
use crate::support::proxy::Wire;
use crate::support::*;
use reqwest::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use wire::{Code, State};

#[tokio::test]
async fn what_cannot_be_put_is_not_kept_and_the_same_id_may_come_again() {
    let Some(place) = Place::start().await else {
        return;
    };
    let (label, body) = place.letter(LARGE);
    // Where the bucket was, nothing can be written.
    std::fs::remove_dir(place.storage.bucket()).unwrap();
    std::fs::write(place.storage.bucket(), "").unwrap();
    assert_later(place.manager.deposit(&label, &body).await).await;
    assert_eq!(place.rows().await, [0]);
    assert_problem(place.visits.body(label.id).await, Code::NotFound).await;

    std::fs::remove_file(place.storage.bucket()).unwrap();
    std::fs::create_dir(place.storage.bucket()).unwrap();
    place.leave(&label, &body).await;
    assert!(place.visits.body(label.id).await.bytes().await.unwrap() == body);
}

#[tokio::test]
async fn what_is_read_back_otherwise_is_refused_and_recorded() {
    let Some(place) = Place::start().await else {
        return;
    };
    let (label, body) = place.letter(LARGE);
    place.wire.set(Wire::Turned);
    assert_later(place.manager.deposit(&label, &body).await).await;
    assert_eq!(place.rows().await, [0]);
    let recorded =
        "select count(*) from refusals where route like '%(read back)' and code = 'unavailable'";
    assert_eq!(place.hub.numbers(recorded).await, [1]);

    place.wire.set(Wire::Whole);
    let response = place.manager.deposit(&label, &body).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    assert!(place.visits.body(label.id).await.bytes().await.unwrap() == body);
    let (_, metrics) = place.hub.told("/metrics").await;
    assert!(
        metrics.contains("objects_total{what=\"Differed\"} 1"),
        "{metrics}"
    );
}

#[tokio::test]
async fn r9_an_object_that_has_gone_or_was_damaged_is_named_and_not_served() {
    let Some(place) = Place::start().await else {
        return;
    };
    let (manager, visits) = (&place.manager, &place.visits);
    let (id, _) = manager.send(&visits.address, &octets(LARGE)).await;
    let object = place.storage.objects().remove(0);
    let sound = std::fs::read(&object).unwrap();

    for (octet, begins) in [(0, false), (LARGE - 1, true)] {
        let mut rotten = sound.clone();
        rotten[octet] ^= 1;
        std::fs::write(&object, rotten).unwrap();
        let findings = place.findings().await;
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0].what.ends_with("the object is damaged"),
            "{findings:?}"
        );
        let response = visits.body(id).await;
        if begins {
            assert!(response.bytes().await.is_err(), "broken off, not served");
        } else {
            assert_problem(response, Code::Internal).await;
            assert_eq!(
                visits.letter(id).await.state,
                State::Arrived,
                "and not collected"
            );
        }
    }
    std::fs::write(&object, &sound[..LARGE - 1]).unwrap();
    assert_eq!(place.findings().await.len(), 1, "an end is missing");
    std::fs::write(&object, &sound[..100]).unwrap();
    let end = range(visits, id, "bytes=599000-").await;
    assert_problem(end, Code::Internal).await;
    std::fs::remove_file(&object).unwrap();
    let findings = place.findings().await;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].place, "letter 9970200024/1");
    assert!(
        findings[0].what.ends_with("the object is gone"),
        "{findings:?}"
    );
    assert_problem(visits.body(id).await, Code::Internal).await;

    std::fs::write(&object, &sound).unwrap();
    assert_eq!(place.findings().await, []);
    assert!(visits.body(id).await.bytes().await.unwrap() == sound);
}

async fn r11(state: Wire) {
    let Some(place) = Place::start().await else {
        return;
    };
    let (manager, visits) = (&place.manager, &place.visits);
    let (before, _) = manager.send(&visits.address, &octets(LARGE)).await;
    let (under_way, body) = place.letter(LARGE);

    // One is under way when the wire goes.
    let (response, ()) = tokio::join!(manager.deposit(&under_way, &body), async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        place.wire.set(state);
    });
    let mut acknowledged = vec![(before, octets(LARGE))];
    if response.status().is_success() {
        acknowledged.push((under_way.id, body.clone()));
    } else {
        assert_later(response).await;
    }
    let (label, large) = place.letter(LARGE);
    let (small_label, small) = place.letter(20_000);
    let (refused, kept) = tokio::join!(
        manager.deposit(&label, &large),
        manager.deposit(&small_label, &small)
    );
    assert_later(refused).await;
    assert_eq!(kept.status(), StatusCode::CREATED, "small letters go on");
    assert!(visits.body(small_label.id).await.bytes().await.unwrap() == small);
    // A body that lies there cannot be read, and is not collected by that.
    assert_later(visits.body(before).await).await;
    assert_eq!(visits.letter(before).await.state, State::Arrived);
    let findings = place.findings().await;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].place, "object storage");

    place.wire.set(Wire::Whole);
    for (label, body) in [(&label, &large), (&under_way, &body)] {
        place.leave(label, body).await;
        acknowledged.push((label.id, body.clone()));
    }
    let inbox = visits.inbox("").await;
    let numbers: Vec<_> = inbox.letters.iter().map(|letter| letter.sequence).collect();
    assert_eq!(numbers, [1, 2, 3, 4], "each once, and none by half");
    for (id, body) in acknowledged {
        assert!(visits.body(id).await.bytes().await.unwrap() == body);
    }
    assert_eq!(place.findings().await, []);
}

#[tokio::test]
async fn r11_a_cut_to_object_storage_refuses_large_letters_and_heals() {
    r11(Wire::Cut).await;
}

#[tokio::test]
async fn r11_a_silence_of_object_storage_refuses_large_letters_and_heals() {
    r11(Wire::Silent).await;
}

#[tokio::test]
async fn a_wrong_key_is_said_to_the_operator_and_nothing_is_kept() {
    let Some(mut place) = Place::start().await else {
        return;
    };
    place
        .hub
        .restart_with(|config| {
            config.objects.secret_key = Some("another".to_owned().into());
        })
        .await;
    place.hub.again(&mut place.manager);
    let (label, body) = place.letter(LARGE);
    assert_later(place.manager.deposit(&label, &body).await).await;
    assert_eq!(place.rows().await, [0]);
    let findings = place.findings().await;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].what, "object storage refuses the hub's key");
}

/// An end of TLS in front of a port, and its certificate.
async fn behind_tls(to: u16) -> (u16, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.try_into().unwrap())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut near) = acceptor.accept(near).await else {
                    return;
                };
                let mut far = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
                // However it ends.
                let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
            });
        }
    });
    (port, made.cert.pem())
}

#[tokio::test]
async fn a_bucket_behind_tls_is_believed_by_its_own_ca_alone() {
    let Some(mut place) = Place::start().await else {
        return;
    };
    let (port, certificate) = behind_tls(place.storage.port).await;
    let (_, another) = behind_tls(place.storage.port).await;
    for (name, pem) in [("storage.pem", &certificate), ("another.pem", &another)] {
        std::fs::write(place.hub.folder.path().join(name), pem).unwrap();
    }
    for (root, kept) in [("another.pem", false), ("storage.pem", true)] {
        place
            .hub
            .restart_with(|config| {
                config.objects.endpoint = format!("https://localhost:{port}").parse().ok();
                config.objects.roots = vec![root.into()];
            })
            .await;
        place.hub.again(&mut place.manager);
        let (label, body) = place.letter(LARGE);
        let response = place.manager.deposit(&label, &body).await;
        if kept {
            assert_eq!(response.status(), StatusCode::CREATED);
        } else {
            assert_later(response).await;
        }
        assert_eq!(place.storage.objects().len(), usize::from(kept));
    }
}
