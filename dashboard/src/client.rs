//! The companion's HTTP interface for owners, seen from the browser. The session is a cookie that
//! no script can read; nothing is asked twice by itself.

use booking_contract::owner::OwnerProblem;
use booking_contract::{Problem, ProblemCode};
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

/// How long an answer may take, in milliseconds, its body included.
const TIME_OUT_MS: u32 = 20_000;

/// Why there is no answer that could be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Nobody answered, or not in time.
    Unreachable,
    /// Whoever asks is not signed in, or not any more.
    SignedOut,
    /// The companion says why not.
    Refused(Box<OwnerProblem>),
    /// It is not what was asked for: a proxy's page, or another version.
    Unreadable,
}

/// A body for requests that have nothing to say: they carry one all the same, as forms of other
/// sites cannot send JSON.
#[derive(Serialize)]
pub(crate) struct Nothing {}

/// Reads something.
pub(crate) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let request = begin(Method::GET, path).build();
    read(request.map_err(|_| Failure::Unreadable)?).await
}

/// Changes something, and reads what comes of it.
pub(crate) async fn send<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    read(with_body(method, path, body)?).await
}

/// Changes something that must not be done twice: under the same key it is done once.
pub(crate) async fn send_once<T: DeserializeOwned>(
    path: &str,
    key: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Unreadable)?;
    let request = begin(Method::POST, path)
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    read(request.body(body).map_err(|_| Failure::Unreadable)?).await
}

/// Sends a file of a media type, and reads what comes of it.
pub(crate) async fn send_file<T: DeserializeOwned>(
    path: &str,
    media: &str,
    text: String,
) -> Result<T, Failure> {
    let request = begin(Method::POST, path).header("content-type", media);
    read(request.body(text).map_err(|_| Failure::Unreadable)?).await
}

/// Changes something whose answer has nothing in it.
pub(crate) async fn tell(method: Method, path: &str, body: &impl Serialize) -> Result<(), Failure> {
    answer(with_body(method, path, body)?).await.map(drop)
}

/// A part of a path that came from an address, and may be any text.
pub(crate) fn part(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}

fn begin(method: Method, path: &str) -> RequestBuilder {
    let signal = AbortSignal::timeout_with_u32(TIME_OUT_MS);
    RequestBuilder::new(path)
        .method(method)
        .abort_signal(Some(&signal))
}

fn with_body(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> Result<gloo_net::http::Request, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Unreadable)?;
    let request = begin(method, path).header("content-type", "application/json");
    request.body(body).map_err(|_| Failure::Unreadable)
}

async fn read<T: DeserializeOwned>(request: gloo_net::http::Request) -> Result<T, Failure> {
    let text = answer(request).await?;
    serde_json::from_str(&text).map_err(|_| Failure::Unreadable)
}

async fn answer(request: gloo_net::http::Request) -> Result<String, Failure> {
    let response: Response = request.send().await.map_err(|_| Failure::Unreachable)?;
    let status = response.status();
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    judged(status, text)
}

/// What an answer is, by its status and its text.
fn judged(status: u16, text: String) -> Result<String, Failure> {
    if (200..300).contains(&status) {
        return Ok(text);
    }
    let told: OwnerProblem = serde_json::from_str(&text).map_err(|_| Failure::Unreadable)?;
    Err(refusal(told))
}

/// What a problem means for whoever asked.
pub(crate) fn refusal(told: OwnerProblem) -> Failure {
    match told.problem.code {
        ProblemCode::NotSignedIn => Failure::SignedOut,
        _ => Failure::Refused(Box::new(told)),
    }
}

impl Failure {
    /// What to say where nothing more is known of it.
    pub fn sentence(&self) -> String {
        match self {
            Self::Unreachable => {
                "The server did not answer. Check your connection, then try again.".to_owned()
            }
            Self::SignedOut => "You are signed out. Sign in again to go on.".to_owned(),
            Self::Unreadable => {
                "The answer could not be read. Reload the page to get its current version."
                    .to_owned()
            }
            Self::Refused(told) => said(&told.problem),
        }
    }

    /// What software branches on, where the companion refused.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused(told) => Some(told.problem.code),
            _ => None,
        }
    }
}

/// What to say of a problem.
pub(crate) fn said(problem: &Problem) -> String {
    match problem.code {
        ProblemCode::NotAllowed => {
            "Your role does not allow this. An owner or admin of the business can do it, or give \
             you another role."
                .to_owned()
        }
        ProblemCode::NotInPlan => {
            "The plan of this business does not hold this. An owner can change the plan.".to_owned()
        }
        ProblemCode::TooManyTries => {
            "That was too often in a short time. Wait a minute, then try again.".to_owned()
        }
        ProblemCode::Unavailable | ProblemCode::Internal => {
            "The server could not do this just now. Nothing was changed; try again in a moment."
                .to_owned()
        }
        ProblemCode::SlotTaken => {
            "Somebody else has taken this time. Choose another one.".to_owned()
        }
        _ if problem.detail.is_empty() => problem.title.clone(),
        _ => problem.detail.clone(),
    }
}
