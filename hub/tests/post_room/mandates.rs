//! 代行: what an agent may do, under which mandate, and until when.

use crate::support::*;
use evidence::mandate::{self, Facts};
use futures_util::StreamExt as _;
use reqwest::{Method, Response, StatusCode};
use std::time::Duration;
use wire::hub_api::{LetterMandates, MandateRecord, Mandates, path};
use wire::statement::Act;
use wire::{Code, Label, Mandate, MandateId, Scope, Signed, State, Time};

fn facts(office: &Caller, agent: &Caller, scope: &[Scope]) -> Facts {
    Facts {
        id: MandateId::new(),
        office: office.address.number.clone(),
        agent: agent.address.number.clone(),
        scope: scope.to_vec(),
        from: now().plus_seconds(-60),
        until: now().plus_seconds(3600),
        time: now(),
    }
}

fn made(office: &Caller, facts: Facts) -> Signed<Mandate> {
    mandate::make(&office.key, &office.certificate, facts).unwrap()
}

async fn post(caller: &Caller, mandate: &Signed<Mandate>) -> Response {
    let request = caller.request(Method::POST, path::MANDATES).json(mandate);
    request.send().await.unwrap()
}

async fn give(office: &Caller, agent: &Caller, scope: &[Scope]) -> MandateId {
    let facts = facts(office, agent, scope);
    let id = facts.id;
    let answer = post(office, &made(office, facts)).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    id
}

async fn revoke(caller: &Caller, id: MandateId) -> Response {
    let path = format!("/v1/mandates/{id}");
    let request = caller.request(Method::DELETE, &path);
    request.send().await.unwrap()
}

/// A letter of the principal that the agent leaves.
fn letter(agent: &Caller, office: &Caller, to: &Caller, mandate: MandateId) -> Label {
    let mut label = agent.label(&to.address, 4);
    label.from = office.address.clone();
    label.acting_for = Some(mandate.to_string());
    label
}

#[tokio::test]
async fn an_agent_sends_for_the_office_until_the_mandate_is_revoked() {
    let (_hub, [office, agent, other]) = TestHub::with_offices().await;
    let id = give(&office, &agent, &[Scope::Send]).await;
    let label = letter(&agent, &office, &other, id);
    assert_eq!(
        agent.deposit(&label, b"plan").await.status(),
        StatusCode::CREATED
    );
    let of = format!("?office={}", office.address.number);
    assert_eq!(agent.outbox(&of).await.letters.len(), 1);
    assert_eq!(office.outbox("").await.letters[0].id, label.id);
    // Sending is not receiving.
    let inbox = agent.get(&format!("/v1/inbox{of}")).await;
    assert_problem(inbox, Code::Forbidden).await;

    assert_eq!(revoke(&office, id).await.status(), StatusCode::NO_CONTENT);
    let late = letter(&agent, &office, &other, id);
    assert_problem(agent.deposit(&late, b"plan").await, Code::SenderMismatch).await;
    let outbox = agent.get(&format!("/v1/outbox{of}")).await;
    assert_problem(outbox, Code::Forbidden).await;
    assert_eq!(
        revoke(&office, id).await.status(),
        StatusCode::NO_CONTENT,
        "again"
    );
}

#[tokio::test]
async fn an_agent_collects_and_answers_for_the_office() {
    let (_hub, [sender, office, agent]) = TestHub::with_offices().await;
    let id = give(&office, &agent, &[Scope::Receive]).await;
    let (letter, receipt) = sender.send(&office.address, b"plan").await;
    let of = format!("?office={}", office.address.number);
    assert_eq!(agent.inbox(&of).await.letters[0].id, letter);
    let body = agent.get(&format!("/v1/envelopes/{letter}/body{of}")).await;
    assert_eq!(body.bytes().await.unwrap(), "plan");
    let post = async |what: &str, act| {
        let path = format!("/v1/envelopes/{letter}/{what}{of}");
        let statement = agent.statement(&receipt, act);
        let request = agent.request(Method::POST, &path).json(&statement);
        request.send().await.unwrap()
    };
    assert_state(post("collected", Act::Collected).await, State::Collected).await;
    assert_state(post("answer", Act::TakenIn).await, State::TakenIn).await;
    assert_problem(agent.get(&format!("/v1/outbox{of}")).await, Code::Forbidden).await;
    assert_eq!(
        revoke(&agent, id).await.status(),
        StatusCode::NO_CONTENT,
        "laid down"
    );
    assert_problem(post("answer", Act::Returned).await, Code::Forbidden).await;
}

