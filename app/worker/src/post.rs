//! The post between the page and the desk.

use ::post::Question;
use std::cell::RefCell;
use std::rc::Rc;
use worker::desk::Desk;
use worker::protocol::{Answer, Ask, Given, Progress, Purpose};

type Shared = Rc<RefCell<Desk>>;

/// Answers as long as the worker lives.
pub fn listen() {
    let desk = Shared::default();
    ::post::listen(move |question| answer(Rc::clone(&desk), question));
}

/// An answer as it is posted.
fn text(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

async fn answer(desk: Shared, question: Rc<Question>) -> String {
    let Ok(ask) = serde_json::from_str(&question.text) else {
        return String::new();
    };
    let purpose = match ask {
        Ask::Read { files, purpose } => {
            read(&desk, &question, &files, &purpose).await;
            purpose
        }
        Ask::Remove { files, purpose } => {
            desk.borrow_mut().remove(&files);
            purpose
        }
    };
    let outcome = desk.borrow_mut().finish(&purpose);
    text(&Answer::Read(Box::new(outcome)))
}

/// Reads file after file, and says after each how far it has come.
async fn read(desk: &Shared, question: &Question, files: &[Given], purpose: &Purpose) {
    let total = u32::try_from(files.len()).unwrap_or(u32::MAX);
    for ((given, blob), done) in files.iter().zip(&question.blobs).zip(1..) {
        if desk.borrow_mut().admits(given, ::post::size(blob), purpose) {
            let bytes = ::post::bytes(blob).await;
            desk.borrow_mut().take(given, bytes);
        }
        question.say(&text(&Answer::Progress(Progress {
            done,
            total,
            checking: done == total,
        })));
    }
}
