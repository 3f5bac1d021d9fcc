//! The thin client of the Stripe API: the calls we make, the fields we use, and how sure we can
//! be of what a failed call did.

pub(crate) mod account;
pub(crate) mod checkout;
pub(crate) mod money_back;
mod payment;
pub(crate) mod webhook;

use std::time::Duration;

use booking_contract::owner::PaymentMode;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use money_back::{Dispute, RefundObject};
pub(crate) use payment::Expandable;

/// The version of the API that the client was written for.
const STRIPE_VERSION: &str = "2026-10-28.endive";
/// How often a call is tried.
const TRIES_MAX: u32 = 3;
/// How long one try may take to connect and in all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TRY_TIMEOUT: Duration = Duration::from_secs(8);

/// The client. Cloning is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Stripe {
    http: reqwest::Client,
    base: String,
    key: Option<String>,
}

/// Why a call brought no answer that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallError {
    /// Nothing ever reached Stripe.
    NotSent,
    /// Stripe refused: the call had no effect.
    Refused(Refusal),
    /// The call may or may not have had its effect.
    Unclear,
}

/// What Stripe refused a call for, as far as we act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The amount is below the least that can be charged.
    AmountTooSmall,
    /// The e-mail address is not one for Stripe.
    EmailInvalid,
    /// The discount cannot be used.
    Coupon,
    /// The object is there already.
    AlreadyExists,
    /// There is no key, or Stripe does not know it, or not any more.
    Key,
    /// The key may not do this.
    Right,
    /// Anything else.
    Other,
}

impl Refusal {
    /// Whether another key might have been let through, so that nothing follows about the object.
    pub(crate) const fn is_about_key(self) -> bool {
        matches!(self, Self::Key | Self::Right)
    }
}

/// A Checkout session, as far as we use it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Session {
    /// Its id.
    pub(crate) id: String,
    /// Where it stands.
    #[serde(default)]
    pub(crate) status: SessionStatus,
    /// Whether it was paid.
    #[serde(default)]
    pub(crate) payment_status: PaymentStatus,
    /// What it charges, in minor units.
    pub(crate) amount_total: Option<i64>,
    /// What it would charge without a discount, in minor units.
    pub(crate) amount_subtotal: Option<i64>,
    /// What is in between.
    pub(crate) total_details: Option<TotalDetails>,
    /// The discounts that were used.
    #[serde(default)]
    pub(crate) discounts: Option<Vec<UsedDiscount>>,
    /// The currency's code, in lower case.
    pub(crate) currency: Option<String>,
    /// Our order.
    pub(crate) client_reference_id: Option<String>,
    /// Whether the money is real.
    #[serde(default)]
    pub(crate) livemode: bool,
    /// The payment behind it; the payment itself in an answer to [`Stripe::session`].
    pub(crate) payment_intent: Option<Expandable>,
    /// The page, while it is open.
    pub(crate) url: Option<String>,
}

/// What lies between a session's subtotal and its total.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct TotalDetails {
    /// What discounts took off, in minor units.
    #[serde(default)]
    pub(crate) amount_discount: i64,
}

/// A discount of a session.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct UsedDiscount {
    /// The id of the promotion code that it came by.
    pub(crate) promotion_code: Option<String>,
}

