//! The page's side of the worker: asks it, and waits for its answers.

use crate::json;
use futures_channel::oneshot;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use worker::protocol::{Answer, Ask, Progress, Reply, Request};

/// The script that starts the worker (`public/worker_loader.js`).
const LOADER: &str = "/worker_loader.js";

/// The worker was stopped, or could not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A person has stopped it.
    Cancelled,
    /// It does not run.
    Failed,
}

/// A worker that is started at the first question.
#[derive(Clone, Default)]
pub struct Reader(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    running: Option<Running>,
    next: u32,
    waiting: HashMap<u32, oneshot::Sender<Result<Answer, Broken>>>,
    progress: Option<Box<dyn Fn(Progress)>>,
}

struct Running {
    worker: web_sys::Worker,
    ready: bool,
    /// Questions asked before it was ready.
    early: Vec<js_sys::Array>,
    _on_message: Closure<dyn FnMut(web_sys::MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Reader {
    /// Whom to tell how far reading has come.
    pub fn on_progress(&self, tell: impl Fn(Progress) + 'static) {
        self.0.borrow_mut().progress = Some(Box::new(tell));
    }

    /// Asks, with files posted beside the question.
    pub async fn ask(&self, ask: Ask, files: Vec<web_sys::Blob>) -> Result<Answer, Broken> {
        let receiver = {
            let mut inner = self.0.borrow_mut();
            inner.next += 1;
            let number = inner.next;
            let text =
                serde_json::to_string(&Request { number, ask }).map_err(|_| Broken::Failed)?;
            let blobs: js_sys::Array = files.iter().collect();
            let message = js_sys::Array::of2(&JsValue::from_str(&text), &blobs);
            let (sender, receiver) = oneshot::channel();
            inner.waiting.insert(number, sender);
            if inner.running.is_none() {
                let started = self.start().map_err(|_| Broken::Failed)?;
                inner.running = Some(started);
            }
            let running = inner.running.as_mut().ok_or(Broken::Failed)?;
            if running.ready {
                running
                    .worker
                    .post_message(&message)
                    .map_err(|_| Broken::Failed)?;
            } else {
                running.early.push(message);
            }
            receiver
        };
        receiver.await.unwrap_or(Err(Broken::Cancelled))
    }

    /// Stops the worker at once; whoever waits is told, and what it held is gone.
    pub fn cancel(&self) {
        self.stop(Broken::Cancelled);
    }

    fn stop(&self, why: Broken) {
        let waiting: Vec<_> = {
            let mut inner = self.0.borrow_mut();
            if let Some(running) = inner.running.take() {
                running.worker.set_onmessage(None);
                running.worker.set_onerror(None);
                running.worker.terminate();
            }
            inner.waiting.drain().map(|(_, sender)| sender).collect()
        };
        for sender in waiting {
            sender.send(Err(why)).ok();
        }
    }

    fn start(&self) -> Result<Running, JsValue> {
        let worker = web_sys::Worker::new(LOADER)?;
        let weak = Rc::downgrade(&self.0);
        let on_message = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(
            move |event: web_sys::MessageEvent| {
                if let (Some(inner), Some(text)) = (weak.upgrade(), event.data().as_string()) {
                    Self(inner).hear(&text);
                }
            },
        );
        let weak = Rc::downgrade(&self.0);
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
            if let Some(inner) = weak.upgrade() {
                // The closure that runs just now is dropped by stopping: not before it is over.
                leptos::task::spawn_local(async move { Self(inner).stop(Broken::Failed) });
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Running {
            worker,
            ready: false,
            early: Vec::new(),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn hear(&self, text: &str) {
        let Some(Reply { number, answer }) = json::read(text) else {
            return;
        };
        match answer {
            Answer::Ready => {
                let mut inner = self.0.borrow_mut();
                if let Some(running) = &mut inner.running {
                    running.ready = true;
                    for message in running.early.drain(..) {
                        running.worker.post_message(&message).ok();
                    }
                }
            }
            Answer::Progress(progress) => {
                let inner = self.0.borrow();
                if let Some(tell) = &inner.progress {
                    tell(progress);
                }
            }
            answer => {
                let sender = self.0.borrow_mut().waiting.remove(&number);
                if let Some(sender) = sender {
                    sender.send(Ok(answer)).ok();
                }
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
        }
    }
}
