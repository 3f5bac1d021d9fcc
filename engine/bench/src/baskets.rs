//! What is timed: three baskets that guests have, and one that nobody should.
//!
//! They are written as JSON, as a companion or a browser reads them, so that a new optional
//! field of the engine changes nothing here.

use std::hint::black_box;

use booking_engine::{ITEMS_MAX, price};
use serde_json::{Value, json};

use crate::Case;

/// A case with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basket {
    /// One service, no code.
    OneLine,
    /// Three services and a percent code.
    ThreeLines,
    /// Twenty services and a percent code with a cap, which is reached.
    TwentyLines,
    /// Ten thousand services: refused.
    Absurd,
}

impl Basket {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::OneLine,
        Self::ThreeLines,
        Self::TwentyLines,
        Self::Absurd,
    ];

    /// The name in a table and on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneLine => "1-line",
            Self::ThreeLines => "3-lines-percent",
            Self::TwentyLines => "20-lines-capped",
            Self::Absurd => "10000-lines-refused",
        }
    }

    /// The basket of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basket| basket.name() == name)
    }

    /// What is priced.
    pub fn case(self) -> Case {
        let (lines, code, cap) = match self {
            Self::OneLine => (1, None, None),
            Self::ThreeLines => (3, Some("WELCOME15"), None),
            Self::TwentyLines => (20, Some("WELCOME15"), Some(20_000)),
            Self::Absurd => (10_000, Some("WELCOME15"), None),
        };
        serde_json::from_value(case(lines, code, cap)).expect("the engine reads its own JSON")
    }
}

/// Prices a case so many times and answers the sum of what is due, which nobody needs but which
/// keeps a compiler from leaving the work out.
pub fn price_often(case: &Case, times: u32) -> i64 {
    let mut sum = 0_i64;
    for _ in 0..times {
        let case = black_box(case);
        if let Ok(quote) = black_box(price(&case.request, &case.terms, case.now)) {
            sum = sum.wrapping_add(quote.amount_due_minor);
        }
    }
    sum
}

/// A calendar that sells a little more than the basket holds, with one coupon.
fn case(lines: usize, code: Option<&str>, max_discount_minor: Option<i64>) -> Value {
    let sold = lines.min(ITEMS_MAX) + 2;
    let services: Vec<Value> = (1..=sold)
        .map(|n| {
            json!({
                "id": format!("service-{n}"),
                "unit_price_minor": 4_800 + 137 * n,
                "attendees_max": 8,
            })
        })
        .collect();
    let items: Vec<Value> = (0..lines)
        .map(|n| {
            json!({
                "service_id": format!("service-{}", 1 + n % sold),
                "attendees": 1 + n % 3,
            })
        })
        .collect();
    let mut percent = json!({ "percent": "12.5" });
    if let Some(cap) = max_discount_minor {
        percent["max_discount_minor"] = cap.into();
    }
    let mut request = json!({ "items": items });
    if let Some(code) = code {
        request["code"] = code.into();
    }
    json!({
        "terms": {
            "calendar_id": "studio",
            "currency": "EUR",
            "services": services,
            "coupons": [{
                "id": "coupon-1",
                "name": "Welcome",
                "benefit": { "percent": percent },
                "scope": "everything",
                "starts_at": "2026-01-01T00:00:00Z",
                "ends_at": "2026-12-31T23:00:00Z",
                "minimum_amount_minor": 1_000,
                "active": true,
            }],
            "promotion_codes": [{
                "id": "code-1",
                "coupon_id": "coupon-1",
                "code": "WELCOME15",
            }],
        },
        "request": request,
        "now": "2026-11-20T12:00:00Z",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_basket_is_what_its_name_says() {
        let quote = |basket: Basket| {
            let case = basket.case();
            price(&case.request, &case.terms, case.now)
        };
        let one = quote(Basket::OneLine).expect("a price");
        assert_eq!((one.lines.len(), one.discount_minor), (1, 0));
        assert!(one.rejected.is_none());

        let three = quote(Basket::ThreeLines).expect("a price");
        assert_eq!(three.lines.len(), 3);
        assert!(three.coupon.is_some() && three.discount_minor > 0);

        let twenty = quote(Basket::TwentyLines).expect("a price");
        assert_eq!(twenty.lines.len(), 20);
        assert_eq!(twenty.discount_minor, 20_000, "the cap is reached");

        quote(Basket::Absurd).expect_err("ten thousand lines have no price");
    }

    #[test]
    fn a_basket_is_found_by_its_name() {
        for basket in Basket::ALL {
            assert_eq!(Basket::named(basket.name()), Some(basket));
        }
        assert_eq!(Basket::named("2-lines"), None);
    }

    #[test]
    fn pricing_twice_sums_twice() {
        let case = Basket::ThreeLines.case();
        let once = price_often(&case, 1);
        assert!(once > 0);
        assert_eq!(price_often(&case, 2), 2 * once);
        assert_eq!(price_often(&Basket::Absurd.case(), 2), 0);
    }
}
