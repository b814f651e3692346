//! 代行 from end to end: an agent's server sends and collects for an office whose own server is another one.

use crate::evidence_file::{Files, pack, trust, unpack};
use crate::support::{
    A, B, Browser, C, Credentials, LetterForm, PASSWORD, Site, SiteBuilder, TestHub, number,
    wait_for,
};
use evidence::SigningKey;
use evidence::mandate::Facts;
use reqwest::Method;
use secrecy::SecretString;
use serde_json::json;
use server::Administration;
use server::administration::NewStaff;
use server::evidence_file::check::{Trust, Wrong, check};
use sqlx::SqlitePool;
use wire::server_api::{NewMandate, Role, path};
use wire::{Code, EnvelopeId, Mandate, MandateId, Scope, Signed, State, Time};

const BOTH: [Scope; 2] = [Scope::Send, Scope::Receive];

fn now() -> Time {
    std::time::SystemTime::now().into()
}

/// Three offices, each with a server of its own: A, and C that acts for B.
struct Offices {
    hub: TestHub,
    a: Site,
    b: Site,
    c: Site,
    /// Of A, B and C.
    credentials: [Credentials; 3],
}

impl Offices {
    async fn start() -> Self {
        let hub = TestHub::start().await;
        let credentials = [
            hub.register(A).await,
            hub.register(B).await,
            hub.register(C).await,
        ];
        let site = async |office, credentials| {
            let builder = SiteBuilder::new(&hub).await.watchful();
            builder.office_with(office, credentials).await.start().await
        };
        let a = site(A, &credentials[0]).await;
        let b = site(B, &credentials[1]).await;
        let c = site(C, &credentials[2]).await;
        wait_for("the cards", || async {
            let offices = hub.operator().await.offices("").await.unwrap();
            offices.iter().all(|office| office.ready).then_some(())
        })
        .await;
        Self {
            hub,
            a,
            b,
            c,
            credentials,
        }
    }

    /// With B's mandate to C, taken up at C's server, and C's key on B's card.
    async fn with_mandate(scope: &[Scope]) -> (Self, MandateId) {
        let mut offices = Self::start().await;
        let id = give(&offices.b, scope, 3600).await;
        offices.accept().await;
        if scope.contains(&Scope::Receive) {
            offices.card_names(id).await;
        }
        (offices, id)
    }

    /// C begins to act for B.
    async fn accept(&mut self) {
        let administration = Administration::open(&self.c.config).await.unwrap();
        administration
            .act_for(&number(C), &number(B))
            .await
            .unwrap();
        let staff = NewStaff {
            user: format!("staff-{}", number(B)),
            name: "代行 花子".to_owned(),
            password: SecretString::from(PASSWORD),
            office: number(B),
            role: Role::Administrator,
        };
        administration.add_staff(staff).await.unwrap();
        administration.close().await;
        self.c.stop().await;
        self.c.restart().await;
    }

    async fn card_names(&self, id: MandateId) {
        let store = self.store().await;
        wait_for("the mandate on the card", || async {
            let card: String = sqlx::query_scalar(
                "select text from cards where number = $1 order by version desc limit 1",
            )
            .bind(number(B).as_str())
            .fetch_one(&store)
            .await
            .unwrap();
            card.contains(&id.to_string()).then_some(())
        })
        .await;
    }

    async fn store(&self) -> SqlitePool {
        crate::journal::hub_store(&self.hub).await
    }

    /// The record of B at one of the servers: acts, and whose.
    async fn record(site: &Site) -> Vec<(String, Option<String>)> {
        let administration = Administration::open(&site.config).await.unwrap();
        let record = administration.record(&number(B)).await.unwrap();
        administration.close().await;
        record
            .into_iter()
            .map(|(act, user, _)| (act, user))
            .collect()
    }

    /// A letter of B to A that C has sent.
    async fn sent_by_agent(&self) -> EnvelopeId {
        let agent = self.c.sign_in("staff", B).await;
        let id = EnvelopeId::new();
        let answer = agent
            .put_letter(id, &LetterForm::plan().from(B).to(A))
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        agent.wait_sent(id, State::Arrived).await;
        id
    }
}

