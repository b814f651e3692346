//! The directory and the cards in it.

use crate::support::*;
use reqwest::{Method, StatusCode};
use wire::hub_api::{Directory, OfficeRecord, Standing};
use wire::{Code, Octets};

async fn found(caller: &Caller, query: &str) -> Vec<String> {
    let query: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let directory: Directory = caller.json(&format!("/v1/offices?query={query}")).await;
    assert!(!directory.more);
    directory
        .offices
        .into_iter()
        .map(|office| office.number.to_string())
        .collect()
}

#[tokio::test]
async fn offices_are_found_by_the_beginning_of_their_number_or_a_part_of_their_name() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    assert_eq!(found(&manager, "").await.len(), 3);
    assert_eq!(found(&manager, "99702").await, ["9970200024"]);
    assert_eq!(found(&manager, "事業所9970300035").await, ["9970300035"]);
    for nothing in ["%", "_", "\\", "9970_00024", "' or 1=1 --", "0018"] {
        assert_eq!(
            found(&manager, nothing).await.len(),
            usize::from(nothing == "0018"),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn an_answer_of_the_directory_has_a_hundred_offices_at_most() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let mut operator = hub.operator().await;
    for place in 0..101 {
        let number = format!("80000{place:05}").parse().unwrap();
        operator
            .register_office(hub::operator::NewOffice {
                number,
                service_types: vec!["11".parse().unwrap()],
                name: "見本".to_owned(),
                telephone: Some("000-0000-0000".to_owned()),
                active_from: LICENCE.0,
                active_until: LICENCE.1,
            })
            .await
            .unwrap();
    }
    let directory: Directory = manager.json("/v1/offices?query=8").await;
    assert_eq!(directory.offices.len(), 100);
    assert!(directory.more);
    assert!(
        directory
            .offices
            .is_sorted_by_key(|office| office.number.clone())
    );
    let long = "a".repeat(101);
    assert_problem(
        manager.get(&format!("/v1/offices?query={long}")).await,
        Code::Invalid,
    )
    .await;
}

#[tokio::test]
async fn an_office_is_shown_with_its_card_its_licence_and_its_standing() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let path = format!("/v1/offices/{}", visits.address.number);
    let record: OfficeRecord = manager.json(&path).await;
    assert_eq!(record.office.standing, Standing::Active);
    assert_eq!(
        (record.office.active_from, record.office.active_until),
        LICENCE
    );
    assert!(record.office.ready);
    let card = evidence::card::verify(&record.card.unwrap()).unwrap();
    assert_eq!(
        card.connection_certificate,
        Octets(visits.certificate.clone())
    );
    assert_eq!(record.previous_card, None);

    let mut operator = hub.operator().await;
    operator.suspend(&visits.address.number).await.unwrap();
    let record: OfficeRecord = manager.json(&path).await;
    assert_eq!(record.office.standing, Standing::Suspended);
    assert_problem(manager.get("/v1/offices/0000000000").await, Code::NotFound).await;
    assert_problem(
        manager.get("/v1/offices/not-a-number").await,
        Code::NotFound,
    )
    .await;
}

#[tokio::test]
async fn a_newer_card_takes_the_place_of_the_one_before_it() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let path = format!("/v1/offices/{}", visits.address.number);
    let before: OfficeRecord = manager.json(&path).await;
    let newer = visits.card(now().plus_seconds(1));
    for _ in 0..2 {
        assert_eq!(
            visits.publish(&newer).await.status(),
            StatusCode::NO_CONTENT
        );
        let record: OfficeRecord = manager.json(&path).await;
        assert_eq!(record.card.as_ref(), Some(&newer));
        assert_eq!(record.previous_card, before.card);
    }
    let from_the_future = visits.card(now().plus_seconds(2 * 24 * 60 * 60));
    assert_problem(visits.publish(&from_the_future).await, Code::CardInvalid).await;
    let older = visits.card(LICENCE.0);
    assert_problem(visits.publish(&older).await, Code::CardInvalid).await;
}

#[tokio::test]
async fn a_card_is_renewed_with_a_new_certificate_by_the_word_of_the_old_key() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let path = format!("/v1/offices/{}", visits.address.number);
    let before: OfficeRecord = manager.json(&path).await;
    let before = before.card.unwrap().read().unwrap();

    let issued = hub.ca().issue_office(&visits.address.number, 30).unwrap();
    let renewed = hub.caller(visits.address.clone(), &issued);
    let sealing = before.sealing_keys[0].certificate.as_ref().to_vec();
    let facts = evidence::card::Facts {
        number: visits.address.number.clone(),
        service_types: before.service_types.clone(),
        name: before.name.clone(),
        accepts: before.accepts.clone(),
        mandates: Vec::new(),
        connection_certificate: renewed.certificate.clone(),
        sealing_certificates: vec![evidence::card::SealingCertificate {
            certificate: sealing,
            from: LICENCE.0,
            until: LICENCE.1,
        }],
        time: now().plus_seconds(1),
    };
    let card = evidence::card::renew(&visits.key, &before, &renewed.key, facts).unwrap();

    assert_problem(renewed.publish(&card).await, Code::CertificateUnknown).await;
    let mut operator = hub.operator().await;
    operator
        .register_certificate(&visits.address.number, &issued.der)
        .await
        .unwrap();
    assert_problem(visits.publish(&card).await, Code::CardInvalid).await;
    assert_eq!(
        renewed.publish(&card).await.status(),
        StatusCode::NO_CONTENT
    );
    let record: OfficeRecord = manager.json(&path).await;
    evidence::card::verify_renewal(&record.card.unwrap(), &before).unwrap();
}

#[tokio::test]
async fn a_card_of_another_office_key_or_service_is_refused() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    // Another office's card under one's own number, and one's own under another's.
    let foreign = manager.card(now().plus_seconds(1));
    assert_problem(visits.publish(&foreign).await, Code::CardInvalid).await;
    let path = format!("/v1/offices/{}/card", manager.address.number);
    let own = visits.card(now().plus_seconds(1));
    let response = visits
        .request(Method::PUT, &path)
        .json(&own)
        .send()
        .await
        .unwrap();
    assert_problem(response, Code::NotFound).await;
    // Altered after signing.
    let mut altered = own.clone();
    altered.text = altered.text.replace("見本", "別の");
    assert_problem(visits.publish(&altered).await, Code::CardInvalid).await;
    // A service type that the register does not have.
    let mut visits = visits;
    visits.address.service_type = "43".parse().unwrap();
    let card = visits.card(now().plus_seconds(1));
    let problem = assert_problem(visits.publish(&card).await, Code::CardInvalid).await;
    assert!(problem.detail.unwrap().contains("service type"));
}
