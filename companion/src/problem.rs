//! What can go wrong in a request, and the `application/problem+json` answer of each case.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use booking_contract::owner::{
    CatalogRefusal, CouponRefusal, Feature, OwnerProblem, Permission, Role,
};
use booking_contract::{Field, FieldProblem, FieldProblemCode, ProblemCode, Slot};
use booking_engine::{Quote, QuoteChange};

use crate::business::refusal::Reason;
use crate::store::StoreError;

/// The media type of every problem (RFC 9457).
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// How one authenticates: no scheme that a browser would open a window of its own for.
const SESSION_SCHEME: HeaderValue = HeaderValue::from_static("Session");

/// Why a request is not answered as asked. `detail` speaks to a developer, never of a person.
#[derive(Debug)]
pub enum Problem {
    /// The body is not the JSON that is asked for, or a header is missing or malformed.
    InvalidRequest(String),
    /// Values that cannot be used, and what is wrong with them.
    InvalidFields(Vec<FieldProblem>, String),
    /// Nobody is signed in, or not any more.
    NotSignedIn,
    /// E-mail address and password do not belong together.
    WrongPassword,
    /// The role does not allow this.
    NotAllowed(Role, Permission),
    /// The business's plan does not hold this.
    NotInPlan(Feature),
    /// The request does not come from a page of our own.
    ForeignPage,
    /// Nothing there, or not for this token.
    NotFound,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// The body is larger than so many bytes.
    TooLarge(usize),
    /// The body did not come in time.
    TooSlow,
    /// Address and headers are larger than they may be.
    HeadTooLarge,
    /// The body is not announced as `application/json`, or packed.
    UnsupportedMediaType,
    /// Somebody else has the slot; these are free.
    SlotTaken(Vec<Slot>),
    /// The price is another one.
    QuoteChanged(Box<Quote>, Vec<QuoteChange>),
    /// A coupon or a code cannot be written as asked.
    CouponRefused(Box<CouponRefusal>),
    /// What is sold cannot be written as asked.
    CatalogRefused(CatalogRefusal),
    /// Something of the business cannot be changed as asked.
    Refused(Reason),
    /// The order cannot do this in its present state.
    WrongState(&'static str),
    /// Calling off gives back this many minor units by now.
    RefundChanged(i64),
    /// So many minor units are left to be paid by now.
    BalanceChanged(i64),
    /// The same confirmation is still under way.
    InProgress,
    /// The same `Idempotency-Key` came with another body.
    KeyReused,
    /// The amount due is above 0 and below this many minor units.
    BelowMinimumCharge(i64),
    /// Too many wrong codes; free again in this many seconds.
    TooManyTries(u32),
    /// Too many bookings of this guest wait for their payment; one ends in so many seconds.
    TooManyHolds(u32),
    /// Too many requests of one network; free again in this many seconds.
    TooManyRequests(u32),
    /// The payment provider cannot be reached or will not take the payment.
    PaymentUnavailable(&'static str),
    /// The books cannot be reached now.
    Unavailable,
    /// A defect of ours. The text goes to the log, not to the guest.
    Internal(String),
}

impl Problem {
    /// One field with something wrong with it.
    pub fn field(field: Field, code: FieldProblemCode, detail: impl Into<String>) -> Self {
        let problem = FieldProblem {
            field,
            place: None,
            code,
        };
        Self::InvalidFields(vec![problem], detail.into())
    }

    /// The body of the answer.
    pub fn into_body(self) -> booking_contract::Problem {
        let (status, code, title) = self.kind();
        let mut body = booking_contract::Problem {
            status: status.as_u16(),
            code,
            title: title.to_owned(),
            detail: String::new(),
            fields: Vec::new(),
            quote: None,
            changes: Vec::new(),
            alternatives: Vec::new(),
            retry_after_seconds: None,
        };
        match self {
            Self::InvalidRequest(detail) => body.detail = detail,
            Self::InvalidFields(fields, detail) => {
                body.fields = fields;
                body.detail = detail;
            }
            Self::NotSignedIn => {
                body.detail = "ask for a session first: POST /v1/sessions".into();
            }
            Self::WrongPassword => {
                body.detail = "e-mail address and password do not belong together".into();
            }
            Self::NotAllowed(role, permission) => {
                body.detail = format!("the role {role} does not include {permission}");
            }
            Self::NotInPlan(feature) => {
                body.detail = format!("the plan of this business does not include {feature}");
            }
            Self::ForeignPage => {
                body.detail = "send Origin or Sec-Fetch-Site, as browsers do from a page of the \
                               companion's own"
                    .into();
            }
            Self::NotFound => {
                body.detail = "check the id, and the token where one is needed".into();
            }
            Self::MethodNotAllowed => {
                body.detail = "see /openapi.json for the methods of this path".into();
            }
            Self::TooLarge(bytes_max) => {
                body.detail = format!("a body has at most {bytes_max} bytes");
            }
            Self::TooSlow => body.detail = "send the whole body at once".into(),
            Self::HeadTooLarge => {
                body.detail = format!(
                    "address and headers have at most {} bytes and {} headers",
                    crate::door::HEAD_BYTES_MAX,
                    crate::door::HEADERS_MAX
                );
            }
            Self::UnsupportedMediaType => {
                body.detail = "send the header Content-Type: application/json and the body as \
                               plain UTF-8"
                    .into();
            }
            Self::SlotTaken(alternatives) => body.alternatives = alternatives,
            Self::QuoteChanged(quote, changes) => {
                body.quote = Some(quote);
                body.changes = changes;
            }
            Self::CouponRefused(refusal) => body.detail = advice(&refusal),
            Self::CatalogRefused(refusal) => body.detail = catalog_advice(&refusal),
            Self::Refused(reason) => body.detail = reason.advice(),
            Self::PaymentUnavailable(detail) | Self::WrongState(detail) => {
                body.detail = detail.into();
            }
            Self::InProgress => body.retry_after_seconds = Some(1),
            Self::KeyReused => {
                body.detail = "make a new Idempotency-Key for a changed confirmation".into();
            }
            Self::BelowMinimumCharge(minimum_minor) => {
                body.detail = format!("at least {minimum_minor} minor units can be charged");
            }
            Self::TooManyTries(seconds) => body.retry_after_seconds = Some(seconds),
            Self::TooManyHolds(seconds) => {
                body.detail = "pay for or release one of them first".into();
                body.retry_after_seconds = Some(seconds);
            }
            Self::RefundChanged(refund_minor) => {
                body.detail = format!("{refund_minor} minor units would be given back now");
            }
            Self::BalanceChanged(balance_minor) => {
                body.detail = format!("{balance_minor} minor units are left to be paid now");
            }
            Self::TooManyRequests(seconds) => {
                body.retry_after_seconds = Some(seconds);
                body.detail = "too many requests come from this network".into();
            }
            Self::Unavailable => body.retry_after_seconds = Some(2),
            Self::Internal(_) => {}
        }
        body
    }

    /// The body of the answer, with why what an owner wrote is refused.
    pub fn into_owner_body(self) -> OwnerProblem {
        let refusal = match &self {
            Self::CouponRefused(refusal) => Some((**refusal).clone()),
            _ => None,
        };
        let catalog = match &self {
            Self::CatalogRefused(refusal) => Some(refusal.clone()),
            _ => None,
        };
        OwnerProblem {
            problem: self.into_body(),
            refusal,
            catalog,
        }
    }

    /// Status, code and title of each case, in one place.
    #[expect(
        clippy::too_many_lines,
        reason = "one table, a few lines for each case"
    )]
    pub(crate) fn kind(&self) -> (StatusCode, ProblemCode, &'static str) {
        use ProblemCode as Code;
        match self {
            Self::InvalidRequest(_) => (
                StatusCode::BAD_REQUEST,
                Code::InvalidRequest,
                "The request is not understood.",
            ),
            Self::InvalidFields(..) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Code::InvalidField,
                "A value cannot be used.",
            ),
            Self::NotSignedIn => (
                StatusCode::UNAUTHORIZED,
                Code::NotSignedIn,
                "Nobody is signed in.",
            ),
            Self::WrongPassword => (
                StatusCode::UNAUTHORIZED,
                Code::WrongPassword,
                "The e-mail address or the password is wrong.",
            ),
            Self::NotAllowed(..) => (
                StatusCode::FORBIDDEN,
                Code::NotAllowed,
                "The role does not allow this.",
            ),
            Self::NotInPlan(_) => (
                StatusCode::FORBIDDEN,
                Code::NotInPlan,
                "The plan does not include this.",
            ),
            Self::ForeignPage => (
                StatusCode::FORBIDDEN,
                Code::ForeignPage,
                "The request comes from another site.",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                Code::NotFound,
                "There is nothing here.",
            ),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                Code::MethodNotAllowed,
                "This path takes another method.",
            ),
            Self::TooLarge(_) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                Code::TooLarge,
                "The body is too large.",
            ),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                Code::TooSlow,
                "The body did not come in time.",
            ),
            Self::HeadTooLarge => (
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                Code::HeadTooLarge,
                "The headers are too large.",
            ),
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::UnsupportedMediaType,
                "The body must be JSON.",
            ),
            Self::SlotTaken(_) => (
                StatusCode::CONFLICT,
                Code::SlotTaken,
                "Somebody else has this time.",
            ),
            Self::QuoteChanged(..) => (
                StatusCode::CONFLICT,
                Code::QuoteChanged,
                "The price is another one now.",
            ),
            Self::CouponRefused(refusal) => (
                match **refusal {
                    CouponRefusal::Fields { .. } | CouponRefusal::CannotWork { .. } => {
                        StatusCode::UNPROCESSABLE_ENTITY
                    }
                    _ => StatusCode::CONFLICT,
                },
                Code::CouponRefused,
                "The coupon cannot be written like this.",
            ),
            Self::CatalogRefused(refusal) => (
                match refusal {
                    CatalogRefusal::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                    _ => StatusCode::CONFLICT,
                },
                Code::CatalogRefused,
                "What is sold cannot be written like this.",
            ),
            Self::Refused(reason) => reason.kind(),
            Self::WrongState(_) => (
                StatusCode::CONFLICT,
                Code::WrongState,
                "The order cannot do this now.",
            ),
            Self::RefundChanged(_) => (
                StatusCode::CONFLICT,
                Code::RefundChanged,
                "Another amount would be given back now.",
            ),
            Self::BalanceChanged(_) => (
                StatusCode::CONFLICT,
                Code::BalanceChanged,
                "Another amount is left to be paid now.",
            ),
            Self::InProgress => (
                StatusCode::CONFLICT,
                Code::InProgress,
                "The same confirmation is still under way.",
            ),
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Code::KeyReused,
                "The Idempotency-Key was used for something else.",
            ),
            Self::BelowMinimumCharge(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Code::BelowMinimumCharge,
                "The amount is too small to charge.",
            ),
            Self::TooManyTries(_) | Self::TooManyRequests(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                Code::TooManyTries,
                "Too many tries.",
            ),
            Self::TooManyHolds(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                Code::TooManyHolds,
                "Too many bookings wait for their payment.",
            ),
            Self::PaymentUnavailable(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                Code::PaymentUnavailable,
                "The payment page cannot be opened now.",
            ),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                Code::Unavailable,
                "The service is not available now.",
            ),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                Code::Internal,
                "Something went wrong on our side.",
            ),
        }
    }
}

