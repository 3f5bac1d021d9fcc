//! One POST of one event: signed, without redirects, with a deadline, and with only as much of
//! the answer read as the log keeps.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::dns::Resolve;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

use super::names::{Guarded, NotPublic, System};
use super::schedule::retry_after_ms;
use super::signing::SigningSecret;
use super::targets::Target;

/// How long a receiver may take, to connect and in all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(15);
/// How much of an answer is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// How much of it is kept, in bytes.
const ANSWER_BYTES_KEPT: usize = 512;

/// Posts events. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Poster {
    /// For the public Internet.
    public: Client,
    /// For this machine, too.
    loopback: Client,
}

/// What is posted.
#[derive(Debug)]
pub(super) struct Letter<'a> {
    /// Where to.
    pub(super) url: &'a str,
    /// Whether that may be this machine.
    pub(super) loopback: bool,
    /// The event's id.
    pub(super) id: &'a str,
    /// The body.
    pub(super) body: &'a str,
    /// What signs it.
    pub(super) secrets: &'a [SigningSecret],
    /// The time, in milliseconds since the epoch.
    pub(super) now_ms: i64,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Receipt {
    /// Whether the receiver has it.
    pub(super) outcome: Result<(), Failure>,
    /// The status that was answered.
    pub(super) status: Option<StatusCode>,
    /// The first bytes of the answer, as text.
    pub(super) answer: String,
    /// How long the receiver asks us to wait, in milliseconds.
    pub(super) retry_after_ms: Option<i64>,
    /// How long it took.
    pub(super) took: Duration,
}

/// Why the receiver does not have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It answered with another status than 2xx.
    Status,
    /// It answered with a redirect, which is not followed.
    Redirect,
    /// It answered 410: it wants no events any more.
    Gone,
    /// The host is not on the public Internet.
    NotPublic,
    /// There was no connection.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection broke before a status.
    Broken,
    /// The URL or the secrets in the books cannot be used.
    Endpoint,
}

impl Failure {
    /// As the books write it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Redirect => "redirect",
            Self::Gone => "gone",
            Self::NotPublic => "not_public",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Broken => "broken",
            Self::Endpoint => "endpoint",
        }
    }
}

impl Poster {
    /// Looks names up with the machine's own resolver.
    pub(crate) fn new() -> Self {
        Self::with_names(Arc::new(System))
    }

    /// Looks names up with this resolver; what it answers is checked all the same.
    pub(super) fn with_names(names: Arc<dyn Resolve>) -> Self {
        Self {
            public: client(Guarded::new(Arc::clone(&names), false)),
            loopback: client(Guarded::new(names, true)),
        }
    }

    /// Posts an event once.
    pub(super) async fn post(&self, letter: &Letter<'_>) -> Receipt {
        let began = Instant::now();
        let mut receipt = Receipt {
            outcome: Err(Failure::Endpoint),
            status: None,
            answer: String::new(),
            retry_after_ms: None,
            took: Duration::ZERO,
        };
        match self.send(letter).await {
            Ok(response) => read(response, letter.now_ms, &mut receipt).await,
            Err(failure) => receipt.outcome = Err(failure),
        }
        receipt.took = began.elapsed();
        receipt
    }

    async fn send(&self, letter: &Letter<'_>) -> Result<Response, Failure> {
        if letter.secrets.is_empty() {
            return Err(Failure::Endpoint);
        }
        // A host that is an address is never looked up, so it is looked at here.
        let target = Target::parse(letter.url, letter.loopback).map_err(|_| Failure::NotPublic)?;
        let at_seconds = letter.now_ms.div_euclid(1000);
        let signatures: Vec<String> = (letter.secrets.iter())
            .map(|secret| secret.sign(letter.id, at_seconds, letter.body))
            .collect();
        let client = if letter.loopback {
            &self.loopback
        } else {
            &self.public
        };
        let sending = client
            .post(target.url().clone())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", letter.id)
            .header("webhook-timestamp", at_seconds)
            .header("webhook-signature", signatures.join(" "))
            .body(letter.body.to_owned())
            .send();
        sending.await.map_err(|error| {
            if NotPublic::caused(&error) {
                Failure::NotPublic
            } else if error.is_timeout() {
                Failure::Timeout
            } else if error.is_connect() {
                Failure::Connect
            } else {
                Failure::Broken
            }
        })
    }
}

impl fmt::Debug for Poster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Poster")
    }
}

fn client(names: Guarded) -> Client {
    Client::builder()
        .user_agent(concat!("booking-companion/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT)
        .redirect(Policy::none())
        // A try is a try: the log has every one of them.
        .retry(reqwest::retry::never())
        // A proxy would look the name up itself, unchecked.
        .no_proxy()
        .referer(false)
        .dns_resolver(Arc::new(names))
        .build()
        // Fails only where the machine's TLS cannot be set up at all.
        .expect("the machine can do TLS")
}

/// Reads status, headers and the beginning of the body. The status decides: an answer that
/// drips or breaks after it changes nothing.
async fn read(mut response: Response, now_ms: i64, receipt: &mut Receipt) {
    let status = response.status();
    receipt.status = Some(status);
    receipt.outcome = match status {
        status if status.is_success() => Ok(()),
        status if status.is_redirection() => Err(Failure::Redirect),
        StatusCode::GONE => Err(Failure::Gone),
        _ => Err(Failure::Status),
    };
    if matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    ) {
        let header = response.headers().get(RETRY_AFTER);
        receipt.retry_after_ms = header
            .and_then(|value| value.to_str().ok())
            .and_then(|text| retry_after_ms(text, now_ms));
    }
    let mut kept = Vec::new();
    let mut bytes = 0;
    while bytes < ANSWER_BYTES_MAX {
        let Ok(Some(chunk)) = response.chunk().await else {
            break;
        };
        bytes += chunk.len();
        let room = ANSWER_BYTES_KEPT - kept.len();
        kept.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
    }
    receipt.answer = plain(&kept);
}

/// Bytes as text that can be stored and shown on a terminal.
fn plain(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}