/// A promotion code that was made in Stripe.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PromotionCodeObject {
    /// Its text.
    pub(crate) code: String,
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SessionStatus {
    /// The guest may pay.
    Open,
    /// The guest has finished; the money may still be on its way.
    Complete,
    /// It takes no money any more.
    Expired,
    /// A status that we do not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Whether a session was paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaymentStatus {
    /// The money is there.
    Paid,
    /// There was nothing to pay.
    NoPaymentRequired,
    /// The money is not there, or not yet.
    Unpaid,
    /// A status that we do not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
struct List<T> {
    data: Vec<T>,
}

/// An object of which nothing but its existence matters.
#[derive(Debug, Deserialize)]
struct Existing {}

/// Stripe's error body.
#[derive(Debug, Default, Deserialize)]
struct ErrorBody {
    #[serde(default)]
    error: ErrorFields,
}

#[derive(Debug, Default, Deserialize)]
struct ErrorFields {
    #[serde(default)]
    r#type: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    param: String,
}

impl Stripe {
    /// A client for the API at `base`; without a key nothing can be paid.
    pub(crate) fn new(base: &str, key: Option<&str>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("stripe-version", HeaderValue::from_static(STRIPE_VERSION));
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TRY_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(headers)
            .build()
            // Fails only where the machine's TLS cannot be set up at all.
            .expect("the machine can do TLS");
        Self {
            http,
            base: base.to_owned(),
            key: key.map(str::to_owned),
        }
    }

    /// The same API with another key; without one every call is refused.
    pub(crate) fn with_key(&self, key: Option<String>) -> Self {
        Self {
            http: self.http.clone(),
            base: self.base.clone(),
            key,
        }
    }

    /// Whether its key moves money of this mode, as far as it shows.
    pub(crate) fn pays(&self, mode: PaymentMode) -> bool {
        let other = match mode {
            PaymentMode::Test => "_live_",
            PaymentMode::Live => "_test_",
        };
        self.key.as_ref().is_some_and(|key| !key.contains(other))
    }

    /// Whether there is a key to pay with.
    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Makes the single-use coupon of an order.
    pub(crate) async fn create_coupon(&self, key: &str, body: &str) -> Result<(), CallError> {
        let made: Result<Existing, _> = self
            .call(Method::POST, "/v1/coupons", Some((Some(key), body)))
            .await;
        match made {
            // The id names order and amount, so that an existing one is the one we want.
            Ok(Existing {}) | Err(CallError::Refused(Refusal::AlreadyExists)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Makes a session; the same key and body answer the same session.
    pub(crate) async fn create_session(&self, key: &str, body: &str) -> Result<Session, CallError> {
        self.call(
            Method::POST,
            "/v1/checkout/sessions",
            Some((Some(key), body)),
        )
        .await
    }

    /// Reads a session and the payment behind it.
    pub(crate) async fn session(&self, id: &str) -> Result<Session, CallError> {
        let id = encoded(id);
        let path = format!("/v1/checkout/sessions/{id}?expand%5B%5D=payment_intent");
        self.call(Method::GET, &path, None).await
    }

    /// Reads a promotion code.
    pub(crate) async fn promotion_code(&self, id: &str) -> Result<PromotionCodeObject, CallError> {
        let path = format!("/v1/promotion_codes/{}", encoded(id));
        self.call(Method::GET, &path, None).await
    }

    /// Closes a session; refused where it is complete or expired already.
    pub(crate) async fn expire_session(&self, id: &str) -> Result<Session, CallError> {
        let path = format!("/v1/checkout/sessions/{}/expire", encoded(id));
        // Without a key: twice has the effect of once, and an error kept under a key would be
        // repeated for a day.
        self.call(Method::POST, &path, Some((None, ""))).await
    }

    /// The session that a payment was made in; none where it was made in another way.
    pub(crate) async fn session_of(&self, payment: &str) -> Result<Option<Session>, CallError> {
        let path = format!("/v1/checkout/sessions?payment_intent={}", encoded(payment));
        let list: List<Session> = self.call(Method::GET, &path, None).await?;
        Ok(list.data.into_iter().next())
    }

    /// Gives money back; the same key and body answer the same refund.
    pub(crate) async fn create_refund(
        &self,
        key: &str,
        body: &str,
    ) -> Result<RefundObject, CallError> {
        self.call(Method::POST, "/v1/refunds", Some((Some(key), body)))
            .await
    }

    /// Every refund of a payment, whoever made it; the latest hundred.
    pub(crate) async fn refunds_of(&self, payment: &str) -> Result<Vec<RefundObject>, CallError> {
        let payment = encoded(payment);
        let path = format!("/v1/refunds?payment_intent={payment}&limit=100");
        let list: List<RefundObject> = self.call(Method::GET, &path, None).await?;
        Ok(list.data)
    }

    /// Reads a dispute.
    pub(crate) async fn dispute(&self, id: &str) -> Result<Dispute, CallError> {
        let path = format!("/v1/disputes/{}", encoded(id));
        self.call(Method::GET, &path, None).await
    }

    /// One call, of a form with its idempotency key, and its retries: only where another try
    /// can help, with the same key, so that an effect that took place is answered and not repeated.
    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        form: Option<(Option<&str>, &str)>,
    ) -> Result<T, CallError> {
        if self.key.is_none() {
            return Err(CallError::Refused(Refusal::Key));
        }
        let mut sent = false;
        for attempt in 1..=TRIES_MAX {
            // Everybody who asks Stripe waits for it, and its future is large.
            match Box::pin(self.try_once(&method, path, form)).await {
                Try::Answered(answer) => return Ok(answer),
                Try::Refused(refusal) => return Err(CallError::Refused(refusal)),
                Try::NotSent => {}
                Try::Unclear => sent = true,
                Try::Final => return Err(CallError::Unclear),
            }
            if attempt < TRIES_MAX {
                tokio::time::sleep(pause(attempt)).await;
            }
        }
        Err(if sent {
            CallError::Unclear
        } else {
            CallError::NotSent
        })
    }

    async fn try_once<T: DeserializeOwned>(
        &self,
        method: &Method,
        path: &str,
        form: Option<(Option<&str>, &str)>,
    ) -> Try<T> {
        let mut request = self
            .http
            .request(method.clone(), format!("{}{path}", self.base))
            .bearer_auth(self.key.as_deref().unwrap_or_default());
        if let Some((key, body)) = form {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.to_owned());
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
        }
        let reply = match request.send().await {
            Ok(reply) => reply,
            Err(error) if error.is_connect() || error.is_builder() => {
                tracing::warn!(path, "Stripe cannot be reached");
                return Try::NotSent;
            }
            Err(error) => {
                tracing::warn!(path, timeout = error.is_timeout(), "Stripe did not answer");
                return Try::Unclear;
            }
        };
        let status = reply.status();
        let headers = reply.headers().clone();
        let Ok(body) = reply.bytes().await else {
            tracing::warn!(path, %status, "Stripe's answer broke off");
            return Try::Unclear;
        };
        if status.is_success() {
            return serde_json::from_slice(&body).map_or_else(
                |error| {
                    // The message itself may repeat what is in the answer.
                    let column = error.column();
                    tracing::warn!(path, column, "Stripe's answer is not understood");
                    Try::Unclear
                },
                Try::Answered,
            );
        }
        let error = serde_json::from_slice::<ErrorBody>(&body)
            .unwrap_or_default()
            .error;
        tracing::warn!(
            path,
            %status,
            kind = error.r#type,
            code = error.code,
            param = error.param,
            request_id = text(&headers, "request-id"),
            replayed = text(&headers, "idempotent-replayed"),
            "Stripe refused a call"
        );
        refused(status, &error, text(&headers, "stripe-should-retry"))
    }
}

/// How one try ended.
enum Try<T> {
    Answered(T),
    Refused(Refusal),
    NotSent,
    /// Another try with the same key may tell.
    Unclear,
    /// Unclear, and another try would not tell.
    Final,
}

/// What an error answer means for the effect of the call.
fn refused<T>(status: StatusCode, error: &ErrorFields, should_retry: &str) -> Try<T> {
    let retried = status == StatusCode::CONFLICT
        || status == StatusCode::TOO_MANY_REQUESTS
        || status.is_server_error();
    match should_retry {
        "true" => return Try::Unclear,
        "false" if retried => return Try::Final,
        _ if retried => return Try::Unclear,
        _ => {}
    }
    // Another body under this key may have made a session.
    if error.r#type == "idempotency_error" {
        return Try::Final;
    }
    match status {
        StatusCode::UNAUTHORIZED => return Try::Refused(Refusal::Key),
        StatusCode::FORBIDDEN => return Try::Refused(Refusal::Right),
        _ => {}
    }
    Try::Refused(match error.code.as_str() {
        "amount_too_small" => Refusal::AmountTooSmall,
        "email_invalid" => Refusal::EmailInvalid,
        "resource_already_exists" => Refusal::AlreadyExists,
        "resource_missing" | "coupon_expired" => Refusal::Coupon,
        _ => Refusal::Other,
    })
}

/// An id as part of an address, whatever it holds.
fn encoded(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// How long to wait before the next try: longer each time, and never the same for everybody.
fn pause(attempt: u32) -> Duration {
    let mut random = [0; 1];
    // Without randomness the pauses are merely alike.
    let _ = getrandom::fill(&mut random);
    let jitter = Duration::from_millis(u64::from(random[0]));
    Duration::from_millis(100) * 3_u32.pow(attempt) + jitter
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a call with this answer ends: the refusal, or whether it is tried again.
    fn check(status: u16, kind: &str, code: &str, should_retry: &str) -> Result<Refusal, bool> {
        let status = StatusCode::from_u16(status).expect("a status");
        let error = ErrorFields {
            r#type: kind.to_owned(),
            code: code.to_owned(),
            param: String::new(),
        };
        match refused::<()>(status, &error, should_retry) {
            Try::Refused(refusal) => Ok(refusal),
            Try::Unclear => Err(true),
            Try::Final => Err(false),
            Try::Answered(()) | Try::NotSent => panic!("not the end of an error answer"),
        }
    }

    #[test]
    fn refusals_are_told_apart_by_code() {
        let invalid = |code| check(400, "invalid_request_error", code, "");
        assert_eq!(invalid("amount_too_small"), Ok(Refusal::AmountTooSmall));
        assert_eq!(invalid("email_invalid"), Ok(Refusal::EmailInvalid));
        assert_eq!(invalid("coupon_expired"), Ok(Refusal::Coupon));
        assert_eq!(invalid("resource_missing"), Ok(Refusal::Coupon));
        assert_eq!(
            invalid("resource_already_exists"),
            Ok(Refusal::AlreadyExists)
        );
        assert_eq!(invalid(""), Ok(Refusal::Other));
        assert_eq!(check(401, "", "", ""), Ok(Refusal::Key));
        assert_eq!(check(403, "", "amount_too_small", ""), Ok(Refusal::Right));
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for status in [409, 429, 500, 503] {
            assert_eq!(check(status, "", "", ""), Err(true), "{status}");
            assert_eq!(check(status, "", "", "false"), Err(false), "{status}");
        }
        assert_eq!(check(400, "", "", "true"), Err(true));
        assert_eq!(check(402, "card_error", "", ""), Ok(Refusal::Other));
    }

    #[test]
    fn a_key_that_was_used_for_another_body_proves_nothing() {
        assert_eq!(check(400, "idempotency_error", "", ""), Err(false));
    }

    #[test]
    fn a_session_is_read_whatever_else_stripe_tells() {
        let json = r#"{"id": "cs_1", "object": "checkout.session", "status": "newly_made_up",
            "payment_status": "paid", "payment_intent": {"id": "pi_1", "amount": 5}, "new": [1]}"#;
        let session: Session = serde_json::from_str(json).expect("a session");
        assert_eq!(session.status, SessionStatus::Unknown);
        assert_eq!(session.payment_status, PaymentStatus::Paid);
        assert_eq!(
            session.payment_intent.as_ref().map(Expandable::id),
            Some("pi_1")
        );
        assert_eq!(session.amount_total, None);
    }
}
