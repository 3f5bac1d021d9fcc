//! A body of which only the first half arrives.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use tokio::time::{Sleep, sleep};

/// The first half of a body, and then the end of the connection.
pub(super) struct Half {
    first: Option<Bytes>,
    /// Gives the first half the time to leave.
    pause: Pin<Box<Sleep>>,
}

const PAUSE: Duration = Duration::from_millis(20);

impl Half {
    pub(super) fn of(body: &str) -> Self {
        let bytes = body.as_bytes();
        Self {
            first: Some(Bytes::copy_from_slice(&bytes[..bytes.len() / 2])),
            pause: Box::pin(sleep(PAUSE)),
        }
    }
}

impl HttpBody for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        self.pause.as_mut().poll(context).map(|()| {
            let cut = io::Error::other("the answer is cut on purpose");
            Some(Err(cut))
        })
    }
}
