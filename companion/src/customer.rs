//! Who counts as one customer: limits per customer compare these keys. And the one form of an
//! address, under which accounts are looked up.

use booking_contract::{EmailAddress, MemberId};
use booking_engine::CustomerKey;

use crate::member::VerifiedMember;
use crate::secret::Secret;

/// What the keys of members begin with. No other key has a colon, so it can be told whether
/// something is for members alone.
const MEMBER: &str = "member:";

/// Who books, by every key under which the books count a customer.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    email_key: Option<String>,
    member: Option<VerifiedMember>,
}

impl Customer {
    /// A guest whose address is known or not, and whose business says which member they are or
    /// does not.
    pub(crate) fn new(
        secret: &Secret,
        email: Option<&EmailAddress>,
        member: Option<VerifiedMember>,
    ) -> Self {
        Self {
            email_key: email.map(|email| customer_key(secret, email)),
            member,
        }
    }

    /// A customer as somebody of the business names them.
    pub(crate) fn named(
        secret: &Secret,
        email: Option<&EmailAddress>,
        member: Option<&MemberId>,
    ) -> Self {
        let member = member.map(|id| VerifiedMember {
            key: member_key(secret, id),
            id: id.clone(),
        });
        Self::new(secret, email, member)
    }

    /// The key of the address; empty, which no key is, while it is not known.
    pub(crate) fn email_key(&self) -> &str {
        self.email_key.as_deref().unwrap_or_default()
    }

    /// The key of the member; empty where the guest is none.
    pub(crate) fn member_key(&self) -> &str {
        let member = self.member.as_ref();
        member.map(|member| &*member.key).unwrap_or_default()
    }

    /// The member, if the guest is one.
    pub(crate) fn member(&self) -> Option<&VerifiedMember> {
        self.member.as_ref()
    }

    /// Every key there is, always the address first: two transactions never wait for each other.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let keys = [self.email_key(), self.member_key()];
        keys.into_iter().filter(|key| !key.is_empty())
    }

    /// The names for the engine: none while the address is not known, since what is for some
    /// address may still be for this guest.
    pub(crate) fn names(&self) -> Vec<CustomerKey> {
        let known = self.email_key.is_some();
        let keys = self.keys().filter(|_| known);
        keys.filter_map(|key| key.parse().ok()).collect()
    }

    /// Whether something that is for these customers alone may be for this one. Who is a member is
    /// known at once, whose address it is only later.
    pub(crate) fn may_be_one_of(&self, only: &[CustomerKey]) -> bool {
        let may_be = |key: &CustomerKey| {
            let is_open = self.email_key.is_none() && !key.as_str().starts_with(MEMBER);
            is_open || self.keys().any(|own| own == key.as_str())
        };
        only.is_empty() || only.iter().any(may_be)
    }
}

/// The one form of an address: lower case, the domain in ASCII. Dots in front of the `@` count,
/// and so does a `+tag`.
pub(crate) fn one_form(email: &EmailAddress) -> String {
    let address = email.as_str().trim().to_lowercase();
    let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
    let domain = idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_owned());
    format!("{local}@{domain}")
}

/// The form under which a customer is counted: without a `+tag`.
fn identity(email: &EmailAddress) -> String {
    let address = one_form(email);
    match address.rsplit_once('@') {
        Some((local, domain)) => match local.split_once('+') {
            Some((name, _)) if !name.is_empty() => format!("{name}@{domain}"),
            _ => address,
        },
        None => address,
    }
}

/// The key of a customer in the books: the address cannot be read back from it.
pub(crate) fn customer_key(secret: &Secret, email: &EmailAddress) -> String {
    secret.key("customer", &identity(email))
}

/// The key of a member in the books: the id cannot be read back from it.
pub(crate) fn member_key(secret: &Secret, id: &MemberId) -> String {
    format!("{MEMBER}{}", secret.key("member", id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(email: &str, expected: &str) {
        let email: EmailAddress = email.parse().expect("an address");
        assert_eq!(identity(&email), expected);
    }

    #[test]
    fn case_and_blanks_do_not_count() {
        check("  Ana.Silva@Example.COM ", "ana.silva@example.com");
    }

    #[test]
    fn a_tag_does_not_count_and_dots_do() {
        check("ana+clay@example.com", "ana@example.com");
        check("a.na@example.com", "a.na@example.com");
        check("+ana@example.com", "+ana@example.com");
    }

    #[test]
    fn the_domain_is_ascii() {
        check("ana@bücher.example", "ana@xn--bcher-kva.example");
        check("ana@BÜCHER.example", "ana@xn--bcher-kva.example");
    }
}
