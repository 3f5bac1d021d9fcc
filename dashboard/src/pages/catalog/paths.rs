//! Where the companion keeps what a business sells.

use crate::client::part;

/// All of a kind, such as `calendars`.
pub(super) fn all(business: &str, kind: &str) -> String {
    format!("/v1/businesses/{}/{kind}", part(business))
}

/// One of a kind.
pub(super) fn one(business: &str, kind: &str, id: &str) -> String {
    format!("{}/{}", all(business, kind), part(id))
}

/// Something that is done with one.
pub(super) fn deed(business: &str, kind: &str, id: &str, deed: &str) -> String {
    format!("{}/{deed}", one(business, kind, id))
}
