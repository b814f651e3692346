//! The gate: a request whose session has ended waits here until somebody has signed in again.
//!
//! Nothing on the page is lost: the request goes on with the answer it would have had.

use futures_channel::oneshot;
use leptos::prelude::*;
use std::cell::RefCell;

/// Whether the overlay for signing in is shown, and who waits behind it.
struct Gate {
    shut: RwSignal<bool>,
    waiting: Vec<oneshot::Sender<()>>,
}

thread_local! {
    static GATE: RefCell<Option<Gate>> = const { RefCell::new(None) };
}

/// Says with which signal the overlay is shown; called once at the start.
pub fn install(shut: RwSignal<bool>) {
    GATE.with_borrow_mut(|gate| {
        *gate = Some(Gate {
            shut,
            waiting: Vec::new(),
        });
    });
}

/// Shows the overlay and comes back once somebody has signed in.
pub async fn wait() {
    let receiver = GATE.with_borrow_mut(|gate| {
        gate.as_mut().map(|gate| {
            let (sender, receiver) = oneshot::channel();
            gate.waiting.push(sender);
            gate.shut.set(true);
            receiver
        })
    });
    if let Some(receiver) = receiver {
        // A gate that is gone (the page is being left) lets everybody through.
        receiver.await.ok();
    }
}

/// Lets everybody go on.
pub fn open() {
    GATE.with_borrow_mut(|gate| {
        if let Some(gate) = gate {
            gate.shut.set(false);
            for waiting in gate.waiting.drain(..) {
                // Whoever has stopped waiting needs nothing.
                waiting.send(()).ok();
            }
        }
    });
}
