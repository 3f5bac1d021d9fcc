//! What differs between the quote a guest saw and the one that holds now.

use booking_engine::{QuoteChange, Rejection};

use crate::fixture::{coupon, percent, quote, studio_with};

#[test]
fn equal_quotes_have_no_changes_and_any_difference_has_one() {
    let terms = studio_with(coupon(percent("10", None)));
    let shown = quote(&terms, &[("class", 2)], Some("WELCOME"));
    assert!(shown.changes_since(&shown).is_empty());
    let mut forged = shown.clone();
    forged.balance_minor = 1;
    assert_eq!(shown.changes_since(&forged), [QuoteChange::Other]);
    forged = shown.clone();
    forged.currency = "USD".parse().unwrap();
    assert_eq!(shown.changes_since(&forged), [QuoteChange::Currency]);
}

#[test]
fn a_change_names_the_price_the_discount_or_the_rejection() {
    let terms = studio_with(coupon(percent("10", None)));
    let shown = quote(&terms, &[("class", 2)], Some("WELCOME"));

    let mut dearer = terms.clone();
    dearer.services[0].unit_price_minor = 5_000;
    let now = quote(&dearer, &[("class", 2)], Some("WELCOME"));
    let unit_price = QuoteChange::UnitPrice {
        service_id: "class".parse().unwrap(),
        shown_minor: 4_800,
        now_minor: 5_000,
    };
    let discount = QuoteChange::Discount {
        shown_minor: 960,
        now_minor: 1_000,
    };
    assert_eq!(now.changes_since(&shown), [unit_price, discount]);

    let mut used_up = terms.clone();
    used_up.coupons[0].active = false;
    let now = quote(&used_up, &[("class", 2)], Some("WELCOME")).for_stranger(&used_up.policy);
    let reason = Rejection::NotFound;
    assert_eq!(
        now.changes_since(&shown),
        [QuoteChange::CodeRejected { reason }]
    );

    let fewer = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!(fewer.changes_since(&shown)[0], QuoteChange::Items);
}
