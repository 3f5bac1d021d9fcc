//! What a build of the engine makes of random cases, as text and as hashes.
//!
//! Each case goes the whole way: it is written as JSON, read back, priced, and written again
//! together with its quote or its error. So reading and writing are compared, too.

use std::fmt;

use booking_engine::{PriceError, Quote, price};
use serde::Serialize;

use crate::Case;

/// The seed of `cargo xtask test` and `cargo xtask bench`.
pub const SEED: u32 = 20_261_120;

/// How a case is turned into an outcome: by the engine, or by one that was spoilt on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pricing {
    /// By the engine.
    True,
    /// By the engine, except that the case of this number costs a cent more, or gets one where
    /// it had no price. A comparison that does not see this sees nothing.
    SpoiltAt(u32),
}

/// How often each kind of outcome came, to tell a comparison of something from one of nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// Quotes with a discount.
    pub discounts: u32,
    /// Quotes that reject the code.
    pub rejections: u32,
    /// Quotes without a code.
    pub plain: u32,
    /// Requests that have no price.
    pub errors: u32,
}

/// Some cases in a row, as one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The hash of all their lines.
    pub hash: u64,
    /// What they were.
    pub covered: Covered,
}

#[derive(Serialize)]
struct Line {
    case: Case,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Quote(Box<Quote>),
    Error(PriceError),
}

/// One case and what came of it, as a line of JSON:
///
/// ```json
/// {"case":{"terms":{…},"request":{…},"now":"…"},"quote":{…}}
/// {"case":{"terms":{…},"request":{…},"now":"…"},"error":"no_items"}
/// ```
pub fn line(seed: u32, number: u32, pricing: Pricing) -> String {
    outcome(seed, number, pricing).0
}

/// The hash of one case's line.
pub fn hash(seed: u32, number: u32, pricing: Pricing) -> u64 {
    fnv(FNV_START, line(seed, number, pricing).as_bytes())
}

/// The digest of `count` cases from the `first` on.
pub fn digest(seed: u32, first: u32, count: u32, pricing: Pricing) -> Digest {
    let mut digest = Digest {
        hash: FNV_START,
        covered: Covered::default(),
    };
    for number in first..first.saturating_add(count) {
        let (line, covered) = outcome(seed, number, pricing);
        digest.hash = fnv(digest.hash, line.as_bytes());
        digest.covered = digest.covered.plus(covered);
    }
    digest
}

impl Covered {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            discounts: self.discounts + other.discounts,
            rejections: self.rejections + other.rejections,
            plain: self.plain + other.plain,
            errors: self.errors + other.errors,
        }
    }
}

impl fmt::Display for Digest {
    /// The hash, and then how many discounts, rejections, quotes without a code and errors.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Covered {
            discounts,
            rejections,
            plain,
            errors,
        } = self.covered;
        let hash = self.hash;
        write!(f, "{hash:016x} {discounts} {rejections} {plain} {errors}")
    }
}

fn outcome(seed: u32, number: u32, pricing: Pricing) -> (String, Covered) {
    let given = serde_json::to_string(&Case::random(seed, number)).expect("a case can be written");
    let case: Case = serde_json::from_str(&given).expect("what was written can be read");
    let mut priced = price(&case.request, &case.terms, case.now);
    if pricing == Pricing::SpoiltAt(number) {
        priced = spoilt(priced);
    }
    let mut covered = Covered::default();
    let kind = match &priced {
        Ok(quote) if quote.coupon.is_some() => &mut covered.discounts,
        Ok(quote) if quote.rejected.is_some() => &mut covered.rejections,
        Ok(_) => &mut covered.plain,
        Err(_) => &mut covered.errors,
    };
    *kind += 1;
    let outcome = match priced {
        Ok(quote) => Outcome::Quote(Box::new(quote)),
        Err(error) => Outcome::Error(error),
    };
    let line = serde_json::to_string(&Line { case, outcome }).expect("a quote can be written");
    (line, covered)
}

fn spoilt(priced: Result<Quote, PriceError>) -> Result<Quote, PriceError> {
    match priced {
        Ok(mut quote) => {
            quote.amount_due_minor = quote.amount_due_minor.saturating_add(1);
            Ok(quote)
        }
        Err(PriceError::NoItems) => Err(PriceError::TooManyItems),
        Err(_) => Err(PriceError::NoItems),
    }
}