#[tokio::test]
async fn t08_no_mandate_that_the_office_did_not_sign_or_that_does_not_hold_is_any_use() {
    let (hub, [office, agent, other]) = TestHub::with_offices().await;
    let good = facts(&office, &agent, &[Scope::Send]);
    let signed = made(&office, good.clone());
    // The agent cannot give it to itself, nor can anybody hand it in for the office.
    assert_problem(
        post(&agent, &made(&agent, good.clone())).await,
        Code::Forbidden,
    )
    .await;
    assert_problem(post(&agent, &signed).await, Code::MandateInvalid).await;
    let mut altered = signed.clone();
    altered.text = altered.text.replace("[\"send\"]", "[\"receive\"]");
    let mut over = good.clone();
    (over.from, over.until) = (Time(0), now().plus_seconds(-1));
    let mut endless = good.clone();
    endless.until = LICENCE.1;
    let mut nobody = good.clone();
    nobody.agent = "9999999999".parse().unwrap();
    for wrong in [over, endless, nobody].map(|facts| made(&office, facts)) {
        assert_problem(post(&office, &wrong).await, Code::MandateInvalid).await;
    }
    assert_problem(post(&office, &altered).await, Code::MandateInvalid).await;

    let mut later = good.clone();
    later.id = MandateId::new();
    later.from = now().plus_seconds(1800);
    assert_eq!(
        post(&office, &made(&office, later.clone())).await.status(),
        StatusCode::CREATED
    );
    let receive = give(&office, &agent, &[Scope::Receive]).await;
    for id in [later.id, receive, MandateId::new()] {
        let label = letter(&agent, &office, &other, id);
        assert_problem(agent.deposit(&label, b"plan").await, Code::SenderMismatch).await;
    }
    hub.advance(1800);
    let label = letter(&agent, &office, &other, later.id);
    assert_eq!(
        agent.deposit(&label, b"plan").await.status(),
        StatusCode::CREATED
    );
    hub.advance(1800);
    let label = letter(&agent, &office, &other, later.id);
    assert_problem(agent.deposit(&label, b"plan").await, Code::SenderMismatch).await;
    // An office that acts for itself names no mandate.
    let mut own = office.label(&other.address, 4);
    own.acting_for = Some(receive.to_string());
    assert_problem(office.deposit(&own, b"plan").await, Code::LabelInvalid).await;
}

