//! A stream whose other end must read what we write, and not slower than is bearable (T25).

use crate::config::Slowness;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// A stream that fails to write when too little is taken off our hands.
#[derive(Debug)]
pub(crate) struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Octets that must have been taken within the patience.
    least: u64,
    taken: u64,
    /// Runs while something waits to be taken.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    pub fn new(stream: S, slowness: Slowness) -> Self {
        let patience = slowness.patience;
        Self {
            stream,
            patience,
            least: slowness
                .octets_per_second
                .saturating_mul(patience.as_secs()),
            taken: 0,
            waiting: None,
        }
    }

    /// The other end takes nothing at the moment: how long already?
    fn wait<T>(&mut self, context: &mut Context<'_>) -> Poll<Result<T>> {
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| {
            self.taken = 0;
            Box::pin(sleep(patience))
        });
        while waiting.as_mut().poll(context).is_ready() {
            if self.taken < self.least {
                return Poll::Ready(Err(Error::new(
                    ErrorKind::TimedOut,
                    "the answer is read too slowly",
                )));
            }
            self.taken = 0;
            waiting.as_mut().reset(Instant::now() + patience);
        }
        Poll::Pending
    }

    fn written(&mut self, result: Result<usize>) -> Poll<Result<usize>> {
        if let Ok(octets) = result {
            self.taken = self
                .taken
                .saturating_add(u64::try_from(octets).unwrap_or(u64::MAX));
        }
        Poll::Ready(result)
    }

    fn emptied(&mut self, result: Result<()>) -> Poll<Result<()>> {
        self.waiting = None;
        Poll::Ready(result)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(context, octets) {
            Poll::Ready(result) => self.written(result),
            Poll::Pending => self.wait(context),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        match Pin::new(&mut self.stream).poll_flush(context) {
            Poll::Ready(result) => self.emptied(result),
            Poll::Pending => self.wait(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        match Pin::new(&mut self.stream).poll_shutdown(context) {
            Poll::Ready(result) => self.emptied(result),
            Poll::Pending => self.wait(context),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        match Pin::new(&mut self.stream).poll_write_vectored(context, octets) {
            Poll::Ready(result) => self.written(result),
            Poll::Pending => self.wait(context),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}