const FNV_START: u64 = 0xCBF2_9CE4_8422_2325;

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits): the same on every machine, and good enough
/// where nobody tries to fool it.
fn fnv(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use booking_engine::Rejection;
    use serde_json::Value;

    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv(FNV_START, b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(fnv(FNV_START, b"a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(fnv(FNV_START, b"foobar"), 0x8594_4171_F739_67E8);
    }

    #[test]
    fn the_same_seed_gives_the_same_cases_and_another_gives_others() {
        let of = |seed| digest(seed, 0, 50, Pricing::True);
        assert_eq!(of(SEED), of(SEED));
        assert_ne!(of(SEED), of(SEED + 1));
    }

    #[test]
    fn a_case_does_not_depend_on_the_ones_before_it() {
        let alone = line(SEED, 31, Pricing::True);
        assert_eq!(
            fnv(FNV_START, alone.as_bytes()),
            hash(SEED, 31, Pricing::True)
        );
        assert_eq!(
            digest(SEED, 31, 1, Pricing::True).hash,
            hash(SEED, 31, Pricing::True)
        );
        assert_ne!(alone, line(SEED, 32, Pricing::True));
    }

    /// Positive control: of a thousand quotes one is a cent dearer, and that is seen, and where.
    #[test]
    fn one_spoilt_case_in_a_thousand_is_found() {
        let spoilt = Pricing::SpoiltAt(777);
        assert_ne!(
            digest(SEED, 0, 1_000, spoilt).hash,
            digest(SEED, 0, 1_000, Pricing::True).hash
        );
        let differing: Vec<u32> = (0..1_000)
            .filter(|number| hash(SEED, *number, spoilt) != hash(SEED, *number, Pricing::True))
            .collect();
        assert_eq!(differing, [777]);
    }

    #[test]
    fn most_cases_have_a_price_and_a_third_of_them_a_discount() {
        let Covered {
            discounts,
            rejections,
            plain,
            errors,
        } = digest(SEED, 0, 2_000, Pricing::True).covered;
        assert_eq!(discounts + rejections + plain + errors, 2_000);
        assert!(discounts >= 667, "only {discounts} discounts");
        assert!(rejections >= 100, "only {rejections} rejections");
        assert!(plain >= 20, "only {plain} without a code");
        assert!((20..400).contains(&errors), "{errors} errors");
    }

    /// A comparison of cases that never reach a rule would not compare the rule.
    #[test]
    fn random_cases_reach_every_rejection_and_every_part_of_a_quote() {
        let mut reached = BTreeSet::new();
        for number in 0..6_000 {
            let case = Case::random(SEED, number);
            let Ok(quote) = price(&case.request, &case.terms, case.now) else {
                continue;
            };
            for rejection in [
                quote.rejected.as_ref().map(|rejected| rejected.reason),
                quote
                    .rejected_grant
                    .as_ref()
                    .map(|rejected| rejected.reason),
            ] {
                reached.extend(rejection.map(|reason| name(&reason)));
                if let Some(Rejection::NotForThisAppointment { condition }) = rejection {
                    reached.insert(name(&condition));
                }
            }
            if let Some(coupon) = &quote.coupon {
                reached.insert(name(&coupon.source));
                reached.insert(name(&coupon.benefit));
            }
            if let Some(deposit) = &quote.deposit {
                reached.insert(name(&deposit.rule));
            }
            reached.extend(quote.taxes().iter().map(|tax| name(&tax.rate.kind)));
            let lines = quote.lines.iter();
            reached.extend(lines.map(|line| format!("price of {}", name(&line.price_from))));
        }
        let expected = [
            "below_minimum_charge",
            "code",
            "currency_mismatch",
            "customer_limit",
            "date",
            "exclusive",
            "expired",
            "first_purchase",
            "fixed",
            "flat",
            "free_order_refused",
            "grant",
            "hours",
            "inactive",
            "inclusive",
            "lead_too_long",
            "lead_too_short",
            "location",
            "minimum_amount",
            "not_applicable",
            "not_for_this_appointment",
            "not_found",
            "not_started",
            "oversize_fixed",
            "percent",
            "price of service",
            "price of staff",
            "price of variation",
            "redemption_limit",
            "staff",
            "weekday",
        ];
        assert_eq!(reached.iter().collect::<Vec<_>>(), expected);
    }

    /// The word of the wire.
    fn name(value: &impl Serialize) -> String {
        match serde_json::to_value(value) {
            Ok(Value::String(name)) => name,
            Ok(Value::Object(fields)) => fields.keys().next().cloned().unwrap_or_default(),
            other => panic!("not an enum: {other:?}"),
        }
    }
}
