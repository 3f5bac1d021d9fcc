//! Answers that come line by line, read as they come: long work tells how far it is, and ends for
//! whoever leaves.

use booking_contract::owner::OwnerProblem;
use gloo_net::http::RequestBuilder;
use js_sys::{Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use crate::client::{Failure, refusal};

/// Work that goes on for as long as this is kept.
pub(crate) struct Under(Option<AbortController>);

impl Under {
    /// Begins to read; what is told comes from [`read`], which is to be run with the same.
    pub(crate) fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// What ends the request when this is let go.
    pub(crate) fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for Under {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Sends a body, and hands every line of the answer on as it comes.
pub(crate) async fn read<T: DeserializeOwned>(
    path: &str,
    body: &impl Serialize,
    signal: Option<&web_sys::AbortSignal>,
    mut tell: impl FnMut(T),
) -> Result<(), Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Unreadable)?;
    let request = RequestBuilder::new(path)
        .method(gloo_net::http::Method::POST)
        .abort_signal(signal)
        .header("content-type", "application/json")
        .body(body)
        .map_err(|_| Failure::Unreadable)?;
    let response = request.send().await.map_err(|_| Failure::Unreachable)?;
    if !response.ok() {
        let text = response.text().await.map_err(|_| Failure::Unreachable)?;
        let told: OwnerProblem = serde_json::from_str(&text).map_err(|_| Failure::Unreadable)?;
        return Err(refusal(told));
    }
    let stream = response.body().ok_or(Failure::Unreadable)?;
    let reader = stream
        .get_reader()
        .dyn_into::<ReadableStreamDefaultReader>();
    let reader = reader.map_err(|_| Failure::Unreadable)?;
    let mut lines = Lines::default();
    while let Some(bytes) = chunk(&reader).await? {
        for line in lines.take(&bytes) {
            tell(serde_json::from_slice(&line).map_err(|_| Failure::Unreadable)?);
        }
    }
    if lines.is_empty() {
        Ok(())
    } else {
        // The answer broke off in the middle of a line.
        Err(Failure::Unreachable)
    }
}

/// The next bytes of an answer; none at its end.
async fn chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Vec<u8>>, Failure> {
    let read = JsFuture::from(reader.read()).await;
    let read = read.map_err(|_| Failure::Unreachable)?;
    let field = |name: &str| Reflect::get(&read, &JsValue::from_str(name));
    if field("done").is_ok_and(|done| done.is_truthy()) {
        return Ok(None);
    }
    let bytes = field("value")
        .ok()
        .and_then(|value| value.dyn_into::<Uint8Array>().ok());
    Ok(Some(bytes.ok_or(Failure::Unreadable)?.to_vec()))
}

/// Bytes as they come, given on as whole lines.
#[derive(Default)]
pub struct Lines(Vec<u8>);

impl Lines {
    /// Takes bytes in, and hands out the lines that are whole with them.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        self.0.extend_from_slice(bytes);
        let Some(end) = self.0.iter().rposition(|byte| *byte == b'\n') else {
            return Vec::new();
        };
        let rest = self.0.split_off(end + 1);
        let whole = std::mem::replace(&mut self.0, rest);
        let lines = whole.split(|byte| *byte == b'\n');
        lines
            .filter(|line| !line.is_empty())
            .map(<[u8]>::to_vec)
            .collect()
    }

    /// Whether no line is begun.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
