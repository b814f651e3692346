//! The page's side of the post between the page and its workers; the workers' side is the crate `post`.
//!
//! It carries texts and knows no protocol: what stands in them is between those who ask and the worker.

use futures_channel::oneshot;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The worker was stopped, or could not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A person has stopped it.
    Cancelled,
    /// It does not run.
    Failed,
}

/// Whoever is told what is said in between.
type Hear = Box<dyn Fn(&str)>;

/// An answer, and the files that were posted beside it.
type Answered = (String, js_sys::Array);

/// A worker that is started at the first question, or before it.
#[derive(Clone)]
pub struct Post(Rc<RefCell<Inner>>);

struct Inner {
    /// The script that starts the worker.
    loader: &'static str,
    running: Option<Running>,
    next: u32,
    waiting: HashMap<u32, oneshot::Sender<Result<Answered, Broken>>>,
    said: Option<Hear>,
}

struct Running {
    worker: web_sys::Worker,
    ready: bool,
    /// Questions asked before it was ready.
    early: Vec<js_sys::Array>,
    _on_message: Closure<dyn FnMut(web_sys::MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Post {
    /// The post to the worker that a script of `public/` starts.
    pub fn new(loader: &'static str) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            loader,
            running: None,
            next: 0,
            waiting: HashMap::new(),
            said: None,
        })))
    }

    /// Whom to tell what the worker says before it answers.
    pub fn on_said(&self, tell: impl Fn(&str) + 'static) {
        self.0.borrow_mut().said = Some(Box::new(tell));
    }

    /// Asks, with files posted beside the question.
    pub async fn ask(&self, text: &str, files: &js_sys::Array) -> Result<String, Broken> {
        self.ask_beside(text, files).await.map(|(answer, _)| answer)
    }

    /// The same, with the files that come beside the answer.
    pub async fn ask_beside(&self, text: &str, files: &js_sys::Array) -> Result<Answered, Broken> {
        let receiver = {
            let mut inner = self.0.borrow_mut();
            inner.next += 1;
            let number = inner.next;
            let message =
                js_sys::Array::of3(&JsValue::from(number), &JsValue::from_str(text), files);
            let (sender, receiver) = oneshot::channel();
            inner.waiting.insert(number, sender);
            let running = self.running(&mut inner)?;
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

    /// Starts the worker, so that the first question need not wait for it.
    pub fn wake(&self) {
        // Whoever asks is told if it does not run.
        self.running(&mut self.0.borrow_mut()).ok();
    }

    fn running<'a>(&self, inner: &'a mut Inner) -> Result<&'a mut Running, Broken> {
        if inner.running.is_none() {
            inner.running = self.start(inner.loader).ok();
        }
        inner.running.as_mut().ok_or(Broken::Failed)
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

    fn start(&self, loader: &str) -> Result<Running, JsValue> {
        let worker = web_sys::Worker::new(loader)?;
        let weak = Rc::downgrade(&self.0);
        let on_message = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(
            move |event: web_sys::MessageEvent| {
                if let Some(inner) = weak.upgrade() {
                    Self(inner).hear(&event.data().unchecked_into());
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

    /// Takes a message of the worker: `[number, text, last, files]`; number 0 says that it is ready.
    fn hear(&self, message: &js_sys::Array) {
        let text = message.get(1).as_string().unwrap_or_default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the number is one that was posted as `u32`"
        )]
        let number = message.get(0).as_f64().unwrap_or_default() as u32;
        if number == 0 {
            if let Some(running) = &mut self.0.borrow_mut().running {
                running.ready = true;
                for message in running.early.drain(..) {
                    running.worker.post_message(&message).ok();
                }
            }
        } else if message.get(2).is_truthy() {
            let sender = self.0.borrow_mut().waiting.remove(&number);
            if let Some(sender) = sender {
                sender
                    .send(Ok((text, message.get(3).unchecked_into())))
                    .ok();
            }
        } else if let Some(tell) = &self.0.borrow().said {
            tell(&text);
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