#[tokio::test]
async fn mandates_are_seen_and_ended_by_their_two_parties_alone() {
    let (_hub, [office, agent, other]) = TestHub::with_offices().await;
    let facts = facts(&office, &agent, &[Scope::Send, Scope::Receive]);
    let (id, signed) = (facts.id, made(&office, facts.clone()));
    assert_eq!(post(&office, &signed).await.status(), StatusCode::CREATED);
    assert_eq!(
        post(&office, &signed).await.status(),
        StatusCode::OK,
        "again"
    );
    let mut second = facts;
    second.time = second.time.plus_seconds(1);
    assert_problem(post(&office, &made(&office, second)).await, Code::IdInUse).await;
    let seen = |mandates: Mandates| -> Vec<_> {
        let seen = mandates.mandates.into_iter();
        seen.map(
            |MandateRecord {
                 mandate, revoked, ..
             }| (mandate, revoked.is_some()),
        )
        .collect()
    };
    let given = vec![(signed.clone(), false)];
    assert_eq!(seen(office.json(path::MANDATES).await), given);
    assert_eq!(seen(agent.json(path::MANDATES).await), given);
    assert_eq!(seen(other.json(path::MANDATES).await), []);
    // Nobody deals in mandates by a mandate.
    let for_office = format!("{}?office={}", path::MANDATES, office.address.number);
    assert_problem(agent.get(&for_office).await, Code::Forbidden).await;
    assert_problem(revoke(&other, id).await, Code::NotFound).await;
    assert_problem(revoke(&other, MandateId::new()).await, Code::NotFound).await;
    assert_eq!(revoke(&office, id).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(seen(agent.json(path::MANDATES).await), [(signed, true)]);
}

/// The mandates of a letter as somebody is told them, once their entries have a place in the journal.
async fn of_letter(caller: &Caller, query: &str) -> LetterMandates {
    loop {
        let found: LetterMandates = caller.json(query).await;
        if found.mandates.iter().all(|one| one.entry.is_some()) {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn the_parties_of_a_letter_are_told_the_mandates_under_which_agents_acted() {
    let (_hub, [office, agent, other]) = TestHub::with_offices().await;
    let id = give(&office, &agent, &[Scope::Send]).await;
    let label = letter(&agent, &office, &other, id);
    let sent = agent.deposit(&label, b"plan").await;
    assert_eq!(sent.status(), StatusCode::CREATED);
    let path = format!("/v1/envelopes/{}/mandates", label.id);
    let told = of_letter(&other, &path).await;
    assert_eq!(told.mandates.len(), 1);
    let mandate = mandate::verify(&office.certificate, &told.mandates[0].mandate).unwrap();
    assert_eq!((mandate.id, told.mandates[0].revoked), (id, None));
    let entry = told.mandates[0].entry.clone().unwrap();
    let text = entry.text.unwrap();
    assert_eq!(evidence::leaf::hash(&text), entry.hash);
    let digest = evidence::digest(told.mandates[0].mandate.text.as_bytes());
    assert!(text.contains(&digest.to_string()), "{text}");
    assert_eq!(of_letter(&office, &path).await, told);
    // Revoked afterwards: still the one under which it was sent, and the entry of its giving.
    revoke(&office, id).await;
    let after = of_letter(&other, &path).await;
    assert!(after.mandates[0].revoked.is_some());
    assert_eq!(after.mandates[0].entry, told.mandates[0].entry);
    // A letter that the office sends itself has none.
    let (own, _) = office.send(&other.address, b"plan").await;
    let none = of_letter(&other, &format!("/v1/envelopes/{own}/mandates")).await;
    assert_eq!(none.mandates, []);
}

#[tokio::test]
async fn the_sender_is_told_under_which_mandate_an_agent_has_answered() {
    let (_hub, [sender, office, agent]) = TestHub::with_offices().await;
    let id = give(&office, &agent, &[Scope::Receive]).await;
    give(&office, &agent, &[Scope::Send]).await;
    let (letter, receipt) = sender.send(&office.address, b"plan").await;
    let path = format!("/v1/envelopes/{letter}/mandates");
    assert_eq!(of_letter(&sender, &path).await.mandates, []);
    let of = format!("?office={}", office.address.number);
    let statement = agent.statement(&receipt, Act::Collected);
    let collected = format!("/v1/envelopes/{letter}/collected{of}");
    let request = agent.request(Method::POST, &collected).json(&statement);
    assert_state(request.send().await.unwrap(), State::Collected).await;
    let told = of_letter(&sender, &path).await;
    let ids: Vec<_> = told
        .mandates
        .iter()
        .map(|one| one.mandate.read().unwrap().id)
        .collect();
    assert_eq!(ids, [id]);
}

#[tokio::test]
async fn t13_an_agent_that_listens_is_cut_when_its_mandate_is_revoked() {
    let (_hub, [office, agent, sender]) = TestHub::with_offices().await;
    let id = give(&office, &agent, &[Scope::Receive]).await;
    let path = format!("{}?office={}", path::EVENTS, office.address.number);
    let mut stream = agent.get(&path).await.bytes_stream();
    sender.send(&office.address, b"plan").await;
    let heard = stream.next().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&heard).contains("cursor"));
    assert_eq!(revoke(&office, id).await.status(), StatusCode::NO_CONTENT);
    // Well before the hub looks at the rights of those who listen of itself.
    let ended = tokio::time::timeout(Duration::from_secs(10), async {
        while let Some(Ok(octets)) = stream.next().await {
            let text = String::from_utf8_lossy(&octets).into_owned();
            assert!(!text.contains("data:"), "nothing is told any more: {text}");
        }
    });
    ended.await.unwrap();
    assert_problem(agent.get(&path).await, Code::Forbidden).await;
}
