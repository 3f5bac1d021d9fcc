//! Which operation of the API a request asks for.

use crate::{
    refusal::{Refusal, Status},
    wire::facts::FACTS,
};

/// The operations that the double models, with the id from the address where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operation {
    CreateCoupon,
    ListCoupons,
    RetrieveCoupon(String),
    DeleteCoupon(String),
    CreateSession,
    ListSessions,
    RetrieveSession(String),
    ExpireSession(String),
    ListLineItems(String),
}

impl Operation {
    /// Reads method and path.
    ///
    /// An address that Stripe has and the double has not is told apart from one that neither has.
    pub(crate) fn recognise(method: &str, path: &str) -> Result<Self, Refusal> {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (method, segments.as_slice()) {
            ("POST", ["v1", "coupons"]) => Ok(Self::CreateCoupon),
            ("GET", ["v1", "coupons"]) => Ok(Self::ListCoupons),
            ("GET", ["v1", "coupons", id]) => Ok(Self::RetrieveCoupon(decoded(id))),
            ("DELETE", ["v1", "coupons", id]) => Ok(Self::DeleteCoupon(decoded(id))),
            ("POST", ["v1", "checkout", "sessions"]) => Ok(Self::CreateSession),
            ("GET", ["v1", "checkout", "sessions"]) => Ok(Self::ListSessions),
            ("GET", ["v1", "checkout", "sessions", id]) => Ok(Self::RetrieveSession(decoded(id))),
            ("POST", ["v1", "checkout", "sessions", id, "expire"]) => {
                Ok(Self::ExpireSession(decoded(id)))
            }
            ("GET", ["v1", "checkout", "sessions", id, "line_items"]) => {
                Ok(Self::ListLineItems(decoded(id)))
            }
            _ if FACTS.knows_path(path) => Err(Refusal::not_modelled(format!("{method} {path}"))),
            _ => Err(Refusal::plain(
                Status::NotFound,
                None,
                format!(
                    "Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code."
                ),
            )),
        }
    }

    /// The name of the operation in the API facts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::CreateCoupon => "create:coupon",
            Self::ListCoupons => "list:coupon",
            Self::RetrieveCoupon(_) => "retrieve:coupon",
            Self::DeleteCoupon(_) => "delete:coupon",
            Self::CreateSession => "create:checkout.session",
            Self::ListSessions => "list:checkout.session",
            Self::RetrieveSession(_) => "retrieve:checkout.session",
            Self::ExpireSession(_) => "expire:checkout.session",
            Self::ListLineItems(_) => "list_line_items:checkout.session",
        }
    }

    /// Every name, for those who choose an operation by it.
    pub(crate) const NAMES: [&'static str; 9] = [
        "create:coupon",
        "list:coupon",
        "retrieve:coupon",
        "delete:coupon",
        "create:checkout.session",
        "list:checkout.session",
        "retrieve:checkout.session",
        "expire:checkout.session",
        "list_line_items:checkout.session",
    ];
}

/// An id out of the address: clients percent-encode what a path cannot hold.
fn decoded(segment: &str) -> String {
    // A plus sign in a path is a plus sign, while form decoding would make it a blank.
    let protected = segment.replace('+', "%2B");
    url::form_urlencoded::parse(protected.as_bytes())
        .map(|(name, value)| {
            if value.is_empty() {
                name.into_owned()
            } else {
                format!("{name}={value}")
            }
        })
        .collect::<Vec<_>>()
        .join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_decoded_once() {
        let found = Operation::recognise("GET", "/v1/coupons/25%25%20off+more");
        assert_eq!(
            found,
            Ok(Operation::RetrieveCoupon("25% off+more".to_owned()))
        );
    }

    #[test]
    fn what_stripe_has_and_the_double_has_not_is_said_apart_from_nonsense() {
        let status = |method, path| Operation::recognise(method, path).unwrap_err().status;
        assert_eq!(status("POST", "/v1/refunds"), Status::NotModelled);
        assert_eq!(status("POST", "/v1/refund"), Status::NotFound);
        assert_eq!(status("GET", "/v1/coupons/a/b"), Status::NotFound);
    }
}
