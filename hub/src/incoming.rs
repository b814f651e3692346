//! The body of a request while it comes in: counted, and not slower than is bearable.
//!
//! It must have brought `slow_octets_per_second` for every second after the first `slow_seconds`,
//! and never be silent for half a minute: whoever sends one octet a second holds nothing for long (T25).

use crate::error::Error;
use crate::limits::Held;
use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};
use wire::Code;

/// How long nothing at all may come.
const SILENCE: Duration = Duration::from_secs(30);

/// A body that is watched.
pub(crate) struct Incoming {
    body: Body,
    held: Arc<Held>,
    began: Instant,
    brought: u64,
    deadline: Pin<Box<Sleep>>,
    ended: bool,
}

/// The body was not read to its end; why stands in the turn of the request.
#[derive(Debug, thiserror::Error)]
#[error("the body was not read to its end")]
pub(crate) struct Stopped;

impl Incoming {
    pub fn new(body: Body, held: Arc<Held>) -> Self {
        let began = Instant::now();
        let deadline = Box::pin(sleep_until(deadline(&held, began, began, 0)));
        Self {
            body,
            held,
            began,
            brought: 0,
            deadline,
            ended: false,
        }
    }

    fn stop(&mut self, why: Error) -> Poll<Option<Result<Frame<Bytes>, Stopped>>> {
        self.ended = true;
        self.held.stop(why);
        Poll::Ready(Some(Err(Stopped)))
    }
}

/// Until when the next octets must have come.
fn deadline(held: &Held, began: Instant, now: Instant, brought: u64) -> Instant {
    let slowness = held.slowness();
    let earned = Duration::from_secs(brought / slowness.octets_per_second);
    (began + slowness.patience + earned).min(now + SILENCE)
}

impl HttpBody for Incoming {
    type Data = Bytes;
    type Error = Stopped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Stopped>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else {
            ready!(self.deadline.as_mut().poll(context));
            return self.stop(Error::Later {
                code: Code::Unavailable,
                seconds: 5,
                detail: "the body came too slowly",
            });
        };
        match frame {
            Some(Ok(frame)) => {
                let length = frame.data_ref().map_or(0, Bytes::len);
                let length = u64::try_from(length).expect("a frame fits 64 bits");
                if let Err(why) = self.held.take(length) {
                    return self.stop(why);
                }
                self.brought += length;
                let next = deadline(&self.held, self.began, Instant::now(), self.brought);
                self.deadline.as_mut().reset(next);
                Poll::Ready(Some(Ok(frame)))
            }
            // Broken off: nobody is there to hear why.
            Some(Err(_)) => {
                self.ended = true;
                Poll::Ready(Some(Err(Stopped)))
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
