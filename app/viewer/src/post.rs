//! The post between the page and the desk.

use ::post::Question;
use std::cell::RefCell;
use std::rc::Rc;
use viewer::desk::Desk;
use viewer::protocol::{Answer, Ask, Given};

type Shared = Rc<RefCell<Desk>>;

/// Answers as long as the worker lives.
pub fn listen() {
    let desk = Shared::default();
    ::post::listen(move |question| answer(Rc::clone(&desk), question));
}

async fn answer(desk: Shared, question: Rc<Question>) -> String {
    let Some(ask) = pack::unpack(&question.text) else {
        return String::new();
    };
    let answer = match ask {
        Ask::Open { files } => {
            take(&desk, &question, &files).await;
            Answer::Open(desk.borrow_mut().open())
        }
        Ask::Paper { place, how } => Answer::Drawing(desk.borrow().paper(place, &how)),
        Ask::Rows {
            file,
            from,
            count,
            how,
        } => Answer::Drawing(desk.borrow().rows(file, from, count, &how)),
        Ask::Find { text } => Answer::Found(desk.borrow().find(&text)),
    };
    pack::pack(&answer)
}

/// Reads the files that are not here yet.
async fn take(desk: &Shared, question: &Question, files: &[Given]) {
    let missing = desk.borrow_mut().missing(files);
    for place in missing {
        let Some(blob) = question.blobs.get(place) else {
            continue;
        };
        // What is too large to be read was refused where it was checked.
        if ::post::size(blob) <= careplan::Limits::CHECKING.file {
            let bytes = ::post::bytes(blob).await;
            desk.borrow_mut().take(&files[place], bytes);
        }
    }
}
