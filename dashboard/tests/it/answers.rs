//! Answers of the companion that are none.

use booking_contract::owner::{CouponRefusal, OwnerProblem};
use booking_contract::{Problem, ProblemCode};
use booking_dashboard::client::Failure;

/// A refusal with this code.
pub(crate) fn refused(code: ProblemCode) -> Failure {
    refused_because(code, None, None)
}

/// A refusal of a coupon.
pub(crate) fn refused_coupon(refusal: CouponRefusal) -> Failure {
    refused_because(ProblemCode::CouponRefused, Some(refusal), None)
}

/// A refusal for so many seconds.
pub(crate) fn throttled(seconds: u32) -> Failure {
    refused_because(ProblemCode::TooManyTries, None, Some(seconds))
}

fn refused_because(
    code: ProblemCode,
    refusal: Option<CouponRefusal>,
    retry_after_seconds: Option<u32>,
) -> Failure {
    let problem = Problem {
        status: 400,
        code,
        title: "Title".to_owned(),
        detail: String::new(),
        fields: Vec::new(),
        quote: None,
        changes: Vec::new(),
        alternatives: Vec::new(),
        retry_after_seconds,
    };
    Failure::Refused(Box::new(OwnerProblem {
        problem,
        refusal,
        catalog: None,
    }))
}
