//! 代行: what an agent may do, under which mandate, and until when.

use crate::support::*;
use evidence::mandate::{self, Facts};
use reqwest::{Method, Response, StatusCode};
use wire::hub_api::{MandateRecord, Mandates, path};
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
