//! The worker's side of the post between the page and its workers; the page's side is `app/src/post.rs`.
//!
//! A question is `[number, text, blobs]`, and each answer is `[number, text, last, blobs]`: a question can be answered in portions, and the last one says so.
//! What stands in the texts is between a worker and those who ask it.
//! A worker that has started posts `[0, "", true, []]`; no question has the number 0.
//!
//! Outside a browser there is nothing here.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, TextDecoder};

/// A question of the page.
pub struct Question {
    /// What is asked, as the worker's protocol has it.
    pub text: String,
    /// The files that were posted beside it.
    pub blobs: Vec<Blob>,
    /// The files that are posted beside the answer.
    beside: js_sys::Array,
    number: JsValue,
}

impl Question {
    /// Posts a file beside the answer, after those that lie there already.
    pub fn lay_beside(&self, bytes: &[u8]) {
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        // Without memory for it there is no copy, and the page misses it.
        if let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) {
            self.beside.push(&blob);
        }
    }

    /// Says something before the answer, such as how far it has come.
    pub fn say(&self, text: &str) {
        post(&self.number, text, false, &js_sys::Array::new());
    }
}

/// Says that the worker is ready, and answers as long as it lives.
///
/// # Panics
/// Never in a worker: only there does it run.
pub fn listen<Answer>(answer: impl Fn(Rc<Question>) -> Answer + 'static)
where
    Answer: Future<Output = String> + 'static,
{
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts: js_sys::Array = event.data().unchecked_into();
        let question = Rc::new(Question {
            number: parts.get(0),
            beside: js_sys::Array::new(),
            text: parts.get(1).as_string().unwrap_or_default(),
            blobs: parts
                .get(2)
                .unchecked_into::<js_sys::Array>()
                .iter()
                .map(JsCast::unchecked_into)
                .collect(),
        });
        let answer = answer(Rc::clone(&question));
        spawn_local(async move {
            let text = answer.await;
            post(&question.number, &text, true, &question.beside);
        });
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&JsValue::from(0), "", true, &js_sys::Array::new());
}

/// The size of a file in octets.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the size of a file is a whole number and not negative"
)]
pub fn size(blob: &Blob) -> u64 {
    blob.size() as u64
}

/// The octets of a file. One that has gone since it was given reads as empty, and is found to be so.
pub async fn bytes(blob: &Blob) -> Vec<u8> {
    JsFuture::from(blob.array_buffer())
        .await
        .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
        .unwrap_or_default()
}

/// A text in an encoding of the web, as the browser reads it; what is no character becomes U+FFFD.
///
/// A browser that does not know the encoding says nothing.
#[must_use]
pub fn decoded(encoding: &str, bytes: &[u8]) -> String {
    TextDecoder::new_with_label(encoding)
        .and_then(|decoder| decoder.decode_with_u8_array(bytes))
        .unwrap_or_default()
}

/// Ends a worker that cannot do its work, and says why on the console; the page learns that it does not run.
pub fn refuse(why: &str) -> ! {
    wasm_bindgen::throw_str(why)
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(number: &JsValue, text: &str, last: bool, beside: &js_sys::Array) {
    let message = js_sys::Array::of4(
        number,
        &JsValue::from_str(text),
        &JsValue::from_bool(last),
        beside,
    );
    // A page that has gone reads nothing more.
    scope().post_message(&message).ok();
}