/// B gives C a mandate, by the command of its own server.
async fn give(b: &Site, scope: &[Scope], seconds: i64) -> MandateId {
    let administration = Administration::open(&b.config).await.unwrap();
    let mandate = NewMandate {
        id: MandateId::new(),
        agent: number(C),
        scope: scope.to_vec(),
        from: now().plus_seconds(-60),
        until: now().plus_seconds(seconds),
    };
    let id = mandate.id;
    let given = administration.give_mandate(&number(B), mandate).await;
    administration.close().await;
    given.unwrap();
    id
}

async fn silent(browsers: &[&Browser]) {
    for browser in browsers {
        let alarms = browser.alarms().await;
        assert!(alarms.is_empty(), "{alarms:?}");
    }
}

#[tokio::test]
async fn an_agent_sends_for_an_office_and_the_office_sees_it() {
    let (offices, _) = Offices::with_mandate(&[Scope::Send]).await;
    let a = offices.a.sign_in("staff", A).await;
    let b = offices.b.sign_in("staff", B).await;
    let agent = offices.c.sign_in("staff", B).await;
    let id = offices.sent_by_agent().await;
    // The receiver reads it as B's.
    let received = a.wait_received(id).await;
    assert_eq!(received.from.address.number, number(B));
    assert!(received.contents.is_some(), "{:?}", received.problem);
    assert_eq!(a.open(id).await.status, 200);
    assert_eq!(
        a.received_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
    // B's own server has it too, can open it, and its record says who it was.
    wait_for("the letter at B", || async {
        let sent = b.sent_list().await.letters;
        sent.into_iter()
            .find(|letter| letter.id == id && letter.state == State::Collected)
    })
    .await;
    assert_eq!(
        b.sent_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
    let by_agent = ("agent_send".to_owned(), Some(number(C).to_string()));
    assert!(Offices::record(&offices.b).await.contains(&by_agent));
    // Sending is not receiving: the agent sees nothing of the inbox.
    let other = EnvelopeId::new();
    assert_eq!(a.put_letter(other, &LetterForm::plan()).await.status, 201);
    b.wait_received(other).await;
    agent.wait_sent(id, State::Collected).await;
    assert_eq!(agent.inbox().await.letters.len(), 0);
    // Every evidence of it holds, and carries the mandate with its entry in the journal.
    let trust = trust(&offices.hub);
    let proofs = [
        a.received_evidence(id).await,
        b.sent_evidence(id).await,
        agent.sent_evidence(id).await,
    ];
    for zip in proofs {
        assert_eq!(check(&zip, Some(&trust)), []);
        let files = unpack(&zip);
        let mandate = files.iter().find(|(name, _)| name == "mandates/1.txt");
        let mandate: Mandate = serde_json::from_slice(&mandate.unwrap().1).unwrap();
        assert_eq!((mandate.office, mandate.agent), (number(B), number(C)));
        let entered = |name: &str, octets: &[u8]| {
            name.ends_with(".entry.txt") && String::from_utf8_lossy(octets).contains("\"mandate\"")
        };
        assert!(files.iter().any(|(name, octets)| entered(name, octets)));
    }
    silent(&[&a, &b, &agent]).await;
}

#[tokio::test]
async fn an_agent_collects_and_answers_for_an_office() {
    let (offices, _) = Offices::with_mandate(&BOTH).await;
    let a = offices.a.sign_in("staff", A).await;
    let b = offices.b.sign_in("staff", B).await;
    let agent = offices.c.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
    agent.wait_received(id).await;
    assert_eq!(agent.open(id).await.status, 200);
    assert_eq!(
        agent.received_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
    a.wait_sent(id, State::Collected).await;
    let taken_in = json!({"answer": "taken_in"});
    assert_eq!(agent.answer(id, &taken_in).await.status, 200);
    a.wait_sent(id, State::TakenIn).await;
    // B sees what became of it, and opens it all the same.
    wait_for("the answer at B", || async {
        let letter = b.received(id).await;
        (letter.state == State::TakenIn && letter.unread).then_some(())
    })
    .await;
    assert_eq!(b.open(id).await.status, 200);
    let record = Offices::record(&offices.b).await;
    let by = |act: &str| record.contains(&(act.to_owned(), Some(number(C).to_string())));
    assert!(by("agent_answer"), "{record:?}");
    assert_eq!(
        check(&a.sent_evidence(id).await, Some(&trust(&offices.hub))),
        []
    );
    silent(&[&a, &b, &agent]).await;
}

#[tokio::test]
async fn a_revoked_mandate_is_no_use_at_once_and_what_was_sent_under_it_stays_good() {
    let (offices, mandate) = Offices::with_mandate(&BOTH).await;
    let a = offices.a.sign_in("staff", A).await;
    let admin = offices.b.sign_in("admin", B).await;
    let agent = offices.c.sign_in("staff", B).await;
    let before = offices.sent_by_agent().await;
    a.wait_received(before).await;
    let path = path::MANDATE
        .replace("{number}", number(B).as_str())
        .replace("{mandate}", &mandate.to_string());
    assert_eq!(admin.write(Method::DELETE, &path).await.status, 204);
    // What the agent still tries the hub refuses; soon its own server knows.
    let late = EnvelopeId::new();
    let letter = LetterForm::plan().from(B).to(A);
    let answer = agent.put_letter(late, &letter).await;
    if answer.status == 201 {
        let failed = agent.wait_sent(late, State::Failed).await;
        assert_eq!(failed.problem.unwrap().code, Code::SenderMismatch);
    } else {
        assert_eq!(answer.code(), Code::Forbidden);
    }
    wait_for("the refusal", || async {
        let answer = agent.put_letter(EnvelopeId::new(), &letter).await;
        (answer.status == 403).then_some(())
    })
    .await;
    // A's next letter is not sealed for it, and its server does not see it.
    let next = EnvelopeId::new();
    assert_eq!(a.put_letter(next, &LetterForm::plan()).await.status, 201);
    a.wait_sent(next, State::Arrived).await;
    let b = offices.b.sign_in("staff", B).await;
    b.wait_received(next).await;
    assert!(agent.inbox().await.letters.iter().all(|one| one.id != next));
    // The earlier letter is read and proved as before.
    assert_eq!(a.open(before).await.status, 200);
    let evidence = a.received_evidence(before).await;
    assert_eq!(check(&evidence, Some(&trust(&offices.hub))), []);
}

#[tokio::test]
async fn an_agent_does_not_collect_what_is_not_sealed_for_it() {
    let (offices, _) = Offices::with_mandate(&BOTH).await;
    let a = offices.a.sign_in("staff", A).await;
    let agent = offices.c.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
    agent.wait_received(id).await;
    // As if its key had come onto the card a moment later: what it lists cannot be opened there.
    let own = crate::journal::database(&offices.c.folder().join("server.db")).await;
    sqlx::query("update received set manifest = x'30' where number = $1")
        .bind(number(B).as_str())
        .execute(&own)
        .await
        .unwrap();
    assert_eq!(agent.open(id).await.code(), Code::CannotOpen);
    assert_eq!(a.sent(id).await.state, State::Arrived);
    let b = offices.b.sign_in("staff", B).await;
    assert_eq!(b.open(id).await.status, 200);
}

/// A mandate of B to C as the hub shows it after it was tampered with there.
#[derive(Debug, Clone, Copy)]
enum Lie {
    None,
    SignedByTheAgent,
    OfAnotherOffice,
    ForAnotherAgent,
    ToReceiveOnly,
    Over,
    Revoked,
}

const LIES: [Lie; 7] = [
    Lie::None,
    Lie::SignedByTheAgent,
    Lie::OfAnotherOffice,
    Lie::ForAnotherAgent,
    Lie::ToReceiveOnly,
    Lie::Over,
    Lie::Revoked,
];

impl Offices {
    /// A mandate under an id that B has never given like this, and the certificate that fits its signature.
    fn lie(&self, id: MandateId, lie: Lie) -> Option<(Signed<Mandate>, Vec<u8>)> {
        let [a, b, c] = self.credentials.each_ref().map(key);
        let mut facts = Facts {
            id,
            office: number(B),
            agent: number(C),
            scope: vec![Scope::Send],
            from: now().plus_seconds(-60),
            until: now().plus_seconds(3600),
            time: now().plus_seconds(-60),
        };
        let mut signer = b;
        match lie {
            Lie::None | Lie::Revoked => return None,
            Lie::SignedByTheAgent => signer = c,
            Lie::OfAnotherOffice => (signer, facts.office) = (a, number(A)),
            Lie::ForAnotherAgent => facts.agent = number(A),
            Lie::ToReceiveOnly => facts.scope = vec![Scope::Receive],
            Lie::Over => facts.until = now().plus_seconds(-50),
        }
        let made = evidence::mandate::make(&signer.0, &signer.1, facts).unwrap();
        Some((made, signer.1))
    }
}

#[tokio::test]
async fn t42_a_letter_under_a_mandate_that_the_hub_forges_is_not_believed() {
    let (mut offices, first) = Offices::with_mandate(&[Scope::Send]).await;
    let store = offices.store().await;
    let own = crate::journal::database(&offices.c.folder().join("server.db")).await;
    offices.a.stop().await;
    let mut sent = Vec::new();
    for (place, lie) in (1..).zip(LIES) {
        // Each longer than the one before, so that the agent takes it.
        let id = if place == 1 {
            first
        } else {
            give(&offices.b, &[Scope::Send], 3600 + place * 60).await
        };
        let held = "select count(*) from mandates_held where mandate = $1";
        wait_for("the mandate at the agent", || async {
            let found: i64 = sqlx::query_scalar(held)
                .bind(id.as_bytes().as_slice())
                .fetch_one(&own)
                .await
                .unwrap();
            (found == 1).then_some(())
        })
        .await;
        let letter = offices.sent_by_agent().await;
        let label: String = sqlx::query_scalar("select label from letters where id = $1")
            .bind(letter.as_bytes().as_slice())
            .fetch_one(&store)
            .await
            .unwrap();
        assert!(label.contains(&id.to_string()));
        tell(&offices, &store, id, lie).await;
        sent.push((lie, letter));
    }
    offices.a.restart().await;
    let a = offices.a.sign_in("staff", A).await;
    for (lie, letter) in sent {
        let received = a.wait_received(letter).await;
        let good = matches!(lie, Lie::None);
        assert_eq!(received.contents.is_some(), good, "{lie:?}");
        assert_eq!(a.open(letter).await.status, 200);
        let opened = a.received(letter).await;
        let problem = opened.problem.map(|problem| problem.code);
        assert_eq!(problem, (!good).then_some(Code::CannotOpen), "{lie:?}");
    }
}

/// Let the hub show another mandate under an id.
async fn tell(offices: &Offices, store: &SqlitePool, id: MandateId, lie: Lie) {
    let revoked = matches!(lie, Lie::Revoked).then(|| now().plus_seconds(-3600).0);
    if revoked.is_some() {
        sqlx::query("update mandates set revoked = $2 where id = $1")
            .bind(id.as_bytes().as_slice())
            .bind(revoked)
            .execute(store)
            .await
            .unwrap();
    }
    if let Some((told, _)) = offices.lie(id, lie) {
        sqlx::query("update mandates set text = $2, signature = $3 where id = $1")
            .bind(id.as_bytes().as_slice())
            .bind(&told.text)
            .bind(told.signature.as_ref())
            .execute(store)
            .await
            .unwrap();
    }
}

/// The connection key of an office and its certificate.
fn key(credentials: &Credentials) -> (SigningKey, Vec<u8>) {
    let key = pem::parse(&credentials.key).unwrap();
    let certificate = pem::parse(&credentials.certificate).unwrap();
    let key = SigningKey::from_pkcs8(key.contents()).unwrap();
    (key, certificate.into_contents())
}

/// An evidence file, once so many entries of the journal are proved in it.
async fn whole(entries: usize, evidence: impl AsyncFn() -> Vec<u8>) -> Files {
    let last = format!("proofs/{entries}.entry.txt");
    wait_for("the proofs", || async {
        let files = unpack(&evidence().await);
        let whole = files.iter().any(|(name, _)| *name == last);
        whole.then_some(files)
    })
    .await
}

/// A's evidence of a letter that an agent has sent it.
pub async fn evidence_of_sending() -> (Files, Trust) {
    let (offices, _) = Offices::with_mandate(&[Scope::Send]).await;
    let a = offices.a.sign_in("staff", A).await;
    let id = offices.sent_by_agent().await;
    a.wait_received(id).await;
    assert_eq!(a.open(id).await.status, 200);
    // The entries of the mandate, the deposit and the statement.
    let files = whole(3, async || a.received_evidence(id).await).await;
    (files, trust(&offices.hub))
}

/// A's evidence of a letter that an agent has collected and answered.
pub async fn evidence_of_answering() -> (Files, Trust) {
    let (offices, _) = Offices::with_mandate(&[Scope::Receive]).await;
    let a = offices.a.sign_in("staff", A).await;
    let agent = offices.c.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
    agent.wait_received(id).await;
    assert_eq!(agent.open(id).await.status, 200);
    a.wait_sent(id, State::Collected).await;
    let taken_in = json!({"answer": "taken_in"});
    assert_eq!(agent.answer(id, &taken_in).await.status, 200);
    a.wait_sent(id, State::TakenIn).await;
    // The entries of the mandate, the deposit and both statements.
    let files = whole(4, async || a.sent_evidence(id).await).await;
    (files, trust(&offices.hub))
}

#[tokio::test]
async fn t42_evidence_under_a_mandate_that_does_not_allow_it_is_bad() {
    let (offices, id) = Offices::with_mandate(&[Scope::Send]).await;
    let a = offices.a.sign_in("staff", A).await;
    let letter = offices.sent_by_agent().await;
    a.wait_received(letter).await;
    assert_eq!(a.open(letter).await.status, 200);
    let files = unpack(&a.received_evidence(letter).await);
    let trust = trust(&offices.hub);
    for lie in LIES {
        let signed = offices.lie(id, lie);
        let Some((mandate, certificate)) = signed else {
            continue;
        };
        let pem = pem::Pem::new("CERTIFICATE", certificate);
        let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        let mut forged = files.clone();
        for (name, octets) in &mut forged {
            match name.as_str() {
                "mandates/1.txt" => *octets = mandate.text.clone().into_bytes(),
                "mandates/1.sig" => *octets = mandate.signature.as_ref().to_vec(),
                "mandates/1.pem" => *octets = pem::encode_config(&pem, config).into_bytes(),
                _ => {}
            }
        }
        let bad = check(&pack(&forged), Some(&trust));
        let is_bad =
            |file: &str, what: Wrong| bad.iter().any(|bad| bad.file == file && bad.what == what);
        // Besides: no such mandate stands in the journal.
        assert!(
            is_bad("mandates/1.txt", Wrong::Mismatch),
            "{lie:?}: {bad:?}"
        );
        match lie {
            Lie::SignedByTheAgent => assert!(is_bad("mandates/1.pem", Wrong::Mismatch), "{bad:?}"),
            _ => assert!(is_bad("sender.pem", Wrong::Mismatch), "{lie:?}: {bad:?}"),
        }
    }
    // Without any mandate nobody but the office itself sends in its name.
    let mut without = files.clone();
    without.retain(|(name, _)| !name.starts_with("mandates/"));
    let bad = check(&pack(&without), None);
    assert!(bad.iter().any(|bad| bad.file == "sender.pem"), "{bad:?}");
}
