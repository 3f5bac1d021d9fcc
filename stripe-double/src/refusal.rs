//! What the API answers when it says no: the five parts that Stripe's errors have.
//!
//! A client may branch on the status, the type and the code. The message is for people, and its
//! wording is only as good as the rule that gives it (see [`crate::rules`]).

use serde_json::{Value, json};

/// An error as Stripe shapes it: `{"error": {type, code, param, message}}` with a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: Status,
    pub(crate) code: Option<Code>,
    /// The parameter at fault, spelled with brackets as it was sent.
    pub(crate) param: Option<String>,
    /// A sentence for people.
    pub(crate) message: String,
}

/// The statuses in use. The type of the error follows from the status, idempotency aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// 400: something about the parameters.
    Invalid,
    /// 400 with the type `idempotency_error`: a key was used again for something else.
    KeyReused,
    /// 401: no key, or a wrong one.
    Unauthorized,
    /// 403: the key may not act for that account.
    Forbidden,
    /// 404: no such object or address.
    NotFound,
    /// 409: the same idempotency key is in flight.
    Conflict,
    /// 429: too many requests.
    TooMany,
    /// 500: a fault on Stripe's side.
    Internal,
    /// 501, which Stripe never answers: Stripe would accept this, the double does not model it.
    NotModelled,
}

/// The error codes that the double gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    AccountInvalid,
    AmountTooLarge,
    AmountTooSmall,
    ApiKeyExpired,
    ChargeAlreadyRefunded,
    ChargeDisputed,
    CouponExpired,
    EmailInvalid,
    IdempotencyKeyInUse,
    InvalidChargeAmount,
    ParameterInvalidEmpty,
    ParameterInvalidInteger,
    ParameterMissing,
    ParameterUnknown,
    RateLimit,
    ResourceAlreadyExists,
    ResourceMissing,
    UrlInvalid,
}

impl Refusal {
    /// A 400 about the parameter `param`.
    pub(crate) fn invalid(
        param: impl Into<String>,
        code: impl Into<Option<Code>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status: Status::Invalid,
            code: code.into(),
            param: Some(param.into()),
            message: message.into(),
        }
    }

    /// A refusal that names no parameter.
    pub(crate) fn plain(
        status: Status,
        code: impl Into<Option<Code>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            code: code.into(),
            param: None,
            message: message.into(),
        }
    }

    /// A 404 for an object in the address, named `param` in the reference.
    pub(crate) fn no_such(what: &str, id: &str, param: &str) -> Self {
        Self {
            status: Status::NotFound,
            code: Some(Code::ResourceMissing),
            param: Some(param.to_owned()),
            message: format!("No such {what}: '{id}'"),
        }
    }

    /// A 501: honest about where the double ends, so that nobody takes its silence for Stripe's.
    pub(crate) fn not_modelled(param: impl Into<String>) -> Self {
        let param = param.into();
        Self {
            status: Status::NotModelled,
            code: None,
            message: format!(
                "stripe-double does not model `{param}` here. Stripe would accept it; this stand-in would only ignore it."
            ),
            param: Some(param),
        }
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        let mut error = json!({ "type": self.status.kind(), "message": self.message });
        if let Some(code) = self.code {
            error["code"] = json!(code.name());
            error["doc_url"] = json!(format!(
                "https://stripe.com/docs/error-codes/{}",
                code.name().replace('_', "-")
            ));
        }
        if let Some(param) = &self.param {
            error["param"] = json!(param);
        }
        json!({ "error": error })
    }
}

impl Status {
    /// The HTTP status.
    pub(crate) fn number(self) -> u16 {
        match self {
            Self::Invalid | Self::KeyReused => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::NotModelled => 501,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::KeyReused | Self::Conflict => "idempotency_error",
            Self::Internal => "api_error",
            _ => "invalid_request_error",
        }
    }
}

impl Code {
    fn name(self) -> &'static str {
        match self {
            Self::AccountInvalid => "account_invalid",
            Self::AmountTooLarge => "amount_too_large",
            Self::AmountTooSmall => "amount_too_small",
            Self::ApiKeyExpired => "api_key_expired",
            Self::ChargeAlreadyRefunded => "charge_already_refunded",
            Self::ChargeDisputed => "charge_disputed",
            Self::CouponExpired => "coupon_expired",
            Self::EmailInvalid => "email_invalid",
            Self::IdempotencyKeyInUse => "idempotency_key_in_use",
            Self::InvalidChargeAmount => "invalid_charge_amount",
            Self::ParameterInvalidEmpty => "parameter_invalid_empty",
            Self::ParameterInvalidInteger => "parameter_invalid_integer",
            Self::ParameterMissing => "parameter_missing",
            Self::ParameterUnknown => "parameter_unknown",
            Self::RateLimit => "rate_limit",
            Self::ResourceAlreadyExists => "resource_already_exists",
            Self::ResourceMissing => "resource_missing",
            Self::UrlInvalid => "url_invalid",
        }
    }
}
