//! Who counts as one customer: limits per customer compare these keys.

use booking_contract::EmailAddress;

use crate::secret::Secret;

/// The one form of an address under which a customer is counted: lower case, without a `+tag`,
/// the domain in ASCII. Dots in front of the `@` count.
fn identity(email: &EmailAddress) -> String {
    let address = email.as_str().trim().to_lowercase();
    let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
    let local = match local.split_once('+') {
        Some((name, _)) if !name.is_empty() => name,
        _ => local,
    };
    let domain = idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_owned());
    format!("{local}@{domain}")
}

/// The key of a customer in the books: the address cannot be read back from it.
pub(crate) fn customer_key(secret: &Secret, email: &EmailAddress) -> String {
    secret.key("customer", &identity(email))
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
