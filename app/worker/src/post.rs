//! The post between the page and the desk.

use ::post::Question;
use careplan::ms932;
use std::cell::RefCell;
use std::rc::Rc;
use worker::desk::Desk;
use worker::protocol::{Answer, Ask, Given, Progress, Purpose};
use worker::rehearsal::rehearse;

type Shared = Rc<RefCell<Desk>>;

/// Answers as long as the worker lives. Does not start where the browser's Shift_JIS is another one.
pub fn listen() {
    if let Err(why) = ms932::learn_from(|bytes| ::post::decoded("shift_jis", bytes)) {
        ::post::refuse(why);
    }
    rehearse();
    let desk = Shared::default();
    ::post::listen(move |question| answer(Rc::clone(&desk), question));
}

async fn answer(desk: Shared, question: Rc<Question>) -> String {
    let Some(ask) = pack::unpack(&question.text) else {
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
    pack::pack(&Answer::Read(Box::new(outcome)))
}

/// Reads file after file, and says after each how far it has come.
async fn read(desk: &Shared, question: &Question, files: &[Given], purpose: &Purpose) {
    let total = u32::try_from(files.len()).unwrap_or(u32::MAX);
    for ((given, blob), done) in files.iter().zip(&question.blobs).zip(1..) {
        if desk.borrow_mut().admits(given, ::post::size(blob), purpose) {
            let bytes = ::post::bytes(blob).await;
            desk.borrow_mut().take(given, bytes);
        }
        question.say(&pack::pack(&Answer::Progress(Progress {
            done,
            total,
            checking: done == total,
        })));
    }
}