/// What to do about a refusal.
fn advice(refusal: &CouponRefusal) -> String {
    match refusal {
        CouponRefusal::Fields { .. } => "correct the values that `refusal` names".into(),
        CouponRefusal::CannotWork { .. } => "correct what `refusal` finds".into(),
        CouponRefusal::CodeTaken { code, .. } => {
            format!("choose another code than {code}, or archive that one")
        }
        CouponRefusal::Changed { .. } => {
            "make the change to the current writing, which `refusal` holds".into()
        }
        CouponRefusal::BenefitFrozen => {
            "orders were paid with this benefit: switch the coupon off and make another".into()
        }
        CouponRefusal::LimitBelowUses { uses } => {
            format!("{uses} orders use it: switch the coupon off to end it")
        }
        CouponRefusal::EverUsed { orders } => {
            format!("{orders} orders have used or held it: switch it off instead")
        }
    }
}

/// What to do about a refusal of what is sold.
fn catalog_advice(refusal: &CatalogRefusal) -> String {
    match refusal {
        CatalogRefusal::Fields { .. } => "correct the values that `catalog` names".into(),
        CatalogRefusal::Changed => {
            "read it again and make the change to its current writing".into()
        }
        CatalogRefusal::TooMany { max } => format!("there are {max} of them, as many as may be"),
        CatalogRefusal::ProductInUse => {
            "its calendar takes payments by it: switch those off first".into()
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Self::Internal(reason) = &self {
            tracing::error!(reason, "a request failed");
        }
        let body = self.into_owner_body();
        let problem = &body.problem;
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = problem.retry_after_seconds;
        let mut response = match (&body.refusal, &body.catalog) {
            (None, None) => (status, Json(body.problem)).into_response(),
            _ => (status, Json(body)).into_response(),
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, SESSION_SCHEME);
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::TryAgain(_) | StoreError::Unreachable(_) => {
                Self::Unavailable
            }
            error => Self::Internal(error.to_string()),
        }
    }
}
