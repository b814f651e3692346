//! The post between the page and the desk.

use ::post::Question;
use careplan::ms932;
use careplan::{Limits, Reading, SourceFile, open};
use std::cell::RefCell;
use std::rc::Rc;
use viewer::changes::changes;
use viewer::compare::compare;
use viewer::desk::Desk;
use viewer::doctor::diagnose;
use viewer::protocol::{Answer, Ask, Given};

type Shared = Rc<RefCell<Desk>>;

/// Answers as long as the worker lives. Does not start where the browser's Shift_JIS is another one.
pub fn listen() {
    if let Err(why) = ms932::learn_from(|bytes| ::post::decoded("shift_jis", bytes)) {
        ::post::refuse(why);
    }
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
        // These look at files once, and keep none of them in hand.
        Ask::Compare {
            plans,
            results,
            how,
        } => {
            let plan = read_all(&question, &plans, 0).await;
            let actual = read_all(&question, &results, plans.len()).await;
            Answer::Compared(compare(&plan, &actual, &how))
        }
        Ask::Changes { older, newer, how } => {
            let before = read_all(&question, &older, 0).await;
            let after = read_all(&question, &newer, older.len()).await;
            Answer::Drawing(changes(&before, &after, &how))
        }
        Ask::Mend { files, wishes, how } => {
            let readings = read_all(&question, &files, 0).await;
            let keys: Vec<u32> = files.iter().map(|file| file.key).collect();
            let (diagnosis, copies) = diagnose(&readings, &keys, &wishes, &how);
            for copy in copies {
                question.lay_beside(&copy);
            }
            Answer::Mended(diagnosis)
        }
    };
    pack::pack(&answer)
}

/// Reads files that are posted beside a question, the first of them at a place.
async fn read_all(question: &Question, files: &[Given], first: usize) -> Vec<Reading> {
    let mut readings = Vec::new();
    for (given, blob) in files.iter().zip(question.blobs.iter().skip(first)) {
        if ::post::size(blob) <= Limits::CHECKING.file {
            readings.push(open(SourceFile {
                name: given.name.clone(),
                bytes: ::post::bytes(blob).await,
            }));
        }
    }
    readings
}

/// Reads the files that are not here yet.
async fn take(desk: &Shared, question: &Question, files: &[Given]) {
    let missing = desk.borrow_mut().missing(files);
    for place in missing {
        let Some(blob) = question.blobs.get(place) else {
            continue;
        };
        // What is too large to be read was refused where it was checked.
        if ::post::size(blob) <= Limits::CHECKING.file {
            let bytes = ::post::bytes(blob).await;
            desk.borrow_mut().take(&files[place], bytes);
        }
    }
}
