//! What is logged: sentences and codes, never a person, a note, a name of a file or a password.

use crate::support::{A, B, LetterForm, file, two_offices};
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use wire::{EnvelopeId, State};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that this process logs from now on, as much as a person would ever ask for.
fn listen() -> Lines {
    static LINES: OnceLock<Lines> = OnceLock::new();
    LINES
        .get_or_init(|| {
            let lines = Lines::default();
            tracing_subscriber::fmt()
                .with_env_filter(EnvFilter::new(
                    "debug,server=trace,hub=trace,tower_sessions=trace",
                ))
                .with_writer(lines.clone())
                .init();
            lines
        })
        .clone()
}

#[tokio::test]
async fn t35_no_canary_is_logged() {
    let lines = listen();
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let mut letter = LetterForm::plan().note("LOGGED-NOTE");
    letter.letter.persons[0].name = Some("LOGGED-PERSON".to_owned());
    letter.letter.persons[0].insured_number = "5432109876".to_owned();
    letter.files = vec![file("LOGGED-NAME.CSV", b"LOGGED-CONTENT")];
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &letter).await.status, 201);
    b.wait_received(id).await;
    b.open(id).await;
    b.received_file(id, 0).await;
    b.received_zip(id).await;
    a.wait_sent(id, State::Collected).await;
    // And everything that is refused.
    letter.files = vec![file("LOGGED-NAME.exe", b"MZ LOGGED-CONTENT")];
    a.put_letter(EnvelopeId::new(), &letter).await;
    letter.letter.note = "LOGGED-NOTE".repeat(300);
    a.put_letter(id, &letter).await;
    site.stranger()
        .sign_in("LOGGED-USER", "LOGGED-PASSWORD")
        .await;
    a.directory("LOGGED-QUERY").await;

    let logged = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    assert!(
        logged.contains("card was published"),
        "something was logged"
    );
    for canary in ["LOGGED-", "5432109876", "correct horse"] {
        let line = logged.lines().find(|line| line.contains(canary));
        assert!(line.is_none(), "{canary}: {line:?}");
    }
    let cookie = a.cookie().unwrap();
    assert!(
        !logged.contains(cookie.split_once('=').unwrap().1),
        "a session's id"
    );
    drop(hub);
}
