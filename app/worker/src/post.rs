//! The post between the page and the desk.

use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};
use worker::desk::Desk;
use worker::protocol::{Answer, Ask, Given, Progress, Purpose, Reply, Request};

type Shared = Rc<RefCell<Desk>>;

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Says that the worker is ready, and answers as long as it lives.
pub fn listen() {
    let desk = Shared::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts: js_sys::Array = event.data().unchecked_into();
        let Some(text) = parts.get(0).as_string() else {
            return;
        };
        let Ok(Request { number, ask }) = serde_json::from_str(&text) else {
            return;
        };
        let blobs: Vec<Blob> = parts
            .get(1)
            .unchecked_into::<js_sys::Array>()
            .iter()
            .map(JsCast::unchecked_into)
            .collect();
        let desk = Rc::clone(&desk);
        spawn_local(async move {
            let answer = answer(&desk, number, ask, blobs).await;
            post(number, answer);
        });
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(0, Answer::Ready);
}

fn post(number: u32, answer: Answer) {
    if let Ok(text) = serde_json::to_string(&Reply { number, answer }) {
        // A page that has gone reads nothing more.
        scope().post_message(&JsValue::from_str(&text)).ok();
    }
}

async fn answer(desk: &Shared, number: u32, ask: Ask, blobs: Vec<Blob>) -> Answer {
    match ask {
        Ask::Read { files, purpose } => {
            read(desk, number, &files, blobs, &purpose).await;
            Answer::Read(Box::new(desk.borrow_mut().finish(&purpose)))
        }
        Ask::Remove { files, purpose } => {
            let mut desk = desk.borrow_mut();
            desk.remove(&files);
            Answer::Read(Box::new(desk.finish(&purpose)))
        }
        Ask::Rows { file, from, count } => Answer::Rows(desk.borrow().rows(file, from, count)),
        Ask::Month { person } => Answer::Month(desk.borrow().month(person).map(Box::new)),
    }
}

/// Reads file after file, and says after each how far it has come.
async fn read(desk: &Shared, number: u32, files: &[Given], blobs: Vec<Blob>, purpose: &Purpose) {
    let total = u32::try_from(files.len()).unwrap_or(u32::MAX);
    for ((given, blob), done) in files.iter().zip(blobs).zip(1..) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the size of a file is a whole number and not negative"
        )]
        let size = blob.size() as u64;
        if desk.borrow_mut().admits(given, size, purpose) {
            // A file that has gone since it was dropped reads as empty, and is found to be so.
            let bytes = JsFuture::from(blob.array_buffer())
                .await
                .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
                .unwrap_or_default();
            desk.borrow_mut().take(given, bytes);
        }
        post(
            number,
            Answer::Progress(Progress {
                done,
                total,
                checking: done == total,
            }),
        );
    }
}
