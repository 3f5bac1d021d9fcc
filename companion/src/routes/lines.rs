//! Answers that come line by line, while what they tell of is under way.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use serde::Serialize;
use tokio::sync::mpsc;

/// An answer of lines of JSON.
pub(super) fn answer<T: Serialize + Send + 'static>(told: mpsc::Receiver<T>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::new(Lines(told))).into_response()
}

/// A body of lines of JSON, each sent as it comes.
struct Lines<T>(mpsc::Receiver<T>);

impl<T: Serialize> http_body::Body for Lines<T> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|line| {
            let mut text = serde_json::to_vec(&line?).unwrap_or_default();
            text.push(b'\n');
            Some(Ok(Frame::data(text.into())))
        })
    }
}
