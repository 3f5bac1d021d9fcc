//! The body of every answer to an owner that is not a success.

use serde::{Deserialize, Serialize};

use super::{CatalogRefusal, CouponRefusal};
use crate::Problem;

/// A problem, and why what an owner wrote is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerProblem {
    /// What every problem tells.
    #[serde(flatten)]
    pub problem: Problem,
    /// Why, with [`crate::ProblemCode::CouponRefused`]; none with any other code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<CouponRefusal>,
    /// Why, with [`crate::ProblemCode::CatalogRefused`]; none with any other code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<CatalogRefusal>,
}

impl From<Problem> for OwnerProblem {
    /// A problem of which nothing more is told.
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            refusal: None,
            catalog: None,
        }
    }
}
